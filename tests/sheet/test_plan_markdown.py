"""Markdown: what a reader makes of it is the plan's own text, in tables."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rechallenge import Order, Plan
from rechallenge.model.reaction import NotFor
from rechallenge.model.texts import clean_text
from rechallenge.sheet.markdown import escaped, table
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.sheet.plan_markdown import plan_markdown
from tests.planning.making import planned as made
from tests.random_examples import tries
from tests.service.test_plan_file import FULL, answered, planned

# Without links made of addresses in finished text: no Markdown can keep a reader from those.
READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})
OURS = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline"),
    *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
    *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"),
    *("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"),
    *("list_item_open", "list_item_close"),
}
"""The kinds of block that a plan is made of."""


def text_of(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def tables(text: str) -> list[list[list[str]]]:
    """The cells of each table, as a reader shows them."""
    found: list[list[list[str]]] = []
    for token, after in zip(tokens := READER.parse(text), [*tokens[1:], tokens[-1]], strict=True):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("td_open", "th_open"):
            found[-1][-1].append(text_of(after))
    return found


def step_table(plan: Plan) -> list[list[str]]:
    """Heads, steps, flush and sums, without the changes of bag."""
    table = next(t for t in tables(plan_markdown(plan)) if t[0][:2] == ["Step", "Bag"])
    return [row for row in table if row[0]]


def plain(cells: list[str]) -> list[str]:
    return [cell.replace("\u00a0", " ") for cell in cells]


def test_case_2_as_worked_by_hand() -> None:
    plan = planned("cadonilimab-stepwise", Order(dose="375 mg", volume="250 mL"))
    _, first, watch, rest, total = map(plain, step_table(plan))
    assert first == [
        *("1", "A", "50 mL/h", "0 min", "30 min", "25 mL", "37.5 mg", "37.5 mg (10%)"),
        "",
    ]
    assert watch == ["2", "", "observe", "30 min", "30 min", "", "", "", ""]
    assert rest == [
        *("3", "A", "150 mL/h", "60 min", "90 min", "225 mL", "337.5 mg", "375 mg (100%)"),
        "Until the bag is empty: set 225 mL, all that the bag holds",
    ]
    assert total[:7] == ["Steps in all", "", "", "", "150 min", "250 mL", "375 mg"]


def test_a_change_of_bag_is_a_row_of_the_table() -> None:
    plan = planned("cadonilimab-stepwise", Order(dose="375 mg", volume="250 mL"))
    table = next(t for t in tables(plan_markdown(plan)) if t[0][:2] == ["Step", "Bag"])
    change = ["", "bag A (1.5 mg/mL)", "CONNECT bag A (1.5 mg/mL), SET 50 mL/h, START", "0 min"]
    assert plain(table[1]) == [*change, "", "", "", "", ""]


def test_each_row_of_the_order_stands_once() -> None:
    plan = planned("cadonilimab-stepwise", Order(dose="375 mg", volume="250 mL"))
    labels = [row[0] for row in tables(plan_markdown(plan))[0]]
    assert labels.count("Pump") == 1
    assert len(labels) == len(set(labels))


def test_every_part_of_the_plan_has_its_table() -> None:
    headings = re.findall(r"^## (.*)$", plan_markdown(FULL), re.M)
    assert headings == [
        *(
            "Order",
            "Bag",
            "Preparation",
            "Before the infusion",
            "At the bedside before step 1",
            "Signatures",
            "Steps",
            "What reaches the vein",
        ),
        *("Timeline", "If the patient reacts", "Vital signs and symptoms", "Findings", "Source"),
    ]


def test_a_draft_is_marked_before_anything_else_and_answers_stand_with_their_findings() -> None:
    plan = planned("cadonilimab-stepwise", Order(dose="375 mg", volume="250 mL"))
    count = len(plan.open_findings)
    assert plan_markdown(plan).split("\n")[2] == (
        f"**DRAFT: {count} findings to confirm before use; not yet checked by a second person**"
    )
    assert "DRAFT" not in plan_markdown(answered(plan))
    findings = tables(plan_markdown(answered(plan)))[-1]
    assert findings[1][-1] == f"Read: {findings[1][1]} (AB, 2026-11-21 09:05)"


NASTY = [
    "*bold* _em_ **b** __u__ ~~gone~~ ~x~",
    "<script>alert(1)</script> &amp; &#42;",
    "[link](http://example.org) ![i](x) <http://example.org> http://example.org www.example.org",
    "a | b || c",
    "`code` ``` $x$ \\* \\",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "1) item",
    "> quote",
    "---",
    "===",
    "| a | b |",
    "[ref]: http://example.org",
    "- [ ] task",
    "me@example.org",
]


@pytest.mark.parametrize("text", NASTY)
def test_names_and_notes_are_shown_and_never_obeyed(text: str) -> None:
    plan = made(
        {"give": "rest", "over": "1 h", "note": text, "go_on_if": text},
        title=text,
        scope=text,
        source={"citation": text, "outcome": text},
        review={"status": "unreviewed", "notes": (text,)},
        not_for=(NotFor(says=text),),
        order={"drug": text, "patient": text},
    )
    tokens = READER.parse(plan_markdown(plan))
    assert {token.type for token in tokens} <= OURS
    kinds = {child.type for token in tokens for child in token.children or ()}
    # `text_special` is what a reader calls a character that was escaped.
    assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
    row = step_table(plan)[1]
    stop = "" if text.endswith((".", ":", ";", "!", "?")) else "."
    assert row[-1] == f"Go on only if: {text}{stop} Note: {text}"
    assert sum(text in text_of(token) for token in tokens) >= 8


@given(st.text(max_size=60))
@settings(max_examples=tries(150), deadline=None)
def test_any_text_a_plan_can_hold_is_read_back_from_a_cell_and_from_a_paragraph(
    text: str,
) -> None:
    try:
        clean = clean_text(text)
    except ValueError:
        return
    cells = tables("\n".join(table(("A", "B"), [(clean, "x")])) + "\n")[0][1]
    # A reader takes white space of any kind from the ends of a cell.
    assert [cells[0].strip(), cells[1]] == [clean.strip(), "x"]
    tokens = READER.parse(f"\n{escaped(clean)}\n")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert text_of(tokens[1]).strip() == clean.strip()


def test_it_ends_with_the_source_the_proof_and_which_plan_it_is() -> None:
    plan = planned("cadonilimab-stepwise", Order(dose="375 mg", volume="250 mL"))
    assert plan.proof is not None
    source = plan.protocol.source
    text = re.sub(r"\\(.)", r"\1", plan_markdown(plan).partition("## Source\n")[2])
    assert source.outcome
    for said in (
        source.citation,
        f"Outcome: {source.outcome}",
        f"{len(plan.proof.agreed)} amounts agree",
        f"Protocol fingerprint {plan.protocol.fingerprint[:12]}, plan {fingerprint(plan)[:12]}",
    ):
        assert said in text


def test_what_the_pump_has_moved_stands_beside_what_the_protocol_has() -> None:
    # 5 mg/h of 1.92 mg/mL is 2.604166... mL/h, which a pump in steps of 0.1 runs at 2.6.
    order = Order(dose="480 mg", volume="250 mL")
    row = plain(step_table(planned("cadonilimab-slow-start", order))[1])
    assert row[2] == "2.6 mL/h"
    assert row[8] == "As written: rate ~2.604 mL/h, duration 15 min, volume ~0.651 mL, dose 1.25 mg"


def test_a_gravity_set_is_told_in_drops() -> None:
    order = Order(dose="375 mg", volume="250 mL", pump="gravity-20")
    row = plain(step_table(planned("cadonilimab-stepwise", order))[3])
    assert row[2] == "50 drops/min (150 mL/h)"
