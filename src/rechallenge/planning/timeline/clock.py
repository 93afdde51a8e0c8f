"""Clock times from offsets, also over a change of the clocks; and when the unit closes."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.quantities import MIN, Quantity, number_in, quantity
from rechallenge.words import _

_MINUTE = timedelta(minutes=1)


def at_offset(start: datetime | None, offset: Quantity) -> datetime | None:
    """The clock time `offset` after `start`, to the nearest second; None without a start.

    The offset stays the exact value; the clock time is for reading. A start in a time zone is
    counted from as the clocks of that zone run.
    """
    if start is None:
        return None
    seconds = number_in(offset, MIN) * 60
    half = Fraction(1, 2) if seconds >= 0 else -Fraction(1, 2)
    return later(start, timedelta(seconds=int(seconds + half)))


def later(start: datetime, time: timedelta) -> datetime:
    """What the clock shows when this time has passed."""
    if start.tzinfo is None:
        return start + time
    return (start.astimezone(UTC) + time).astimezone(start.tzinfo)


def passed(start: datetime, end: datetime) -> timedelta:
    """The time that passes from one clock time to another, both in one zone or in none."""
    return end - start if start.tzinfo is None else end.astimezone(UTC) - start.astimezone(UTC)


def change_of_clocks(start: datetime, end: datetime) -> tuple[datetime, timedelta] | None:
    """The first change of the clocks after `start` and up to `end`: what the old clock shows then,
    and by how much the new one is ahead; None where there is none."""
    if start.tzinfo is None:
        return None
    before, time = start.utcoffset(), timedelta(0)
    assert before is not None
    while time <= passed(start, end):
        after = later(start, time).utcoffset()
        assert after is not None
        if after != before:
            old = start.astimezone(UTC) + time + before
            return old.replace(tzinfo=None, second=0), after - before
        time += _MINUTE
    return None


def refuse_impossible_start(order: Order) -> None:
    """Raises UnusableOrder for a start that the clocks of its zone never show, or show twice where
    the order does not say which; and for saying so where there is no such start."""
    start, twice = order.begins, False
    if start is not None and start.tzinfo is not None:
        values = {"time": f"{start:%H:%M}", "date": f"{start:%Y-%m-%d}", "zone": order.time_zone}
        if start.astimezone(UTC).astimezone(start.tzinfo).replace(tzinfo=None) != order.start:
            sentence = _(
                "there is no {time} on {date} in {zone}: the clocks go forward over it; write a "
                "time before or after that hour"
            )
            raise UnusableOrder(Problem(("start",), sentence.format(**values)))
        twice = start.replace(fold=0).utcoffset() != start.replace(fold=1).utcoffset()
        if twice and order.repeated_start is None:
            sentence = _(
                "is needed: {time} comes twice on {date} in {zone}, as the clocks go back; write "
                "first or second"
            )
            raise UnusableOrder(Problem(("repeated_start",), sentence.format(**values)))
    if order.repeated_start is not None and not twice:
        sentence = _("is not needed: the start comes once, or its time zone is not stated")
        raise UnusableOrder(Problem(("repeated_start",), sentence))


def closing_of(order: Order) -> datetime | None:
    """The first closing time after the start of step 1; None where the order states none.

    Raises UnusableOrder for a closing time without a start to count from.
    """
    if order.closing_time is None:
        return None
    if order.start is None:
        sentence = _('is compared with the end of the plan; write the start too, such as "09:00"')
        raise UnusableOrder(Problem(("closing_time",), sentence))
    closing = datetime.combine(order.start.date(), order.closing_time)
    if closing <= order.start:
        closing += timedelta(days=1)
    assert order.begins is not None
    return closing.replace(tzinfo=order.begins.tzinfo)


def minutes_between(start: datetime, end: datetime) -> Quantity:
    """The time from one minute on the clock to another, exact."""
    return quantity(passed(start, end) // timedelta(minutes=1), MIN)


def whole_time(plan: Plan) -> Quantity:
    """From the start of step 1 to the last that is due: the end of the last step, of the flush or
    of the observation after it, in min."""
    return plan.timeline[-1].offset.to(MIN)
