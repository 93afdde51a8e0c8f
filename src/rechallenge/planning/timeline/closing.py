"""When the unit closes, and how long the plan takes, observation after it included."""

from datetime import datetime, timedelta

from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.quantities import MIN, Quantity, in_unit, quantity
from rechallenge.words import _

from .clock import passed


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
    return in_unit(plan.timeline[-1].offset, MIN)
