"""What stands out in a table whose numbers agree: order, jumps, rates of a pump, dead time."""

from collections import Counter
from fractions import Fraction as F
from pathlib import Path

import pytest
from tools.planted_looks import outcome_of_look

from rechallenge.audit.looks import Look, Note, looked_at, notes_of
from rechallenge.files.facts import read_facts
from rechallenge.files.find import PUMPS, Shelves
from rechallenge.model.pump import Pump
from rechallenge.quantities import parse
from rechallenge.sheet.audit_looks import note_text
from tests.published.tables import tables

from .pasted import audited, published

_LADDER = """
Step|Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)
1|A|2|15|0.5|0.04
2|A|5|15|1.25|0.1
3|A|10|15|2.5|0.2
4|A|20|15|5|0.4
5|B|5|15|1.25|1
6|B|10|15|2.5|2
7|B|20|15|5|4
8|B|40|15|10|8"""


def looks(text: str, pump: str = "", line: str = "") -> dict[str, Look]:
    named = Shelves.found().facts(PUMPS).get(pump, Path())
    of_pump = read_facts(named, PUMPS) if pump else None
    assert of_pump is None or isinstance(of_pump, Pump)
    found = looked_at(audited(text), of_pump, parse(line) if line else None)
    return {look.code: look for look in found}


def noted(text: str, pump: str = "", line: str = "") -> list[tuple[str, str]]:
    notes = notes_of(list(looks(text, pump, line).values()))
    return [(note.code, note.cell.where) for note in notes]


def steps(*numbers: int | str) -> str:
    return "Step|Rate (mL/h)|Time (min)\n" + "\n".join(f"{n}|5|15" for n in numbers)


def only(found: Look) -> Note:
    (note,) = found.notes
    return note


def test_a_table_in_order_has_nothing_to_look_at() -> None:
    found = looks(_LADDER)
    assert [look.notes for look in found.values()] == [()] * 5
    # Eight steps, seven rises from one to the next; the table prints no sums.
    assert (found["steps"].times, found["jumps"].times, found["sums"].times) == (8, 7, 0)


@pytest.mark.parametrize(
    ("numbers", "notes"),
    [
        ((1, 2, 4, 5), [("step-missing", "4,1")]),
        ((2, 3), [("step-missing", "2,1")]),
        ((1, 2, 6, 7), [("steps-missing", "4,1")]),
        ((1, 2, 2, 3), [("step-doubled", "4,1")]),
        ((1, 3, 2, 4), [("step-out-of-order", "4,1")]),
        ((1, 1, 2, 3), [("step-doubled", "3,1")]),
        (("Step 1", "2.", "No. 3"), []),
        # Each day is numbered from 1, and 1a is the name of a step and not its number.
        ((1, 2, 3, 1, 2), []),
        (("1a", "1b", "2a"), []),
    ],
)
def test_step_numbers_are_looked_at(
    numbers: tuple[int | str, ...], notes: list[tuple[str, str]]
) -> None:
    assert noted(steps(*numbers)) == notes


def test_the_steps_that_are_missing_are_named() -> None:
    note = only(looks(steps(1, 2, 6, 7))["steps"])
    assert note_text(note) == "4,1: Steps 3 to 5 are missing before step 6."


def test_a_bag_may_number_its_steps_from_one() -> None:
    rows = "Step|Bag|Rate (mL/h)\n1|A|5\n2|A|10\n1|B|5"
    assert noted(rows) == []
    assert noted(rows.replace("1|B", "1|A")) == [("step-doubled", "4,1"), ("rate-falls", "4,3")]


def test_a_time_that_goes_back_is_noted_once() -> None:
    rows = "Step|Rate (mL/h)|Total time (min)\n1|5|15\n2|10|30\n3|20|20\n4|40|60"
    assert noted(rows) == [("time-so-far-falls", "4,3")]
    # 15 min + 15 min is 30 min, so 20 min disagrees with its step, and is named there.
    with_times = "Step|Time (min)|Total time (min)\n1|15|15\n2|15|30\n3|15|20\n4|15|60"
    assert len(audited(with_times).slips) == 1
    assert noted(with_times) == []


def test_a_sum_that_is_printed_with_fewer_digits_has_not_fallen() -> None:
    rows = "Step|Rate (mL/h)|Cumulative dose (mg)\n1|5|1.24\n2|10|1.2\n3|20|{}"
    # 1.2 stands for 1.15 to 1.25, so it may be 1.24. After it, 1.1 is less in the same digits.
    assert noted(rows.format("1.3")) == []
    assert noted(rows.format("1.1")) == [("dose-so-far-falls", "4,3")]


def test_a_rise_above_the_two_largest_others_together_is_a_jump() -> None:
    # 0.4 mg in 15 min is 1.6 mg/h, 20 mg are 80 mg/h: 50-fold. The others are 2-fold and 2.5-fold,
    # 5-fold together; after it, 20 mg to 40 mg is 2-fold again.
    rows = _LADDER.replace("5|B|5|15|1.25|1\n6|B|10|15|2.5|2\n", "5|B|100|15|25|20\n")
    rows = rows.replace("7|B|20|15|5|4", "6|B|200|15|50|40").replace("8|B|40|15|10|8", "")
    note = only(looks(rows)["jumps"])
    assert (note.code, note.cell.where) == ("dose-rate-jumps", "6,3")
    assert [note.numbers[name] for name in ("factor", "least", "most")] == [50, 2, F(5, 2)]
    assert "rises 50-fold, from 1.6 mg/h to 80 mg/h" in note_text(note)


def test_rises_that_are_all_the_same_are_no_range() -> None:
    # 5 to 10 and 10 to 20 are 2-fold, 20 to 200 is 10-fold.
    note = only(looks("Bag|Rate (mL/h)\nA|5\nA|10\nA|20\nA|200\nA|400")["jumps"])
    assert note_text(note).endswith("; the other rises are 2-fold.")


def test_a_step_that_was_left_out_of_a_doubling_table_is_no_jump() -> None:
    rows = "Bag|Rate (mL/h)\nA|2\nA|4\nA|8\nA|{}\nA|{}"
    # 8 to 32 is 4-fold, just what two doublings make; 8 to 33 is more than any two rises.
    assert noted(rows.format(32, 64)) == []
    assert noted(rows.format(33, 66)) == [("rate-jumps", "5,2")]


def test_a_rise_is_not_called_a_jump_where_only_its_digits_make_it_one() -> None:
    # 0.01 mg stands for 0.005 mg to 0.015 mg: 0.06 mg may be 4-fold, as the next two together.
    rows = "Step|Bag|Dose (mg)\n1|A|0.01\n2|A|0.06\n3|A|0.12\n4|A|0.24"
    assert noted(rows) == []
    assert noted(rows.replace("0.01", "0.0100")) == [("dose-jumps", "3,3")]


@pytest.mark.parametrize("times", [(0, 20, 40, 60, 80), (20, 20, 20, 20, 20), ("",) * 5])
def test_doses_at_once_are_compared_whatever_the_time_between_them(times: tuple[object]) -> None:
    doses = zip(("0.1", "0.3", "1.0", "30", "90"), times, strict=True)
    rows = "\n".join(f"{n}|{dose}|{time}" for n, (dose, time) in enumerate(doses, 1))
    # 1 mg to 30 mg is 30-fold; the others are 3-fold to 3.33-fold, 10-fold together.
    assert noted(f"Step|Dose (mg)|Time (min)\n{rows}") == [("dose-jumps", "5,2")]


def test_two_rises_are_too_few_to_compare_one_with() -> None:
    assert noted("Bag|Rate (mL/h)\nA|2\nA|4\nA|400") == []


def test_a_rate_of_nothing_is_no_rise() -> None:
    rows = "Bag|Rate (mL/h)|Volume (mL)\nA|2|1\nA|0|1\nA|4|1\nA|8|1"
    assert looks(rows)["jumps"].times == 2
    assert noted(rows) == []


def test_a_rate_that_falls_is_noted_and_a_stronger_bag_is_no_fall() -> None:
    # From step 4 to step 5 the rate falls from 20 to 5 mL/h, and 0.4 mg becomes 1 mg.
    assert noted(_LADDER) == []
    rows = _LADDER.replace("7|B|20|15|5|4", "7|B|8|15|2|1.6")
    # 2 mg becomes 1.6 mg; then 1.6 mg becomes 8 mg, 5-fold as 2 x 2.5.
    assert noted(rows) == [("dose-rate-falls", "8,3")]


@pytest.mark.parametrize(
    ("rate", "code", "numbers"),
    [
        ("0.05", "pump-too-slow", {"limit": "0.1 mL/h"}),
        ("1205", "pump-too-fast", {"limit": "1,200 mL/h"}),
        # From 100 mL/h on it takes whole mL/h.
        ("100.5", "pump-between", {"nearest": "101 mL/h"}),
        ("5.25", "pump-between", {"nearest": "5.3 mL/h"}),
    ],
)
def test_a_rate_that_a_pump_cannot_be_set_to_is_noted(
    rate: str, code: str, numbers: dict[str, str]
) -> None:
    note = only(looks(f"Bag|Rate (mL/h)\nA|{rate}\nA|1200", "alaris-gp")["pump"])
    assert (note.code, note.cell.where) == (code, "2,2")
    assert all(said in note_text(note) for said in numbers.values())


def test_a_pump_that_takes_all_rates_has_no_note_and_no_pump_is_not_looked_at() -> None:
    assert looks(_LADDER, "alaris-gp")["pump"].times == 8
    assert looks(_LADDER, "alaris-gp")["pump"].notes == ()
    assert looks(_LADDER)["pump"] == Look("pump", why_not="no-pump")


def test_what_a_bag_holds_reaches_the_patient_when_the_line_is_through() -> None:
    first, second = looks(_LADDER, line="12 mL")["line"].notes
    # A: 0.5 + 1.25 + 2.5 + 5 mL are 9.25 mL in 60 min, then 1.25 mL more to 75 min; the last 1.5 mL
    # of the 12 mL run at 10 mL/h, which takes 9 min.
    assert (first.numbers["step"], first.numbers["after"]) == ("1", parse("84 min"))
    assert (first.numbers["arrives_in"], first.numbers["arrives_at"]) == ("6", parse("10 mL/h"))
    # B: 1.25 + 2.5 + 5 mL are 8.75 mL in 45 min; the last 3.25 mL run at 40 mL/h, in 4.875 min.
    assert (second.numbers["step"], second.numbers["after"]) == ("5", parse("49.875 min"))
    assert (second.code, second.numbers["arrives_in"]) == ("line-other-rate", "8")


def test_a_bag_that_never_reaches_the_patient_is_noted() -> None:
    # Of B only 18.75 mL run, and the line holds 20 mL.
    codes = [note.code for note in looks(_LADDER, line="20 mL")["line"].notes]
    assert codes == ["line-other-rate", "line-never"]


@pytest.mark.parametrize("header", ["Bag", "Solution", "Concentration (mg/mL)", "Dilution"])
def test_solutions_are_different_bags_however_they_are_named(header: str) -> None:
    names = ("1:100", "1:10") if header == "Dilution" else ("0.1 mg/mL", "1 mg/mL")
    rows = f"Step|{header}|Rate (mL/h)|Time (min)\n1|{names[0]}|60|10\n2|{names[1]}|30|60"
    first, second = looks(rows, line="12 mL")["line"].notes
    assert (first.numbers["bag"], second.numbers["bag"]) == names


def test_solutions_that_are_named_by_their_concentration_are_different_bags() -> None:
    rows = "Step|Bag|Rate (mL/h)|Time (min)\n1|0.1 mg/mL|60|10\n2|1 mg/mL|30|60\n3|1 mg/mL|60|5"
    first, second = looks(rows, line="12 mL")["line"].notes
    # 10 mL of the first, and the last 2 mL of the line at 30 mL/h; 12 mL of the second at 30 mL/h.
    assert (first.numbers["bag"], first.numbers["after"]) == ("0.1 mg/mL", parse("14 min"))
    assert (second.numbers["bag"], second.numbers["after"]) == ("1 mg/mL", parse("24 min"))
    # 60 mL/h to 30 mL/h is no fall: the second is stronger, and no dose rate is printed.
    assert [code for code, _ in noted(rows)] == []


def test_a_pause_takes_time_and_pushes_nothing() -> None:
    rows = "Step|Bag|Rate (mL/h)|Time (min)\n1|A|60|10\n2|A|0|30\n3|A|60|10"
    # 10 mL run before the pause, and the other 2 mL of the line after it: 10 + 30 + 2 min.
    note = only(looks(rows, line="12 mL")["line"])
    assert note.numbers["after"] == parse("42 min")
    # In a later step, but at the rate of its own: nothing is said of another rate.
    assert note_text(note).endswith(" 42 min after it is connected, in step 3.")


def test_steps_without_a_time_are_not_looked_at_for_dead_time() -> None:
    rows = "Step|Bag|Rate (mL/h)|Time (min)\n1|A|60|10\n2|B|60|"
    assert looks(rows, line="12 mL")["line"] == Look("line", why_not="no-rate-and-time")
    assert looks(rows)["line"] == Look("line", why_not="no-line")


@pytest.mark.slow
def test_notes_in_published_tables_are_few_and_say_what_is_printed() -> None:
    found: dict[tuple[str, str], object] = {}
    for named, raw in tables().items():
        done = audited(published(raw)[0])
        found |= {(named, note.code): note.numbers["step"] for note in notes_of(looked_at(done))}
    weights = ("2.5", "10", "20", "30", "35", "50")
    assert found == {
        # From the last doubling at 96 mg/h to the rest of the dose at half of that.
        ("cf-tobramycin-doubling-parmar2005", "dose-rate-falls"): "17",
        # 1 mg/kg/h to 3 mg/kg/h, then 5 and 7: as the label has it.
        **{(f"label-alglucosidase-{kg}-kg", "rate-jumps"): "2" for kg in weights},
        # 100 mL/h to 200 mL/h, then 250 and 300.
        ("label-ocrelizumab-600-2-h", "rate-jumps"): "2",
    }


@pytest.mark.slow
def test_even_tables_have_nothing_to_look_at_and_what_is_planted_in_each_is_noted() -> None:
    # Each seed is a table of its own: two for each kind that is planted. `python -m tools.planted
    # 5000` takes as many as one likes.
    looked = {seed: outcome_of_look(seed) for seed in (0, 1, 2, 3, 5, 6, 8, 9, 11, 13, 16, 17)}
    assert set(Counter(one.kind for one in looked.values()).values()) == {2}
    assert {seed: one for seed, one in looked.items() if one.alarmed or not one.noted} == {}


def test_a_rinse_moves_the_line_on_and_is_no_bag() -> None:
    rows = "Step|Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)\n"
    rows += "1|A|60|10|10|1\n2|saline|60|5|5|0\n3|B|60|20|20|20"
    first, second = looks(rows, line="12 mL")["line"].notes
    # A is at the vein after 12 mL at 60 mL/h, while saline runs; B 12 mL after it was connected.
    assert (first.numbers["bag"], first.numbers["after"]) == ("A", parse("12 min"))
    assert (second.numbers["bag"], second.numbers["after"]) == ("B", parse("12 min"))


def test_a_volume_in_no_time_tells_no_rate_for_the_dead_time() -> None:
    rows = "Step|Bag|Time (min)|Volume (mL)\n1|A|0|10\n2|A|15|10"
    assert looks(rows, line="12 mL")["line"] == Look("line", why_not="no-rate-and-time")


@pytest.mark.parametrize(
    "rows",
    [
        "Step|Bag|Rate (mL/h)|Volume (mL)\n1|A|20|10\n2|A|40|10",
        "Step|Bag|Time (min)|Volume (mL)\n1|A|30|10\n2|A|15|10",
    ],
)
def test_two_of_rate_time_and_volume_tell_when_a_bag_reaches_the_patient(rows: str) -> None:
    # 10 mL at 20 mL/h take 30 min; the other 2 mL of the line take 3 min at the 40 mL/h that 10 mL
    # in 15 min are.
    note = only(looks(rows, line="12 mL")["line"])
    assert (note.code, note.numbers["after"]) == ("line-other-rate", parse("33 min"))


def test_rates_are_compared_where_not_every_step_has_a_dose() -> None:
    rows = "Step|Rate (mL/h)|Time (min)|Dose (mg)\n1|10|15|1\n2|11|15|\n3|12|15|1.2\n"
    # 60 / 13 is 4.6; the largest other rises, 11 / 10 and 12 / 11, make 1.2 together.
    assert noted(f"{rows}4|13|15|1.3\n5|60|15|6") == [("rate-jumps", "6,2")]
