"""Doubts about the source, weighed with this plan's own numbers."""

import re
from collections.abc import Iterator
from fractions import Fraction

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.plan import Plan, Step
from rechallenge.model.protocol import Doubt
from rechallenge.model.reading import Parameter
from rechallenge.planning.dosing import amount_unit
from rechallenge.planning.law import both_rates
from rechallenge.planning.working import Working
from rechallenge.quantities import PLAIN, Kind, Quantity, kind_of

_RATES = (Kind.VOLUME_RATE, Kind.MASS_RATE, Kind.ACTIVITY_RATE)


def doubts(plan: Plan, drugs: tuple[DrugFacts, ...]) -> Iterator[Finding]:
    """`doubtful-unit`, `doubtful-value`: confirm, where this plan uses the value that is doubted;
    `doubt-about-source`: a note for any other doubt."""
    for number, doubt in enumerate(plan.protocol.source.doubts):
        used = _value_at(plan, doubt.about)
        if used is None:
            meant = {"may_mean": doubt.may_mean} if doubt.may_mean else {}
            yield Finding(
                code="doubt-about-source",
                severity=Severity.NOTE,
                where=f"protocol.source.doubts[{number}]",
                numbers={"printed": doubt.printed, "because": doubt.because, **meant},
                source=plan.protocol.source.citation,
            )
        elif isinstance(used, Quantity) and used == doubt.printed_value:
            yield _doubted(plan, doubt, used)


def _doubted(plan: Plan, doubt: Doubt, used: Quantity) -> Finding:
    meant = doubt.may_mean_value
    numbers: dict[str, Quantity | str] = {"printed": used, "because": doubt.because}
    if meant is not None:
        numbers["may_mean"] = meant
    steps = _steps_from(plan, doubt.about)
    if steps and steps[-1].dose_rate is not None:
        following = [s.dose_rate for s in plan.steps[steps[-1].number :] if s.dose_rate is not None]
        if following:
            numbers["fold"] = (following[0] / steps[-1].dose_rate).to(PLAIN)
        if meant is not None and kind_of(meant) in _RATES:
            numbers["may_mean_dose_rate"] = _as_dose_rate(plan, steps[-1], meant)
    other_unit = meant is not None and kind_of(meant) is not kind_of(used)
    return Finding(
        code="doubtful-unit" if other_unit else "doubtful-value",
        severity=Severity.CONFIRM,
        where=f"protocol.{doubt.about}",
        numbers=numbers,
        source=plan.protocol.source.citation,
    )


def _as_dose_rate(plan: Plan, step: Step, rate: Quantity) -> Quantity:
    bag = next(b for b in plan.bags if b.name == step.bag)
    return both_rates(Working(), bag.concentration, amount_unit(plan.dose.total), rate)[1]


def _value_at(plan: Plan, about: str) -> Quantity | Fraction | None:
    if parameter := re.fullmatch(r"parameters\.(\w+)", about):
        return plan.parameters.get(parameter[1])
    if written := re.fullmatch(r"infusion\[(\d+)\]\.(\w+)", about):
        value = getattr(plan.protocol.infusion[int(written[1])], written[2])
        return plan.parameters[value.name] if isinstance(value, Parameter) else value
    return None


def _steps_from(plan: Plan, about: str) -> list[Step]:
    """The infusing steps whose rate is the doubted value."""
    if parameter := re.fullmatch(r"parameters\.(\w+)", about):
        asks = Parameter(parameter[1])
        places = {
            n for n, s in enumerate(plan.protocol.infusion) if getattr(s, "rate", None) == asks
        }
    elif written := re.fullmatch(r"infusion\[(\d+)\]\.rate", about):
        places = {int(written[1])}
    else:
        places = set()
    return [s for s in plan.steps if s.written_at in places and s.kind == "infuse"]
