"""The worksheet as a technician reads it: 80 columns, numbered lines, a label for each bag."""

import re

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.sheet.text.plan import Setting, plan_text, section_lines
from rechallenge.sheet.view import SectionCode, view_of

FIVE_FILLS = "4 times 50 mL in a 50 mL syringe, 20 mL in a 20 mL syringe"
WORKED_OUT = "worked out from the final volume"
THREE_BAGS = {"volume_a": "50 mL", "volume_b": "100 mL", "volume_c": "300 mL"}


def cadonilimab(**more: str) -> Plan:
    order = {"dose": "375 mg", "volume": "250 mL"} | more
    return plan(read_protocol("cadonilimab-extended"), Order.model_validate(order))


def carboplatin(**more: str) -> Plan:
    order = {"dose": "600 mg", "settings": THREE_BAGS, "technique": "final volume"} | more
    return plan(read_protocol("carboplatin-13-step"), Order.model_validate(order))


def text(made: Plan, working: bool = False) -> str:
    section = view_of(made)[SectionCode.PREPARATION]
    return "\n".join(section_lines(section, Setting(working=working)))


def instructions(made: Plan) -> list[str]:
    """The numbered lines, each on one line."""
    told = re.sub(r"\n {9,11}(?=\S)", " ", text(made))
    return re.findall(r"^ {2,4}\[ \] \d+\. (.*)$", told, re.M)


def test_the_section_stands_after_the_bag_and_before_the_premedication() -> None:
    heads = re.findall(r"^[A-Z ]+$", plan_text(cadonilimab()), re.M)
    at = heads.index("PREPARATION")
    assert (heads[at - 1], heads[at + 1]) == ("BAG", "BEFORE THE INFUSION")


def test_final_volume_line_by_line() -> None:
    # 375 mg / 12.5 mg/mL = 30 mL, three vials of 10 mL; 250 - 30 = 220 mL
    assert instructions(cadonilimab(technique="final volume")) == [
        "Take 3 vials of 125 mg in 10 mL.",
        "Take an empty container.",
        "Draw 30 mL of cadonilimab 12.5 mg/mL (30 mL syringe) and put it into the bag.",
        f"Add 220 mL of diluent ({FIVE_FILLS}): 250 mL in all. Mix.",
        "Label the bag.",
    ]


def test_withdraw_first_line_by_line() -> None:
    # the 30 mL that go in, and the 7 mL of overfill: 37 mL
    made = cadonilimab(technique="withdraw first", volume="100 mL", overfill="7 mL")
    assert instructions(made) == [
        "Take 3 vials of 125 mg in 10 mL.",
        f"Take a full bag of diluent, 100 mL and 7 mL of overfill, {WORKED_OUT}.",
        "Withdraw 37 mL of diluent, overfill included (50 mL syringe), and discard it.",
        "Draw 30 mL of cadonilimab 12.5 mg/mL (30 mL syringe) and put it into the bag.",
        "Mix. The bag holds 100 mL.",
        "Label the bag.",
    ]


def test_add_to_bag_line_by_line() -> None:
    made = cadonilimab(technique="add to bag", volume="130 mL", container="100 mL")
    assert instructions(made)[1:] == [
        "Take a full bag of diluent, 100 mL.",
        "Draw 30 mL of cadonilimab 12.5 mg/mL (30 mL syringe) and put it into the bag.",
        "Mix. The bag holds 130 mL.",
        "Label the bag.",
    ]


def test_a_dilution_stands_before_the_bag() -> None:
    # Solution A: 0.1 mg/mL x 50 mL = 5 mg, 0.5 mL of 10 mg/mL, below 1 mL
    told = instructions(carboplatin(smallest_draw="1 mL"))
    assert told[1] == (
        "Dilute: 1 mL of CARBOplatin 10 mg/mL (1 mL syringe) and 9 mL of diluent (10 mL syringe) "
        "make 10 mL of 1 mg/mL. Mix."
    )
    assert told[3] == (
        "Draw 5 mL of the dilution of 1 mg/mL (5 mL syringe) and put it into the bag."
    )


def test_each_instruction_is_numbered_in_turn_from_1_for_each_bag() -> None:
    numbers = [int(n) for n in re.findall(r"^ {2,4}\[ \] (\d+)\.", text(carboplatin()), re.M)]
    assert numbers == [1, *[1, 2, 3, 4] * 3]


def test_each_bag_has_a_label_with_what_must_stand_on_it() -> None:
    labels = re.findall(r"\+-+\+\n(.*?)\+-+\+", text(carboplatin(patient="Bed 4")), re.S)
    assert len(labels) == 3
    rows = dict(re.findall(r"\| (\w+(?: by| at)?) {2,}(.*?) *\|", labels[0]))
    assert rows["Patient"] == "Bed 4"
    assert rows["Drug"] == "CARBOplatin 5 mg in 50 mL (0.1 mg/mL)"
    assert rows["Diluent"] == "[ ] 0.9% sodium chloride  [ ] 5% dextrose"
    assert (rows["Route"], rows["Bag"]) == ("IV", "A (Solution A) of 3")
    # The 8 h on file are of 0.5 to 4 mg/mL: of bag B, not of bag A
    assert rows["Expires"].startswith("not on file for 0.1 mg/mL: ____")
    assert "8 h after it is made, at 25 C: ____" in labels[1]
    assert rows["Made at"] == rows["Prepared by"] == rows["Checked by"] == "_" * 20


def test_an_expiry_is_left_to_be_written_where_no_stability_is_on_file() -> None:
    label = text(cadonilimab(technique="final volume")).replace("\u00a0", " ")
    assert "Expires         not on file for 1.5 mg/mL: ____________________" in label


def test_the_vials_for_all_bags_are_told_where_there_are_several() -> None:
    # of 10 mg/mL: 0.1 mg/mL x 50 mL = 5 mg, 1 x 100 = 100 mg and 2 x 300 = 600 mg take
    # 0.5 + 10 + 60 = 70.5 mL: 60 + 15 leaves 4.5
    told = instructions(carboplatin())[0]
    assert told == (
        "For all bags together, take 1 vial of 600 mg in 60 mL and 1 vial of 150 mg in 15 mL."
    )
    assert "together" not in text(cadonilimab(technique="final volume"))


def test_what_is_not_on_file_is_left_to_write_in() -> None:
    made = plan(
        read_protocol("stepwise"),
        Order(dose="375 mg", volume="250 mL", strength="5 mg/mL", technique="final volume"),
    )
    told = " ".join(text(made).split())
    assert "No size is on file: ____" in told
    assert "none on file: ____" in told


def test_a_plan_without_a_preparation_says_what_to_state() -> None:
    told = plan_text(cadonilimab())
    assert "Not worked out: the findings say what is missing." in told
    assert "cadonilimab: no technique is on file." in " ".join(told.split())


def test_the_sums_stand_there_when_asked_for() -> None:
    made = cadonilimab(technique="add to bag", volume="130 mL", container="100 mL")
    assert "375 mg / 12.5 mg/mL = 30 mL" in text(made, working=True)
    assert "100 mL + 30 mL = 130 mL" in text(made, working=True)
    assert "375 mg / 12.5 mg/mL" not in text(made)


@pytest.mark.parametrize("working", [True, False])
def test_no_line_is_wider_than_80_columns_and_each_number_keeps_its_unit(working: bool) -> None:
    for made in (
        carboplatin(smallest_draw="1 mL", patient="A patient with a long label " * 5),
        cadonilimab(technique="withdraw first", overfill="7 mL"),
    ):
        lines = text(made, working).splitlines()
        assert max(map(len, lines)) <= 80
        rows = [line for line in lines if "| Bag " not in line]
        assert not [line for line in rows if re.search(r"\d$", line.rstrip(" |"))]
