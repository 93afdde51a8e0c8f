"""What is on file for an order: its drugs, its pump, its line and its measures."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from rechallenge.model.drug import DrugFacts
from rechallenge.model.frozen import Entry
from rechallenge.model.line import LineSet
from rechallenge.model.measures import ASKS_ABOVE, DEFAULT_MEASURES, Measures
from rechallenge.model.on_file import OnFile, SiteFacts, changes
from rechallenge.model.order import Order
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.protocol import ANY_DRUG, Protocol
from rechallenge.model.pump import DEFAULT_PUMP, Pump
from rechallenge.model.reaction import BedsideDrug
from rechallenge.model.review import Review, fingerprint_of
from rechallenge.model.site import SiteOnFile
from rechallenge.planning.order.from_site import draws_doses, filled, with_blanks, with_sets
from rechallenge.words import _
from rechallenge.words.languages import ENGLISH
from rechallenge.words.nearest import nearest_known

from .document import Tree
from .find import DRUGS, KINDS, LINES, MEASURES, PUMPS, Shelves
from .reading import UnusableFile, read_bytes, read_entry, read_values
from .spots import BadFile, Spot
from .summaries import generic_names, goes_by

_Entry = TypeVar("_Entry", bound=Entry)
MODELS: dict[str, type[Entry]] = {
    DRUGS: DrugFacts,
    PUMPS: Pump,
    LINES: LineSet,
    MEASURES: Measures,
}
"""What a file in each folder of facts holds."""


def facts_for(
    protocol: Protocol, order: Order, shelves: Shelves, site: SiteOnFile | None = None
) -> OnFile:
    """What is on file about the drugs of a plan, its pump, its line and its measures; and what the
    order takes from the site's file.

    Measures are on file where the technique is known, since no bag is worked out otherwise, and
    where a dose is drawn up to be given at once. Raises
    UnusableOrder for a pump, a line or measures without a file, and UnusableFile.
    """
    site = with_sets(order, site)
    order = filled(order, site)
    drugs = {dose.drug for dose in protocol.premedication}
    drugs |= {dose.drug for dose in order.premed_doses}
    drugs |= {name for name in (protocol.drug, order.drug) if name not in (None, ANY_DRUG)}
    files = cache(shelves.facts)
    found = read_drugs(drugs, files(DRUGS))
    named = order.drug if protocol.drug == ANY_DRUG else protocol.drug
    drug = OnFile(drugs=found).drug(named)
    if site is not None:
        site = with_blanks(site, protocol, order, drug)
        order = filled(order, site)
    pump = named_facts(Pump, files(PUMPS), order.pump or DEFAULT_PUMP, "pump")
    line_set = None
    if isinstance(order.line_stated, str):
        line_set = named_facts(LineSet, files(LINES), order.line_stated, "line")
    measures = None
    makes = order.technique or (drug and drug.preparing and drug.preparing.one)
    if order.measures is not None or makes or draws_doses(protocol):
        by_name = order.measures or DEFAULT_MEASURES
        measures = named_facts(Measures, files(MEASURES), by_name, "measures")
    used = [(DRUGS, facts.name) for facts in found] + [(PUMPS, pump.name)]
    used += [] if line_set is None else [(LINES, line_set.name)]
    used += [] if measures is None else [(MEASURES, measures.name)]
    if measures is not None and site is not None:
        site, measures = _asking(site, measures)
    if shelves.site is None:
        # Nothing can be in place of what is shipped; to find that out file by file takes a while.
        used = []
    in_place = (_in_place(kind, files(kind)[name], shelves.shipped) for kind, name in used)
    return OnFile(
        drugs=found,
        names=_names(protocol, found, files(DRUGS)),
        pump=pump,
        line_set=line_set,
        measures=measures,
        in_place=tuple(f for f in in_place if f),
        site=site,
    )


def _names(
    protocol: Protocol, found: tuple[DrugFacts, ...], files: dict[str, Path]
) -> dict[str, Mapping[str, str]]:
    """The names by language of the drugs that are given for a reaction."""
    ready = [item for item in protocol.bedside if isinstance(item, BedsideDrug)]
    named = {drug.drug.lower() for drug in (*protocol.if_reaction, *ready)}
    known = {facts.name for facts in found}
    names = {name: generic_names(files[name]) for name in sorted(named & files.keys() - known)}
    return {name: {ENGLISH: name, **others} for name, others in names.items() if others}


def _asking(site: SiteOnFile, measures: Measures) -> tuple[SiteOnFile, Measures]:
    """Site and measures, which ask above the site's share where they state none of their own."""
    share = site.said.asks_above
    if share is None or measures.asks_above is not None:
        return site, measures
    site = site.model_copy(update={"took": (*site.took, ASKS_ABOVE)})
    return site, measures.model_copy(update={ASKS_ABOVE: share})


def shipped_instead(path: Path, shipped: Path) -> Path | None:
    """The shipped file of facts that a site's file replaces; None if there is none."""
    other = shipped / path.resolve().parent.name / path.name
    return other if other.is_file() and other.resolve() != path.resolve() else None


def fingerprint_of_facts(path: Path) -> str:
    """The fingerprint of what a file of facts says, its review left out. Raises UnusableFile."""
    return fingerprint_of(_without_review(read_values(path)))


def _in_place(kind: str, path: Path, folder: Path) -> SiteFacts | None:
    """How a site's file differs from the shipped one that it replaces; None if it replaces none, or
    has the same content. Raises UnusableFile."""
    shipped = shipped_instead(path, folder)
    if shipped is None or read_bytes(shipped) == read_bytes(path):
        return None
    said = read_values(path)
    found = changes(_without_review(read_values(shipped)), _without_review(said))
    if not found:
        return None
    facts = SiteFacts(kind=kind, name=path.stem, changes=found)
    review = Review.model_validate(said["review"]) if "review" in said else None
    if review is None or not review.holds_for(said):
        return facts
    if review.in_place_of != fingerprint_of_facts(shipped):
        return facts
    return facts.model_copy(update={"reviewed_by": review.by, "reviewed_on": review.date})


def _without_review(said: dict[str, Tree]) -> dict[str, Tree]:
    return {key: value for key, value in said.items() if key != "review"}


def read_drugs(names: set[str], files: dict[str, Path]) -> tuple[DrugFacts, ...]:
    """What the files say about these drugs; a drug that has no file is left out.

    A name that is not the name of a file is looked up among the other names in all drug files.
    Raises UnusableFile, also for a name that two files have.
    """
    wanted = {name.lower() for name in names}
    found = [read_entry(DrugFacts, files[name]) for name in sorted(wanted & files.keys())]
    left = wanted - files.keys()
    if left:
        paths = [files[name] for name in sorted(files.keys() - wanted)]
        others = [read_entry(DrugFacts, path) for path in paths if _may_name(path, left)]
        for name in sorted(left):
            named = [facts for facts in others if facts.goes_by(name)]
            if len(named) > 1:
                first, second = (files[facts.name] for facts in named[:2])
                sentence = _("{name} is also a name in {other}; remove it from one of the two")
                said = sentence.format(name=name, other=first)
                raise UnusableFile.of(second, BadFile(Spot(1, 1), said, ("also",)))
            found += [facts for facts in named if facts not in found]
    return tuple(found)


def _may_name(path: Path, names: set[str]) -> bool:
    """Whether a file may contain one of these names: it has the first word of one, or an escape.
    Reading every drug file whole would be slow."""
    text = read_bytes(path).decode("utf-8", "replace").lower()
    return "\\" in text or any(name.split()[0] in text for name in names)


def read_facts(path: Path, kind: str) -> Entry:
    """The entry of one file of facts. Raises UnusableFile."""
    return read_entry(MODELS[kind], path)


def find_facts(name: str, shelves: Shelves) -> tuple[str, Path] | None:
    """The kind and the file of a drug, pump, line or measures by name, of a drug also by another
    name; None where there is none."""
    for kind in KINDS:
        files = shelves.facts(kind)
        if (path := files.get(name.lower())) is not None:
            return kind, path
    paths = shelves.facts(DRUGS).values()
    return next(((DRUGS, path) for path in paths if goes_by(path, name)), None)


def named_facts(model: type[_Entry], files: dict[str, Path], name: str, field: str) -> _Entry:
    """The facts of this name. Raises UnusableOrder, at this field, for a name without a file, and
    UnusableFile."""
    if name not in files:
        raise UnusableOrder(Problem((field,), nearest_known(name, files, field)))
    return read_entry(model, files[name])
