"""Times of the plan that come after the unit closes, and a change of the clocks during the plan."""

from collections.abc import Iterator
from datetime import timedelta

from rechallenge.model.finding import Finding, confirm, note
from rechallenge.model.plan import Plan
from rechallenge.planning.timeline.clock import (
    at_offset,
    change_of_clocks,
    closing_of,
    minutes_between,
    whole_time,
)
from rechallenge.quantities import MIN, quantity
from rechallenge.words.codes import FindingCode

from .rule import Basis, asks, check, notes

_PLACE = ("order", "closing_time")
_STATED_IN = (Basis.ORDER, Basis.SITE_FILE)


@check(
    asks(FindingCode.ENDS_AFTER_CLOSING, _STATED_IN, "H-31", "H-41"),
    asks(FindingCode.CLOSING_TIME_NEXT_DAY, _STATED_IN, "H-31", "H-41"),
)
def closing(plan: Plan) -> Iterator[Finding]:
    """A plan that is still running when the unit closes, also after midnight. A start after the
    closing time is compared with the closing time of the next day, and asks whether that is
    meant."""
    start, closes = plan.order.begins, closing_of(plan.order)
    if start is None or closes is None:
        return
    source = None if plan.on_file.site is None else plan.on_file.site.source_of("closing_time")
    if closes.date() > start.date():
        yield confirm(FindingCode.CLOSING_TIME_NEXT_DAY, _PLACE, source, start=start, closes=closes)
    taken, left = whole_time(plan), minutes_between(start, closes)
    if taken > left:
        end = at_offset(start, taken)
        assert end is not None
        yield confirm(
            FindingCode.ENDS_AFTER_CLOSING,
            _PLACE,
            source,
            end=end,
            closes=closes,
            late=taken - left,
        )


@check(notes(FindingCode.CLOCK_CHANGE, Basis.ORDER, "H-11", "H-31"))
def clock_change(plan: Plan) -> Iterator[Finding]:
    """The clocks are changed between the first event of the plan and the last."""
    begins = plan.order.begins
    first, last = (at_offset(begins, plan.timeline[place].offset) for place in (0, -1))
    change = None if first is None or last is None else change_of_clocks(first, last)
    if change is not None:
        at, ahead = change
        minutes = quantity(abs(ahead) // timedelta(minutes=1), MIN)
        side = "forward" if ahead > timedelta(0) else "back"
        place = ("order", "start")
        yield note(FindingCode.CLOCK_CHANGE, place, at=at, side=side, shift=minutes)
