"""Clock times of moments of a plan."""

from datetime import datetime

from rechallenge.planning.timeline.clock import at_offset
from rechallenge.quantities import MIN, ROUNDED, Quantity
from rechallenge.sheet.text.timeline import clock_text


def clock_at(start: datetime, offset: Quantity) -> str:
    """The clock time of an offset from the start; `~` where it was rounded to the second."""
    at = at_offset(start, offset)
    assert at is not None
    whole = (offset.to(MIN).magnitude * 60).denominator == 1
    return f"{'' if whole else ROUNDED}{clock_text(at, start)}"
