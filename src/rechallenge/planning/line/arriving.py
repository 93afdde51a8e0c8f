"""What arrives at the vein: stretch by stretch, step by step, and when the first drug does."""

from rechallenge.model.delivery import Arrival, DeliveredStep, FirstDrug
from rechallenge.model.line import Line
from rechallenge.model.plan import Step
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import MIN, ML, H, Quantity, Unit, quantity, unit_like

from .flow import Push, minutes


def arrivals_of(push: Push, unit: Unit) -> list[Arrival]:
    """What one step pushes to the vein, one stretch for each solution."""
    found, start = [], push.start
    for plug in push.leaving:
        end = start + minutes(plug.volume, push.rate)
        found.append(
            Arrival(
                step=push.step,
                start=quantity(start, MIN),
                end=quantity(end, MIN),
                bag=plug.bag,
                volume=quantity(plug.volume, ML),
                dose=quantity(plug.dose, unit),
                dose_rate=quantity(push.rate * plug.concentration, unit / H),
            )
        )
        start = end
    return found


def first_drug(arrival: Arrival, steps: tuple[Step, ...], line: Line) -> FirstDrug:
    """The first arrival of drug. Until then the line held diluent ahead of it and nothing else, so
    that what has passed is the dead volume less what is still to go in this step."""
    step = steps[arrival.step - steps[0].number]
    log = CalculationLog()
    if arrival.start > step.start and step.rate is not None:
        to_go = (step.rate * (arrival.start - step.start)).to(ML)
        log.minus("to_go", line.dead_volume, line.dead_volume - to_go, ML)
        into_step = log.over("into_step", to_go, step.rate, MIN)
        log.plus("first_drug", step.start, into_step, MIN)
    return FirstDrug(
        at=arrival.start,
        step=arrival.step,
        dose_rate=arrival.dose_rate,
        working=log.formulas,
    )


def by_step(
    steps: tuple[Step, ...], drug: tuple[Arrival, ...], so_far: Quantity
) -> tuple[DeliveredStep, ...]:
    """What reaches the vein in each step, observations included; `so_far` reached it before these
    steps."""
    made: list[DeliveredStep] = []
    unit = unit_like(so_far)
    for step in steps:
        arriving = [a for a in drug if a.step == step.number]
        dose = sum((a.dose for a in arriving), start=quantity(0, unit))
        so_far = so_far + dose
        rates = sorted(a.dose_rate for a in arriving)
        made.append(
            DeliveredStep(
                number=step.number,
                dose=dose,
                cumulative_dose=so_far,
                dose_rate=rates[-1] if rates else None,
            )
        )
    return tuple(made)
