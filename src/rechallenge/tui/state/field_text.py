"""The sentence beside a field: what its text was read as, which words it takes, and whether the
protocol uses it."""

from collections.abc import Iterator

from rechallenge.files.reading import UnusableFile, read_entry
from rechallenge.model.consistency import VOLUME, unused_parameters
from rechallenge.model.finding import Finding
from rechallenge.model.formula import Formula
from rechallenge.model.plan import OrderedDose, Plan
from rechallenge.model.protocol import ANY_DRUG, Protocol
from rechallenge.model.reaction import UNSTATED
from rechallenge.model.site import SiteOnFile
from rechallenge.quantities import display, display_with_exact, per_body
from rechallenge.service.order_fields import ON_FILE, PREMED, FieldValue, value_text
from rechallenge.sheet.finding_text import finding_text
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.places import label_of
from rechallenge.words import _, word
from rechallenge.words.codes import FindingCode
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import clauses, commas, listed, with_label
from rechallenge.words.nearest import nearest_known

from .draft import DraftOrder
from .fields import FieldSpec
from .shelf import Shelf


def read_back(key: str, reading: FieldValue, plan: Plan | None, dose: OrderedDose | None) -> str:
    """What a field's text was read as; with a plan, what became of it."""
    became = _became(key, reading.value, plan, dose)
    if became == value_text(reading.value):
        return reading.text
    return clauses((reading.commas, became)) if reading.commas else became


def _became(key: str, value: object, plan: Plan | None, dose: OrderedDose | None) -> str:
    if key == "dose" and dose is not None:
        return dose_reached(dose)
    if key == PREMED and plan is not None:
        return value_text(plan.order.premed)
    if key == "pump" and plan is not None and plan.pump is not None:
        return for_reader(plan.pump.title)
    if key == "measures" and plan is not None and plan.on_file.measures is not None:
        return for_reader(plan.on_file.measures.title)
    if key == "line" and plan is not None and plan.line is not None and plan.line.title:
        return commas((display(plan.line.dead_volume), plan.line.title))
    if key == "clear_line" and plan is not None and plan.line is not None and plan.line.clear_at:
        return display(plan.line.clear_at)
    return value_text(value)


def dose_reached(dose: OrderedDose) -> str:
    """`480 mg = 10 mg/kg x 48 kg`, or `375 mg` where nothing was worked out."""
    if not dose.working:
        return display(dose.total)
    text, surface = _turned(dose.working[-1]), dose.body_surface
    if surface is not None and per_body(dose.working[-1].left) == "m2":
        measures = {"area": surface.area, "height": surface.height, "weight": surface.weight}
        said = _(", {area} from {height} and {weight}")
        text += said.format(**{name: display(value) for name, value in measures.items()})
    return text


def finding_said(finding: Finding) -> str:
    """The sentence of a finding, and the fields of the form that answer it; what was not compared
    is a list."""
    # Loaded with the first plan: the form is on the screen before that.
    from rechallenge.checks import remedy_of

    if finding.code in (FindingCode.NOT_COMPARED, FindingCode.NOT_STATED):
        return "\n".join(_not_compared(finding))
    labels = [label_of(name) for name in remedy_of(finding)]
    more = f" {word('tui.fill-in', fields=listed(labels))}" if labels else ""
    return f"{finding_text(finding)}{more}"


def _not_compared(finding: Finding) -> Iterator[str]:
    """A line for each thing; of the order, with the label of its field."""
    numbers = finding.numbers
    on_file = finding.code is FindingCode.NOT_COMPARED
    if on_file:
        yield _("Not compared, because nothing is on file:")
        yield from (f"- {word(f'phrase.{code}')}" for code in _names(numbers["absent"]))
    if drugs := [drug_name(name) for name in _names(numbers.get("of_premedication"))]:
        yield _("The premedication meant is {drugs}.").format(drugs=listed(drugs))
    if not_stated := _names(numbers.get("not_stated") if on_file else numbers["absent"]):
        yield _("Not compared, because the order does not state it:")
        for code in not_stated:
            field = _FIELD_OF.get(code, code.replace("-", "_"))
            yield f"- {with_label(label_of(field), word(f'phrase.{code}'))}"


_FIELD_OF = {"body-surface": "bsa"}


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _turned(formula: Formula) -> str:
    left, right, result = (
        display_with_exact(part) for part in (formula.left, formula.right, formula.result)
    )
    return f"{result} = {left} {formula.operation} {right}"


_OF_LINE = ("primed", "sets", "clear_line")


def why_unused(
    key: str, protocol: Protocol | None, draft: DraftOrder, took: tuple[str, ...]
) -> str | None:
    """Why an empty field would change nothing; None where it would. `took` are the fields that the
    site's file fills."""
    if key in _OF_LINE and not draft.text("line") and "line" not in took:
        return _("only with a line")
    if key == "repeated_start" and not draft.text("time_zone") and "time_zone" not in took:
        return _("only with a time zone")
    if protocol is None:
        return None
    parameter = key.partition(".")[2] or (VOLUME if key == VOLUME else "")
    if key == VOLUME and VOLUME not in protocol.parameters:
        return _("the protocol states its own bag volumes")
    if parameter and parameter in unused_parameters(protocol):
        return _("the protocol does not use it")
    if key == "drug" and protocol.drug != ANY_DRUG:
        return _("the protocol is for {drug}").format(drug=protocol.drug)
    if key == "premed_lead" and all(p.before != UNSTATED for p in protocol.premedication):
        return _("the protocol states every time")
    if key == "sets" and len(protocol.bags) <= 1:
        return _("there is one bag")
    return None


def choices_for(
    spec: FieldSpec, shelf: Shelf, site: SiteOnFile | None
) -> tuple[tuple[str, str], ...]:
    """Each word with what it means; empty for a field that takes anything else."""
    if spec.key == PREMED and site is not None:
        return tuple((name, value_text(doses)) for name, doses in site.said.premed_sets.items())
    if spec.key not in ON_FILE:
        return tuple((word, "") for word in spec.choices)
    kind = ON_FILE[spec.key]
    files = shelf.shelves.facts(kind)
    return tuple((name, _title(kind, name, shelf)) for name in sorted(files))


def not_on_file(key: str, value: object, shelf: Shelf, site: SiteOnFile | None) -> str | None:
    """Why a name that must be on file is not; None for a name that is, and for any other value."""
    if key == PREMED and isinstance(value, tuple):
        known = () if site is None else tuple(site.said.premed_sets)
        unknown = [one for one in value if isinstance(one, str) and one not in known]
        return nearest_known(unknown[0], known, "premed-set") if unknown else None
    if key not in ON_FILE or not isinstance(value, str):
        return None
    names = shelf.names(ON_FILE[key])
    return None if value in names else nearest_known(value, names, key)


def _title(kind: str, name: str, shelf: Shelf) -> str:
    from rechallenge.files.facts import MODELS

    try:
        entry = read_entry(MODELS[kind], shelf.shelves.facts(kind)[name])
    except UnusableFile as error:
        return _("cannot be used: {why}").format(why=error.problems[0].problem.sentence)
    return str(getattr(entry, "title", ""))
