"""How the times of a table of doses that are given at once are read."""

import pytest

from rechallenge.audit.at_once import doses_at_once
from rechallenge.audit.understanding import understand

from .pasted import table


@pytest.mark.parametrize(
    ("times", "waits"),
    [
        # From the first dose: 30 - 0 and 45 - 30.
        (("0", "30", "45"), ("30 min", "15 min", None)),
        # A clock does not go back, so these are intervals, each beside the next dose.
        (("0", "30", "15"), ("30 min", "15 min", None)),
        # Where one is missing, nothing says that they are of a clock.
        (("0", "", "30"), ("", "30 min", None)),
    ],
)
def test_times_that_rise_from_nothing_are_of_a_clock(
    times: tuple[str, ...], waits: tuple[str | None, ...]
) -> None:
    rows = "\n".join(f"{step}|{2**step}|{time}" for step, time in enumerate(times, 1))
    found = understand(table(f"Step|Dose (mg)|Time (min)\n{rows}"))
    doses = doses_at_once(found, found.lines)
    assert doses is not None
    assert doses.waits == waits
