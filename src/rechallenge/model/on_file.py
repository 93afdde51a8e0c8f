"""What is on file for one order: the facts that a plan is made and checked with; and how two
versions of a file differ, value by value."""

from collections.abc import Iterator, Mapping

from rechallenge.words.languages import ENGLISH

from .drug import DrugFacts
from .frozen import FrozenDict, Named, WorkedOut
from .line import LineSet
from .measures import Measures
from .places import Place, path_text
from .pump import Pump
from .site import SiteOnFile
from .texts import ByLanguage, Text


class Changed(WorkedOut):
    """One value that differs: its place as text, and the value before and after; None where there
    is no value."""

    where: str
    was: str | None
    now: str | None


class SiteFacts(WorkedOut):
    """A site's file that replaces a shipped one, by folder and name, and how the two differ.
    `reviewed_by` and `reviewed_on` are of a review that covers this content as a replacement of
    that one."""

    kind: Text
    name: Text
    changes: tuple[Changed, ...]
    reviewed_by: str | None = None
    reviewed_on: str | None = None


class OnFile(WorkedOut):
    """Drugs the protocol and the order name, the pump, the set that the order names as line, and
    what bags are made with.

    `names` are the names by language of drugs that the plan only names, such as those given for a
    reaction. `in_place` are the files of the site that stand in place of shipped ones, and `site`
    is its own file, from which the blanks of the order were filled. Without a pump nothing is
    rounded: rates are exact, as an ideal pump would run them. Without measures, neither are the
    volumes that a person draws.
    """

    drugs: tuple[DrugFacts, ...] = ()
    pump: Pump | None = None
    line_set: LineSet | None = None
    measures: Measures | None = None
    names: Named[ByLanguage] = FrozenDict()
    in_place: tuple[SiteFacts, ...] = ()
    site: SiteOnFile | None = None

    def drug(self, name: str | None) -> DrugFacts | None:
        """The facts about a drug, by any of its names; None where it has no file."""
        if name is None:
            return None
        return next((facts for facts in self.drugs if facts.goes_by(name)), None)

    def names_of(self, name: str) -> Mapping[str, str]:
        """The names of a drug in other languages, the international one among them as `en`; empty
        where none is on file."""
        facts = self.drug(name)
        if facts is None or not facts.names:
            return self.names.get(name.lower(), FrozenDict())
        others = {other.language: other.name for other in facts.names}
        return FrozenDict({ENGLISH: facts.name} | others)


def changes(was: object, now: object) -> tuple[Changed, ...]:
    """Each value that differs between two trees of texts, in the order of their keys."""
    before, after = dict(_leaves(was, ())), dict(_leaves(now, ()))
    return tuple(
        Changed(where=path_text(place), was=before.get(place), now=after.get(place))
        for place in before | after
        if before.get(place) != after.get(place)
    )


def _leaves(tree: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _leaves(value, (*place, str(key)))
    elif isinstance(tree, list | tuple):
        for number, value in enumerate(tree):
            yield from _leaves(value, (*place, number))
    else:
        yield place, str(tree)
