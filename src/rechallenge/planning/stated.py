"""What a written step states, for one order: amounts, speeds and times as plain quantities."""

from dataclasses import dataclass
from fractions import Fraction

from rechallenge.model.consistency import FULL_RATE
from rechallenge.model.finding import Finding, Refused, Severity
from rechallenge.model.order import Order
from rechallenge.model.places import Place, path_text
from rechallenge.model.problems import Problem, UnusableProtocol
from rechallenge.model.pump import Pump
from rechallenge.model.reading import Parameter, settled
from rechallenge.quantities import (
    MIN,
    ML,
    ML_PER_H,
    PLAIN,
    H,
    Kind,
    Quantity,
    Unit,
    display,
    in_unit,
    kind_of,
    quantity,
    unit_like,
)

from .dosing import weight_of
from .working import Working

_VOLUMES = (Kind.VOLUME, Kind.VOLUME_PER_WEIGHT, Kind.VOLUME_RATE, Kind.VOLUME_RATE_PER_WEIGHT)
_PER_WEIGHT = (
    Kind.MASS_PER_WEIGHT,
    Kind.ACTIVITY_PER_WEIGHT,
    Kind.VOLUME_PER_WEIGHT,
    Kind.MASS_RATE_PER_WEIGHT,
    Kind.ACTIVITY_RATE_PER_WEIGHT,
    Kind.VOLUME_RATE_PER_WEIGHT,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The order as the steps need it: the dose in `unit` (mg or units), and who weighs what. With
    a pump every step is made one that it can run; without, rates stay exact."""

    order: Order
    dose: Quantity
    unit: Unit
    full_rate: Quantity | None = None
    pump: Pump | None = None


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
            raise Refused(
                Finding(code="bag-empty", severity=Severity.REFUSE, where=path_text(place))
            )
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
        raise Refused(
            Finding(
                code="until-is-past",
                severity=Severity.REFUSE,
                where=path_text(place),
                numbers={"until": end, "start": start},
            )
        )
    return work.minus("duration", end, start, MIN) if start.magnitude else end


def for_this_patient(
    value: Quantity, place: Place, name: str, unit: Unit, asked: Asked, work: Working
) -> Quantity:
    """A stated value without its `per kg`, in the unit it is planned in.

    Raises UnusableOrder when a weight is needed, and UnusableProtocol for a value in units where
    the dose is in mg, or the other way round.
    """
    plain, weight = value, None
    if kind_of(value) in _PER_WEIGHT:
        weight = weight_of(asked.order, f"{path_text(place)} is per kg of body weight")
        plain = value * weight
    if plain.dimensionality != unit.dimensionality:
        raise UnusableProtocol(
            Problem(
                place,
                f'"{display(value)}" does not go with a dose in {asked.unit:~}; '
                "state both in mg or both in units",
            )
        )
    return in_unit(plain, unit) if weight is None else work.times(name, value, weight, unit)


def _nothing_left(place: Place, dose: Quantity, given: Quantity) -> Finding:
    return Finding(
        code="nothing-left",
        severity=Severity.REFUSE,
        where=path_text(place),
        numbers={"ordered": dose, "delivered": given},
    )
