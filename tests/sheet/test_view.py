"""The view: each thing that is shown is worked out once, and every renderer shows that."""

import re
from datetime import datetime

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.model.finding import Severity
from rechallenge.quantities import parse
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text, table_grid
from rechallenge.sheet.view import (
    Amount,
    Column,
    Label,
    Moment,
    RowKind,
    SectionCode,
    view_of,
)
from tests.service.test_plan_file import answered

NINE = datetime(2026, 11, 23, 9, 0)
CEFTAZIDIME = plan(
    read_protocol("ceftazidime-12-step"),
    Order(dose="2000 mg", line="20 mL", primed="drug", sets="fresh", start="2026-11-23 09:00"),
)
CASE_2 = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
CARBOPLATIN = plan(
    read_protocol("carboplatin-13-step"),
    Order(
        dose="600 mg",
        settings={"volume_a": "50 mL", "volume_b": "100 mL", "volume_c": "300 mL"},
    ),
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("offset", "clock", "minutes"),
    [
        ("0 min", "09:00", "0 min"),
        # 30 s after a whole minute: half a minute goes up, as every half does
        ("1.5 min", "~09:02", "1.5 min"),
        # 339.375 min after 09:00 is 14:39:22.5
        ("339.375 min", "~14:39", "~339.4 min"),
        # 0.495 min is 29.7 s: nearer to 09:00 than to 09:01, though the nearest second is 30
        ("0.495 min", "~09:00", "0.495 min"),
        ("960 min", "01:00 (+1 day)", "960 min"),
        ("2400 min", "01:00 (+2 days)", "2,400 min"),
    ],
)
def test_a_moment_is_shown_by_one_rule(offset: str, clock: str, minutes: str) -> None:
    moment = Moment(parse(offset), NINE)
    assert (moment.clock, plain(moment.from_start)) == (clock, minutes)
    assert plain(moment.both) == f"{minutes} ({clock})"
    assert plain(Moment(moment.offset).both) == minutes


def test_a_start_with_seconds_is_counted_in_the_rounding() -> None:
    # 09:00:50 and 10.5 s are 09:01:00.5
    start = datetime(2026, 11, 23, 9, 0, 50)
    assert Moment(parse("0.175 min"), start).clock == "~09:01"


def test_an_amount_keeps_its_unit_and_shows_what_stands_beside_it() -> None:
    share = Amount(parse("12.5 %"), 1)
    given = Amount(parse("37.5 mg"), beside=share)
    assert (plain(given.text), plain(given.alone)) == ("37.5 mg (12.5%)", "37.5 mg")
    assert " " not in given.alone
    assert plain(Amount(parse("1.5 mg/mL")).per) == "1.5 mg per mL"


def test_one_moment_is_the_same_text_wherever_it_is_shown() -> None:
    # The bag is empty 15 min before 340.575 min: 325.575 min, 14:25:34.5.
    view = view_of(CEFTAZIDIME)
    steps, delivery = view[SectionCode.STEPS].table, view[SectionCode.DELIVERY]
    (flush,) = steps.of(RowKind.FLUSH)
    times = view[SectionCode.TIMELINE].table.rows
    said = [
        flush.text(Column.START),
        *(row.text(Column.CLOCK) for row in times if "is empty" in row.text(Column.DUE)),
    ]
    assert said == ["~14:26", "~14:26"]
    both = "~325.6 min (~14:26)"
    assert plain(steps.steps[-1].notes[0].label) == f"Change over at {both}"
    for label in (Label.BAG, Label.FLUSH):
        assert both in plain(delivery.facts[label].text)
    for text in (plan_text(CEFTAZIDIME), plan_markdown(CEFTAZIDIME)):
        shown = text.partition("FINDINGS")[0].partition("## Findings")[0]
        assert "14:25:3" not in shown
        assert "325.575" not in shown


def test_the_rows_of_the_steps_are_of_a_kind_and_know_their_step_and_bag() -> None:
    rows = view_of(CEFTAZIDIME)[SectionCode.STEPS].table.rows
    assert [row.kind for row in rows[:6]] == [RowKind.BAG_CHANGE, *[RowKind.INFUSE] * 4,
                                              RowKind.BAG_CHANGE]  # fmt: skip
    assert [row.kind for row in rows[-3:]] == [RowKind.BAG_CHANGE, RowKind.FLUSH, RowKind.TOTAL]
    steps = [row for row in rows if row.kind.is_step]
    assert [(row.step, row.bag) for row in steps] == [
        (step.number, step.bag) for step in CEFTAZIDIME.steps
    ]
    # Three bags, and diluent: at each change what is done, in that order.
    assert [[plain(act) for act in row.acts] for row in rows if row.acts] == [
        ["CONNECT bag A (0.08 mg/mL) with its own set", "SET 2 mL/h", "START"],
        ["PAUSE", "CONNECT bag B (0.8 mg/mL) with its own set", "SET 5 mL/h", "START"],
        ["PAUSE", "CONNECT bag C (~7.937 mg/mL) with its own set", "SET 10 mL/h", "START"],
        ["PAUSE", "CONNECT diluent", "SET 80 mL/h", "START"],
    ]


def test_the_sums_of_the_steps_are_called_that_and_leave_the_flush_out() -> None:
    # 278.1 mL of steps, of which 20 mL went into the set of bag C: 258.1 mL are run.
    for text in (plan_text(CEFTAZIDIME), plan_markdown(CEFTAZIDIME)):
        row = next(line for line in text.splitlines() if "Steps in all" in line)
        assert "258.1 mL" in plain(row)
        assert not re.search(r"^\W*Total\b", text, re.M)


def test_what_is_as_written_reads_otherwise_than_what_is_set() -> None:
    # The last step of carboplatin is moved by 0.01 s: both times read ~70.8 min.
    for of in (CASE_2, CARBOPLATIN, CEFTAZIDIME):
        for row in view_of(of)[SectionCode.STEPS].table.steps:
            note = row.note(Label.AS_WRITTEN)
            for part in note.body.split(", ") if note else ():
                name, _, value = part.partition(" ")
                assert row.cells[Column[name.upper()]].text != value


def test_an_answered_finding_has_one_stamp_and_stands_after_the_open_ones() -> None:
    open_, done = view_of(CASE_2).findings, view_of(answered(CASE_2)).findings
    assert sum(item.is_open for item in open_) == 4
    assert not any(item.is_open for item in done)
    stamps = {item.answer.stamp for item in done if item.answer}
    assert stamps == {"AB, 2026-11-21 09:05"}
    half = CASE_2.findings[0].model_copy(
        update={"acknowledged": answered(CASE_2).findings[0].acknowledged}
    )
    one = CASE_2.model_copy(update={"findings": (half, *CASE_2.findings[1:])})
    asks = [item for item in view_of(one).findings if item.severity is Severity.CONFIRM]
    assert [item.is_open for item in asks] == [True, True, True, False]


def test_the_summary_has_the_first_of_the_fastest_steps_and_what_is_open() -> None:
    summary = view_of(CASE_2).summary
    assert plain(summary.total.text) == "150 min (2 h 30 min)"
    assert summary.peak
    assert (plain(summary.peak.text), summary.peak_step) == ("150 mL/h", 3)
    assert summary.to_confirm == 4
    finish = view_of(CEFTAZIDIME).summary.finish
    assert finish.clock == "~14:41"


def test_every_piece_of_a_row_knows_its_column() -> None:
    table = view_of(CASE_2)[SectionCode.STEPS].table
    grid = table_grid(table, 80)
    rates = [
        "".join(piece.text for line in row for piece in line if piece.column == 1).strip()
        for row in grid.rows[:3]
    ]
    assert [plain(rate) for rate in rates] == ["50 mL/h", "observe", "150 mL/h"]
