"""The lines on which vital signs are written, from the baseline to the end of the observation."""

import re
from itertools import pairwise
from typing import Any

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.quantities import MIN
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view import Blank, Column, Moment, SectionCode, Table, view_of
from rechallenge.sheet.view.charting import charting_section
from tests.sheet.tagged import Tagged, read_tagged
from tests.tiers import slow_but

from .printed import images, of_steps

SHARED: dict[str, Any] = {"line": "20 mL", "primed": "diluent", "sets": "shared"}
CEFTAZIDIME = plan(
    read_protocol("ceftazidime-12-step"),
    Order(dose="2000 mg", start="2026-11-21 09:00", **SHARED),
)
TO_WRITE = {"HR", "BP", "SpO2", "Temp", "Symptoms", "Initials", "Actual"}


def watched(*vitals: str, observe: str = "30 min", order: dict[str, str] | None = None) -> Plan:
    """An hour at one rate, with these rules for vital signs."""
    return of_steps(
        {"give": "rest", "over": "1 h"},
        order=order,
        monitoring={"vitals": vitals, "observe_after": observe, "source": "Invented"},
    )


def lines(of: Plan) -> list[tuple[str, str]]:
    """Planned time and what runs then, line by line."""
    table = charting_section(of).table
    return [
        (row.text(Column.PLANNED).replace("\u00a0", " "), row.text(Column.RUNNING))
        for row in table.rows
    ]


def charted(read: Tagged) -> list[list[str]]:
    """The lines of every charting table of a sheet."""
    tables = [table for table in read.tables() if table[0][0] == "Planned"]
    for table in tables:
        assert set(table[0]) == {"Planned", "Step", *TO_WRITE}
    return [row for table in tables for row in table[1:]]


def test_ceftazidime_is_charted_from_the_baseline_to_the_end_of_the_observation() -> None:
    # Steps 2 and 5 run 1.3 mL at 5 mL/h, 15.6 min in place of 15. The steps end at 340.575 min, the
    # flush 15 min later at 355.575 min, and the observation at 385.575 min, which is nearest to
    # 15:26. Every 15 min until then: 25 lines, and the last.
    found = lines(CEFTAZIDIME)
    times = [f"{9 + minute // 60:02}:{minute % 60:02}" for minute in range(15, 384, 15)]
    assert [planned for planned, _ in found] == ["before 09:00", *times, "~15:26"]
    # Step 2 begins at 15 min; step 3 at 30.6 min, just after a line, and so do those after it.
    assert [running for _, running in found] == [
        "", "2", *map(str, range(2, 12)), *["12"] * 11, "Flush", *["observed"] * 3
    ]  # fmt: skip


def test_no_two_lines_are_further_apart_than_the_protocol_says() -> None:
    for of in (CEFTAZIDIME, watched("baseline", "every 20 min", "end")):
        rules = of.protocol.monitoring
        assert rules is not None
        (every,) = [rule.every for rule in rules.vitals if rule.every is not None]
        cells = [row.cells[Column.PLANNED] for row in charting_section(of).table.rows[1:]]
        times = [cell.offset for cell in cells if isinstance(cell, Moment)]
        assert len(times) == len(cells)
        assert times[0] <= every
        assert all(after - before <= every for before, after in pairwise(times))
        assert times[-1].to(MIN) == of.timeline[-1].offset.to(MIN)


def test_the_lines_of_an_hour_with_a_rate_change_and_no_interval_end_with_the_observation() -> None:
    # Nothing is due between the baseline and the end of the step at 60 min; 30 min of observation.
    found = lines(watched("baseline", "end"))
    assert found == [("before step 1", ""), ("60 min", "observed"), ("90 min", "observed")]


@pytest.mark.parametrize(
    ("order", "planned"),
    [
        ({}, "before step 1"),
        ({"start": "2026-11-21 09:00"}, "before 09:00"),
        ({"premed": "famotidine 20 mg IV 30 min before"}, "before premedication"),
        ({"premed": "famotidine 20 mg IV 30 min before", "start": "2026-11-21 09:00"},
         "before 08:30"),
    ],
)  # fmt: skip
def test_the_baseline_comes_before_the_first_drug_is_given(
    order: dict[str, str], planned: str
) -> None:
    assert lines(watched("baseline", "end", order=order))[0] == (planned, "")


def test_lines_that_the_protocol_does_not_state_are_said_to_be_added() -> None:
    table = charting_section(watched("every 15 min")).table
    assert "The protocol states no baseline; its line is added." in table.foot
    assert "After the last step the lines keep the interval of the protocol" in table.foot
    assert charting_section(watched("baseline", "end")).table.foot.startswith("After the last step")


@pytest.mark.parametrize(
    "name", slow_but(["acetylcysteine-3-bag"], ["acetylcysteine-3-bag", "ocrelizumab-600"])
)
def test_where_no_vital_signs_are_stated_the_prescriber_orders_them(name: str) -> None:
    order = {"acetylcysteine-3-bag": Order(dose="300 mg/kg", weight="80 kg", strength="200 mg/mL")}
    it = plan(read_protocol(name), order.get(name, Order(dose="600 mg")))
    (table,) = charting_section(it).blocks
    assert isinstance(table, Table)
    assert all(isinstance(row.cells[Column.PLANNED], Blank) for row in table.rows)
    for said in (plan_text(it), plan_markdown(it).replace("\\", "")):
        assert "not stated: prescriber orders ____" in said
    read = read_tagged(step_sheet_pdf(it))
    assert charted(read) == [[""] * 9] * 12
    assert "Vital signs: not stated: prescriber orders" in " ".join(read.root.text.split())


def test_text_and_markdown_have_the_same_lines_as_the_paper() -> None:
    planned = [planned for planned, _ in lines(CEFTAZIDIME)]
    text = plan_text(CEFTAZIDIME).partition("VITAL SIGNS AND SYMPTOMS")[2].partition("FINDINGS")[0]
    marked = (
        plan_markdown(CEFTAZIDIME).replace("\\", "").partition("## Vital signs and symptoms")[2]
    )
    for said in (text, marked.partition("## Findings")[0]):
        assert re.findall(r"^[ |]*((?:before[ \u00a0]|~)?[0-9]{2}:[0-9]{2})", said, re.M) == planned
    on_paper = charted(read_tagged(step_sheet_pdf(CEFTAZIDIME)))
    assert [row[0] for row in on_paper] == planned
    assert [row[2] for row in on_paper] == [running for _, running in lines(CEFTAZIDIME)]


def test_the_timeline_has_vital_signs_until_the_observation_ends() -> None:
    rows = view_of(CEFTAZIDIME)[SectionCode.TIMELINE].table.rows
    after = {row.text(Column.CLOCK): row.text(Column.DUE) for row in rows[-5:]}
    assert after["14:45"] == "vital signs (afterwards)"
    assert after["~15:26"] == "vital signs (last); observation ends"


@pytest.mark.slow
def test_ten_hours_at_ten_minutes_go_on_to_further_pages_with_room_to_write() -> None:
    # 600 min / 10 min = 60 lines, and 3 in the 30 min after them: 10, 20 and 30 min; the baseline.
    it = of_steps(
        {"give": "rest", "over": "10 h"},
        monitoring={"vitals": ("baseline", "every 10 min"), "observe_after": "30 min",
                    "source": "Invented"},
    )  # fmt: skip
    pdf = step_sheet_pdf(it)
    read = read_tagged(pdf)
    assert len(charted(read)) == 64
    tables = [t for t in read.root.every("Table") if t.text.startswith("Planned")]
    assert all(len(table.pages) == 1 for table in tables)
    assert len(set().union(*(table.pages for table in tables))) == 2
    assert len(images(pdf)) == len(read.pages)
