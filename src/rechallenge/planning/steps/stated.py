"""What a written step states, for one order: amounts, speeds and times as plain quantities."""

from fractions import Fraction

from rechallenge.model.consistency import FULL_RATE
from rechallenge.model.finding import Finding, Refused, refusal
from rechallenge.model.places import Place, path_text
from rechallenge.model.problems import Problem, UnusableProtocol
from rechallenge.model.reading import Parameter, settled
from rechallenge.planning.order.asked import Asked, for_this_patient
from rechallenge.planning.working import Working
from rechallenge.quantities import (
    MIN,
    ML,
    ML_PER_H,
    PLAIN,
    H,
    Kind,
    Quantity,
    in_unit,
    kind_of,
    quantity,
    unit_like,
)

_VOLUMES = (Kind.VOLUME, Kind.VOLUME_PER_WEIGHT, Kind.VOLUME_RATE, Kind.VOLUME_RATE_PER_WEIGHT)


def amount(
    give: Quantity | Parameter | str,
    place: Place,
    asked: Asked,
    given: Quantity,
    left: Quantity,
    work: Working,
) -> Quantity:
    """The amount to give, as drug or as volume.

    `given` is the dose given before it, `left` the volume left in its bag. Raises Refused when all
    that is left is asked for and there is nothing.
    """
    if give == "rest":
        if given >= asked.dose:
            raise Refused(_nothing_left(place, asked.dose, given))
        return work.minus("dose", asked.dose, given, asked.unit) if given.magnitude else asked.dose
    if give == "bag":
        if left.magnitude <= 0:
            raise Refused(refusal("bag-empty", path_text(place)))
        return left
    value = settled(give)
    if kind_of(value) is Kind.SHARE:
        return work.times("dose", asked.dose, value, asked.unit)
    by_volume = kind_of(value) in _VOLUMES
    name, unit = ("volume", ML) if by_volume else ("dose", asked.unit)
    return for_this_patient(value, place, name, unit, asked, work)


def speed(
    rate: Quantity | Fraction | Parameter, place: Place, asked: Asked, work: Working
) -> Quantity:
    """The speed to run at, in mL/h, mg/h or units/h."""
    if isinstance(rate, Fraction):
        if asked.full_rate is None:
            sentence = f"is a share of ${FULL_RATE}, which has no value"
            raise UnusableProtocol(Problem(place, sentence))
        full = asked.full_rate
        rate = work.times("rate", quantity(rate, PLAIN), full, unit_like(full))
    value = settled(rate)
    by_volume = kind_of(value) in _VOLUMES
    name, unit = ("rate", ML_PER_H) if by_volume else ("dose_rate", asked.unit / H)
    return for_this_patient(value, place, name, unit, asked, work)


def time_until(
    until: Quantity | Parameter, place: Place, start: Quantity, work: Working
) -> Quantity:
    """The time from `start` to a point on the infusion clock. Raises Refused when that is past."""
    end = in_unit(settled(until), MIN)
    if end <= start:
        raise Refused(refusal("until-is-past", path_text(place), {"until": end, "start": start}))
    return work.minus("duration", end, start, MIN) if start.magnitude else end


def _nothing_left(place: Place, dose: Quantity, given: Quantity) -> Finding:
    return refusal("nothing-left", path_text(place), {"ordered": dose, "delivered": given})
