"""What a field's text means: its value by the order's own rules, the reading shown beside it, the
words that may stand there, and whether the protocol uses it at all."""

import re
from datetime import date, datetime, time
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import ValidationError

from rechallenge.files.find import LINES, PUMPS
from rechallenge.files.reading import UnusableFile, read_entry
from rechallenge.model.consistency import VOLUME, unused_parameters
from rechallenge.model.finding import Finding
from rechallenge.model.formula import Formula
from rechallenge.model.order import Order
from rechallenge.model.ordered_premedication import OrderedPremedication
from rechallenge.model.plan import OrderedDose, Plan
from rechallenge.model.problems import problems_of
from rechallenge.model.protocol import ANY_DRUG, UNSTATED, Protocol
from rechallenge.quantities import Quantity, display, display_with_exact
from rechallenge.sheet.finding_text import finding_text
from rechallenge.words import _, word
from rechallenge.words.lists import listed
from rechallenge.words.nearest import nearest_known

from .draft import DraftOrder
from .fields import SETTINGS, FieldSpec, label_of
from .shelf import Shelf

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_ANY_DOSE = "1 mg"


class FieldValue(NamedTuple):
    """The value that a text states, or why it states none."""

    value: Any = None
    refused: str | None = None


def order_text(key: str, text: str, day: date) -> str:
    """The text as an order takes it: a clock time alone is a start on `day`."""
    if key == "start" and _CLOCK.fullmatch(text):
        return f"{day.isoformat()} {text}"
    return text


@lru_cache(maxsize=512)
def read_text(key: str, text: str) -> FieldValue:
    """What one field's text states, whatever the other fields say."""
    head, _, parameter = key.partition(".")
    written: dict[str, Any] = {"dose": _ANY_DOSE}
    written |= {SETTINGS: {parameter: text}} if head == SETTINGS else {key: text}
    try:
        order = Order.model_validate(written)
    except ValidationError as error:
        return FieldValue(refused="; ".join(problem.sentence for problem in problems_of(error)))
    return FieldValue(order.settings[parameter] if head == SETTINGS else getattr(order, key))


_OPTION = re.compile(r"--([a-z][a-z-]*)")
_DAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
    _("Sunday"),
)  # fmt: skip
_MOST_PLACES = 8


def read_back(key: str, value: object, plan: Plan | None, dose: OrderedDose | None) -> str:
    """What a field's text was read as; with a plan, what became of it."""
    if key == "dose" and dose is not None:
        return dose_reached(dose)
    if key == "pump" and plan is not None and plan.pump is not None:
        return plan.pump.title
    if key == "line" and plan is not None and plan.line is not None and plan.line.title:
        return f"{display(plan.line.dead_volume)}, {plan.line.title}"
    if key == "clear_line" and plan is not None and plan.line is not None and plan.line.clear_at:
        return display(plan.line.clear_at)
    return value_text(value)


def dose_reached(dose: OrderedDose) -> str:
    """`480 mg = 10 mg/kg x 48 kg`, or `375 mg` where nothing was worked out."""
    if not dose.working:
        return display(dose.total)
    text = _turned(dose.working[-1])
    if dose.body_surface is not None:
        surface = dose.body_surface
        measures = {"area": surface.area, "height": surface.height, "weight": surface.weight}
        said = _(", {area} from {height} and {weight}")
        text += said.format(**{name: display(value) for name, value in measures.items()})
    return text


def value_text(value: object) -> str:
    """A value of the order as people read it."""
    if isinstance(value, Quantity):
        return display(value, _MOST_PLACES)
    if isinstance(value, datetime):
        return f"{_DAYS[value.weekday()]} {value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return "; ".join(map(_premedication_text, value))
    return str(value) if isinstance(value, str | Fraction) else ""


def _premedication_text(dose: OrderedPremedication) -> str:
    before = word("premedication.before", time=display(dose.before))
    return f"{dose.drug} {display(dose.dose)} {dose.route} {before}"


def finding_said(finding: Finding) -> str:
    """The sentence of a finding, and the fields of the form that answer it."""
    # Loaded with the first plan: the form is on the screen before that.
    from rechallenge.checks import remedy_of

    labels = [label_of(name) for name in remedy_of(finding)]
    more = f" {word('tui.fill-in', fields=listed(labels))}" if labels else ""
    return f"{finding_text(finding)}{more}"


def place_said(finding: Finding) -> str:
    """The place of a finding: a field by its label, any other place as it is."""
    head, *rest = finding.place or ("",)
    if head == "order" and rest and rest[0] in Order.model_fields:
        return _("the field {label}").format(label=label_of(str(rest[0])))
    return finding.where


def in_fields(text: str) -> str:
    """A sentence that names options of the command line, with the fields of the form instead."""
    return _OPTION.sub(lambda option: _field_label(option), text)


def _field_label(option: re.Match[str]) -> str:
    name = option[1].replace("-", "_")
    if name not in Order.model_fields:
        return option[0]
    return _("the field {label}").format(label=label_of(name))


def _turned(formula: Formula) -> str:
    left, right, result = (
        display_with_exact(part) for part in (formula.left, formula.right, formula.result)
    )
    return f"{result} = {left} {formula.operation} {right}"


_OF_LINE = ("primed", "sets", "clear_line")


def why_unused(key: str, protocol: Protocol | None, draft: DraftOrder) -> str | None:
    """Why an empty field would change nothing; None where it would."""
    if key in _OF_LINE and not draft.text("line"):
        return _("only with a line")
    if key == "repeated_start" and not draft.text("time_zone"):
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


_ON_FILE = {"pump": PUMPS, "line": LINES}


def choices_for(spec: FieldSpec, shelf: Shelf) -> tuple[tuple[str, str], ...]:
    """Each word with what it means; empty for a field that takes anything else."""
    if spec.key not in _ON_FILE:
        return tuple((word, "") for word in spec.choices)
    kind = _ON_FILE[spec.key]
    files = shelf.shelves.facts(kind)
    return tuple((name, _title(kind, name, shelf)) for name in sorted(files))


def not_on_file(key: str, value: object, shelf: Shelf) -> str | None:
    """Why a name that must be on file is not; None for a name that is, and for any other value."""
    if key not in _ON_FILE or not isinstance(value, str):
        return None
    names = shelf.names(_ON_FILE[key])
    return None if value in names else nearest_known(value, names, key)


def _title(kind: str, name: str, shelf: Shelf) -> str:
    from rechallenge.files.facts import MODELS

    try:
        entry = read_entry(MODELS[kind], shelf.shelves.facts(kind)[name])
    except UnusableFile as error:
        return _("cannot be used: {why}").format(why=error.problems[0].problem.sentence)
    return str(getattr(entry, "title", ""))
