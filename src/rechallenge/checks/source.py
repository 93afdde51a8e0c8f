"""What the plan rests on: doubts about the source, compared with this plan's own numbers, and the
review of the protocol."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from rechallenge.model.consistency import parameters_used, value_at
from rechallenge.model.doubt import SOURCE, Doubt
from rechallenge.model.finding import Finding, Number, confirm, note
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan, Step
from rechallenge.model.reading import Parameter
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.order.body import of_patient
from rechallenge.planning.steps.law import both_rates
from rechallenge.quantities import PLAIN, Kind, Quantity, kind_of
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, NOTE, Basis, Rule, asks, check, notes

_RATES = (Kind.VOLUME_RATE, Kind.MASS_RATE, Kind.ACTIVITY_RATE)


@check(
    asks(FindingCode.DOUBTFUL_UNIT, Basis.PROTOCOL_FILE, "H-04"),
    asks(FindingCode.DOUBTFUL_VALUE, Basis.PROTOCOL_FILE, "H-01", "H-04"),
    notes(FindingCode.DOUBT_ABOUT_SOURCE, Basis.PROTOCOL_FILE, "H-10"),
)
def doubts(plan: Plan) -> Iterator[Finding]:
    """Doubts about a value ask where this plan uses it; any other doubt is a note."""
    source = plan.protocol.source
    for number, doubt in enumerate(source.doubts):
        if doubt.about == SOURCE:
            meant: dict[str, Number] = {"may_mean": doubt.may_mean} if doubt.may_mean else {}
            yield note(
                FindingCode.DOUBT_ABOUT_SOURCE,
                ("source", "doubts", number),
                source.citation,
                printed=doubt.printed,
                because=doubt.because,
                **meant,
            )
        elif _used(plan, doubt.place) == doubt.printed_value:
            yield _doubted(plan, doubt)


def _doubted(plan: Plan, doubt: Doubt) -> Finding:
    used, meant = doubt.printed_value, doubt.may_mean_value
    numbers: dict[str, Number] = {} if meant is None else {"may_mean": meant}
    step = _first_step_at(plan, doubt)
    if step is not None and step.dose_rate is not None:
        following = [s.dose_rate for s in plan.as_written[step.number :] if s.dose_rate is not None]
        if following:
            numbers["fold"] = (following[0] / step.dose_rate).to(PLAIN)
        rate = None if meant is None else of_patient(meant, plan.order)
        if rate is not None and kind_of(rate) in _RATES:
            numbers["may_mean_dose_rate"] = _as_dose_rate(plan, step, rate)
    other_unit = meant is not None and kind_of(meant) is not kind_of(used)
    code = FindingCode.DOUBTFUL_UNIT if other_unit else FindingCode.DOUBTFUL_VALUE
    citation = plan.protocol.source.citation
    return confirm(code, doubt.place, citation, printed=used, because=doubt.because, **numbers)


def _as_dose_rate(plan: Plan, step: Step, rate: Quantity) -> Quantity:
    concentration = plan.bag(str(step.bag)).concentration
    return both_rates(CalculationLog(), concentration, plan.dose.unit, rate)[1]


def _used(plan: Plan, place: Place) -> Quantity | Fraction:
    """The value that this plan has for a place of the file."""
    value = plan.parameters[str(place[1])] if place[0] == "parameters" else None
    if value is None:
        value = value_at(plan.protocol, place)
    used = plan.parameters[value.name] if isinstance(value, Parameter) else value
    assert isinstance(used, Quantity | Fraction)
    return used


def _first_step_at(plan: Plan, doubt: Doubt) -> Step | None:
    """The first step as written at the doubted rate; None for a doubt about something else."""
    places = {doubt.place}
    if doubt.place[0] == "parameters":
        name = doubt.place[1]
        places = {place for place, used in parameters_used(plan.protocol) if used.name == name}
    for place in places:
        if place[0] == "infusion" and place[2] in ("rate", "rates"):
            steps = [step for step in plan.as_written if step.written_at == place[1]]
            return steps[int(place[3]) if place[2] == "rates" else 0]
    return None


@check(
    Rule(FindingCode.FACTS_IN_PLACE, (CONFIRM, NOTE), (Basis.DRUG_FILE, Basis.PUMP_FILE), ("H-10",))
)
def facts_in_place(plan: Plan) -> Iterator[Finding]:
    """A site's file of facts in place of a shipped one: with a review that holds, a note."""
    for facts in plan.on_file.in_place:
        changes = tuple(text for c in facts.changes for text in (c.where, c.was or "", c.now or ""))
        numbers: dict[str, Number] = {"file": f"{facts.kind}/{facts.name}", "changes": changes}
        place = (facts.kind, facts.name)
        if facts.reviewed_by is None:
            yield confirm(FindingCode.FACTS_IN_PLACE, place, **numbers)
        else:
            numbers["reviewed_by"] = facts.reviewed_by
            numbers["reviewed_on"] = date.fromisoformat(str(facts.reviewed_on))
            yield note(FindingCode.FACTS_IN_PLACE, place, **numbers)


@check(
    asks(FindingCode.PROTOCOL_UNREVIEWED, Basis.PROTOCOL_FILE, "H-10"),
    asks(FindingCode.PROTOCOL_EDITED_SINCE_REVIEW, Basis.PROTOCOL_FILE, "H-10", "H-27"),
)
def unreviewed(plan: Plan) -> Iterator[Finding]:
    """A protocol that nobody at the site has reviewed, or that was changed since."""
    protocol, review, at = plan.protocol, plan.protocol.review, ("review",)
    name, version = protocol.id, protocol.version
    if protocol.edited_since_review:
        yield confirm(
            FindingCode.PROTOCOL_EDITED_SINCE_REVIEW,
            at,
            protocol=name,
            version=version,
            by=str(review.by),
            date=date.fromisoformat(str(review.date)),
        )
    elif not protocol.is_reviewed:
        yield confirm(FindingCode.PROTOCOL_UNREVIEWED, at, protocol=name, version=version)
