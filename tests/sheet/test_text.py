"""Plain text: 80 columns, wrapped, never truncated, no colour, no value parted from its unit."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rechallenge import Order, read_protocol
from rechallenge.quantities import parse
from rechallenge.service.making import make_plan
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.grid import grid, line_text
from rechallenge.sheet.text.layout import labelled, wrapped
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view import Amount
from tests.planning.making import protocol
from tests.random_examples import tries

from .orders import ORDERS, made, protocol_page

CASES = ["cadonilimab-extended", "cadonilimab-stepwise", "cadonilimab-slow-start"]


def texts() -> Iterator[str]:
    for name in ORDERS:
        yield plan_text(made(name), working=True)
    for named in (*CASES, "extended", "stepwise", "slow-start"):
        yield protocol_page(read_protocol(named))


def test_no_line_is_wider_than_80_columns() -> None:
    assert max(len(line) for text in texts() for line in text.splitlines()) <= 80


def test_no_text_has_an_escape_or_an_ellipsis() -> None:
    assert not [text for text in texts() if "\x1b" in text or "..." in text or "\u2026" in text]


def test_no_line_break_parts_a_number_from_its_unit() -> None:
    for text in texts():
        assert not re.search(r"\d\n\s+(mL|mg|min|h|kg|%)\b", text)


def test_a_drug_name_of_300_characters_is_shown_whole() -> None:
    name = "a-very-long-name " * 17 + "end"
    dose = {"drug": name, "dose": "1 mg", "route": "IV", "before": "1 h"}
    asked = protocol({"give": "rest", "over": "1 h"}, premedication=(dose,), title=name)
    text = plan_text(make_plan(asked, Order(dose="100 mg", volume="100 mL")))
    unwrapped = re.sub(r"\s+", " ", text)
    assert unwrapped.count(name) >= 2


@pytest.mark.parametrize("named", CASES)
def test_show_says_source_doubts_review_and_whom_it_is_not_for(named: str) -> None:
    asked = read_protocol(named)
    text = re.sub(r"\s+", " ", protocol_page(asked))
    assert asked.source.outcome is not None
    not_for = [excluded.says for excluded in asked.not_for]
    doubts = [doubt.because for doubt in asked.source.doubts]
    said = (asked.source.citation, asked.source.outcome, *not_for, *asked.review.notes, *doubts)
    for needed in said:
        assert needed in text


def test_a_plan_says_it_is_a_draft_while_something_is_to_be_confirmed() -> None:
    assert plan_text(made("stepwise")).startswith("DRAFT: 4 findings to confirm before use")


def test_tall_man_letters_come_from_the_list_and_nothing_else() -> None:
    assert drug_name("methylprednisolone, Rituximab") == "methylPREDNISolone, riTUXimab"
    assert drug_name("cadonilimab") == "cadonilimab"
    assert drug_name("rituximabx") == "rituximabx"


WORDS = st.text(alphabet="abc12", min_size=1, max_size=20)
CELLS = st.lists(WORDS, min_size=1, max_size=15).map(" ".join)


@settings(max_examples=tries(100), deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4), st.integers(44, 120))
def test_a_table_of_any_width_keeps_every_word(rows: list[tuple[str, ...]], width: int) -> None:
    table = grid(("One", "Two", "Three"), rows, width=width)
    lines = [line_text(line) for row in (table.head, *table.rows) for line in row]
    assert max(map(len, lines)) <= width
    written = Counter(" ".join(lines).split())
    assert Counter(" ".join(cell for row in rows for cell in row).split()) <= written


@settings(max_examples=tries(100), deadline=None)
@given(st.text(alphabet="ab ", min_size=120, max_size=300), st.integers(20, 100))
def test_wrapping_keeps_every_letter(text: str, width: int) -> None:
    assert re.sub(r"\s", "", wrapped(text, 2, 4, width)) == re.sub(r"\s", "", text)


def test_labels_stand_in_one_column() -> None:
    lines = labelled([("A", "one"), ("Longer", "two")])
    assert [line.index(word) for line, word in zip(lines, ("one", "two"), strict=True)] == [10, 10]


def test_the_condition_for_going_on_is_printed_under_its_step() -> None:
    steps = (
        {"give": "10 %", "over": "30 min", "go_on_if": "No rash"},
        {"give": "rest", "over": "1 h"},
    )
    made = make_plan(protocol(*steps), Order(dose="100 mg", volume="100 mL"))
    lines = [line.strip() for line in plan_text(made).splitlines()]
    row = next(n for n, line in enumerate(lines) if line.startswith("1 "))
    assert lines[row + 1] == "Go on only if: No rash"


@pytest.mark.parametrize("width", range(20, 60))
def test_an_amount_is_never_parted_from_its_unit(width: int) -> None:
    words = [Amount(parse(text)).text for text in ("37.5 mg", "250 mL", "150 mL/h", "30 min")]
    for line in wrapped("give " + " then ".join(words * 3), width=width).splitlines():
        assert not re.search(r"\d$", line)


def test_the_timeline_says_when_another_bag_is_connected() -> None:
    made = make_plan(read_protocol("ceftazidime-12-step"), Order(dose="2000 mg"))
    timeline = plan_text(made).partition("\nTIMELINE\n")[2]
    for due in (
        "0 min vital signs (baseline); step 1: connect bag A (0.08 mg/mL), set 2 mL/h",
        "60 min vital signs (routine); step 5: connect bag B (0.8 mg/mL), set 5 mL/h",
        "120 min vital signs (routine); step 9: connect bag C (~7.937 mg/mL), set 10 mL/h",
    ):
        assert due in " ".join(timeline.split())


def test_a_number_and_its_unit_stay_together_in_any_sentence() -> None:
    sentence = "Dilute in 100 mL of saline, over 60 min, 10 mg/kg, as 1 h before"
    for width in range(20, 60):
        assert not re.search(r"\d\n", wrapped(sentence, width=width))


def test_a_protocol_without_monitoring_leaves_vital_signs_to_the_prescriber() -> None:
    steps = ({"give": "rest", "over": "1 h"},)
    text = plan_text(make_plan(protocol(*steps), Order(dose="100 mg", volume="100 mL")))
    assert re.search(r"^ *Vital signs:? +not stated: prescriber orders _+$", text, re.M)
    stated = plan_text(make_plan(read_protocol("ceftazidime-12-step"), Order(dose="2000 mg")))
    assert not re.search(r"^ *Vital signs:? +not stated", stated, re.M)
