"""Doses given at once in every form: the route, the volume or the form, and no rate."""

import csv
import io
import json
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from rechallenge import Order, Plan
from rechallenge.service.making import make_plan
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.plan_csv import plan_csv
from rechallenge.sheet.plan_fhir import plan_fhir
from rechallenge.sheet.plan_json import plan_tree
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view import Label
from rechallenge.sheet.view.labels import label_rows
from tests.plain import one_line
from tests.planning.making import protocol

STEPS = (
    {"at_once": "0.1 mL", "route": "by mouth", "wait": "15 min"},
    {"at_once": "10 %", "route": "by mouth", "form": "a tablet", "wait": "15 min"},
    {"at_once": "1 mL", "wait": "15 min"},
    {"give": "rest", "over": "1 h"},
)


def made(*steps: dict[str, Any]) -> Plan:
    """100 mg of a named drug in 100 mL, from 09:00 on."""
    order = Order(
        dose="100 mg",
        volume="100 mL",
        start="2026-11-21 09:00",
        strength="50 mg/mL",
        technique="final volume",
    )
    return make_plan(protocol(*steps or STEPS, drug="examplumab"), order)


def test_every_form_says_the_route_and_no_rate() -> None:
    plan = made()
    pdf = PdfReader(BytesIO(step_sheet_pdf(plan)))
    for text in (
        plan_text(plan), plan_markdown(plan), " ".join(page.extract_text() for page in pdf.pages)
    ):  # fmt: skip
        for said in ("give 0.1 mL by mouth", "give 10 mg by mouth", "give 1 mL IV push",
                     "Next: 09:15, step 3", "As: a tablet"):  # fmt: skip
            assert said in one_line(text)
    rows = list(csv.DictReader(io.StringIO(plan_csv(plan))))
    assert [(row["kind"], row["route"], row["rate_mL_per_h"]) for row in rows if row["step"]] == [
        ("give", "by mouth", ""), ("observe", "", ""), ("give", "by mouth", ""),
        ("observe", "", ""), ("give", "IV push", ""), ("observe", "", ""), ("infuse", "IV", "88.9"),
    ]  # fmt: skip


def test_fhir_has_the_code_of_the_route_and_no_rate_for_what_is_swallowed() -> None:
    first, tablet, push, last = json.loads(plan_fhir(made()))["dosageInstruction"]
    codes = [one["route"]["coding"][0]["code"] for one in (first, tablet, push, last)]
    assert codes == ["26643006", "26643006", "47625008", "47625008"]
    assert push["route"]["text"] == "IV push"
    for given in (first, tablet, push):
        assert "rateQuantity" not in given["doseAndRate"][0]
        assert given["timing"] == {"repeat": {"count": 1}}
    assert first["doseAndRate"][0]["doseQuantity"]["value"] == 0.1
    assert "rateQuantity" in last["doseAndRate"][0]


def test_a_plan_file_has_the_kind_the_route_and_what_the_dose_is_drawn_from() -> None:
    steps = plan_tree(made())["steps"]
    said = [[step[key] for key in ("kind", "route", "bag", "drawn_from", "form", "rate")]
            for step in steps if step["kind"] != "observe"]  # fmt: skip
    assert said[:2] == [["give", "by mouth", None, "Bag 1", None, None],
                        ["give", "by mouth", None, None, "a tablet", None]]  # fmt: skip
    assert said[2][:4] == ["give", "IV push", None, "Bag 1"]


def test_the_label_of_what_is_swallowed_says_by_mouth() -> None:
    def label(plan: Plan) -> dict[Label, str]:
        return {fact.code: fact.text for fact in label_rows(plan, plan.preparation[0])}

    swallowed = made({"doses": ("10 %", "rest"), "route": "by mouth"})
    assert label(swallowed)[Label.ROUTE] == "by mouth"
    assert Label.RATES not in label(swallowed)
    assert label(made())[Label.ROUTE] == "by mouth, IV push, IV"
    assert label(made({"give": "rest", "over": "1 h"}))[Label.ROUTE] == "IV"


def test_a_plan_of_tablets_prints_without_bags_and_worksheet() -> None:
    read = protocol({"at_once": "10 %", "wait": "1 h"}, {"at_once": "rest"}, parameters={},
                    route="by mouth")  # fmt: skip
    plan = make_plan(read, Order(dose="100 mg"))
    text = one_line(plan_text(plan))
    assert "none: every dose is given at once" in text
    assert "BAG" not in text
    # No infusion is there to be stopped, and none pauses while the patient is watched.
    assert "Give no more, and follow the site's own procedure" in text
    pages = [page.extract_text() for page in PdfReader(BytesIO(step_sheet_pdf(plan))).pages]
    assert all("Reaction: give no more." in page for page in pages)
    # Set large they would not fit under the signatures; they are set smaller and stay on that page.
    assert "observe" in pages[0]
    for said in (text, *pages):
        assert "the infusion" not in one_line(said).lower().replace("before the infusion", "")
        assert "nothing runs" not in said.replace("none: nothing runs", "")
    assert json.loads(plan_fhir(plan))["contained"][0]["id"] == "drug"
