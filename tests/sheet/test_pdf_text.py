"""What a printed sheet says, compared with the plan and with values worked by hand."""

import re

import pytest

from rechallenge import Acknowledgement, Order, Plan, plan, read_protocol
from rechallenge.sheet.finding_text import finding_text
from rechallenge.sheet.pdf.render import FOLDER_VARIABLE, Unprintable, step_sheet_pdf
from rechallenge.sheet.pdf.words import bare, in_words
from rechallenge.sheet.plan_json import fingerprint
from tests.sheet.tagged import read_tagged
from tests.tiers import slow_but

from .printed import LOOKED_AT, ORDERS, letters_by_line, made, of_steps, page_texts, sheet, tagged

MARKUP = r'*bold* #import "x" $x^2$ <b> \ `raw` @ref [link] _it_ // c /* d */ -- ... #panic("no")'


def rows(name: str, first_head: str) -> list[list[str]]:
    """The rows of a table, its header left out, with ordinary spaces."""
    tables = [t for t in tagged(name).tables() if t[0][0] == first_head]
    return [[cell.replace("\u00a0", " ") for cell in row] for row in tables[0][1:]]


def test_the_steps_of_case_2_are_those_worked_by_hand() -> None:
    # 10% of 375 mg = 37.5 mg; 375 mg / 250 mL = 1.5 mg/mL, so 25 mL; over 30 min that is 50 mL/h.
    # The rest: 337.5 mg, 225 mL over 90 min = 150 mL/h. 30 min between them.
    one, two, three, flush = [row[:8] for row in rows("case-2", "Step") if len(row) > 8]
    total = rows("case-2", "Step")[-1]
    one, three, flush = ([" ".join(cell.split()) for cell in row] for row in (one, three, flush))
    assert one == ["1", "A", "50 mL/h", "25 mL", "09:00", "30 min", "37.5 mg", "37.5 mg 10%"]
    assert two == ["2", "", "observe\nnothing runs", "", "09:30", "30 min", "", ""]
    assert three == ["3", "A", "150 mL/h", "225 mL", "10:00", "90 min", "337.5 mg",
                     "375 mg 100%"]  # fmt: skip
    # The 20 mL in the line, at the last rate: 20 mL / 150 mL/h = 8 min.
    assert flush == ["Flush", "diluent", "150 mL/h", "20 mL", "11:30", "8 min", "brings 30 mg", ""]
    assert total[:5] == ["Steps in all", "250 mL", "end 11:30", "150 min", "375 mg"]


def test_the_patient_is_watched_from_the_end_of_the_flush_on() -> None:
    # The steps end at 11:30, the flush of 8 min at 11:38; 30 min later it is 12:08.
    watched = bare("Observation: for 30 min after the flush, until 12:08.")
    assert watched in bare(tagged("case-2").root.text)


def test_the_bag_of_case_2_is_on_the_sheet_with_its_label() -> None:
    assert rows("case-2", "Bag") == [
        ["A", "375 mg\n1.5 mg per mL", "250 mL", "250 mL", "none",
         "cadonilimab 375 mg in 250 mL\n1.5 mg per mL, bag A"],
    ]  # fmt: skip


def test_a_gravity_set_is_set_in_drops_with_the_rate_below() -> None:
    # 5% of 500 mL = 25 mL in 30 min = 50 mL/h; 20 drops/mL: 16.67 drops/min, rounded to 17, which
    # is 17 x 60 / 20 = 51 mL/h.
    # 682.5 mg in 500 mL is 1.365 mg/mL, so 69.615 mg/h: the label of rituximab speaks in mg/h.
    assert rows("by-drops", "Step")[1][2] == "17 drops/min\n51 mL/h, 69.615 mg/h"
    assert "Step 1: As written: rate 50 mL/h, duration 30 min" in " ".join(
        tagged("by-drops").root.text.replace("\u00a0", " ").split()
    )


def test_a_step_that_clears_the_line_says_so_and_counts_nothing() -> None:
    first, note = rows("twelve-steps", "Step")[1:3]
    assert first[6:8] == ["not counted", ""]
    assert note[0].startswith("Clears the line: brings drug to the vein; none is counted")


def test_a_bag_that_runs_dry_is_changed_for_the_flush_in_the_step_it_is_dry_in() -> None:
    # 20 mL of Solution 3 fill its set, so its last 20 mL are missing: at 80 mL/h, 15 min.
    # Of the 232.5 mL of step 15 the bag gives 212.5 mL.
    # Step 15 begins at 256.2 min, after 3 clearings of 30 min, 9 steps of 15 min and 2 of 15.6 min.
    # 212.5 mL at 80 mL/h are 159.375 min, the one duration of the step.
    *_, last, note, change, flush, _ = rows("twelve-steps", "Step")
    assert last[2:6] == ["80 mL/h", "212.5 mL", "256.2 min", "~159.4 min"]
    assert " ".join(note[0].split()) == (
        "Change over at ~415.6 min: bag C is empty then. Start the flush at once."
    )
    assert " ".join(change[0].split()) == "~415.6 min PAUSE CONNECT diluent SET 80 mL/h START"
    assert flush[:6] == ["Flush", "diluent", "80 mL/h", "20 mL", "~415.6 min", "15 min"]


def test_a_step_that_the_bag_is_empty_for_is_not_to_be_set() -> None:
    # 100 mg in 100 mL; the 20 mL of the line come from the bag, so 80 mL are left for the steps:
    # 70 mL in the first, 10 mL of the 25 mL of the second, none for the third.
    it = of_steps(
        {"give": "70 mg", "over": "70 min"},
        {"give": "25 mg", "over": "25 min"},
        {"give": "rest", "over": "5 min"},
        order={"line": "20 mL", "primed": "drug"},
    )
    pdf = step_sheet_pdf(it)
    table = next(t for t in read_tagged(pdf).tables() if t[0][0] == "Step")
    second, change, _connect, flush, third, never = (
        [" ".join(cell.split()) for cell in row] for row in table[4:10]
    )
    assert flush[0] == "Flush"
    # At 60 mL/h, 10 mL of the bag's 1 mg/mL run for 10 min.
    assert second[2:8] == ["60 mL/h", "10 mL", "70 min", "10 min", "10 mg", "80 mg 80%"]
    assert change == ["Change over at 80 min: bag A is empty then. Start the flush at once."]
    assert third[2:8] == ["does not run", "", "95 min", "", "", ""]
    assert never == ["Does not run: bag A is empty from 80 min on. The flush runs instead."]


def test_premedication_has_its_clock_time_or_a_blank() -> None:
    # 30 min before 09:00.
    given = rows("case-2", "")
    assert [row[2] for row in given] == ["08:30"] * len(given)
    assert " ".join(given[0][1].split()) == "methylPREDNISolone 40 mg IV"
    assert {row[2] for row in rows("three-bags", "")} == {""}
    assert {" ".join(row[3].split()) for row in rows("three-bags", "")} == {
        "write the time in: time not stated by the source"
    }


@pytest.mark.parametrize("name", ORDERS)
def test_every_page_has_drug_dose_patient_protocol_fingerprint_and_number(name: str) -> None:
    pages, it = tagged(name).pages, made(name)
    assert len(pages) > 1
    for number, page in enumerate(map(bare, pages), 1):
        protocol = it.protocol
        for needed in (
            f"plan{fingerprint(it)[:12]}",
            f"protocol{protocol.fingerprint[:12]}",
            f"Protocol{protocol.id},version{protocol.version}",
            f"page{number}of{len(pages)}",
            bare(f"Patient: {it.order.patient or ''}"),
            "Reaction:stoptheinfusion.",
            "rechallenge0.2.0",
        ):
            assert needed in page


def answered(it: Plan) -> tuple[Acknowledgement, ...]:
    return tuple(
        Acknowledgement(code=f.code, place=f.where, reason=f"Seen: {f.code}", initials="NN")
        for f in it.open_findings
    )


@pytest.mark.parametrize("name", ORDERS)
def test_draft_stands_on_every_page_while_a_finding_is_to_be_confirmed(name: str) -> None:
    assert made(name).open_findings
    for page in tagged(name).pages:
        assert page.startswith("DRAFT")
        assert "DRAFT: " in page


@pytest.mark.parametrize("name", slow_but(LOOKED_AT[:1], LOOKED_AT))
def test_draft_stands_nowhere_once_all_are_answered_and_the_answers_are_printed(name: str) -> None:
    named, order = ORDERS[name]
    it = plan(read_protocol(named), order, answered(made(name)))
    read = read_tagged(step_sheet_pdf(it))
    assert "DRAFT" not in "".join(read.pages)
    text = bare(read.root.text)
    for answer in answered(made(name)):
        assert bare(f"Acknowledged: {answer.reason} ({answer.initials}") in text


@pytest.mark.parametrize("name", ORDERS)
def test_findings_source_doubts_scope_and_reaction_are_printed_whole(name: str) -> None:
    it, text = made(name), bare(tagged(name).root.text)
    source = it.protocol.source
    needed = [in_words(finding_text(f)) for f in it.findings] + [
        *it.protocol.review.notes,
        source.citation,
    ]
    needed += [excluded.says for excluded in it.protocol.not_for]
    needed += [it.protocol.scope, source.outcome or "", source.where or ""]
    needed += ["Stop the infusion and follow the site's own procedure for infusion reactions."]
    needed += ["it does not prescribe. A qualified person must check every number"]
    for words in needed:
        assert bare(words) in text


def test_a_condition_for_going_on_and_a_note_stand_under_their_step() -> None:
    it = of_steps({"give": "rest", "over": "1 h", "go_on_if": "No rash", "note": "Slowly"})
    table = next(t for t in read_tagged(step_sheet_pdf(it)).tables() if t[0][0] == "Step")
    assert table[3:5] == [["Go on only if: No rash"], ["Note: Slowly"]]


def test_markup_is_shown_and_never_obeyed() -> None:
    it = of_steps(
        {"give": "rest", "over": "1 h", "go_on_if": MARKUP, "note": MARKUP},
        order={"drug": MARKUP, "patient": MARKUP},
        title=MARKUP,
        premedication=({"drug": MARKUP, "dose": "1 mg", "route": MARKUP, "before": "1 h"},),
    )
    read = read_tagged(step_sheet_pdf(it))
    # Drug: title, label; condition, note, premedication and its route, protocol: seven in all.
    assert bare(read.root.text).count(bare(MARKUP)) >= 7
    assert all(bare(f"Patient: {MARKUP}") in bare(page) for page in read.pages)


def test_labels_of_300_characters_are_shown_whole_with_and_without_spaces() -> None:
    for label in ("a-very-long-name " * 17 + "end", "x" * 299 + "y"):
        it = of_steps({"give": "rest", "over": "1 h"}, order={"drug": label, "patient": label})
        read = read_tagged(step_sheet_pdf(it))
        for page in map(bare, read.pages):
            assert bare(f"{label}100mg") in page
            assert bare(f"Patient: {label}") in page


def test_a_long_word_breaks_before_the_margin_of_the_page() -> None:
    word = "x" * 300
    it = of_steps({"give": "rest", "over": "1 h", "note": word}, order={"drug": word})
    lines = letters_by_line(step_sheet_pdf(it))
    # A4 in landscape is 297 mm wide, 297 / 25.4 x 72 = 841.9 points.
    assert max(x for line in lines for x, letter in line if letter == "x") < 841.9


def test_a_label_that_no_header_has_room_for_is_refused_with_its_length() -> None:
    it = of_steps({"give": "rest", "over": "1 h"}, order={"patient": "x" * 601})
    with pytest.raises(Unprintable, match="patient is 601 characters long"):
        step_sheet_pdf(it)


def test_chinese_arabic_hebrew_greek_and_cyrillic_labels_are_printed() -> None:
    for label in ("静脉 王小明", "Ωμέγα", "Иванова Ж."):
        it = of_steps({"give": "rest", "over": "1 h"}, order={"patient": label})
        assert bare(label) in bare(read_tagged(step_sheet_pdf(it)).pages[0])
    for label in ("محمد علي", "משה כהן"):
        it = of_steps({"give": "rest", "over": "1 h"}, order={"patient": label})
        drawn = read_tagged(step_sheet_pdf(it)).pages[0]
        # Drawn from the right: the last letter comes first.
        assert bare(label)[::-1] in bare(drawn)


def test_a_number_after_an_arabic_name_stays_to_the_right_of_it() -> None:
    steps = ({"give": "rest", "over": "1 h", "note": "دواء 25 mg"},)
    before = ({"drug": "دواء", "dose": "1 mg", "route": "IV", "before": "1 h"},)
    it = of_steps(*steps, order={"drug": "دواء"}, premedication=before)
    lines = letters_by_line(step_sheet_pdf(it))
    arabic = [line for line in lines if "\u0621" in "".join(letter for _, letter in line)]
    # Header, title, label and premedication of the first page.
    assert len(arabic) == 4
    for line in arabic:
        name = max(x for x, letter in line if "\u0600" <= letter <= "\u06ff")
        following = min((x, letter) for x, letter in line if x > name and not letter.isspace())
        assert following[1].isdigit()


@pytest.mark.parametrize("name", slow_but(["محمد علي"], ["محمد علي", "משה כהן"]))
@pytest.mark.parametrize(
    "number",
    slow_but(
        ["12-345-678", "12/05/1960"],
        ["12-345-678", "1960-05-12", "12/05/1960", "0 123 456", "MRN 12-345"],
    ),
)
def test_digits_and_dates_in_a_label_keep_their_order(name: str, number: str) -> None:
    it = of_steps({"give": "rest", "over": "1 h"}, order={"patient": f"{name} {number} {name}"})
    lines = ["".join(letter for _, letter in sorted(line))
             for line in letters_by_line(step_sheet_pdf(it))]  # fmt: skip
    # Between the two names, letter by letter from the left, as it was written.
    (with_label, *_) = [bare(line) for line in lines if name[:2] in line or name[1::-1] in line]
    assert bare(number) in with_label
    assert bare(number)[::-1] not in with_label


@pytest.mark.parametrize("label", ["ไทย", "한국", "龘", "\U0001f642"])
def test_a_letter_that_no_font_has_is_refused_with_the_text_and_what_to_install(label: str) -> None:
    it = of_steps({"give": "rest", "over": "1 h"}, order={"patient": f"Bed 4 {label}"})
    with pytest.raises(Unprintable, match=rf'"Bed 4 {label}".*{FOLDER_VARIABLE}') as refused:
        step_sheet_pdf(it)
    assert f'show "{label[0]}"' in str(refused.value)


def test_a_folder_of_fonts_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "/nowhere/at/all")
    with pytest.raises(Unprintable, match="/nowhere/at/all, which RECHALLENGE_FONTS names"):
        step_sheet_pdf(made("case-2"))


@pytest.mark.parametrize("name", ORDERS)
def test_another_reader_of_pdf_finds_the_rates_too(name: str) -> None:
    text = " ".join(page_texts(sheet(name)))
    for step in made(name).steps:
        if step.rate is not None:
            number = step.rate.to("mL/h").magnitude
            assert re.search(rf"(?<![\d.]){re.escape(f'{float(number):g}')} mL/h", text)


def test_a_dose_per_kg_is_printed_with_the_sum_that_reached_it() -> None:
    text = bare(tagged("case-4").root.text)
    assert bare("cadonilimab 480 mg 10 mg/kg x 48 kg = 480 mg") in text


def test_no_premedication_and_no_drug_name_are_said() -> None:
    it = plan(read_protocol("extended"), Order(dose="100 mg", volume="100 mL"))
    text = bare(read_tagged(step_sheet_pdf(it)).root.text)
    assert text.startswith("drugnotnamed100mg")
    assert bare("Before the infusion Not in this file: prescriber orders.") in text


@pytest.mark.parametrize("words", slow_but([2], range(0, 8, 2)))
def test_no_line_of_prose_ends_between_a_number_and_its_unit(words: int) -> None:
    note = "so " * words + "give 37.5 mg in 25 mL at 50 mL/h over 30 min, " * 10
    it = of_steps({"give": "rest", "over": "1 h", "go_on_if": note, "note": note})
    tables = read_tagged(step_sheet_pdf(it)).tables()
    text = "\n".join(row[0] for table in tables for row in table if len(row) == 1)
    assert len(re.findall(r"(?:37\.5|25|50|30)\u00a0m", text)) >= 80
    assert not re.search(r"\d\s*\n\s*(?:mg|mL|min|h)\b", text)
