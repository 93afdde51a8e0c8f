"""FHIR: a valid R4 MedicationRequest, with codes of the R4 value sets, that gives nobody an order.

Two programs of different make check structure and types: `fhir.resources` (models of R4B, in
Python) and `fhirkit` (R4, 4.0.1, in Rust). Both take any code, so the codes are compared here with
the value sets as HL7 publishes them (FHIR R4, 4.0.1; UCUM), and so are references.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import fhirkit
import pytest
from fhir.resources.R4B.medicationrequest import MedicationRequest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pydantic import ValidationError

from rechallenge import Order, Plan
from rechallenge.sheet.plan_fhir import Json, json_text, plan_fhir
from rechallenge.sheet.plan_json import fingerprint
from tests.cli.running import here_in
from tests.independent.random_protocols import any_bags, one_bag
from tests.planning.making import planned as made
from tests.properties.agreement import ours, used_only
from tests.random_examples import tries
from tests.service.test_plan_file import FULL, answered, planned
from tests.sheet.printed import made as printed

STATUS = {"active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft",
          "unknown"}  # fmt: skip
INTENT = {"proposal", "plan", "order", "original-order", "reflex-order", "filler-order",
          "instance-order", "option"}  # fmt: skip
NARRATIVE = {"generated", "extensions", "additional", "empty"}
UNITS_OF_TIME = {"s", "min", "h", "d", "wk", "mo", "a"}
DOSE_RATE_TYPE = {"calculated", "ordered"}
ABSENT = {"unknown", "asked-unknown", "temp-unknown", "not-asked", "asked-declined", "masked",
          "not-applicable", "unsupported", "as-text", "error", "not-a-number", "negative-infinity",
          "positive-infinity", "not-performed", "not-permitted"}  # fmt: skip
UCUM = {"mg", "g", "ug", "ng", "mL/h", "mL"}
SYSTEMS = {
    ".identifier.system": {"urn:rechallenge:plan"},
    ".dosageInstruction.route.coding.system": {"http://snomed.info/sct"},
    ".dosageInstruction.additionalInstruction.coding.system": {"urn:rechallenge:bag"},
    ".dosageInstruction.doseAndRate.type.coding.system": {
        "http://terminology.hl7.org/CodeSystem/dose-rate-type",
    },
}
"""The system of each code but those of units, which are of UCUM."""

ROUTES = {"47625008", "26643006", "34206005", "78421000"}
"""Of route-codes, by mouth, into a vein, under the skin and into a muscle."""

CASE_2 = planned("cadonilimab-stepwise", Order(dose="375 mg", volume="250 mL"))


def resource(plan: Plan) -> dict[str, Any]:
    """The resource as JSON readers have it, numbers as they are written."""
    tree: dict[str, Any] = json.loads(plan_fhir(plan), parse_float=Decimal, parse_int=Decimal)
    return tree


def walk(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from walk(value, f"{path}.{key}")
    elif isinstance(tree, list):
        for value in tree:
            yield from walk(value, path)
    else:
        yield path, tree


def check(plan: Plan) -> None:
    """Both checkers take it, one gives it back as it is, and each code is one of its value set."""
    read = MedicationRequest.model_validate_json(plan_fhir(plan))
    assert json.loads(read.model_dump_json()) == json.loads(plan_fhir(plan))
    assert fhirkit.validate(plan_fhir(plan)) == []
    tree = resource(plan)
    bags = {one["id"] for one in tree["contained"] if one["id"] != "bags"}
    codes = {
        ".status": STATUS,
        ".intent": INTENT,
        ".text.status": NARRATIVE,
        ".subject.extension.valueCode": ABSENT,
        ".contained.amount.numerator.code": UCUM,
        ".contained.ingredient.strength.numerator.code": UCUM,
        ".contained.ingredient.strength.denominator.code": UCUM,
        ".dosageInstruction.timing.repeat.durationUnit": UNITS_OF_TIME,
        ".dosageInstruction.additionalInstruction.coding.code": bags,
        ".dosageInstruction.route.coding.code": ROUTES,
        ".dosageInstruction.doseAndRate.type.coding.code": DOSE_RATE_TYPE,
        ".dosageInstruction.doseAndRate.doseQuantity.code": UCUM,
        ".dosageInstruction.doseAndRate.rateQuantity.code": UCUM,
    }
    for path, value in walk(tree):
        if path in codes:
            assert value in codes[path], (path, value)
        else:
            assert not path.lower().endswith(("code", "status", "intent")), path
        if path.endswith(".system"):
            assert value in SYSTEMS.get(path, {"http://unitsofmeasure.org"}), path
            assert re.match("[a-z]+:", value), "a system is an absolute URI"
        if isinstance(value, str):
            # No text of FHIR may be empty or begin or end with white space only.
            assert value.strip(), path
    # dom-3 and ref-1 of R4: what is contained is referred to, and what is referred to is there.
    references = [value for path, value in walk(tree) if path.endswith(".reference")]
    assert sorted(references) == sorted(f"#{one['id']}" for one in tree["contained"])


TABLETS = planned("aspirin-4-doses", Order(dose="325 mg"))


@pytest.mark.parametrize(
    "plan", [CASE_2, answered(CASE_2), FULL, TABLETS], ids=["draft", "done", "full", "tablets"]
)
def test_it_is_a_medication_request_of_r4_with_codes_of_its_value_sets(plan: Plan) -> None:
    check(plan)


@pytest.mark.slow
@given(st.one_of(one_bag(), any_bags(at_once=True)))
@settings(
    max_examples=tries(16), deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
def test_random_plans_are_valid_too(pair: Any) -> None:
    plan = ours(*used_only(*pair))
    assume(plan is not None)
    assert plan is not None
    check(plan)


def test_it_is_a_draft_and_a_proposal_and_says_so_in_words() -> None:
    tree = resource(CASE_2)
    assert (tree["resourceType"], tree["status"], tree["intent"]) == (
        *("MedicationRequest", "draft", "proposal"),
    )
    assert tree["note"][0]["text"].startswith("For information, not an order.")
    assert tree["note"][1]["text"].startswith("DRAFT: ")
    assert "For information, not an order." in tree["text"]["div"]
    # No field that would authorise anything.
    assert not tree.keys() & {"requester", "dispenseRequest", "authoredOn", "performer", "recorder"}


def test_case_2_as_worked_by_hand() -> None:
    # 37.5 mg in 25 mL over 30 min is 50 mL/h; after 30 min, 337.5 mg in 225 mL at 150 mL/h.
    first, rest = resource(CASE_2)["dosageInstruction"]
    assert [i["sequence"] for i in (first, rest)] == [1, 3]
    given_ = first["doseAndRate"][0]
    assert given_["rateQuantity"] == {
        "value": 50, "unit": "mL/h", "system": "http://unitsofmeasure.org", "code": "mL/h",
    }  # fmt: skip
    assert given_["doseQuantity"]["value"] == Decimal("37.5")
    assert given_["doseQuantity"]["code"] == "mg"
    assert first["timing"]["repeat"] == {"count": 1, "duration": 30, "durationUnit": "min"}
    assert rest["timing"]["repeat"]["duration"] == 90
    assert rest["doseAndRate"][0]["rateQuantity"]["value"] == 150
    assert rest["route"]["coding"] == [
        {"system": "http://snomed.info/sct", "code": "47625008", "display": "Intravenous route"}
    ]
    assert rest["text"].replace("\u00a0", " ") == (
        "Step 3, 60 min after the start of step 1: from bag A, infuse at 150 mL/h for 90 min: "
        "225 mL, 337.5 mg. Given then: 375 mg, 100%."
    )


def beside(plan: Plan, instruction: int) -> list[str]:
    """What is said beside an instruction, with ordinary spaces."""
    made = resource(plan)["dosageInstruction"][instruction]
    return [one["text"].replace("\u00a0", " ") for one in made["additionalInstruction"]]


def test_an_observation_is_no_dose_and_is_said_beside_the_step_before_it() -> None:
    observed = "Step 2, 30 min after the start of step 1: observe for 30 min; nothing runs."
    assert beside(CASE_2, 0)[-1] == observed
    watched = made({"observe": "30 min"}, {"give": "rest", "over": "90 min"})
    check(watched)
    assert [i["sequence"] for i in resource(watched)["dosageInstruction"]] == [2]
    assert "Step 1, 0 min after the start of step 1: observe for 30 min; nothing runs." in (
        beside(watched, 0)
    )


def test_a_step_that_its_bag_does_not_last_for_is_no_dose() -> None:
    # The line takes 15 of the 100 mL: after 50 mL in step 1, step 2 has 35 of its 40 mL, and step 3
    # nothing. The flush brings the 15 mg that are in the line.
    plan = made(
        {"give": "50 %", "over": "60 min"},
        {"give": "40 %", "over": "60 min"},
        {"give": "rest", "over": "20 min"},
        order={"line": "15 mL", "primed": "drug"},
    )
    check(plan)
    first, second = resource(plan)["dosageInstruction"]
    doses = [i["doseAndRate"][0]["doseQuantity"]["value"] for i in (first, second)]
    assert doses == [50, 35]
    flush, third = beside(plan, 1)[-2:]
    assert flush.endswith("delivers 15 mg from the line. That dose was not counted in the steps.")
    assert third.startswith("Step 3, 120 min after the start of step 1: nothing runs. Does not run")


def test_a_change_of_bag_is_an_instruction_beside_the_step_that_it_comes_before() -> None:
    assert beside(CASE_2, 0)[:2] == [
        "From bag A.",
        "0 min: CONNECT bag A (1.5 mg/mL), SET 50 mL/h, START",
    ]
    assert beside(CASE_2, 1) == ["From bag A."]


def test_each_bag_is_a_medication_with_its_concentration_and_each_dosage_says_its_bag() -> None:
    # As the protocol has it: 1/100 and 1/10 of full strength, 2000 mg in 250 mL.
    plan = printed("twelve-steps")
    check(plan)
    tree = resource(plan)
    *bags, infusion = tree["contained"]
    assert [bag["id"] for bag in bags] == ["bag-A", "bag-B", "bag-C"]
    strengths = [bag["ingredient"][0]["strength"] for bag in bags]
    assert [s["numerator"]["value"] for s in strengths[:2]] == [Decimal("0.08"), Decimal("0.8")]
    assert {(s["numerator"]["code"], s["denominator"]["code"], s["denominator"]["value"])
            for s in strengths} == {("mg", "mL", 1)}  # fmt: skip
    assert [bag["amount"]["numerator"]["value"] for bag in bags] == [250, 250, 250]
    assert [one["itemReference"]["reference"] for one in infusion["ingredient"]] == [
        *("#bag-A", "#bag-B", "#bag-C"),
    ]
    assert tree["medicationReference"]["reference"] == "#bags"
    said = [i["additionalInstruction"][0]["coding"][0]["code"] for i in tree["dosageInstruction"]]
    assert said == [f"bag-{letter_of(plan, step.bag)}" for step in plan.steps]
    assert list(dict.fromkeys(said)) == ["bag-A", "bag-B", "bag-C"]


def letter_of(plan: Plan, name: str | None) -> str:
    return next(bag.letter for bag in plan.bags if bag.name == name)


def test_one_bag_is_the_medication_of_the_request() -> None:
    tree = resource(CASE_2)
    assert tree["medicationReference"]["reference"] == "#bag-A"
    (bag,) = tree["contained"]
    assert bag["code"]["text"].replace("\u00a0", " ") == "bag A: 375 mg in 250 mL, 1.5 mg/mL"
    assert bag["ingredient"][0]["itemCodeableConcept"] == {"text": "cadonilimab"}


def test_the_identifier_is_the_fingerprint_in_a_system_of_our_own() -> None:
    (identifier,) = resource(CASE_2)["identifier"]
    assert identifier["system"] == "urn:rechallenge:plan"
    assert identifier["value"] == fingerprint(CASE_2)


def test_what_must_be_seen_before_going_on_is_an_additional_instruction() -> None:
    plan = made(
        {"give": "10 %", "over": "30 min", "go_on_if": "No rash"},
        {"observe": "30 min", "go_on_if": "No reaction"},
        {"give": "rest", "over": "90 min"},
    )
    rash, watch = beside(plan, 0)[2:]
    assert rash == "Go on only if: No rash"
    assert watch.endswith("nothing runs. Go on only if: No reaction")


def test_numbers_keep_their_digits_and_one_that_does_not_end_is_said_exactly_in_the_text() -> None:
    # 100 mL at 70 mL/h: 600/7 min.
    plan = made({"give": "rest", "rate": "70 mL/h"})
    step = resource(plan)["dosageInstruction"][0]
    assert str(step["timing"]["repeat"]["duration"]) == "85.714286"
    assert "(600/7 min)" in step["text"].replace("\u00a0", " ")
    small = made({"give": "1 ng", "over": "7 min"}, {"give": "rest", "over": "1 h"})
    assert re.search(r'"value": 0\.00000857143,', plan_fhir(small))
    assert not re.search(r"[0-9][eE][+-]?[0-9]", re.sub(r'"[^"]*"', "", plan_fhir(small)))


def test_a_share_is_said_with_one_decimal_and_a_gravity_set_by_its_drops() -> None:
    share = made({"give": "12.34 mg", "over": "1 h"}, {"give": "rest", "over": "1 h"})
    assert "12.34 mg, ~12.3%." in said(share, 0)
    # 20 drops make 1 mL: 50 mL/h are 16.67 drops a minute, so 17 of them, 51 mL/h.
    order = Order(dose="375 mg", volume="250 mL", pump="gravity-20")
    assert "infuse at 17 drops/min (51 mL/h) for" in said(planned("cadonilimab-stepwise", order), 0)


def said(plan: Plan, step: int) -> str:
    """The text of a step, with ordinary spaces."""
    text: str = resource(plan)["dosageInstruction"][step]["text"]
    return text.replace("\u00a0", " ")


def test_the_patient_is_the_label_that_was_given_or_marked_as_absent() -> None:
    absent = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    assert resource(CASE_2)["subject"] == {"extension": [{"url": absent, "valueCode": "not-asked"}]}
    assert resource(FULL)["subject"] == {"display": "Bed 4, \u4e2d\u6587 \u05d0\u05d1"}


def test_units_of_activity_have_no_code_since_nobody_said_which_units_they_are() -> None:
    order = {"dose": "5000 units", "volume": "100 mL"}
    plan = made({"give": "rest", "over": "1 h"}, order=order)
    check(plan)
    dose = resource(plan)["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]
    assert dose == {"value": 5000, "unit": "units"}


def test_a_step_that_clears_the_line_gives_no_dose() -> None:
    order = Order(
        dose="375 mg", volume="250 mL", line="20 mL", primed="diluent", clear_line="100 mL/h"
    )
    plan = planned("cadonilimab-stepwise", order)
    check(plan)
    first = resource(plan)["dosageInstruction"][0]
    assert "doseQuantity" not in first["doseAndRate"][0]
    assert "is not counted as given" in first["text"]


def test_what_fhir_has_no_field_for_is_in_the_notes() -> None:
    notes = "\n".join(note["text"] for note in resource(FULL)["note"])
    for words in ("Pump: ", "Line: ", "Flush: ", "If the patient reacts: ", "In all: ",
                  "FHIR dosage instructions have no field for", "amounts agree"):  # fmt: skip
        assert words in notes, words
    for finding in FULL.findings:
        assert finding.code in notes
    assert resource(FULL)["identifier"][0]["value"] == fingerprint(FULL)


def test_markup_in_names_is_text_in_the_narrative() -> None:
    plan = made({"give": "rest", "over": "1 h", "note": "<b>&amp;</b>"}, order={"drug": "<i>x</i>"})
    check(plan)
    div = ElementTree.fromstring(resource(plan)["text"]["div"])
    assert {element.tag.partition("}")[2] for element in div.iter()} == {
        "div",
        "p",
        "ul",
        "ol",
        "li",
    }
    assert "<b>&amp;</b>" in "".join(div.itertext())


def test_markup_in_a_note_is_text_for_a_reader_that_takes_notes_for_markdown() -> None:
    nasty = "<img src=x onerror=alert(1)> &lt;b&gt; [a](http://x.org) ![i](x) **b**"
    plan = made({"give": "rest", "over": "1 h"}, title=nasty, order={"drug": "<i>x</i>"})
    notes = [note["text"] for note in resource(plan)["note"]]
    tokens = [token for note in notes for token in MarkdownIt("gfm-like").parse(note)]
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert kinds <= {"text", "text_special"}
    read = "".join(child.content for token in tokens for child in token.children or ())
    assert nasty in read


def test_our_own_words_in_a_note_have_no_escapes() -> None:
    # What is escaped for Markdown is read as it stands by whoever does not read Markdown.
    for plan in (CASE_2, FULL):
        assert not [n["text"] for n in resource(plan)["note"] if "\\" in n["text"]]


def test_a_wrong_code_would_be_found_here_and_by_neither_checker() -> None:
    tree = json.loads(plan_fhir(CASE_2))
    tree["status"] = "bananas"
    MedicationRequest.model_validate(tree)
    assert fhirkit.validate(tree) == []
    assert "bananas" not in STATUS


def test_a_wrong_element_and_a_wrong_type_are_found_by_both_checkers() -> None:
    for part, key, value in (
        ((), "sequence", 1),
        (("contained", 0, "ingredient", 0, "strength", "numerator"), "value", "much"),
        (("dosageInstruction", 0), "sequence", "first"),
    ):
        tree = json.loads(plan_fhir(CASE_2))
        found = tree
        for step in part:
            found = found[step]
        found[key] = value
        assert [issue.severity for issue in fhirkit.validate(tree)] == ["error"]
        with pytest.raises(ValidationError):
            MedicationRequest.model_validate(tree)


def test_json_text_is_json_and_writes_no_endless_decimal() -> None:
    values: list[Json] = [Fraction(1, 8), 3, True, None, '\u4e2d"\n']
    tree: dict[str, Json] = {"a": values, "b": {}, "c": []}
    assert json.loads(json_text(tree)) == {"a": [0.125, 3, True, None, '\u4e2d"\n'], "b": {},
                                           "c": []}  # fmt: skip
    assert "0.125" in json_text(tree)
    assert "\u4e2d" in json_text(tree)
    with pytest.raises(ValueError, match="1/3 has no last decimal"):
        json_text({"a": Fraction(1, 3)})


@pytest.mark.parametrize("tag", ["en", "zh-CN"])
def test_it_says_the_language_that_its_texts_are_in(tag: str) -> None:
    done = here_in(tag, "plan", "cadonilimab-stepwise", "--dose", "375 mg", "--volume", "250 mL",
                   "--format", "fhir")  # fmt: skip
    resource = json.loads(done.out)
    assert resource["language"] == tag
    assert ElementTree.fromstring(resource["text"]["div"]).get("lang") == tag
