"""The page of a clinic's day: orders by start, pumps at once, vials alone and shared."""

from datetime import datetime, timedelta

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.sheet.text.plan import page_text
from rechallenge.sheet.view.codes import Column, DaySection
from rechallenge.sheet.view.day import Day, day_view
from rechallenge.sheet.view.day_order import DayOrder, NotPlanned, day_order
from rechallenge.sheet.view.day_pumps import AtOnce, in_slots, pumps_at_once
from rechallenge.sheet.view.rows import Table
from tests.sheet.orders import GOLDENS, day_text

NINE = datetime(2026, 11, 23, 9)


def order(number: int, protocol: str = "rituximab-first", **fields: str) -> DayOrder:
    stated = {"dose": "700 mg", "volume": "500 mL", "technique": "add to bag"} | fields
    return day_order(number, plan(read_protocol(protocol), Order.model_validate(stated)))


def section(day: Day, code: DaySection) -> list[str]:
    """The lines of a section as text; none where the page does not have it."""
    return [page_text((), [one]) for one in day.sections if one.code == code]


def running(first: DayOrder, start: int, end: int) -> DayOrder:
    """The order with a pump from so many to so many minutes after nine."""
    runs = NINE + timedelta(minutes=start), NINE + timedelta(minutes=end)
    return first._replace(runs=runs)


def test_the_page_is_as_it_was() -> None:
    assert day_text() == (GOLDENS / "day.txt").read_text("utf-8")


def test_orders_are_listed_by_start_and_those_without_one_last() -> None:
    starts = {2: "2026-11-23 11:00", 3: "", 4: "2026-11-23 08:30", 5: "2026-11-23 11:00"}
    orders = [order(n, **({"start": text} if text else {})) for n, text in starts.items()]
    day = day_view("orders.csv", orders[::-1], (), ())
    assert [one.line for one in day.orders] == [4, 2, 5, 3]


def test_a_pump_that_is_freed_when_another_is_needed_counts_once() -> None:
    """0 to 60 and 60 to 90 are one pump after the other; 30 to 70 is a second beside both."""
    one = order(2)
    spans = pumps_at_once([running(one, 0, 60), running(one, 60, 90), running(one, 30, 70)])
    minutes = [((a - NINE).seconds // 60, (b - NINE).seconds // 60, n) for a, b, n in spans]
    assert minutes == [(0, 30, 1), (30, 70, 2), (70, 90, 1)]


def test_a_half_hour_has_the_most_that_run_in_it_and_like_ones_are_one() -> None:
    """09:10 to 10:40 one pump, 10:05 to 10:10 two: by half hours 1, 1, 2, 1, of which the first
    two are 09:00 to 10:00, the third 10:00 to 10:30 and the last 10:30 to 11:00."""
    one = order(2)
    spans = pumps_at_once([running(one, 10, 100), running(one, 65, 70)])
    clock = [(f"{s:%H:%M}", f"{e:%H:%M}", n) for s, e, n in in_slots(spans)]
    assert clock == [("09:00", "10:00", 1), ("10:00", "10:30", 2), ("10:30", "11:00", 1)]


def test_a_night_between_two_infusions_needs_no_pump() -> None:
    one = order(2)
    spans = pumps_at_once([running(one, 0, 60), running(one, 24 * 60, 24 * 60 + 60)])
    assert [span.pumps for span in spans] == [1, 1]
    assert spans[0] == AtOnce(NINE, NINE + timedelta(hours=1), 1)


def test_a_pump_is_needed_from_the_first_running_step_to_the_end_of_the_flush() -> None:
    """375 mg in 250 mL: 25 mL over 30 min, 30 min of observation, 225 mL over 90 min at 150 mL/h,
    in all 150 min. The line of 20 mL is flushed at the last rate: 20 mL at 150 mL/h are 8 min."""
    stated = {"dose": "375 mg", "volume": "250 mL", "line": "20 mL", "primed": "diluent"}
    one = order(2, "cadonilimab-stepwise", start="2026-11-23 09:00", **stated)
    assert one.runs == (NINE, NINE + timedelta(minutes=158))
    assert one.end.clock == "11:38"


@pytest.mark.parametrize("fields", [{}, {"start": "2026-11-23 09:00", "pump": "gravity-20"}])
def test_without_a_start_or_a_pump_there_is_no_time_of_a_pump_and_that_is_said(
    fields: dict[str, str],
) -> None:
    one = order(7, **fields)
    with_pump = order(8, start="2026-11-23 09:00")
    assert one.runs is None
    day = day_view("orders.csv", [one, with_pump], (), ())
    (text,) = section(day, DaySection.PUMPS)
    assert "no pump is needed: orders 007." in text


def test_vials_are_each_orders_own_and_shared_ones_are_a_second_number() -> None:
    """Two orders of 650 mg: each 500 + 100 + 100 mg, so 2 of 500 mg and 4 of 100 mg. Together
    1,300 mg are 2 of 500 mg and 3 of 100 mg."""
    day = day_view("orders.csv", [order(2, dose="650 mg"), order(3, dose="650 mg")], (), ())
    (one,) = (s for s in day.sections if s.code == DaySection.VIALS)
    tables = [block for block in one.blocks if isinstance(block, Table)]
    said = [[row.text(Column.VIALS) for row in table.rows] for table in tables]
    plain = [[text.replace("\u00a0", " ") for text in texts] for texts in said]
    assert plain == [
        ["2 vials of 500 mg in 50 mL and 4 vials of 100 mg in 10 mL"],
        ["2 vials of 500 mg in 50 mL and 3 vials of 100 mg in 10 mL"],
    ]
    (text,) = section(day, DaySection.VIALS)
    whole = " ".join(text.split())
    assert "only where your site lets one vial serve several patients" in whole
    assert whole.index("Each alone") < whole.index("If shared")


def test_vials_of_other_strengths_or_drugs_are_never_counted_together() -> None:
    stated = {"dose": "375 mg", "volume": "250 mL"}
    orders = [order(2, dose="650 mg"), order(3, "cadonilimab-stepwise", **stated)]
    (text,) = section(day_view("orders.csv", orders, (), ()), DaySection.VIALS)
    assert "If shared" not in text
    two = order(2, dose="650 mg"), order(3, dose="650 mg")
    assert two[1].drawn is not None
    other = two[1]._replace(drawn=two[1].drawn._replace(drug="another drug"))
    (text,) = section(day_view("orders.csv", [two[0], other], (), ()), DaySection.VIALS)
    assert "If shared" not in text


def test_an_order_whose_vials_are_not_known_is_named() -> None:
    one = order(4, "stepwise", dose="10 mg", volume="100 mL")
    (text,) = section(day_view("orders.csv", [one], (), ()), DaySection.VIALS)
    assert "not worked out: orders 004." in " ".join(text.split())


def test_one_label_on_two_orders_is_named_however_it_is_typed() -> None:
    orders = [order(2, patient="A. Smith"), order(3, patient="a.smith"), order(4, patient="B")]
    (text,) = section(day_view("orders.csv", orders, (), ()), DaySection.SAME_PATIENT)
    assert "A. Smith: orders 002, 003." in text
    assert section(day_view("orders.csv", orders[1:], (), ()), DaySection.SAME_PATIENT) == []


def test_what_has_no_sheet_comes_before_the_orders() -> None:
    bad = NotPlanned(9, "stepwise", "C. Doe", ("dose: is missing; write it",))
    day = day_view("orders.csv", [order(2)], [bad], ["003-stepwise"])
    assert day.sections[0].code == DaySection.NOT_PLANNED
    assert day.sections[-1].code == DaySection.LEFT
