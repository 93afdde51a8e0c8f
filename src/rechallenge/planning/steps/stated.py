"""What a written step states, for one order: amounts, speeds and times as plain quantities."""

from fractions import Fraction

from rechallenge.model.consistency import FULL_RATE
from rechallenge.model.finding import Refused, refusal
from rechallenge.model.places import Place
from rechallenge.model.problems import Problem, UnusableProtocol
from rechallenge.model.reading import VOLUME_KINDS, VOLUME_RATE_KINDS, Parameter, settled, share_in
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.order.dose_context import DoseContext, for_patient
from rechallenge.quantities import (
    MIN,
    ML,
    ML_PER_H,
    PLAIN,
    H,
    Kind,
    Quantity,
    kind_of,
    quantity,
    unit_like,
)
from rechallenge.words import _
from rechallenge.words.codes import FindingCode


def amount(
    give: Quantity | Parameter | str,
    place: Place,
    context: DoseContext,
    given: Quantity,
    left: Quantity,
    log: CalculationLog,
) -> Quantity:
    """The amount to give, as drug or as volume.

    `given` is the dose given before it, `left` the volume left in its bag. Raises Refused when all
    that is left is asked for and there is nothing.
    """
    if give == "rest":
        in_all = context.to_give
        if given >= in_all:
            code = FindingCode.NOTHING_LEFT
            raise Refused(refusal(code, place, ordered=in_all, delivered=given))
        return log.minus("dose", in_all, given, context.unit) if given.magnitude else in_all
    if give == "bag":
        if left.magnitude <= 0:
            raise Refused(refusal(FindingCode.BAG_EMPTY, place))
        return left
    value = settled(give)
    if kind_of(value) is Kind.SHARE:
        return log.times("dose", context.dose, value, context.unit)
    by_volume = kind_of(value) in VOLUME_KINDS
    name, unit = ("volume", ML) if by_volume else ("dose", context.unit)
    return for_patient(value, place, name, unit, context, log)


def speed(
    rate: Quantity | Fraction | Parameter, place: Place, context: DoseContext, log: CalculationLog
) -> Quantity:
    """The speed to run at, in mL/h, mg/h or units/h."""
    share = share_in(rate)
    if share is not None:
        if context.full_rate is None:
            sentence = _("is a share of ${name}, which has no value").format(name=FULL_RATE)
            raise UnusableProtocol(Problem(place, sentence))
        full = context.full_rate
        rate = log.times("rate", quantity(share, PLAIN), full, unit_like(full))
    value = settled(rate)
    by_volume = kind_of(value) in VOLUME_RATE_KINDS
    name, unit = ("rate", ML_PER_H) if by_volume else ("dose_rate", context.unit / H)
    return for_patient(value, place, name, unit, context, log)


def time_until(
    until: Quantity | Parameter, place: Place, start: Quantity, log: CalculationLog
) -> Quantity:
    """The time from `start` to a point on the infusion clock. Raises Refused when that is past."""
    end = settled(until).to(MIN)
    if end <= start:
        raise Refused(refusal(FindingCode.UNTIL_IS_PAST, place, until=end, start=start))
    return log.minus("duration", end, start, MIN) if start.magnitude else end
