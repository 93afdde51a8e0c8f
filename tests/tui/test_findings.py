"""Findings are calm: one line each, the most dangerous first, at a place by the screen's labels."""

import re

import pytest

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.places import place_of
from rechallenge.sheet.places import place_label
from rechallenge.tui.state.places import in_fields
from rechallenge.tui.widgets.findings import FindingList, finding_paragraphs
from tests.sheet.orders import ORDERS, made
from tests.tui.planning_room import STEPWISE, session
from tests.tui.test_answers import give

SLOW = {**STEPWISE, "protocol": "cadonilimab-slow-start"}
PATH_OR_OPTION = re.compile(r"--[a-z]|\w\[\d|\b[a-z]+\.[a-z]")


def findings_of(**texts: str) -> tuple[Finding, ...]:
    plan = session(**texts).evaluation.plan
    assert plan is not None
    return plan.findings


def test_each_finding_is_one_line_in_a_narrow_terminal_and_the_open_ones_come_first() -> None:
    sitting = session(**SLOW)
    give(sitting, "rate-jump")
    plan = sitting.evaluation.plan
    assert plan is not None
    drawn = FindingList()
    drawn.show(plan.findings)
    lines = [str(option.prompt) for option in drawn.rows_at(58) if not option.disabled]
    assert len(lines) == len(plan.findings)
    assert all("\n" not in line and len(line) <= 58 for line in lines)
    # Open, then answered, then what asks nothing.
    assert "".join(line[1] for line in lines).lstrip("!").lstrip("v").strip("i") == ""
    assert sum(line.startswith(" v rate-jump ") for line in lines) == 1


@pytest.mark.parametrize("name", sorted(ORDERS))
def test_no_place_is_a_path_or_an_option(name: str) -> None:
    for finding in made(name).findings:
        said = place_label(finding.place, finding.letters)
        assert said[:1].isupper(), finding.where
        assert not PATH_OR_OPTION.search(said), said


@pytest.mark.parametrize(
    ("where", "label"),
    [
        ("order.volume", "Bag volume"),
        ("parameters.volume", "Bag volume"),
        ("parameters.first_rate", "First rate"),
        ("infusion[0].rate", "Protocol, item 1"),
        ("premedication[2].dose", "Premedication 3"),
        ("step 2", "Step 2"),
        ("bags[1]", "Bag 2"),
        ("stops[0].protocol.review", "Stop 1"),
        ("something_else[3].of.ours", "Something else 3 of ours"),
    ],
)
def test_a_place_has_the_label_of_its_field(where: str, label: str) -> None:
    assert place_label(place_of(where)) == label


def test_a_bag_has_the_letter_that_is_on_it() -> None:
    assert place_label(("bags", 1, "#2"), {"one": "A", "two": "B"}) == "Bag B"


def test_a_sentence_of_another_room_is_said_in_the_labels_of_the_form() -> None:
    said = in_fields("needed: infusion[0].rate is per kg; write --bsa, and parameters.volume")
    assert said == (
        "needed: Protocol, item 1 is per kg; write the field Body surface, and Bag volume"
    )


def test_one_jump_is_one_number_wherever_findings_speak_of_it() -> None:
    said = " ".join(text for f in findings_of(**SLOW) for text in finding_paragraphs(f))
    # 1.92 mg/mL. Set: 2.6 mL/h, 4.992 mg/h; then 144 mL/h, 276.48 mg/h: 55.4 times.
    assert re.findall(r"~?[\d.]+ times|~[\d.]+-fold", said) == ["~55.4 times"]


def test_what_was_not_compared_is_one_finding_that_opens_into_a_list() -> None:
    notes = [f for f in findings_of(**STEPWISE) if f.code in ("not-compared", "not-stated")]
    assert [f.severity for f in notes] == [Severity.NOTE]
    lines = "\n".join(finding_paragraphs(notes[0])).split("\n")
    assert "- stability" in lines
    assert "- Grade: grade of the earlier reaction" in lines
    assert "- Line: line" in lines
