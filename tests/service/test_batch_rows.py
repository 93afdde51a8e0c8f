"""A table of orders is read as options are; what could be meant otherwise is refused by line."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from rechallenge.files.tables import table_of
from rechallenge.service.batch_rows import MOST_ORDERS, BadRow, BadTable, Ordered, rows_of

DAY = date(2026, 11, 23)


def rows(raw: bytes) -> tuple[Ordered | BadRow, ...]:
    return rows_of(table_of(raw, Path("orders.csv")).table, DAY)


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def one(*lines: str) -> Ordered:
    (row,) = rows(csv(*lines))
    assert isinstance(row, Ordered), row
    return row


def wrong(*lines: str) -> list[str]:
    """What is wrong with each row that no order can be made of."""
    bad = [row for row in rows(csv(*lines)) if isinstance(row, BadRow)]
    return [f"{row.line}: {p.path}: {p.sentence}" for row in bad for p in row.problems]


def refused(*lines: str) -> Sequence[str]:
    with pytest.raises(BadTable) as bad:
        rows(csv(*lines))
    return bad.value.sentences


def test_each_column_is_a_field_and_a_clock_time_is_of_the_day() -> None:
    row = one(
        "Protocol,dose,Premed lead,reaction-grade,start,settings.first_share,premed,premed,patient",
        "cadonilimab-stepwise,375 mg,30 min,2,09:00,20 %,cetirizine 10 mg IV 30 min before,"
        "famotidine 20 mg IV 30 min before,A. B.",
    )
    order = row.order
    assert (row.line, row.protocol) == (2, "cadonilimab-stepwise")
    assert (order.start, order.patient) == (datetime(2026, 11, 23, 9), "A. B.")
    assert [dose.drug for dose in order.premed_doses] == ["cetirizine", "famotidine"]
    assert list(order.settings) == ["first_share"]
    assert order.reaction_grade == "2"


def test_an_answer_is_a_column_and_its_time_is_not_known() -> None:
    row = one(
        "protocol,dose,acknowledge,acknowledge,initials",
        "stepwise,375 mg,rate-jump@step 3=As published,early=Primed,AB",
    )
    said = [(a.code, a.place, a.reason, a.initials, a.at) for a in row.answers]
    assert said == [
        ("rate-jump", "step 3", "As published", "AB", None),
        ("early", None, "Primed", "AB", None),
    ]


def test_an_unknown_column_is_refused_with_the_nearest_one() -> None:
    assert refused("protocol,doze,wieght,dose", "stepwise,1 mg,,") == (
        "unknown column doze; did you mean dose?",
        "unknown column wieght; did you mean weight?",
    )


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("protocol,volume", "the first row has no column dose"),
        ("dose,volume", "the first row has no column protocol"),
        ("protocol,dose,Dose", "the column dose comes twice; keep one"),
        ("protocol,dose,settings.", "unknown column settings."),
    ],
)
def test_a_header_that_is_not_one_of_orders_is_refused(header: str, said: str) -> None:
    assert said in "; ".join(refused(header, "stepwise,1 mg,2 mg"))


def test_a_table_without_an_order_is_refused() -> None:
    assert refused("protocol,dose") == ("has no order below its header",)


def test_each_problem_of_a_row_is_named_at_its_column_and_other_rows_are_read() -> None:
    lines = ("protocol,dose,start,initials", "stepwise,375,9am,AB", "stepwise,1 mg,,", ",1 mg,,")
    said = wrong(*lines)
    assert [line.split(" ")[:2] for line in said] == [
        ["2:", "dose:"], ["2:", "start:"], ["2:", "acknowledge:"], ["4:", "protocol:"],
    ]  # fmt: skip
    assert [row.line for row in rows(csv(*lines)) if isinstance(row, Ordered)] == [3]


def test_a_protocol_is_an_id_and_never_a_path() -> None:
    assert wrong("protocol,dose", "../secret.yaml,1 mg") == [
        (
            "2: protocol: ../secret.yaml is not an id; "
            "ids have small letters, digits and single hyphens"
        )
    ]


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x1b", "\U000e0001"])
def test_a_character_that_nobody_sees_is_refused_and_not_spelled_out_on_a_label(
    hidden: str,
) -> None:
    (said,) = wrong("protocol,dose,patient", f"stepwise,1 mg,A{hidden}B")
    assert said.startswith("2: patient: has \\")
    assert said.endswith(", a character that cannot be seen; delete it")


def test_the_same_row_twice_is_refused_and_with_another_patient_it_is_read() -> None:
    lines = ("protocol,dose,patient", "stepwise,1 mg,", "stepwise,2 mg,", "stepwise,1 mg,")
    (said,) = wrong(*lines)
    assert said.startswith("4: : says the same as line 2; remove one of them, or write into ")
    assert wrong(*lines[:3], "stepwise,1 mg,A") == []


def test_a_value_without_a_header_is_refused_and_blank_rows_are_passed_over() -> None:
    lines = ("protocol,dose,", "stepwise,1 mg,x", ",,", "stepwise,2 mg,")
    assert wrong(*lines) == ['2: : column 3 has "x" but no header']
    assert [row.line for row in rows(csv(*lines))] == [2, 4]


def test_a_cell_that_may_have_been_cut_is_refused() -> None:
    """A table is read up to 400 characters of a cell; what is missing would not be seen."""
    said = wrong("protocol,dose,patient", f"stepwise,1 mg,{'x' * 500}")
    assert said == ["2: patient: is too long; write fewer than 400 characters"]


def test_a_formula_is_a_text_and_no_amount() -> None:
    said = wrong("protocol,dose,patient", "stepwise,=1+1,=cmd|' /C calc'!A0")
    assert len(said) == 1
    assert said[0].startswith("2: dose: ")


def test_a_byte_order_mark_semicolons_and_a_table_in_windows_1252_are_read() -> None:
    first = rows("\ufeffprotocol;dose;patient\nstepwise;1 mg;Åse".encode())
    second = rows("protocol;dose;patient\nstepwise;1 mg;Åse Müller-Lüdenscheidt".encode("cp1252"))
    patients = [row.order.patient for row in (*first, *second) if isinstance(row, Ordered)]
    assert patients == ["Åse", "Åse Müller-Lüdenscheidt"]


def test_dates_and_times_of_a_workbook_are_read_to_the_minute() -> None:
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        formats = [book.add_format({"num_format": f}) for f in ("yyyy-mm-dd hh:mm", "hh:mm")]
        sheet.write_row(0, 0, ["protocol", "dose", "start", "closing_time"])
        sheet.write_row(1, 0, ["stepwise", "1 mg"])
        sheet.write_datetime(1, 2, datetime(2026, 11, 24, 9, 30), formats[0])
        sheet.write_datetime(1, 3, datetime(1899, 12, 31, 17, 30), formats[1])
    (row,) = rows(written.getvalue())
    assert isinstance(row, Ordered), row
    assert row.order.start == datetime(2026, 11, 24, 9, 30)
    assert f"{row.order.closing_time:%H:%M}" == "17:30"


def test_what_a_workbook_does_not_show_in_its_row_is_refused() -> None:
    """An error, a formula that was never calculated, and a value that is merged over two rows."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["protocol", "dose", "volume", "patient"])
        for number in range(1, 4):
            sheet.write_row(number, 0, ["stepwise", f"{number} mg", "100 mL"])
        sheet.write_formula(1, 2, "=1/0", value="#DIV/0!")
        sheet.merge_range("D3:D4", "A. Smith")
    bad = [row for row in rows(written.getvalue()) if isinstance(row, BadRow)]
    said = [(row.line, p.path, p.sentence.split(";")[0]) for row in bad for p in row.problems]
    assert said == [
        (2, "volume", "an error, TRUE or FALSE, not a number"),
        (3, "patient", "is in merged cells"),
        (4, "patient", "is in merged cells"),
    ]


@pytest.mark.parametrize("start", ["23/11/2026 09:00", "11/23/26 9:00", "0.375", "9:00"])
def test_a_date_as_a_spreadsheet_shows_it_is_not_guessed(start: str) -> None:
    (said,) = wrong("protocol,dose,start", f"stepwise,1 mg,{start}")
    assert "is not a date and a 24-hour time" in said


def test_more_orders_than_a_day_has_are_refused() -> None:
    from rechallenge.audit.table import Cell, Table

    header = (Cell("protocol", "", 1), Cell("dose", "", 1))
    many = ((Cell("stepwise", "", n + 2), Cell("1 mg", "", n + 2)) for n in range(MOST_ORDERS + 1))
    with pytest.raises(BadTable, match="has 1,001 orders, more than 1,000") as bad:
        rows_of(Table("orders", (header, *many)), DAY)
    assert bad.value.line == MOST_ORDERS + 2
