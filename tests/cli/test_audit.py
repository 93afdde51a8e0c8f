"""`rechallenge audit`: the table as it was read comes first, and then what disagrees in it."""

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from tests.cli.running import here, refused

_TABLE = """\
Step,Bag,Rate (mL/h),Time (min),Volume (mL),Dose (mg),Vital signs
1,A,2,15,0.5,0.04,yes
2,A,5,15,1.25,0.1,yes
3,A,10,15,2.5,0.2,yes
4,A,20,15,5,0.4,yes
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ward.csv"
    path.write_text(_TABLE)
    return path


def test_a_table_that_adds_up_is_shown_as_read_and_compared(table: Path) -> None:
    done = here("audit", str(table))
    assert done.code == 0
    assert (
        done.out
        == """\
ward.csv

WHAT WAS READ
  Column  Header       Read as                  Unit  Numbers
  1       Step         step
  2       Bag          bag
  3       Rate (mL/h)  rate                     mL/h  4
  4       Time (min)   time                     min   4
  5       Volume (mL)  volume                   mL    4
  6       Dose (mg)    dose                     mg    4
  7       Vital signs  nothing: not understood

  4 steps

WHAT WAS COMPARED
  rate x time with volume, in 4 steps
  volume x concentration with dose, in 4 steps

WHAT DOES NOT AGREE
  Nothing that was compared disagrees.

WHAT ELSE WAS LOOKED AT
  the order of 4 step numbers
  not looked at: running sums that fall (no running sums)
  the rise from a step to the next, 3 times
  not looked at: rates that a pump cannot be set to (no pump is named)
  not looked at: dead time in the line (no line is named)

WORTH A LOOK
  Nothing that was looked at stands out.
"""
    )


def test_a_pump_and_a_line_are_looked_at_and_notes_are_no_slips(table: Path) -> None:
    # 2 mL/h x 15 min is 0.5 mL, all of them 9.25 mL; the line holds 5 mL. 0.5 + 1.25 + 2.5 mL are
    # 4.25 mL in 45 min, and 0.75 mL more take 2.25 min at 20 mL/h.
    done = here("audit", str(table), "--pump", "cadd-prizm-pcs-ii", "--line", "5 mL")
    assert done.code == 0
    said = " ".join(done.out.split())
    assert "line of 5 mL full of diluent WORTH A LOOK These are not slips." in said
    assert said.endswith(
        "line 2, column 3: Step 1: A reaches the patient ~47.3 min after it is connected, in step "
        "4 and at 20 mL/h, not at 2 mL/h."
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--pump", "alaris"), "--pump: unknown pump alaris; did you mean alaris-gp?"),
        (("--line", "12"), '--line: "12": it has no unit; write "12 mL"'),
        (("--line", "primary-16"), "--line: unknown line primary-16; did you mean primary-15?"),
    ],
)
def test_a_pump_or_line_that_is_not_known_is_refused(
    table: Path, options: tuple[str, str], said: str
) -> None:
    refused(here("audit", str(table), *options), said)


def test_a_slip_ends_with_one_and_says_what_it_would_be(table: Path) -> None:
    # 10 mL/h for 15 min is 2.5 mL; 0.2 mg of 0.08 mg/mL is 2.5 mL too, so the rate is right.
    table.write_text(_TABLE.replace("15,2.5,0.2", "15,2.6,0.2"))
    done = here("audit", str(table))
    assert done.code == 1
    assert (
        "1. Step 3: 10 mL/h for 15 min is 2.5 mL, but 2.6 mL is printed. "
        "2.6 mL (line 4, column 5) would be 2.5 mL if the rest is right."
    ) in " ".join(done.out.split())


def test_a_table_can_be_pasted_and_its_columns_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pasted = "A\tB\tC\n2\t15\t0.5\n5\t15\t1.3\n"
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(pasted.encode())))
    done = here("audit", "-", "--column", "1=rate, mL/h", "--column", "2=minutes", "--column",
                "3=volume (mL)")  # fmt: skip
    # 5 mL/h for 15 min is 1.25 mL, which is printed 1.3 mL.
    assert (done.code, done.err) == (0, "")
    assert "rate x time with volume, in 2 steps" in done.out


def test_a_decimal_comma_is_asked_about(table: Path) -> None:
    table.write_text(_TABLE.replace(",", ";").replace(".", ","))
    asked = here("audit", str(table))
    assert asked.code == 2
    assert asked.err == (
        "rechallenge: ward.csv: line 2, column 5: 0,5 may have a decimal comma; write --decimal "
        "comma if it has, or --decimal point if commas separate thousands\n"
    )
    assert here("audit", str(table), "--decimal", "comma").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("Tea,Coffee\n1,2\n", "no row is a header with two columns that are known"),
        ("Rate (mL/h),Time (min)\n", "there is no step below the header"),
        (_TABLE + "Step,Rate (mL/h),Time (min)\n1,2,15\n", "another table begins at line 6"),
    ],
)
def test_what_cannot_be_audited_is_a_sentence(table: Path, text: str, said: str) -> None:
    table.write_text(text)
    refused(here("audit", str(table)), said)


def test_a_number_in_another_unit_than_its_header_is_said(table: Path) -> None:
    table.write_text(_TABLE.replace("15,5,0.4", "15,5,400 mcg"))
    done = here("audit", str(table))
    assert "line 5, column 6: 400 mcg was read in its own unit; its header says mg" in done.out
    assert done.code == 0


def test_units_in_cells_are_shown_where_headers_have_none(table: Path) -> None:
    table.write_text("Rate,Time,Volume (mL)\n2 mL/h,15 min,0.5\n0.1 mL/min,15 min,1.5\n")
    lines = here("audit", str(table)).out.splitlines()
    assert "  1       Rate         rate     mL/h, mL/min (in cells)  2" in lines
    assert "  3       Volume (mL)  volume   mL                       2" in lines


def test_a_table_of_more_steps_than_can_be_compared_is_a_sentence(table: Path) -> None:
    table.write_text("Rate (mL/h),Time (min)\n" + "2,15\n" * 10_000)
    said = "has 10,000 steps, and 500 can be compared; the next is at line 502, column 1; name"
    refused(here("audit", str(table)), said)
    assert here("audit", str(table), "--range", "1-40").code == 0


def test_of_two_tables_one_is_chosen(table: Path) -> None:
    table.write_text(_TABLE + _TABLE.replace("15,2.5,0.2", "15,2.6,0.2"))
    asked = here("audit", str(table))
    refused(asked, "another table begins at line 6, column 1; audit one at a time; write which one")
    assert here("audit", str(table), "--table", "1").code == 0
    assert here("audit", str(table), "--table", "2").code == 1
    refused(here("audit", str(table), "--table", "3"), "there is no table 3; there are 2")
    assert here("audit", str(table), "--range", "1-5").code == 0


def test_what_was_not_read_is_named(table: Path) -> None:
    table.write_text(_TABLE.replace("4,A,20,15,5", "4,A,20,15 to 20,5 mg"))
    done = here("audit", str(table))
    assert "line 5, column 4: 15 to 20: no single number" in done.out
    assert "line 5, column 5: 5 mg: a unit that does not fit its column" in done.out
    assert "rate x time with volume, in 3 steps" in done.out


def test_of_a_table_with_nothing_to_compare_nothing_is_said_to_agree(table: Path) -> None:
    table.write_text("Step,Rate,Time\n1,5,15\n2,10,15\n")
    done = here("audit", str(table))
    assert "Nothing was compared, so it is not known whether anything disagrees." in done.out
    assert "Nothing that was compared disagrees" not in done.out


def test_a_table_is_written_as_a_protocol_file_and_what_is_missing_is_named(
    table: Path, tmp_path: Path
) -> None:
    target = tmp_path / "our-table.yaml"
    done = here("audit", str(table), "--to", str(target))
    assert done.code == 0
    assert f"wrote {target}; write into it what the table does not say:" in done.err
    assert [f": {key}: is missing; write it" in done.err for key in ("title", "drug", "scope")] == [
        True, True, True,
    ]  # fmt: skip
    assert "rate: 2 mL/h, over: 15 min" in target.read_text()
    again = here("audit", str(table), "--to", str(target))
    assert again.code == 2
    assert "exists; choose another name" in again.err


def test_a_protocol_file_ends_in_yaml(table: Path, tmp_path: Path) -> None:
    target = tmp_path / "our-table.pdf"
    refused(here("audit", str(table), "--to", str(target)), "write a name that ends in .yaml")
    assert not target.exists()


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("dose", "write the number of the column"),
        ("8=dose, mg", "the table has columns 1 to 7"),
        ("0=dose, mg", "the table has columns 1 to 7"),
        ("9" * 5_000 + "=dose", "the table has columns 1 to 7"),
    ],
)
def test_a_column_that_is_not_there_is_refused(table: Path, column: str, said: str) -> None:
    refused(here("audit", str(table), "--column", column), said)


def test_an_audit_is_json_for_programs_and_ends_with_the_same_code(table: Path) -> None:
    table.write_text(_TABLE.replace("15,2.5,0.2", "15,2.6,0.2"))
    done = here("audit", str(table), "--format", "json", "--pump", "alaris-gp")
    assert done.code == 1
    tree = json.loads(done.out)
    (way,) = tree["disagreements"][0]["explanations"]
    assert way["number"]["cell"] == {"where": "line 4, column 5", "text": "2.6"}
    (pump,) = (look for look in tree["looked_at"] if look["code"] == "pump")
    assert (pump["times"], pump["why_not"]) == (4, None)


_LABEL = """\
Second infusion (4.3 hours)
Step\tRate (mL/h)\tTime (min)
1\t50\t60
2\t100\t60
3\t150\t60
4\t200\t
"""


def test_what_is_stated_beside_a_table_is_compared_with_its_steps(tmp_path: Path) -> None:
    path = tmp_path / "label.txt"
    path.write_text(_LABEL)
    # Without a volume the last step has no end, so that 4.3 h is compared with nothing.
    alone = here("audit", str(path))
    assert alone.code == 0
    assert "compared with nothing: time of all steps, 1 of 1 number" in alone.out
    done = here("audit", str(path), "--stated", "volume=500 mL")
    # 300 mL in 3 h, and 200 mL at 200 mL/h.
    assert done.code == 1
    assert "All steps take 240 min, but 4.3 h is stated." in done.out
    assert "4.3 h (line 1, column 1) would be 240 min." in done.out


def test_a_person_says_how_a_column_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "label.txt"
    path.write_text("Step\tRate (mL/h)\tDose rate (mg/h)\n1\t37.3\t50\n2\t74.6\t100\n")
    stated = ("audit", str(path), "--stated", "bag=750 mg in 560 mL")
    assert here(*stated).code == 0
    done = here(*stated, "--digits", "dose rate=exact", "--digits", "rate=rounded")
    assert done.code == 1
    # 100 / (750 / 560) is 74.667 mL/h.
    assert "74.6 mL/h (line 3, column 2) would be ~74.666667 mL/h." in done.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--stated", "4.3 h"), "write a name and a value"),
        (("--stated", "tea=4.3 h"), "a name that is not known"),
        (("--stated", "total time=4.3 mL"), "a unit that does not fit"),
        (("--digits", "rate"), "write exact or rounded"),
        (("--digits", "tea=exact"), "nothing is read as that"),
    ],
)
def test_a_statement_that_is_not_understood_is_refused(
    table: Path, options: tuple[str, ...], said: str
) -> None:
    refused(here("audit", str(table), *options), said)


def test_a_table_with_its_steps_side_by_side_is_audited_at_the_places_of_the_file(
    table: Path,
) -> None:
    table.write_text("Step,1,2\nRate (mL/h),2,5\nTime (min),15,15\nVolume (mL),0.5,1.52\n")
    done = here("audit", str(table))
    assert done.code == 1
    assert "the table was turned" in done.err
    # 5 mL/h for a quarter of an hour is 1.25 mL.
    assert "1.52 mL (line 4, column 3) would be 1.25 mL" in " ".join(done.out.split())
