"""The end of the plan against the closing time."""

from datetime import datetime

import pytest
from pydantic import TypeAdapter

from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.quantities import parse
from rechallenge.sheet.finding_text import finding_text

from .on_file import found, planned_with

OBSERVED = {"vitals": ("end",), "observe_after": "30 min", "source": "Label"}
DAY = "2026-11-21"


def closing(start: str, closes: str, hours: str = "1 h") -> Plan:
    """A plan of `hours`, and 30 min of observation after it."""
    return planned_with(
        {"give": "rest", "over": hours},
        order={"start": f"{DAY} {start}", "closing_time": closes},
        monitoring=OBSERVED,
    )


@pytest.mark.parametrize(
    ("start", "closes", "late"),
    [
        ("16:00", "17:30", None),  # 60 min and 30 min of observation end at 17:30
        ("16:01", "17:30", "1 min"),
        ("16:00", "17:00", "30 min"),
    ],
)
def test_a_plan_that_ends_after_the_unit_closes_asks(
    start: str, closes: str, late: str | None
) -> None:
    findings = found(closing(start, closes), "ends-after-closing")
    assert [f.numbers["late"] for f in findings] == ([parse(late)] if late else [])
    assert all(f.severity is Severity.CONFIRM for f in findings)
    assert not found(closing(start, closes), "closing-time-next-day")


@pytest.mark.parametrize(
    ("start", "closes", "hours", "late"),
    [
        # 22:30 + 1.5 h is midnight; 00:00 is before 23:30 on the clock, and 30 min after it
        ("22:30", "23:30", "1 h", "30 min"),
        ("22:30", "23:59", "3 h", "121 min"),  # ends at 02:00
        ("22:30", "00:00", "1 h", None),
        ("22:30", "01:00", "1 h", None),
        ("22:30", "01:00", "3 h", "60 min"),
        ("09:00", "17:00", "24 h", "990 min"),  # ends at 09:30 the next day, 16.5 h late
    ],
)
def test_a_plan_over_midnight_is_compared_by_date_not_by_the_clock_alone(
    start: str, closes: str, hours: str, late: str | None
) -> None:
    findings = found(closing(start, closes, hours), "ends-after-closing")
    assert [f.numbers["late"] for f in findings] == ([parse(late)] if late else [])


@pytest.mark.parametrize(("start", "closes"), [("18:00", "17:30"), ("17:30", "17:30")])
def test_a_start_after_the_closing_time_asks_whether_the_next_day_is_meant(
    start: str, closes: str
) -> None:
    (finding,) = found(closing(start, closes), "closing-time-next-day")
    assert finding.severity is Severity.CONFIRM
    assert finding.numbers["closes"] == datetime(2026, 11, 22, 17, 30)


def test_a_closing_time_without_a_start_is_an_error_that_says_what_to_write() -> None:
    with pytest.raises(UnusableOrder) as unusable:
        planned_with(order={"closing_time": "17:30"})
    (problem,) = unusable.value.problems
    with pytest.raises(UnusableOrder):
        # also where the plan would be refused for what it gives
        planned_with({"give": "50 mg", "over": "1 h"}, order={"closing_time": "17:30"})
    assert problem.path == "closing_time"
    assert 'write the start too, such as "09:00"' in problem.sentence


def test_a_finding_with_moments_is_read_back_from_json_with_the_same_sentence() -> None:
    made = closing("18:00", "17:30", "24 h")
    assert found(made, "ends-after-closing")
    read = TypeAdapter(Plan).validate_json(TypeAdapter(Plan).dump_json(made))
    assert read == made
    assert list(map(finding_text, read.findings)) == list(map(finding_text, made.findings))
