"""What follows from texts: a plan, a refusal, or why there is neither; never an old number."""

import pytest

from rechallenge.model.order import Order
from rechallenge.quantities import display, parse
from rechallenge.tui.state.evaluation import Evaluation, FieldStatus
from rechallenge.tui.state.fields import GROUPS, form
from rechallenge.tui.state.opening import draft_of
from tests.tui.planning_room import NOON, STEPWISE, session


def state_of(evaluation: Evaluation, key: str) -> tuple[FieldStatus, str]:
    field = evaluation.fields[key]
    return field.status, field.says


def test_every_field_of_an_order_is_on_the_form_once() -> None:
    keys = [spec.key for spec in form(None)]
    assert sorted(keys) == sorted({"protocol", *Order.model_fields} - {"settings"})
    assert all(name in (*Order.model_fields, "protocol") for g in GROUPS.values() for name in g)


def test_nothing_is_computed_until_what_is_needed_is_filled_in() -> None:
    filled: dict[str, str] = {}
    for key, text in (("protocol", "cadonilimab-stepwise"), ("dose", "10 mg/kg"),
                      ("weight", "48 kg")):  # fmt: skip
        filled[key] = text
        assert session(**filled).evaluation.plan is None
    evaluation = session(**filled).evaluation
    assert evaluation.why == ("Still needed: Bag volume.",)
    assert state_of(evaluation, "volume")[0] is FieldStatus.NEEDED
    assert session(**filled, volume="250 mL").evaluation.plan is not None


def test_a_dose_per_kg_asks_for_the_weight_before_anything_else_is_filled_in() -> None:
    evaluation = session(dose="10 mg/kg").evaluation
    status, says = state_of(evaluation, "weight")
    assert status is FieldStatus.NEEDED
    assert "the dose is per kg" in says


@pytest.mark.parametrize(
    ("texts", "key", "read_back"),
    [
        ({"dose": "375 mg"}, "dose", "375 mg"),
        ({"dose": "0.375 g"}, "dose", "375 mg"),
        # 10 mg/kg x 48 kg = 480 mg
        ({"dose": "10 mg/kg", "weight": "48 kg"}, "dose", "480 mg = 10 mg/kg x 48 kg"),
        ({"weight": "48kg"}, "weight", "48 kg"),
        ({"start": "09:00"}, "start", "Saturday 2026-11-21 09:00"),
        ({"closing_time": "17:30"}, "closing_time", "17:30"),
        ({"primed": "drug"}, "primed", "drug"),
    ],
)
def test_what_was_understood_is_read_back(texts: dict[str, str], key: str, read_back: str) -> None:
    assert state_of(session(**texts).evaluation, key) == (FieldStatus.READ, read_back)


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("dose", "375", 'write "375 mg"'),
        ("dose", "1,00 mg", 'write "1 mg"'),
        ("dose", "5 ml", "mL"),
        ("weight", "\uff15 kg", "write"),
        ("volume", "250 mL\x1b[31m", "write"),
        ("dose", "[red]5 mg[/]", "write"),
        ("start", "9:00", 'write "2026-11-21 09:00"'),
        ("primed", "saline", "is not one of drug, diluent"),
        ("pump", "generik", "did you mean generic?"),
        ("line", "primary-51", "did you mean primary-15?"),
        ("protocol", "cadonilimab-stepwize", "did you mean cadonilimab-stepwise?"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_at_its_field(key: str, text: str, says: str) -> None:
    evaluation = session(**{**STEPWISE, key: text}).evaluation
    assert evaluation.draft.text(key) == text
    assert evaluation.plan is None
    status, told = state_of(evaluation, key)
    assert status is FieldStatus.REFUSED
    assert says in told


def test_an_edit_that_makes_the_order_wrong_blanks_the_result_and_mending_brings_it_back() -> None:
    sitting = session(**STEPWISE)
    before = sitting.evaluation.plan
    assert before is not None
    assert display(before.dose.total) == "480 mg"
    sitting.write("dose", "10 mg/kgx")
    assert sitting.evaluation.plan is None
    assert sitting.evaluation.why[0].startswith("Dose: ")
    sitting.write("dose", "5 mg/kg")
    after = sitting.evaluation.plan
    assert after is not None
    assert display(after.dose.total) == "240 mg"  # 5 mg/kg x 48 kg


def test_a_refused_plan_has_findings_and_no_schedule() -> None:
    # 90% of 250 mL in 1 min are 13,500 mL/h; the pump runs up to 999 mL/h.
    texts = {**STEPWISE, "protocol": "stepwise", "settings.second_time": "1 min"}
    evaluation = session(**texts).evaluation
    assert evaluation.plan is None
    assert [finding.code for finding in evaluation.refused] == ["rate-out-of-range"]


def test_a_field_that_the_protocol_has_no_use_for_says_so() -> None:
    evaluation = session(**STEPWISE).evaluation
    assert state_of(evaluation, "drug") == (FieldStatus.UNUSED, "the protocol is for cadonilimab")
    assert state_of(evaluation, "sets")[0] is FieldStatus.UNUSED
    assert state_of(evaluation, "primed") == (FieldStatus.UNUSED, "only with a line")


def test_a_text_in_a_field_without_use_is_refused_and_kept() -> None:
    evaluation = session(protocol="carboplatin-13-step", dose="400 mg", volume="250 mL").evaluation
    assert evaluation.draft.text("volume") == "250 mL"
    assert evaluation.plan is None


def test_a_value_of_one_protocol_is_not_taken_up_by_another() -> None:
    sitting = session(**{**STEPWISE, "settings.first_share": "20 %"})
    sitting.write("protocol", "stepwise")
    assert sitting.draft.text("settings.first_share") == ""
    sitting.write("protocol", "cadonilimab-stepwise")
    assert sitting.draft.text("settings.first_share") == "20 %"


def test_ten_thousand_characters_are_kept_and_refused_by_their_number() -> None:
    evaluation = session(**{**STEPWISE, "dose": "5" * 10_000}).evaluation
    assert len(evaluation.draft.text("dose")) == 10_000
    assert "10,000 characters" in state_of(evaluation, "dose")[1]


def test_an_order_for_another_drug_lists_the_protocols_for_it() -> None:
    texts = {"protocol": "ceftazidime-12-step", "dose": "2000 mg", "drug": "rituximab"}
    evaluation = session(**texts).evaluation
    assert evaluation.plan is None
    status, says = state_of(evaluation, "drug")
    assert status is FieldStatus.REFUSED
    assert "is for ceftazidime, not rituximab" in says
    assert "rituximab-first" in " ".join(evaluation.why)


def test_an_order_that_begins_in_the_middle_is_planned_and_opened_again() -> None:
    sitting = session(
        protocol="rituximab-first", dose="700 mg", given="633 mg", left="67 mL", start="10:00",
        bag_started="08:10", line="20 mL", primed="drug",
    )  # fmt: skip
    plan = sitting.evaluation.plan
    assert plan is not None
    assert plan.begun is not None
    # 67 mg in 67 mL; the bag was connected on the day of the start.
    assert plan.begun.concentration == parse("1 mg/mL")
    assert f"{plan.order.bag_started}" == "2026-11-21 08:10:00"
    texts = draft_of(plan, "rituximab-first", NOON).texts
    assert (texts["given"], texts["left"]) == ("633 mg", "67 mL")
    sitting.write("given", "800 mg")
    said = sitting.evaluation.fields["given"]
    assert said.status is FieldStatus.REFUSED
    assert "is not less than the ordered dose, 700 mg" in said.says
