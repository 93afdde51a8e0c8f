"""A table is found, and read, under titles, over notes, in the writing of other people."""

from fractions import Fraction as F

import pytest

from rechallenge.audit.roles import Role
from rechallenge.audit.table import Cell, Table
from rechallenge.audit.understanding import Understanding, understand

from .pasted import table


def read(text: str, number: int = 0) -> Understanding:
    return understand(table(text), number=number)


def columns(found: Understanding) -> list[tuple[Role, str]]:
    return [(column.role, column.unit) for column in found.columns]


def values(found: Understanding, role: Role) -> list[str]:
    return [line.numbers[role].shown if role in line.numbers else "" for line in found.lines]


def unread(found: Understanding) -> list[tuple[str, str, str]]:
    return [(one.cell.where, one.cell.text, one.why) for one in found.unread]


def test_a_header_may_stand_below_a_title_and_notes_below_the_table() -> None:
    found = read("""
Table 2. Carboplatin, 500 mg||
Given in the infusion unit (mg, mL)||
Step|Rate (mL/h)|Time (min)
1|2|15
2|5|15
* Vital signs before each step||
Stop at 2 h||""")
    assert columns(found) == [(Role.STEP, ""), (Role.RATE, "mL/h"), (Role.TIME, "min")]
    assert [line.name for line in found.lines] == ["1", "2"]
    assert unread(found) == []


@pytest.mark.parametrize(
    "header",
    [
        "Step|Rate|Time|Volume|Cumulative\n|mL/h|min|mL|dose, mg",
        "|Infusion||Volume|Cumulative\nStep|rate|Time|infused|dose\n|(mL/h)|(min)|(mL)|(mg)",
        "||||Cumulative\n|Rate|Time|per step|dose so far\nStep|(mL/h)|(min)|(mL)|(mg)",
    ],
)  # fmt: skip
def test_a_header_of_several_rows_is_one(header: str) -> None:
    found = read(f"{header}\n1|2|15|0.5|0.04")
    assert columns(found) == [
        (Role.STEP, ""), (Role.RATE, "mL/h"), (Role.TIME, "min"), (Role.VOLUME, "mL"),
        (Role.DOSE_SO_FAR, "mg"),
    ]  # fmt: skip
    assert values(found, Role.DOSE_SO_FAR) == ["0.04 mg"]


def test_a_header_that_is_merged_over_columns_is_of_each() -> None:
    rows = (
        (Cell("Step", "A1"), Cell("So far", "B1"), Cell("", "C1", of="So far")),
        (Cell("", "A2"), Cell("mL", "B2"), Cell("mg", "C2")),
        (Cell("1", "A3"), Cell("2", "B3"), Cell("3", "C3")),
    )
    found = understand(Table("merged", rows))
    assert columns(found) == [
        (Role.STEP, ""), (Role.VOLUME_SO_FAR, "mL"), (Role.DOSE_SO_FAR, "mg"),
    ]  # fmt: skip


def test_a_cell_that_is_merged_over_rows_is_of_each_where_that_can_be() -> None:
    def row(number: int, *cells: Cell) -> tuple[Cell, ...]:
        return (Cell(str(number), f"A{number}"), *cells)

    head = tuple(Cell(text, text) for text in ("Step", "Bag", "Rate (mL/h)", "Time (min)"))
    first = row(1, Cell("Bag 1", "B1:B2", rows=2), Cell("5", "C1:C2", rows=2),
                Cell("30", "D1:D2", rows=2))  # fmt: skip
    second = row(2, Cell("", "B2", of="Bag 1"), Cell("", "C2", of="5"), Cell("", "D2", of="30"))
    found = understand(Table("merged", (head, first, second)))
    assert [line.bag for line in found.lines] == ["Bag 1", "Bag 1"]
    assert values(found, Role.RATE) == ["5 mL/h", "5 mL/h"]
    # 30 min may be each step's time, or both steps' together.
    assert values(found, Role.TIME) == ["", ""]
    assert unread(found) == [("D1:D2", "30", "merged")]


def test_a_row_that_names_a_bag_is_of_the_steps_below_it() -> None:
    found = read("""
Step|Rate (mL/h)|Time (min)
Solution A (0.08 mg/mL)||
1|2|15
Solution B: 0.8 mg/mL||
2|5|15
Solution B must be shaken||
3|5|15""")
    assert [line.bag for line in found.lines] == ["Solution A", "Solution B", "Solution B"]


@pytest.mark.parametrize(
    ("said", "numbers"),
    [("(0.1 mg/mL)", ["0.1 mg/mL"]),
     (": 10 mg in 100 mL", ["10 mg", "100 mL"]), (", 1:10", ["1:10"]),
     ("（0.1 mg/mL）", ["0.1 mg/mL"]), ("", []), (" (diluent)", [])],
)  # fmt: skip
def test_a_row_that_names_a_bag_says_what_is_in_it(said: str, numbers: list[str]) -> None:
    found = read(f"Rate (mL/h)|Volume (mL)|Dose (mg)\nBag A{said}||\n10|2.5|0.25")
    assert [number.shown for bag in found.bags for number in bag.numbers.values()] == numbers
    assert [line.bag for line in found.lines] == ["Bag A"]
    assert found.unread_beside == []


def test_what_a_row_with_the_name_of_a_bag_says_is_named_where_it_is_not_understood() -> None:
    found = read("Rate (mL/h)|Volume (mL)\nBag A (10 mg to 100 mL)|\n10|2.5")
    assert [(one.cell.where, one.why) for one in found.unread_beside] == [("2,1", "no-fact")]


def test_a_column_without_a_header_is_named_where_it_has_cells() -> None:
    found = read("Step||Rate (mL/h)|Time (min)|\n1|a|2|15|\nRest 5 min||||\n2||5|15|7")
    assert [(other.place, other.text) for other in found.others] == [(1, ""), (4, "")]


@pytest.mark.parametrize(
    ("header", "role"),
    [("From (min)", Role.TIME_SO_FAR), ("To, min", Role.TIME_SO_FAR),
     ("Start time (min)", Role.TIME_SO_FAR), ("End (h)", Role.TIME_SO_FAR),
     ("Time to infuse (min)", Role.TIME), ("Total steps (min)", Role.TIME_SO_FAR)],
)  # fmt: skip
def test_a_header_that_names_a_moment_is_no_duration(header: str, role: Role) -> None:
    found = read(f"{header}|Rate (mL/h)\n15|10\n15|20")
    assert found.columns[0].role is role


def test_times_that_begin_with_0_and_rise_are_moments() -> None:
    text = "Time (min)|Rate (mL/h)\n0|{}\n30|100\n{}|150"
    found = read(text.format(50, 60))
    assert (found.columns[0].role, values(found, Role.TIME)) == (Role.TIME_SO_FAR, [""] * 3)
    # A pause of 0 min may be meant, and 30 min twice are no two moments.
    assert read(text.format(0, 60)).columns[0].role is Role.TIME
    assert read(text.format(50, 30)).columns[0].role is Role.TIME


def test_a_total_that_is_repeated_in_each_step_is_no_running_sum() -> None:
    rows = "Dose (mg)|Total dose (mg)\n1|{0}\n2|{0}\n4|{1}"
    found = read(rows.format(7, 7))
    assert unread(found) == [(f"{row},2", "7", "repeated") for row in (2, 3, 4)]
    assert values(found, Role.DOSE_SO_FAR) == ["", "", ""]
    assert unread(read(rows.format(7, 8))) == []


def test_cells_are_read_in_their_own_unit_against_their_header() -> None:
    found = read("""
Step|Rate (mL/h)|Dose (mg)
1|2|500 mcg
2|5 mL/min|1
3|5 mg/h|0.002 g""")
    doses = [line.numbers[Role.DOSE].value for line in found.lines]
    assert doses == [F(1, 2), 1, 2]
    assert found.lines[1].numbers[Role.RATE].value == 300
    assert unread(found) == [("4,2", "5 mg/h", "other-unit")]


def test_a_header_without_a_unit_is_understood_by_its_cells() -> None:
    found = read("""
Step|Rate|Given|So far
1|2 mL/h|over 15 min|0.5 mL
2|4 mg/h|for 15 min|1.5 mL""")
    assert columns(found) == [
        (Role.STEP, ""), (Role.RATE, ""), (Role.TIME, ""), (Role.VOLUME_SO_FAR, ""),
    ]  # fmt: skip
    assert values(found, Role.TIME) == ["15 min", "15 min"]
    assert unread(found) == [("3,2", "4 mg/h", "other-unit")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("１．２５", "1.25 mg"), ("1·25", "1.25 mg"), ("2.5*", "2.5 mg"), ("2.5 mg†", "2.5 mg"),
     ("２.５ｍｇ", "2.5 mg"), ("2.5ᵃ", "2.5 mg"), ("1,250", "1,250 mg"), ("~3", "3 mg")],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text: str, shown: str) -> None:
    assert values(read(f"Step|Dose (mg)|Time (min)\n1|{text}|15\n2|1|15"), Role.DOSE) == [
        shown,
        "1 mg",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [("1-Feb", "date"), ("Mar-04", "date"), ("2023-03-15", "date"), ("0:15", "date"),
     ("1月2日", "date"), ("3/4/2023", "date"), ("15²", "no-number"), ("1 to 2", "no-number"),
     ("1–2", "no-number"), ("<5", "no-number"), ("5 (10)", "no-number"),
     ("1,5", "decimal-comma")],
)  # fmt: skip
def test_what_is_not_one_number_is_named_and_not_read(text: str, why: str) -> None:
    assert unread(read(f"Step|Dose (mg)|Time (min)\n1|{text}|15\n2|1|15")) == [("2,2", text, why)]


def test_hours_and_minutes_are_read_as_minutes() -> None:
    found = read("Step|Time|Rate (mL/h)\n1|1 h 15 min|2\n2|1小时15分钟|5")
    assert values(found, Role.TIME) == ["75 min", "75 min"]


@pytest.mark.parametrize("text", ["", "-", "–", "—", "n/a", "N/A", "...", "无"])
def test_a_mark_for_nothing_is_no_number_and_not_named(text: str) -> None:
    found = read(f"Step|Dose (mg)|Rate (mL/h)\n1|{text}|2")
    assert unread(found) == []
    assert values(found, Role.DOSE) == [""]


def test_a_total_above_more_steps_is_not_the_total_of_the_table() -> None:
    found = read("""
Step|Time (min)|Rate (mL/h)
1|15|2
2|15|5
Total|30|
3|15|10
Grand total|45|""")
    assert unread(found) == [("4,2", "30", "subtotal")]
    assert found.totals[Role.TIME].digits == "45"
    assert len(found.lines) == 3


def test_a_word_like_total_in_a_note_does_not_make_a_step_a_total() -> None:
    found = read("Rate (mL/h)|Time (min)|Note\n2|15|give the total rest\n5|15|consume")
    assert len(found.lines) == 2
    found = read("Step|Rate (mL/h)|Time (min)|Note\n1|2|15|\n2|5|15|Total so far 30 min")
    assert (len(found.lines), found.totals) == (2, {})


@pytest.mark.parametrize("called", ["Subtotal B", "Total of B", "小计"])
def test_of_two_totals_one_below_the_other_the_first_is_named_and_not_compared(called: str) -> None:
    found = read(f"Step|Rate (mL/h)|Time (min)\n1|2|15\n2|5|15\n{called}||15\nTotal||30")
    assert unread(found) == [("4,3", "15", "subtotal")]
    assert found.totals[Role.TIME].digits == "30"


def test_a_list_of_bags_below_a_total_leaves_it_the_total_of_the_steps() -> None:
    found = read("""
Step|Rate (mL/h)|Time (min)
1|2|15
Total||15
Bag|Drug (mg)|Volume (mL)
A|10|100""")
    assert unread(found) == []
    assert found.totals[Role.TIME].digits == "15"


@pytest.mark.parametrize("called", ["Summe", "Gesamtdauer", "Total", "Totale", "Somme", "总量"])
def test_a_total_is_known_by_its_name_also_before_a_column_that_is_not_understood(
    called: str,
) -> None:
    found = read(f"Schritt|Rate (mL/h)|Dauer (min)\n1|2|15\n2|5|15\n{called}||30")
    assert (len(found.lines), found.totals[Role.TIME].digits) == (2, "30")


@pytest.mark.parametrize(
    "header",
    ["Vital signs every (min)", "Volume remaining (mL)", "Max. rate (mL/h)", "Volume left (mL)",
     "剩余体积(mL)"],
)  # fmt: skip
def test_a_column_that_has_a_unit_of_a_step_and_says_something_else_is_not_understood(
    header: str,
) -> None:
    found = read(f"{header}|Rate (mL/h)|Time (min)|Volume (mL)\n5|2|15|0.5")
    assert [(other.place, other.text) for other in found.others] == [(0, header)]
    assert columns(found) == [(Role.RATE, "mL/h"), (Role.TIME, "min"), (Role.VOLUME, "mL")]


@pytest.mark.parametrize("text", ["1:30", "01:30", "1:30:00"])
def test_a_header_may_say_that_times_are_hours_and_minutes(text: str) -> None:
    found = read(f"Rate (mL/h)|Duration (h:mm)\n2|{text}\n5|15")
    assert values(found, Role.TIME) == ["90 min", ""]
    # 15 alone may be hours or minutes.
    assert unread(found) == [("3,2", "15", "no-number")]


_TWO = """
Solution|Volume (mL)
A|250
Step|Rate (mL/h)|Time (min)
1|2|15
Step|Rate (mL/h)|Time (min)
2|5|15
Day 2||
Step|Rate (mL/h)|Time (min)
1|10|15
Solution|Volume (mL)
B|100"""


def test_of_two_tables_on_a_page_one_is_chosen() -> None:
    both = read(_TWO)
    assert both.second is not None
    assert (both.second.where, both.tables) == ("8,1", 2)
    first, second, third = (read(_TWO, number) for number in (1, 2, 3))
    assert values(first, Role.RATE) == ["2 mL/h", "5 mL/h"]
    assert [bag.bag for bag in first.bags] == ["A"]
    assert values(second, Role.RATE) == ["10 mL/h"]
    assert [bag.bag for bag in second.bags] == ["B"]
    assert (first.second, second.second, third.columns) == (None, None, ())


def test_a_table_without_a_header_is_read_as_its_columns_are_named() -> None:
    found = understand(table("1|2|15\n2|5|15"), {1: "rate, mL/h", 2: "min"})
    assert values(found, Role.RATE) == ["2 mL/h", "5 mL/h"]
    assert [line.name for line in found.lines] == ["1", "2"]


@pytest.mark.parametrize(
    "header",
    [
        "步骤|浓度(mg/ml)|滴速(ml/h)|时间(min)|体积(ml)|剂量(mg)|累积剂量(mg)",
        "步骤｜浓度（ｍｇ／ｍｌ）｜泵速（ｍｌ／ｈ）｜时间（ｍｉｎ）｜液量（ｍｌ）｜药量（ｍｇ）｜累计药量（ｍｇ）",
        "序号|药物浓度（毫克/毫升）|输注速度（毫升/小时）|持续时间（分钟）|输注量（毫升）|给药剂量（毫克）|累积剂量（毫克）",
        "步驟|濃度 mg·mL-1|滴速 mL·h⁻¹|時間 min|體積 mL|劑量 mg|累積劑量 mg",
    ],
)
def test_headers_of_chinese_hospitals_are_understood(header: str) -> None:
    found = read(f"{header}\n1|0.08|2|15|0.5|0.04|0.04".replace("｜", "|"))
    assert columns(found) == [
        (Role.STEP, ""), (Role.CONCENTRATION, "mg/mL"), (Role.RATE, "mL/h"), (Role.TIME, "min"),
        (Role.VOLUME, "mL"), (Role.DOSE, "mg"), (Role.DOSE_SO_FAR, "mg"),
    ]  # fmt: skip
    assert unread(found) == []


def test_a_ratio_of_full_width_is_a_ratio() -> None:
    found = read("步骤|溶液|稀释|滴速(ml/h)\n1|A|１：１００|２\n2|B|1：10|5")
    assert [line.numbers[Role.RATIO].value for line in found.lines] == [F(1, 100), F(1, 10)]


@pytest.mark.parametrize(
    "text",
    [
        "Step|Rate (drops/min)|Time (min)|Volume (mL)\n1|10|15|7.5",
        "步骤|滴速 (滴/min)|时间 (min)|体积 (mL)\n1|10|15|7.5",
        "Step|Rate (mL/h)|Time (min)|Volume (mL)\n1|10 gtt/min|15|7.5",
    ],
)
def test_a_rate_in_drops_is_not_taken_for_one_in_millilitres(text: str) -> None:
    found = read(text)
    assert [why for _where, _text, why in unread(found)] == ["drops"]
    assert values(found, Role.RATE) == [""]


def test_one_column_that_is_known_is_no_table() -> None:
    assert read("Step|Rate (mL/h)\n1|5").columns == ()
    assert columns(read("Bag|Rate (mL/h)\nA|5")) == [(Role.BAG, ""), (Role.RATE, "mL/h")]


def test_of_the_rows_above_a_table_those_of_one_or_two_texts_are_read() -> None:
    steps = "\nStep|Rate (mL/h)|Time (min)\n1|2|15"
    assert [cell.text for cell in read(f"Weight|70 kg|{steps}").beside] == ["Weight: 70 kg"]
    assert read(f"Weight|70 kg|March{steps}").beside == []


def test_a_bag_that_is_named_by_its_dilution_says_how_far_it_is_diluted() -> None:
    found = read("Bag|Rate (mL/h)|Time (min)\n1:100|2|15\nA|5|15")
    assert [line.numbers.get(Role.RATIO) is not None for line in found.lines] == [True, False]
    assert found.lines[0].numbers[Role.RATIO].value == F(1, 100)


def test_what_stands_before_decimals_may_be_said() -> None:
    rows = table("Step|Rate (mL/h)|Dose (mg)\n1|2,5|1.250")
    found = understand(rows, decimal="comma").lines[0].numbers
    assert (found[Role.RATE].value, found[Role.DOSE].value) == (F("2.5"), 1250)
    # Where it is not said, 2,5 may be 2.5 or a slip for 25.
    assert unread(understand(rows)) == [("2,2", "2,5", "decimal-comma")]
    assert understand(rows).lines[0].numbers[Role.DOSE].value == F("1.25")
