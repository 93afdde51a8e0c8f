"""What a written step states, for one order: its amount, speed and time as plain quantities."""

from dataclasses import dataclass
from fractions import Fraction

from rechallenge.model.finding import Finding, Refused, Severity
from rechallenge.model.frozen import Place
from rechallenge.model.infusion import Infuse
from rechallenge.model.order import Order
from rechallenge.model.problems import Problem, UnusableProtocol, path_text
from rechallenge.model.protocol import FULL_RATE
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
    """The order as the steps need it: the dose in `unit` (mg or units), and who weighs what."""

    order: Order
    dose: Quantity
    unit: Unit
    full_rate: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A stated value's place in the file, and the name and unit it is planned under."""

    place: Place
    name: str
    unit: Unit


def amount(
    written: Infuse, at: int, asked: Asked, given: Quantity, left: Quantity, work: Working
) -> Quantity | None:
    """The amount a step gives, as drug or as volume; None where the step leaves it to be solved.

    `given` is the dose given before it, `left` the volume left in its bag. Raises Refused when all
    that is left is asked for and there is nothing.
    """
    if written.give is None:
        return None
    if written.give == "rest":
        if given >= asked.dose:
            raise Refused(_nothing_left(at, asked.dose, given))
        return work.minus("dose", asked.dose, given, asked.unit) if given.magnitude else asked.dose
    if written.give == "bag":
        if left.magnitude <= 0:
            raise Refused(_nothing_left(at, asked.dose, given))
        return left
    give = settled(written.give)
    if kind_of(give) is Kind.SHARE:
        return work.times("dose", asked.dose, give, asked.unit)
    by_volume = kind_of(give) in _VOLUMES
    result = Result(
        ("infusion", at, "give"), *(("volume", ML) if by_volume else ("dose", asked.unit))
    )
    return _for_this_patient(give, result, asked, work)


def speed(written: Infuse, at: int, asked: Asked, work: Working) -> Quantity | None:
    """The speed a step runs at, in mL/h, mg/h or units/h; None where it is to be solved."""
    if written.rate is None:
        return None
    rate = _share_of_full(written.rate, at, asked, work)
    by_volume = kind_of(rate) in _VOLUMES
    name, unit = ("rate", ML_PER_H) if by_volume else ("dose_rate", asked.unit / H)
    return _for_this_patient(rate, Result(("infusion", at, "rate"), name, unit), asked, work)


def time(written: Infuse, at: int, start: Quantity, work: Working) -> Quantity | None:
    """The time a step takes; `until` is on the infusion clock. Raises Refused when that is past."""
    if written.over is not None:
        return settled(written.over)
    if written.until is None:
        return None
    until = settled(written.until).to(MIN)
    if until <= start:
        raise Refused(
            Finding(
                code="until-is-past",
                severity=Severity.REFUSE,
                where=f"infusion[{at}].until",
                numbers={"until": until, "start": start},
            )
        )
    return work.minus("duration", until, start, MIN) if start.magnitude else until


def _nothing_left(at: int, dose: Quantity, given: Quantity) -> Finding:
    """The refusal of a `rest` after the whole dose was given."""
    return Finding(
        code="nothing-left",
        severity=Severity.REFUSE,
        where=f"infusion[{at}].give",
        numbers={"ordered": dose, "delivered": given},
    )


def _share_of_full(
    rate: Quantity | Fraction | Parameter, at: int, asked: Asked, work: Working
) -> Quantity:
    """A rate as written, or the share of the full rate that a bare fraction stands for."""
    if not isinstance(rate, Fraction):
        return settled(rate)
    if asked.full_rate is None:
        raise UnusableProtocol(
            Problem(("infusion", at, "rate"), f"is a share of ${FULL_RATE}, which has no value")
        )
    full = asked.full_rate
    return work.times("rate", quantity(rate, PLAIN), full, unit_like(full))


def _for_this_patient(value: Quantity, result: Result, asked: Asked, work: Working) -> Quantity:
    """A stated value without its `per kg`, in the unit it is planned in."""
    plain, weight = value, None
    if kind_of(value) in _PER_WEIGHT:
        weight = weight_of(asked.order, f"{path_text(result.place)} is per kg of body weight")
        plain = value * weight
    if plain.dimensionality != result.unit.dimensionality:
        raise UnusableProtocol(
            Problem(
                result.place,
                f'"{display(value)}" does not go with a dose in {asked.unit:~}; '
                "state both in mg or both in units",
            )
        )
    if weight is None:
        return plain.to(result.unit)
    return work.times(result.name, value, weight, result.unit)
