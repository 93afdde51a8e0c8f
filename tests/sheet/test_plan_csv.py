"""CSV: one row a step, plain numbers under heads with units, and nothing a spreadsheet runs."""

import csv
import io
from fractions import Fraction

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.quantities import parse_exact
from rechallenge.sheet.plan_csv import plan_csv, text_cell
from rechallenge.sheet.plan_json import fingerprint
from tests.planning.making import planned as made
from tests.service.test_plan_file import answered, planned


def rows(of: Plan) -> list[dict[str, str]]:
    """The rows of steps and flush as a strict reader has them."""
    return [row for row in every_row(of) if row["kind"] != "change bag"]


def every_row(of: Plan) -> list[dict[str, str]]:
    """The rows as a strict reader has them."""
    return list(csv.DictReader(io.StringIO(plan_csv(of), newline=""), strict=True))


CASE_2 = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))


def test_case_2_as_worked_by_hand() -> None:
    # 10 % of 375 mg is 37.5 mg, in 25 mL of 250 mL, over half an hour: 50 mL/h. The rest,
    # 337.5 mg in 225 mL over 90 min, is 150 mL/h and 225 mg/h, from 60 min on.
    first, watch, rest = rows(CASE_2)
    assert [first[key] for key in ("step", "kind", "bag", "start_min", "duration_min")] == [
        *("1", "infuse", "A", "0", "30"),
    ]
    assert [first[key] for key in ("rate_mL_per_h", "volume_mL", "dose_mg")] == ["50", "25", "37.5"]
    assert [watch[key] for key in ("kind", "bag", "rate_mL_per_h", "volume_mL", "dose_mg")] == [
        *("observe", "", "", "0", "0"),
    ]
    assert [rest[key] for key in ("start_min", "duration_min", "rate_mL_per_h", "volume_mL")] == [
        *("60", "90", "150", "225"),
    ]
    assert [rest[key] for key in ("dose_mg", "dose_rate_mg_per_h", "cumulative_dose_mg")] == [
        *("337.5", "225", "375"),
    ]
    assert rest["cumulative_share_percent"] == "100"


def test_a_change_of_bag_is_a_row_with_its_time_its_rate_and_what_is_done() -> None:
    order = Order(dose="2000 mg", line="20 mL", primed="diluent", sets="shared")
    changes = [row for row in every_row(planned("ceftazidime-12-step", order))
               if row["kind"] == "change bag"]  # fmt: skip
    # Bag C holds what A and B leave: 2000 - 0.744 - 15.04 = 1984.216 mg in 250 mL, 7.936864 mg/mL.
    assert [row["bag"] for row in changes] == [
        *("bag A (0.08 mg/mL)", "bag B (0.8 mg/mL)", "bag C (~7.937 mg/mL)", "diluent"),
    ]
    assert [row["start_min"] for row in changes] == ["0", "60.6", "121.2", "340.575"]
    assert [row["rate_mL_per_h"] for row in changes] == ["2", "5", "10", "80"]
    assert {row["step"] + row["dose_mg"] + row["volume_mL"] for row in changes} == {""}
    assert changes[1]["note"] == "PAUSE, CONNECT bag B (0.8 mg/mL), SET 5 mL/h, START"


def test_lines_end_with_cr_lf_and_every_row_has_every_cell() -> None:
    written = plan_csv(CASE_2)
    assert written.count("\r\n") == 5
    assert written.replace("\r\n", "").isprintable()
    # step, kind, past, bag and route; ten amounts in two columns each; nine texts, the fingerprint.
    width = 5 + 10 * 2 + 9 + 1
    assert {len(row) for row in csv.reader(io.StringIO(written, newline=""))} == {width}


def test_a_decimal_that_does_not_end_is_rounded_and_its_fraction_stands_beside_it() -> None:
    # 100 mg in 100 mL at 70 mL/h: 100/70 h is 600/7 min, 85.714285... min.
    only = rows(made({"give": "rest", "rate": "70 mL/h"}))[0]
    assert only["duration_min"] == "85.714286"
    assert only["duration_min_exact"] == "600/7 min"
    assert parse_exact(only["duration_min_exact"]).magnitude == Fraction(600, 7)
    assert only["rate_mL_per_h_exact"] == ""


def test_a_very_small_amount_keeps_its_digits_and_no_exponent() -> None:
    # 1 ng is 0.000001 mg, and 0.000001 mL of 1 mg/mL.
    first = rows(made({"give": "1 ng", "over": "7 min"}, {"give": "rest", "over": "1 h"}))[0]
    assert first["dose_mg"] == "0.000001"
    # 0.000001 mL in 7 min is 60/7 nL/h: 0.00000857142857... mL/h, to six digits.
    assert first["rate_mL_per_h"] == "0.00000857143"
    assert first["rate_mL_per_h_exact"] == "3/350000 mL/h"


def test_doses_in_units_are_named_so() -> None:
    order = {"dose": "5000 units", "volume": "100 mL"}
    only = rows(made({"give": "rest", "over": "1 h"}, order=order))[0]
    assert only["dose_units"] == "5000"
    assert only["dose_rate_units_per_h"] == "5000"


def test_what_reaches_the_vein_stands_in_its_column_where_a_line_is_given() -> None:
    # 20 mL of diluent in the line: the 25 mL of step 1 bring 5 mL of 1.5 mg/mL to the vein.
    order = Order(dose="375 mg", volume="250 mL", line="20 mL", primed="diluent")
    # Nothing moves while the patient is watched; then 225 mL of 1.5 mg/mL push 337.5 mg out, and
    # the flush the 20 mL that stand in the line, 30 mg.
    arriving = [row["reaches_vein_mg"] for row in rows(planned("cadonilimab-stepwise", order))]
    assert arriving == ["7.5", "0", "337.5", "30"]
    assert rows(CASE_2)[0]["reaches_vein_mg"] == ""


def test_each_row_says_which_plan_it_is_of_and_whether_that_is_a_draft() -> None:
    assert {row["plan_fingerprint"] for row in rows(CASE_2)} == {fingerprint(CASE_2)}
    assert {row["state"] for row in rows(CASE_2)} == {"DRAFT"}
    assert {row["state"] for row in rows(answered(CASE_2))} == {"nothing left to confirm"}


def test_each_row_says_whom_it_is_for_where_the_order_does() -> None:
    assert {row["patient"] for row in rows(CASE_2)} == {""}
    order = Order(dose="375 mg", volume="250 mL", patient="=Bed 4")
    assert {row["patient"] for row in rows(planned("cadonilimab-stepwise", order))} == {"'=Bed 4"}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\uff1d1", "\u00a0@x",
                                  "\t1"])  # fmt: skip
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert text_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "bag", "1-2", "a=b", "'quoted'"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert text_cell(text) == text


def test_names_and_notes_with_quotes_commas_and_formulas_come_back_whole() -> None:
    of = made(
        {
            "give": "rest",
            "over": "1 h",
            "note": '=HYPERLINK("http://a","b"), c',
            "bag": "+A;\t1",
            "go_on_if": "-1",
        },
        bags=({"name": "+A;\t1", "volume": "100 mL"},),
        parameters={},
        order={"dose": "100 mg", "volume": None, "drug": '@"d", e'},
    )
    only = rows(of)[0]
    assert only["note"] == '\'=HYPERLINK("http://a","b"), c'
    assert only["go_on_only_if"] == "'-1"
    assert only["bag"] == "A"
    assert only["drug"] == '\'@"d", e'


def test_no_cell_is_one_that_a_spreadsheet_takes_for_a_date_or_a_formula() -> None:
    order = Order(dose="375 mg", volume="250 mL", start="2026-11-23 09:00")
    of = rows(planned("cadonilimab-stepwise", order))
    assert [row["start_at"] for row in of] == [
        *("2026-11-23T09:00:00", "2026-11-23T09:30:00", "2026-11-23T10:00:00"),
    ]
    for row in of:
        for head, cell in row.items():
            assert not cell.startswith(("=", "+", "-", "@")), (head, cell)
            assert "/" not in cell or " " in cell, (head, cell)


def test_a_gravity_set_has_its_drops_beside_the_rate() -> None:
    # 20 drops make 1 mL: 150 mL/h is 2.5 mL a minute, 50 drops.
    order = Order(dose="375 mg", volume="250 mL", pump="gravity-20")
    assert rows(planned("cadonilimab-stepwise", order))[2]["drops_per_min"] == "50"
    assert rows(CASE_2)[2]["drops_per_min"] == ""
