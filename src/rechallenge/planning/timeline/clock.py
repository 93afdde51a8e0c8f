"""Clock times from offsets."""

from datetime import datetime, timedelta
from fractions import Fraction

from rechallenge.quantities import MIN, Quantity, in_unit


def at_offset(start: datetime | None, offset: Quantity) -> datetime | None:
    """The clock time `offset` after `start`, to the nearest second; None without a start.

    The offset stays the exact value; the clock time is for reading.
    """
    if start is None:
        return None
    seconds = Fraction(in_unit(offset, MIN).magnitude) * 60
    return start + timedelta(
        seconds=int(seconds + Fraction(1, 2) if seconds >= 0 else seconds - Fraction(1, 2))
    )
