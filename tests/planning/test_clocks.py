"""A change of the clocks: starts that never come or come twice, and times on both sides of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from rechallenge.model.finding import Refused
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.planning.timeline import clock
from rechallenge.quantities import parse
from rechallenge.sheet.text.plan import plan_text
from tests.checks.on_file import found
from tests.planning.making import planned

# In Berlin the clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 to 02:00 on 2026-10-25.
BERLIN = "Europe/Berlin"
HOURS = ({"give": "50 %", "over": "2 h"}, {"give": "rest", "over": "2 h"})


def starting(start: str, zone: str | None = BERLIN, **order: Any) -> Plan:
    return planned(*HOURS, order={"start": start, "time_zone": zone, **order})


def clocks(plan: Plan) -> list[str]:
    return [f"{e.at:%H:%M}" for e in plan.timeline if e.what == "step-start" and e.at is not None]


@pytest.mark.parametrize(
    ("start", "zone", "second_step"),
    [
        ("2026-03-29 01:00", BERLIN, "04:00"),
        ("2026-03-29 03:00", BERLIN, "05:00"),
        ("2026-10-25 01:00", BERLIN, "02:00"),
        ("2026-10-24 23:30", BERLIN, "01:30"),
        ("2026-03-29 01:00", None, "03:00"),
        ("2026-03-29 01:00", "Asia/Tokyo", "03:00"),
        ("2026-03-08 01:30", "America/New_York", "04:30"),
    ],
)
def test_the_clock_is_right_after_it_was_changed(
    start: str, zone: str | None, second_step: str
) -> None:
    plan = starting(start, zone)
    assert clocks(plan) == [start[-5:], second_step]
    assert [step.start.magnitude for step in plan.steps] == [0, 120]
    assert second_step in plan_text(plan)


def test_premedication_before_a_change_is_counted_back_over_it() -> None:
    plan = starting("2026-03-29 03:30", premed="x 1 mg PO 1 h before")
    assert f"{plan.premedication[0].at:%H:%M}" == "01:30"
    assert "01:30" in plan_text(plan)


def test_premedication_on_the_day_before_shows_its_date() -> None:
    plan = starting("2026-11-21 00:10", None, premed="x 1 mg PO 13 h before")
    assert "on 2026-11-20" in " ".join(plan_text(plan).split())
    plan = starting("2026-11-21 14:10", None, premed="x 1 mg PO 13 h before")
    assert "on 2026-11-2" not in " ".join(plan_text(plan).split())


@pytest.mark.parametrize("start", ["2026-03-29 02:00", "2026-03-29 02:59"])
def test_a_start_that_the_clocks_skip_is_refused(start: str) -> None:
    with pytest.raises(UnusableOrder, match=r"start: there is no 02:\d\d on 2026-03-29"):
        starting(start)
    assert clocks(starting(start, None))[0] == start[-5:]


@pytest.mark.parametrize(("which", "second_step"), [("first", "03:30"), ("second", "04:30")])
def test_a_start_that_comes_twice_asks_which(which: str, second_step: str) -> None:
    with pytest.raises(UnusableOrder, match="repeated_start: is needed: 02:30 comes twice"):
        starting("2026-10-25 02:30")
    plan = planned(
        {"give": "50 %", "over": "2 h"},
        {"give": "rest", "over": "2 h"},
        order={"start": "2026-10-25 02:30", "time_zone": BERLIN, "repeated_start": which},
    )
    assert clocks(plan) == ["02:30", second_step]


@pytest.mark.parametrize(
    "order",
    [
        {"start": "2026-10-25 03:00", "time_zone": BERLIN},
        {"start": "2026-10-25 02:30"},
        {"time_zone": BERLIN},
    ],
)
def test_which_of_two_starts_is_not_taken_where_there_is_one(order: dict[str, str]) -> None:
    with pytest.raises(UnusableOrder, match="repeated_start: is not needed"):
        planned(*HOURS, order={**order, "repeated_start": "first"})


@pytest.mark.parametrize(
    ("start", "zone", "change"),
    [
        ("2026-03-29 01:00", BERLIN, (datetime(2026, 3, 29, 2), "forward")),
        ("2026-03-29 01:59", BERLIN, (datetime(2026, 3, 29, 2), "forward")),
        ("2026-10-25 01:00", BERLIN, (datetime(2026, 10, 25, 3), "back")),
        # Ends at the minute of the change, and before it.
        ("2026-03-28 22:00", BERLIN, (datetime(2026, 3, 29, 2), "forward")),
        ("2026-03-28 21:59", BERLIN, None),
        ("2026-03-29 03:00", BERLIN, None),
        ("2026-03-29 01:00", "Asia/Tokyo", None),
        ("2026-03-29 01:00", None, None),
    ],
)
def test_a_plan_over_a_change_of_the_clocks_says_when(
    start: str, zone: str | None, change: tuple[datetime, str] | None
) -> None:
    findings = found(starting(start, zone), "clock-change")
    assert [(f.numbers["at"], f.numbers["side"]) for f in findings] == ([change] if change else [])


def test_the_closing_time_is_compared_in_time_that_passes() -> None:
    # 4 h from 01:00 are 06:00 by the new clock, not 05:00.
    late = found(starting("2026-03-29 01:00", closing_time="05:30"), "ends-after-closing")
    assert [f.numbers["late"] for f in late] == [parse("30 min")]
    without = starting("2026-03-29 01:00", None, closing_time="05:30")
    assert not found(without, "ends-after-closing")


def test_a_time_by_the_old_clock_is_refused_by_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_the_wall(start: datetime, time: timedelta) -> datetime:
        return start + time

    monkeypatch.setattr(clock, "later", by_the_wall)
    with pytest.raises(Refused) as refused:
        starting("2026-03-29 01:00")
    assert {f.code for f in refused.value.findings} == {"proof-mismatch"}
    assert all(f.where.endswith(".at") for f in refused.value.findings)
