"""The end of the plan against the time at which the unit closes."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.timeline.clock import at_offset
from rechallenge.planning.timeline.closing import closing_of, minutes_between, whole_time
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, Basis, Rule, check

_PLACE = ("order", "closing_time")


@check(
    Rule(FindingCode.ENDS_AFTER_CLOSING, (CONFIRM,), (Basis.ORDER,), ("H-31",)),
    Rule(FindingCode.CLOSING_TIME_NEXT_DAY, (CONFIRM,), (Basis.ORDER,), ("H-31",)),
)
def closing(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A plan that is still running when the unit closes, also after midnight. A start after the
    closing time is counted to that of the next day, and asks whether that is meant."""
    start, closes = plan.order.start, closing_of(plan.order)
    if start is None or closes is None:
        return
    if closes.date() > start.date():
        yield confirm(FindingCode.CLOSING_TIME_NEXT_DAY, _PLACE, start=start, closes=closes)
    taken, left = whole_time(plan), minutes_between(start, closes)
    if taken > left:
        end = at_offset(start, taken)
        assert end is not None
        yield confirm(
            FindingCode.ENDS_AFTER_CLOSING, _PLACE, end=end, closes=closes, late=taken - left
        )
