"""Doubts about the source, weighed with this plan's own numbers."""

from collections.abc import Iterator
from fractions import Fraction

from rechallenge.model.consistency import parameters_used, value_at
from rechallenge.model.doubt import SOURCE, Doubt
from rechallenge.model.finding import Finding, Numbers, confirm, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan, Step
from rechallenge.model.reading import Parameter
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.order.dosing import amount_unit
from rechallenge.planning.steps.law import both_rates
from rechallenge.quantities import PLAIN, Kind, Quantity, kind_of

from .rule import CONFIRM, NOTE, Rule, check

_RATES = (Kind.VOLUME_RATE, Kind.MASS_RATE, Kind.ACTIVITY_RATE)


@check(
    Rule(
        "doubtful-unit",
        (CONFIRM,),
        "a value whose unit the protocol doubts with the value this plan uses",
        "the protocol's source",
        ("H-04",),
    ),
    Rule(
        "doubtful-value",
        (CONFIRM,),
        "a value that the protocol doubts with the value this plan uses",
        "the protocol's source",
        ("H-01", "H-04"),
    ),
    Rule(
        "doubt-about-source",
        (NOTE,),
        "what the source says in one place with what it says in another",
        "the protocol's source",
        ("H-10",),
    ),
)
def doubts(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Doubts about a value ask where this plan uses it; any other doubt is a note."""
    for number, doubt in enumerate(plan.protocol.source.doubts):
        if doubt.about == SOURCE:
            meant = {"may_mean": doubt.may_mean} if doubt.may_mean else {}
            yield note(
                "doubt-about-source",
                f"source.doubts[{number}]",
                {"printed": doubt.printed, "because": doubt.because, **meant},
                plan.protocol.source.citation,
            )
        elif _used(plan, doubt.place) == doubt.printed_value:
            yield _doubted(plan, doubt)


def _doubted(plan: Plan, doubt: Doubt) -> Finding:
    used, meant = doubt.printed_value, doubt.may_mean_value
    numbers: Numbers = {"printed": used, "because": doubt.because}
    if meant is not None:
        numbers["may_mean"] = meant
    step = _first_step_at(plan, doubt)
    if step is not None and step.dose_rate is not None:
        following = [s.dose_rate for s in plan.as_written[step.number :] if s.dose_rate is not None]
        if following:
            numbers["fold"] = (following[0] / step.dose_rate).to(PLAIN)
        if meant is not None and kind_of(meant) in _RATES:
            numbers["may_mean_dose_rate"] = _as_dose_rate(plan, step, meant)
    other_unit = meant is not None and kind_of(meant) is not kind_of(used)
    return confirm(
        "doubtful-unit" if other_unit else "doubtful-value",
        doubt.about,
        numbers,
        plan.protocol.source.citation,
    )


def _as_dose_rate(plan: Plan, step: Step, rate: Quantity) -> Quantity:
    bag = next(b for b in plan.bags if b.name == step.bag)
    return both_rates(CalculationLog(), bag.concentration, amount_unit(plan.dose.total), rate)[1]


def _used(plan: Plan, place: Place) -> Quantity | Fraction:
    """The value at a place of the file, as this plan has it."""
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
