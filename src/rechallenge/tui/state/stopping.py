"""A stop as it is typed: what each field states, and what each way to go on would come to."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, get_args

from pydantic import ValidationError

from rechallenge.files.find import NotFound
from rechallenge.files.reading import UnusableFile
from rechallenge.model.drug_limits import Grade
from rechallenge.model.finding import Refused
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder, problems_of
from rechallenge.model.reaction import ReactionKind
from rechallenge.model.stop import AS_PLANNED, NEVER, REPEAT, Stop
from rechallenge.service.order_fields import commas_read, value_text
from rechallenge.service.resuming import advised_share, has_reacted, resume, stop_of
from rechallenge.sheet.finding_text import finding_text
from rechallenge.sheet.view import (
    Column,
    Facts,
    Label,
    RowKind,
    SectionCode,
    rate_to_set,
    sections_of,
    summary_of,
)
from rechallenge.sheet.view.stops import rescues_said
from rechallenge.words import _, word
from rechallenge.words.lists import clauses, things

from .evaluation import FieldState, FieldStatus, defect
from .fields import FieldSpec
from .places import in_fields
from .shelf import Shelf

INFUSED, WAY = "infused", "resume_at"
_SAMPLES = {
    "bag": "B", INFUSED: "31 mL", "at": "10:42", WAY: "50 %", "hold": "30 min",
    "go_on_if": _("vital signs normal"), "grade": "2", "kind": "infusion-reaction",
    "seen": _("rash, itching"), "gave": "hydrocortisone 200 mg IV at 10:45", "line": "fresh",
    "clear_line": "60 mL/h", "volume": "100 mL",
}  # fmt: skip
_HALF, _ONE_BACK = "50 %", "1 step back"
_BY = "by "
_OF_EACH = "{share} of each step"
_FIRST = 3
"""Rates that are shown of those that come."""
_SHOWN = (Label.GIVEN_SO_FAR, Label.LEFT_IN_LINE, Label.GOES_ON)
_BELOW = (Label.AT_VEIN, Label.LEFT_IN_BAG)
"""Facts of a stop, the most wanted first: a low terminal shows four lines."""


class Outcome(NamedTuple):
    """What one way to go on comes to: a plan; or, by field, what cannot be, and other reasons."""

    way: str
    plan: Plan | None = None
    wrong: Mapping[str, str] = {}
    why: str = ""


def fields_of(plan: Plan) -> tuple[FieldSpec, ...]:
    """The fields of a stop, in the order in which they are asked."""
    bags = tuple(dict.fromkeys(step.bag for step in plan.steps if step.bag is not None))
    choices = {
        "bag": bags,
        WAY: (AS_PLANNED, _HALF, _OF_EACH.format(share=_HALF), REPEAT, _ONE_BACK, NEVER),
        "grade": get_args(Grade),
        "kind": get_args(ReactionKind),
        "line": ("same", "fresh"),
    }
    return tuple(
        FieldSpec(
            key,
            word(f"stop.{key}.label"),
            "",
            word(f"stop.{key}.about"),
            sample=sample,
            choices=choices.get(key, ()),
            required=key == INFUSED,
        )
        for key, sample in _SAMPLES.items()
    )


def others_for(plan: Plan, shelf: Shelf) -> tuple[str, ...]:
    """The ids of the other protocols for the drug, which may run what remains."""
    return tuple(
        entry.id
        for entry in shelf.entries()
        if not entry.trouble and entry.drug == plan.drug and entry.id != plan.runs_by.id
    )


def ways_of(plan: Plan, texts: Mapping[str, str], others: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The ways to go on that are compared: the one typed, then the usual one and the others, of
    which the last are other protocols."""
    share = advised_share(plan) or _HALF
    usual = (share, AS_PLANNED) if has_reacted(texts) else (AS_PLANNED, share)
    typed = _one_space(texts.get(WAY, ""))
    by = (f"{_BY}{name}" for name in others)
    more = (_OF_EACH.format(share=share), REPEAT, _ONE_BACK, NEVER, *by)
    ways = (*((typed,) if typed else ()), *usual, *more)
    found: dict[str, str] = {}
    for way in ways:
        found.setdefault(way.replace(" %", "%"), way)
    return tuple(found.values())


def _one_space(text: str) -> str:
    return " ".join(text.split())


def stated_in(texts: Mapping[str, str], way: str) -> dict[str, str]:
    """What the fields state for one way to go on. A volume is that of a bag for another
    protocol."""
    if way.startswith(_BY):
        return {**texts, WAY: "", "protocol": way.removeprefix(_BY)}
    return {key: text for key, text in texts.items() if key != "volume"} | {WAY: way}


def go(plan: Plan, texts: Mapping[str, str], way: str, shelf: Shelf | None = None) -> Outcome:
    """What a way to go on comes to; never raises for what a person has typed. Another protocol is
    read from this shelf."""
    if not texts.get(INFUSED):
        return Outcome(way, wrong={INFUSED: word("stop.needs-volume")})
    stated: dict[str, object] = {**stated_in(texts, way)}
    try:
        if "protocol" in stated and shelf is not None:
            stated["protocol"] = shelf.source(str(stated["protocol"])).protocol
        return Outcome(way, resume(plan, stop_of(plan, stated)))
    except (NotFound, UnusableFile) as error:
        return Outcome(way, wrong={WAY: str(error)})
    except UnusableOrder as error:
        # Another protocol is named where the way to go on is.
        places = ((str(p.place[0]) if p.place else "", p.sentence) for p in error.problems)
        wrong = {WAY if place == "protocol" else place: said for place, said in places}
        return Outcome(way, wrong={key: in_fields(said) for key, said in wrong.items()})
    except Refused as refused:
        return Outcome(way, why=" ".join(map(finding_text, refused.findings)))
    except Exception as error:
        return Outcome(way, why=defect(error))


def state_of(key: str, text: str, outcome: Outcome) -> FieldState:
    """What is said beside a field: what was understood, or why it cannot be."""
    # The way under the cursor is another one than that in the field.
    if key in outcome.wrong and (key != WAY or _one_space(text) == outcome.way):
        status = FieldStatus.REFUSED if text else FieldStatus.NEEDED
        return FieldState(status, outcome.wrong[key])
    if not text:
        return FieldState(FieldStatus.EMPTY)
    if key == "at" and outcome.plan is not None:
        return FieldState(FieldStatus.READ, value_text(outcome.plan.stops[-1].at))
    return _read(key, text)


def _read(key: str, text: str) -> FieldState:
    """A field by itself."""
    if key == "at" or (key == WAY and text.startswith(_BY)):
        return FieldState(FieldStatus.READ)
    try:
        stop = Stop.model_validate({INFUSED: "1 mL", WAY: AS_PLANNED, key: text})
    except ValidationError as error:
        said = clauses(in_fields(problem.sentence) for problem in problems_of(error))
        return FieldState(FieldStatus.REFUSED, said)
    value = getattr(stop, key)
    said = rescues_said(stop) if key == "gave" else value_text(value)
    return FieldState(FieldStatus.READ, commas_read(text, value) or said)


class WayRow(NamedTuple):
    """One way to go on in a table: when it ends, its highest rate to come, how many findings it
    asks, or why it cannot be."""

    way: str
    ends: str = ""
    highest: str = ""
    asks: str = ""
    why: str = ""


def way_row(outcome: Outcome | None, way: str) -> WayRow:
    """The row of a way to go on; only the way where nothing is worked out yet, or what is wrong
    with another field is said there."""
    if outcome is None:
        return WayRow(way)
    if outcome.plan is None:
        return WayRow(way, why=outcome.why or outcome.wrong.get(WAY, ""))
    return plan_row(outcome.plan, way)


def plan_row(plan: Plan, way: str) -> WayRow:
    rates = [step.rate for step in plan.steps if step.rate is not None and not step.has_run]
    asks = plan.open_findings
    return WayRow(
        way,
        summary_of(plan).finish.text,
        rate_to_set(plan, max(rates)).text if rates else word("stop.nothing-runs"),
        str(len(asks)),
    )


def facts_of(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """What the last stop comes to, and the first rates after it, as labels with texts."""
    plan = outcome.plan
    if plan is None:
        if outcome.why:
            yield word("stop.cannot-be"), outcome.why
        for key, why in outcome.wrong.items():
            yield word(f"stop.{key}.label" if key in _SAMPLES else "stop.cannot-be"), why
        return
    (section,) = sections_of(plan, SectionCode.STOPS)
    facts = [block for block in section.blocks if isinstance(block, Facts)][-1]
    yield from ((fact.label, fact.text) for fact in facts.rows if fact.code in _SHOWN)
    yield from _first_rates(plan)
    yield from ((fact.label, fact.text) for fact in facts.rows if fact.code in _BELOW)


def _first_rates(plan: Plan) -> Iterator[tuple[str, str]]:
    (steps,) = sections_of(plan, SectionCode.STEPS)
    runs = [row for row in steps.table.of(RowKind.INFUSE, RowKind.CLEARING) if not row.past]
    if runs:
        first = things(
            word("stop.rate-from", rate=row.text(Column.RATE), at=row.text(Column.START))
            for row in runs[:_FIRST]
        )
        yield word("stop.first-rates"), first
