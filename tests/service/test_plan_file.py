"""A plan file holds what it was made from, and is a plan only while that leads to what it says."""

import json
from collections.abc import Callable
from datetime import datetime, time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from rechallenge import __version__
from rechallenge.files.facts import facts_for
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.json_tree import _token_by_token, read_json_tree
from rechallenge.files.reading import UnusableFile, read_protocol, worked_out
from rechallenge.model.finding import Acknowledgement, Refused
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Unusable
from rechallenge.model.protocol import Protocol
from rechallenge.quantities import KG, ML, Quantity, quantity, unit_of
from rechallenge.service.making import make_plan
from rechallenge.service.plan_file import ChangedPlan, SavedPlan, read_plan
from rechallenge.sheet.plan_json import plan_fingerprint, plan_json
from rechallenge.sheet.text.plan import plan_text
from tests.independent.random_protocols import any_bags, one_bag
from tests.properties.agreement import frozen, used_only
from tests.random_examples import tries
from tests.service.of_each_kind import of_each_kind
from tests.tiers import slow_but

SHELVES = Shelves(shipped_folder())


def planned(named: str, order: Order, answers: tuple[Acknowledgement, ...] = ()) -> Plan:
    protocol = read_protocol(named)
    return make_plan(protocol, order, facts_for(protocol, order, SHELVES), answers)


def answered(plan: Plan) -> Plan:
    """The same plan with every finding that asks answered."""
    answers = tuple(
        Acknowledgement(
            code=finding.code,
            place=finding.where,
            reason=f"Read: {finding.code}",
            initials="AB",
            at=datetime(2026, 11, 21, 9, 5),
        )
        for finding in plan.open_findings
    )
    return make_plan(plan.protocol, plan.order, plan.on_file, answers)


STEPWISE = planned("cadonilimab-stepwise", Order(dose="375 mg", volume="250 mL"))
FULL = answered(
    planned(
        "stepwise",
        Order(
            dose="10 mg/kg", weight="48 kg", volume="250 mL", drug="rituximab", line="20 mL",
            primed="diluent", start="2026-11-23 09:00", closing_time="17:30",
            patient="Bed 4, \u4e2d\u6587 \u05d0\u05d1", settings={"first_share": "5 %"},
            age="50 years",
            premed=("cetirizine 0.2 mg/kg IV 30 min before", "x 1 mg PO 13 h before"),
            time_zone="Europe/Berlin", reaction_rate="100 mL/h", reaction_dose="50 mg",
            reaction_bag="Bag 1",
        ),
    )
)  # fmt: skip


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "plan.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_back(folder: Path, plan: Plan) -> SavedPlan:
    return read_plan(written(folder, plan_json(plan)))


def refusal(folder: Path, content: str | bytes) -> str:
    with pytest.raises(UnusableFile) as refused:
        read_plan(written(folder, content))
    return str(refused.value).replace(f"{folder}/", "")


def edited(plan: Plan, edit: Callable[[dict[str, Any]], object], *, sealed: bool = False) -> str:
    """The plan's file with something changed in it; `sealed` with a fingerprint that fits."""
    tree = json.loads(plan_json(plan))
    edit(tree)
    if sealed:
        tree["fingerprint"] = plan_fingerprint(tree)
    return json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False)


@pytest.mark.parametrize("plan", [STEPWISE, FULL], ids=["plain", "full"])
def test_a_plan_read_back_is_the_plan(tmp_path: Path, plan: Plan) -> None:
    saved = read_back(tmp_path, plan)
    assert saved.plan == plan
    assert plan_json(saved.plan) == plan_json(plan)
    assert plan_text(saved.plan, working=True) == plan_text(plan, working=True)
    # Each step alone has more than 40 values: numbers, units and exact forms.
    assert saved.values > 40 * len(plan.steps)


@pytest.mark.parametrize(
    ("named", "order"),
    [
        pytest.param(
            named,
            example.order,
            id=f"{named}-{number}",
            marks=[] if named in of_each_kind()[::5] else pytest.mark.slow,
        )
        for named in of_each_kind()
        for number, example in enumerate(read_protocol(named).examples)
    ],
)
def test_shipped_examples_of_each_kind_are_read_back(
    named: str, order: Any, tmp_path: Path
) -> None:
    stated = Order.model_validate(order.model_dump(exclude_none=True))
    try:
        plan = planned(named, stated)
    except Refused:
        # On the default pump some examples cannot run; then there is no plan to save.
        plan = make_plan(read_protocol(named), stated)
    assert read_back(tmp_path, plan).plan == plan


PUMPS = [None, *sorted(SHELVES.facts("pumps"))]


@pytest.mark.slow
@given(st.one_of(one_bag(), any_bags(at_once=True)), st.sampled_from(PUMPS), st.booleans())
@settings(max_examples=tries(12), deadline=None)
def test_every_random_plan_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, pair: Any, pump: str | None, line: bool
) -> None:
    tree, order = used_only(*pair)
    stated = {("settings" if key == "set" else key): value for key, value in order.items()}
    stated |= {"pump": pump} if pump else {}
    stated |= {"line": "primary-15", "primed": "diluent"} if line else {}
    try:
        tree = frozen(tree)
        protocol = Protocol.model_validate(tree | worked_out(tree))
        asked = Order.model_validate(stated)
        on_file = facts_for(protocol, asked, SHELVES)
        if pump is None:
            on_file = on_file.model_copy(update={"pump": None})
        plan = make_plan(protocol, asked, on_file)
    except (Unusable, Refused, ValueError):
        event("no plan")
        assume(False)
        return
    event(f"pump {pump}, line {line}")
    folder = tmp_path_factory.mktemp("plan")
    assert read_back(folder, plan).plan == plan
    plan = answered(plan)
    assert read_back(folder, plan).plan == plan


@pytest.mark.parametrize(
    "more",
    [
        {"dose": quantity(Fraction(1000, 3), unit_of({"mg": 1}))},
        {"weight": quantity(Fraction(145000, 3), unit_of({"body_g": 1}))},
        {"weight": quantity(Fraction(145, 3), KG)},
        {"line": quantity(Fraction(61, 3), ML), "primed": "drug"},
        {"volume": quantity(Fraction(12345678901234, 10**11), ML)},
        {"settings": {"first_share": quantity(Fraction(100, 7), unit_of({"percent": 1}))}},
        {"start": datetime(1999, 12, 31, 23, 59)},
        {"closing_time": time(17, 30, 5), "start": "2026-11-23 09:00"},
        {"patient": "1/3 mg"},
    ],
    ids=lambda more: next(iter(more)),
)
def test_values_that_only_a_program_can_state_are_read_back(
    more: dict[str, Any], tmp_path: Path
) -> None:
    stated: dict[str, Any] = {"dose": "375 mg", "volume": "250 mL"} | more
    plan = planned("stepwise", Order.model_validate(stated))
    assert read_back(tmp_path, plan).plan == plan


def test_a_file_written_anew_by_another_program_is_still_the_plan(tmp_path: Path) -> None:
    tree = json.loads(plan_json(FULL))
    compact = json.dumps(dict(reversed(tree.items())), ensure_ascii=True)
    assert read_plan(written(tmp_path, compact)).plan == FULL
    assert read_plan(written(tmp_path, b"\xef\xbb\xbf" + plan_json(FULL).encode())).plan == FULL


def test_a_plan_keeps_the_version_that_made_it_and_its_fingerprint(tmp_path: Path) -> None:
    older = STEPWISE.model_copy(update={"software": "0.0.9"})
    saved = read_back(tmp_path, older)
    assert saved.plan.software == "0.0.9"
    assert plan_json(saved.plan) == plan_json(older)
    assert saved.fingerprint == json.loads(plan_json(older))["fingerprint"]
    assert STEPWISE.software == __version__


def before(edit: Callable[[dict[str, Any]], object], plan: Plan = FULL) -> str:
    """The plan's file as release 0.0.9 would have written it, with something else in it."""

    def older(tree: dict[str, Any]) -> None:
        tree["inputs"]["software"] = "0.0.9"
        edit(tree)

    return edited(plan, older, sealed=True)


def said_in_other_words(tree: dict[str, Any]) -> None:
    for finding in tree["findings"]:
        finding["message"] = "Said in other words."
        finding["source"] = "Cited in another way"
    tree["proof"]["method"] = "By another hand."


def test_a_plan_of_an_earlier_release_with_other_sentences_opens_and_names_it(
    tmp_path: Path,
) -> None:
    content = before(said_in_other_words)
    saved = read_plan(written(tmp_path, content))
    assert saved.release == "0.0.9"
    assert saved.fingerprint == json.loads(content)["fingerprint"]
    assert saved.plan == FULL.model_copy(update={"software": "0.0.9"})
    assert list(saved.notes) == [
        f"This plan was made by rechallenge 0.0.9, and this is {__version__}."
    ]


def test_a_plan_of_this_release_opens_without_a_note(tmp_path: Path) -> None:
    saved = read_back(tmp_path, FULL)
    assert (saved.release, list(saved.notes)) == (None, [])


def test_an_edited_sentence_opens_with_a_note_and_is_not_used(tmp_path: Path) -> None:
    content = edited(FULL, said_in_other_words)
    saved = read_plan(written(tmp_path, content))
    assert saved.plan == FULL
    assert saved.fingerprint == json.loads(plan_json(FULL))["fingerprint"]
    assert ("proof", "method") in saved.changed_texts
    assert ("findings", 0, "message") in saved.changed_texts
    assert "proof.method" in "".join(saved.notes)


def test_a_sentence_left_out_opens_with_a_note(tmp_path: Path) -> None:
    content = edited(FULL, lambda tree: tree["findings"][0].pop("message"))
    saved = read_plan(written(tmp_path, content))
    assert saved.changed_texts == (("findings", 0, "message"),)


def first_to_confirm(tree: dict[str, Any]) -> int:
    return next(n for n, f in enumerate(tree["findings"]) if f["severity"] == "confirm")


def found_less(tree: dict[str, Any]) -> None:
    gone = tree["findings"].pop(first_to_confirm(tree))["code"]
    tree["findings"] = [f for f in tree["findings"] if f["code"] != gone]
    tree["inputs"]["answers"] = [a for a in tree["inputs"]["answers"] if a["code"] != gone]


def test_what_only_this_release_finds_is_named_and_makes_the_plan_a_draft_again(
    tmp_path: Path,
) -> None:
    assert FULL.open_findings == ()
    content = before(found_less)
    saved = read_plan(written(tmp_path, content))
    new = {finding.code for finding in saved.new_findings}
    assert len(new) == 1
    assert {f.code for f in saved.plan.open_findings} == new
    assert new.pop() in list(saved.notes)[1]
    assert json.loads(plan_json(saved.plan))["state"] == "draft"
    # It is a plan of this release now: saved anew it opens without a word.
    assert saved.plan.software == __version__
    assert list(read_back(tmp_path, saved.plan).notes) == []


def found_more(tree: dict[str, Any]) -> None:
    tree["findings"].insert(
        0,
        {
            "code": "stars-are-wrong", "severity": "confirm", "where": "steps[0]", "numbers": {},
            "message": "They are.", "source": None,
            "acknowledged": {"code": "stars-are-wrong", "reason": "So", "initials": "AB",
                             "at": None},
        },
    )  # fmt: skip
    tree["inputs"]["answers"].append({"code": "stars-are-wrong", "reason": "So", "initials": "AB"})


def test_what_this_release_no_longer_finds_is_named_and_its_answer_let_go(tmp_path: Path) -> None:
    saved = read_plan(written(tmp_path, before(found_more)))
    assert saved.gone == ("stars-are-wrong",)
    assert saved.plan.findings == FULL.findings
    assert saved.plan.answers == FULL.answers
    assert "no longer finds: stars-are-wrong" in list(saved.notes)[1]


def said_less(tree: dict[str, Any]) -> None:
    del tree["steps"][0]["clears_line"]
    tree["order"].pop("reaction_grade")
    tree["proof"]["agreed"].pop()


def test_an_earlier_release_may_have_said_and_proven_less(tmp_path: Path) -> None:
    content = before(said_less)
    saved = read_plan(written(tmp_path, content))
    assert saved.fingerprint == json.loads(content)["fingerprint"]
    assert saved.plan == FULL.model_copy(update={"software": "0.0.9"})


def test_a_field_that_a_release_adds_and_nobody_states_changes_no_fingerprint() -> None:
    tree = json.loads(plan_json(FULL))
    stated = tree["fingerprint"]
    tree["order"] |= {"colour": None, "marks": [], "notes": {}}
    tree["steps"][0]["skipped"] = False
    assert plan_fingerprint(tree) == stated
    for value in (0, "blue", [0], True, {"unit": "mg"}):
        tree["order"]["colour"] = value
        assert plan_fingerprint(tree) != stated


@pytest.mark.parametrize("change", ["exact", "unit", "where"])
def test_an_edited_proof_is_refused(change: str, tmp_path: Path) -> None:
    content = edited(FULL, lambda tree: tree["proof"]["agreed"][3].update({change: "1/7"}))
    assert "proof.amounts" in refusal(tmp_path, content)


@pytest.mark.parametrize("edit", [found_less, found_more])
def test_other_findings_in_a_file_of_this_release_are_refused(
    edit: Callable[[dict[str, Any]], None], tmp_path: Path
) -> None:
    with pytest.raises(UnusableFile):
        read_plan(written(tmp_path, edited(FULL, edit, sealed=True)))


EDITED_AFTERWARDS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a number": lambda t: t["steps"][0]["rate"].update(exact="500"),
    "a rounded number": lambda t: t["steps"][0]["rate"].update(value=500),
    "a unit": lambda t: t["steps"][0]["rate"].update(unit="mL/min"),
    "a code": lambda t: t["findings"][0].update(code="other"),
    "a severity": lambda t: t["findings"][0].update(severity="note"),
    "the version": lambda t: t["inputs"].update(software="0.0.8"),
    "the state": lambda t: t.update(state="draft"),
    "the reason of an answer": lambda t: t["inputs"]["answers"][0].update(reason="Other"),
    "an answer": lambda t: t["findings"][first_to_confirm(t)].update(acknowledged=None),
    "the fingerprint": lambda t: t.update(fingerprint="0" * 64),
    "no fingerprint": lambda t: t.pop("fingerprint"),
    "a number taken out": lambda t: t["steps"][0].pop("rate"),
}


@pytest.mark.parametrize("release", slow_but([__version__], [__version__, "0.0.9"]))
@pytest.mark.parametrize("what", EDITED_AFTERWARDS)
def test_what_a_fingerprint_covers_cannot_be_edited_in_a_file_of_any_release(
    what: str, release: str, tmp_path: Path
) -> None:
    older = FULL.model_copy(update={"software": release})
    with pytest.raises(UnusableFile):
        read_plan(written(tmp_path, edited(older, EDITED_AFTERWARDS[what])))


@pytest.mark.parametrize("what", ["a number", "a rounded number", "a unit", "the state"])
def test_other_numbers_of_an_earlier_release_are_refused_and_named(
    what: str, tmp_path: Path
) -> None:
    said = refusal(tmp_path, before(EDITED_AFTERWARDS[what]))
    assert ("state" if what == "the state" else "steps[0].rate.") in said
    assert "made by rechallenge 0.0.9" in said
    assert "works something out differently" in said


def rate(tree: dict[str, Any]) -> None:
    tree["steps"][0]["rate"]["exact"] = "500"


def test_one_changed_number_is_named_with_its_line_and_what_it_should_be(tmp_path: Path) -> None:
    content = edited(STEPWISE, rate)
    line = content.splitlines().index('        "exact": "500",') + 1
    said = refusal(tmp_path, content)
    assert said.splitlines()[0] == (
        f'plan.json:{line}:9: steps[0].rate.exact: is "500" in the file, and comes out as "50"'
    )
    assert said.endswith("the file was changed after it was written; make the plan again")


def test_a_change_with_a_fingerprint_that_fits_is_found_all_the_same(tmp_path: Path) -> None:
    said = refusal(tmp_path, edited(STEPWISE, rate, sealed=True))
    assert 'steps[0].rate.exact: is "500" in the file, and comes out as "50"' in said
    assert "not what this version of rechallenge wrote" in said


def test_a_plan_of_another_version_that_comes_out_otherwise_says_so(tmp_path: Path) -> None:
    def older(tree: dict[str, Any]) -> None:
        rate(tree)
        tree["inputs"]["software"] = "0.0.9"

    said = refusal(tmp_path, edited(STEPWISE, older, sealed=True))
    assert f"it was made by rechallenge 0.0.9, and this is {__version__}" in said


def test_a_changed_order_changes_every_number_and_only_the_first_are_told(tmp_path: Path) -> None:
    def doubled(tree: dict[str, Any]) -> None:
        tree["inputs"]["order"]["dose"] = "750 mg"

    with pytest.raises(ChangedPlan) as refused:
        read_plan(written(tmp_path, edited(STEPWISE, doubled)))
    assert len(refused.value.problems) == 6
    assert "more places differ" in str(refused.value)


EDITS: dict[str, tuple[Callable[[dict[str, Any]], object], tuple[str, ...]]] = {
    "a step taken out": (
        lambda t: t["steps"].pop(),
        ("steps: is a list of 2 in the file, and comes out as a list of 3",),
    ),
    "a finding taken out": (
        lambda t: t["findings"].clear(),
        ("findings: is a list of 0 in the file",),
    ),
    "a finding made a note": (
        lambda t: t["findings"][0].update(severity="note"),
        ('findings[0].severity: is "note" in the file, and comes out as "confirm"',),
    ),
    "an answer that nobody gave": (
        lambda t: t["findings"][0].update(acknowledged={"reason": "fine"}),
        ("findings[0].acknowledged: is a part with 1 keys in the file, and comes out as null",),
    ),
    "a key left out": (lambda t: t["totals"].pop("dose"), ("totals.dose: is missing",)),
    "a key of its own": (lambda t: t.update(hello="you"), ("hello: is not part of this plan",)),
    "a fingerprint": (lambda t: t.update(fingerprint="0" * 64), ("fingerprint: is ",)),
    "a number as text": (
        lambda t: t["steps"][0].update(number="1"),
        ('steps[0].number: is "1" in the file, and comes out as 1',),
    ),
    "no inputs": (
        lambda t: t.pop("inputs"),
        ("does not hold the inputs it was made from; make it again with `rechallenge plan`",),
    ),
    "inputs of another sort": (lambda t: t.update(inputs=[]), ("inputs: must hold keys",)),
    "a number among the inputs": (
        lambda t: t["inputs"]["order"].update(dose=375.5),
        ("inputs.order.dose: is 375.5; every input is text in quotes",),
    ),
    "nothing among the inputs": (
        lambda t: t["inputs"]["order"].update(weight=None),
        ("inputs.order.weight: is null; every input is text in quotes",),
    ),
    "a dose no order can have": (
        lambda t: t["inputs"]["order"].update(dose="375 ml"),
        ("inputs.order.dose: ", "375 ml"),
    ),
    "a dose written in two ways": (
        lambda t: t["inputs"]["order"].update(dose="375.0 mg"),
        ("inputs.order.dose: ", "375 mg"),
    ),
    "a dose of nothing": (
        lambda t: t["inputs"]["order"].update(dose="0 mg"),
        ("inputs.order.dose: ", "zero"),
    ),
    "an input nobody knows": (
        lambda t: t["inputs"].update(site="north"),
        ("inputs.site: is not an input of a plan",),
    ),
    "a version that is no text": (
        lambda t: t["inputs"].update(software=["0.0.9"]),
        ("inputs.software: must be the version of rechallenge, as text",),
    ),
    "an order key nobody knows": (
        lambda t: t["inputs"]["order"].update(doze="1 mg"),
        ("inputs.order.doze: unknown key doze; did you mean dose?",),
    ),
    "facts nobody knows": (
        lambda t: t["inputs"]["on_file"].update(allergies="none"),
        ("inputs.on_file.allergies: is not known here; leave it out",),
    ),
    "an input left out": (
        lambda t: t["inputs"].pop("on_file"),
        ("inputs.on_file: is missing",),
    ),
    "no protocol": (
        lambda t: t["inputs"].update(protocol={}),
        ("inputs.protocol: holds no protocol",),
    ),
    "a protocol with a fingerprint of its own": (
        lambda t: t["inputs"]["protocol"].update(fingerprint="0" * 64),
        ("inputs.protocol.fingerprint: is worked out",),
    ),
    "a protocol that is none": (
        lambda t: t["inputs"]["protocol"].update(infusion=[]),
        ("inputs.protocol.infusion: is an empty list",),
    ),
    "a protocol that no longer adds up": (
        lambda t: t["inputs"]["protocol"]["infusion"][2].update(give="50 %"),
        ("inputs: lead to no plan", "dose-not-delivered"),
    ),
    "a parameter that is not set": (
        lambda t: t["inputs"]["order"].pop("volume"),
        ("inputs.order.volume: ", "needs the bag's final volume"),
    ),
    "a pump that is none": (
        lambda t: t["inputs"]["on_file"]["pump"].update(ends_by="hand"),
        ("inputs.on_file.pump.ends_by: ",),
    ),
    "answers to nothing": (
        lambda t: t["inputs"].update(
            answers=[{"code": "rate-jumps", "reason": "x", "initials": "AB"}]
        ),
        ("inputs.order.acknowledge.rate-jumps: unknown",),
    ),
    "answers that are none": (lambda t: t["inputs"].update(answers="yes"), ("must be a list",)),
    "an answer at no time": (
        lambda t: t["inputs"].update(
            answers=[{"code": "c", "reason": "x", "initials": "AB", "at": "noon"}]
        ),
        ("inputs.answers[0].at: ", "datetime"),
    ),
    "a start at no time": (
        lambda t: t["inputs"]["order"].update(start="soon"),
        ("inputs.order.start: ", "soon"),
    ),
    "a newer schema": (
        lambda t: t.update(schema="rechallenge/plan/2"),
        ('schema: is "rechallenge/plan/2"', f"this is rechallenge {__version__}, which reads"),
    ),
    "no schema": (lambda t: t.pop("schema"), ("is not a plan file",)),
    "an escape": (
        lambda t: t.update(schema="\x1b[2J"),
        (r'schema: is "\x1b[2J"',),
    ),
}


@pytest.mark.parametrize("what", EDITS)
def test_what_was_changed_by_hand_is_refused_and_named(what: str, tmp_path: Path) -> None:
    edit, says = EDITS[what]
    said = refusal(tmp_path, edited(STEPWISE, edit))
    assert all(words in said for words in says), said
    assert all(line.startswith("plan.json:") for line in said.splitlines())
    assert said.replace("\n", "").isprintable()


CONTENT = plan_json(STEPWISE)
NOT_JSON = {
    "nothing": (b"", "plan.json:1:1: the file is empty"),
    "white space": (b" \n ", "the file is empty"),
    "cut in the middle": (CONTENT[: len(CONTENT) // 2].encode(), "the file ends in the middle"),
    "cut in a text": (CONTENT[: CONTENT.index("cadonilimab") + 3].encode(), "ends in the middle"),
    "cut in a word": (CONTENT[: CONTENT.index("null") + 3].encode(), "the file ends in the middle"),
    "cut in a number": (b'{"a": 1.', "plan.json:1:8: the file ends in the middle"),
    "cut before its end": (CONTENT.rstrip()[:-1].encode(), "the file ends in the middle"),
    "no JSON": (b"step: 1\n", "plan.json:1:1: this is not JSON, at step: 1"),
    "no UTF-8": (b'{"a": "\xff"}', "plan.json:1:8: byte 0xff is not UTF-8"),
    "a list": (b"[1, 2]", "is not a plan file"),
    "a number": (b"12", "is not a plan file"),
    "NaN": (b'{"a": NaN}', "plan.json:1:7: this is not JSON, at NaN}"),
    "a number with a zero before it": (b'{"a": 01}', "plan.json:1:8: a comma or } is missing"),
    "a control character": (b'{"a": "\x01"}', "this is not JSON"),
    "a key twice": (
        b'{"schema": 1,\n "b": 2,\n "schema": 3}',
        "plan.json:3:2: schema is here twice, first in line 1",
    ),
    "two plans": (CONTENT.encode() * 2, "there is more after the end of the plan"),
    "endless nesting": (b'{"a":' * 100_000, "nested more than 30 levels deep"),
    "one level too many": (b"[" * 31 + b"1" + b"]" * 31, "nested more than 30 levels deep"),
    "endless values": (b'{"a":[' + b"1," * 200_000 + b"1]}", "a plan has at most 100,000 values"),
    "half a character": (rb'{"a": "\ud800"}', r"this text holds half of a character: \ud800"),
    "a comma too many": (b'{"a": 1,}', "plan.json:1:9: there is a comma before }"),
    "a comma missing": (b'{"a": 1 "b": 2}', "plan.json:1:9: a comma or } is missing"),
    "a colon missing": (b'{"a" 1}', "plan.json:1:6: a colon is missing after a"),
    "a value missing": (b'{"a": ,}', "a value is missing before ,"),
    "a key without quotes": (b'{1: "a"}', "a key in double quotes is missing"),
    "a PDF": (b"%PDF-1.7\n", "this is not JSON, at %PDF-1.7"),
    "too much": (b" " * 5_000_001, "is 5,000,001 bytes, but a file here may have 5,000,000"),
}


@pytest.mark.parametrize("what", NOT_JSON)
def test_what_is_no_whole_json_file_is_refused_where_it_goes_wrong(
    what: str, tmp_path: Path
) -> None:
    content, says = NOT_JSON[what]
    said = refusal(tmp_path, content)
    assert says in said
    assert said.isprintable()


SOUND = (
    CONTENT,
    "{}",
    '{"a": [1, -2.50, 1e9, "\\u00e9 \\n", true, null, {}], "": [[]]}',
    "[" * 30 + "1" + "]" * 30,
    "[" * 31 + "]" * 31,
)


@pytest.mark.parametrize("text", SOUND, ids=lambda text: text[:9])
def test_a_sound_file_is_read_as_it_is_token_by_token(text: str) -> None:
    assert read_json_tree(text.encode()).tree == _token_by_token(text).tree


def test_a_folder_and_a_missing_file_are_no_plans(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="is a folder"):
        read_plan(tmp_path)
    with pytest.raises(UnusableFile, match="no such file"):
        read_plan(tmp_path / "none.json")


def test_the_file_holds_its_inputs_as_text_a_person_could_have_written() -> None:
    inputs = json.loads(plan_json(FULL))["inputs"]
    assert inputs["order"] == {
        "dose": "10 mg/kg",
        "weight": "48 kg",
        "volume": "250 mL",
        "drug": "rituximab",
        "line": "20 mL",
        "primed": "diluent",
        "start": "2026-11-23 09:00",
        "closing_time": "17:30",
        "patient": "Bed 4, \u4e2d\u6587 \u05d0\u05d1",
        "settings": {"first_share": "5 %"},
        "age": "50 years",
        "premed": [
            {"drug": "cetirizine", "dose": "0.2 mg/kg", "route": "IV", "before": "30 min"},
            {"drug": "x", "dose": "1 mg", "route": "PO", "before": "13 h"},
        ],
        "time_zone": "Europe/Berlin",
        "reaction_rate": "100 mL/h",
        "reaction_dose": "50 mg",
        "reaction_bag": "Bag 1",
    }
    assert inputs["protocol"]["infusion"][0] == {"give": "$first_share", "over": "$first_time"}
    assert inputs["on_file"]["pump"]["name"] == "generic"
    assert inputs["answers"][0]["initials"] == "AB"
    assert inputs["software"] == __version__


def test_quantities_of_a_read_plan_are_exact(tmp_path: Path) -> None:
    for step in read_back(tmp_path, FULL).plan.steps:
        assert isinstance(step.dose, Quantity)
        assert isinstance(step.dose.magnitude, Fraction)
