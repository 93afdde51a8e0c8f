"""The note for a patient's record: 40 lines of 72 columns, every step's time and rate, and a word
for each part that is left out."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_source
from rechallenge.model.finding import Severity
from rechallenge.quantities import ML_PER_H, display
from rechallenge.service.examples import order_of
from rechallenge.service.making import make
from rechallenge.service.resuming import resume, stop_of
from rechallenge.sheet.note import LINES, WIDTH, plain, plan_note
from rechallenge.sheet.places import place_label
from rechallenge.sheet.view import Column, Moment, SectionCode, view_of
from rechallenge.words.note import NOTE
from tests.service.of_each_kind import with_few_quick
from tests.service.test_plan_file import answered
from tests.sheet.test_formats_agree import MORE, any_plan

SHELVES = Shelves(shipped_folder())
START = datetime(2026, 11, 23, 22, 30)
"""So that long plans run into the next day."""
CEFTAZIDIME = {"dose": "2000 mg", "line": "20 mL", "primed": "diluent", "sets": "shared"}
MANY = """\
id: many-steps
title: Many steps
drug: any
strategy: titration
version: 1
scope: Nobody
source: {{citation: A test}}
review: {{status: unreviewed}}
parameters: {{volume: required}}
infusion:
  - {{rates: [{rates}], every: 1 min}}
  - {{give: rest, rate: 200 mL/h}}
monitoring: {{vitals: [baseline], observe_after: 30 min, source: A test}}
"""
NOT_HERE = "Not here, but on the step sheet of this plan: "


def example_plans(named: str) -> tuple[Plan, ...]:
    protocol = read_source(named, SHELVES).protocol
    orders = [order_of(e).model_copy(update={"start": START}) for e in protocol.examples]
    return tuple(make(protocol, order, SHELVES) for order in orders)


def stopped(named: str, order: Order, **stop: str) -> Plan:
    made = plan(read_protocol(named), order)
    stated = {"hold": "30 min", "grade": "2", "resume_at": "as planned", **stop}
    return resume(made, stop_of(made, stated))


def stopped_plans() -> Iterator[Plan]:
    start = "2026-11-23 09:00"
    ceftazidime = Order.model_validate(CEFTAZIDIME | {"start": start})
    once = stopped("ceftazidime-12-step", ceftazidime, infused="20 mL", at="11:05",
                   gave="hydrocortisone 200 mg IV at 11:07", seen="flush, itching")  # fmt: skip
    yield once
    yield resume(once, stop_of(once, {"infused": "30 mL", "hold": "10 min", "at": "12:40"}))
    yield stopped("ceftazidime-12-step", ceftazidime, infused="20 mL", resume_at="never")
    yield stopped("aspirin-10-doses", Order(dose="325 mg", start=start), after_step="5")


def said(text: str) -> str:
    """The note as running text, without the marks of a draft."""
    return " ".join(line.removeprefix("DRAFT ") for line in text.splitlines())


def assert_every_step_is_there(of: Plan, note: str) -> None:
    """Each step by its number, with its clock time and what is set."""
    text = said(note)
    place = 0
    past = re.search(r"Past: steps 1 to ([0-9]+), from ", text)
    for step in of.steps[int(past[1]) if past else 0 :]:
        start = Moment(step.start, of.order.begins)
        at = re.escape(start.text.replace("\u00a0", " "))
        # In a row of steps, the day stands where it changes.
        at = rf"(?:{at}|{re.escape(start.hour)})" if start.hour else at
        does = r"(observe|hold|give|does not run)"
        if step.rate is not None:
            does = rf"({re.escape(display(step.rate.to(ML_PER_H)))}|does not run)"
        numbered = rf"(?<![0-9]){step.number}(?: \(past\))?\. {at} "
        matched = re.compile(rf"{numbered}(?:connect bag \w+, )?(?:bag \w+, )?(?:set )?{does}")
        found = matched.search(text, place) or in_a_run(step.number, at, does, text)
        assert found, (step.number, at, does)
        place = max(place, found.start())


def in_a_run(number: int, at: str, does: str, text: str) -> re.Match[str] | None:
    """The step in a named row of steps, such as `4 to 11, bag B, each 15 min: 09:45 set ...`."""
    for run in re.finditer(r"\b([0-9]+) to ([0-9]+)(?: \(past\))?(?:, [^:;]*?)?: [^;]*", text):
        if int(run[1]) <= number <= int(run[2]):
            item = re.compile(rf"{at} (?:connect bag \w+, )?(?:set )?{does}")
            return item.search(text, run.start(), run.end())
    return None


def assert_what_is_left_out_is_named(of: Plan, note: str) -> None:
    """What asks, what is noted, the source, the equipment and vital signs: there, or named."""
    text = said(note)
    view = view_of(of)
    left = text.partition(NOT_HERE)[2]
    asks = [item for item in view.findings if item.severity is Severity.CONFIRM]
    steps = view[SectionCode.STEPS].table.steps
    parts = {
        "fold": [row.text(column) for row in steps for column in (Column.VOLUME, Column.DOSE)],
        "findings": [item.text for item in asks],
        "noted": [i.text for i in view.findings if i.severity is not Severity.CONFIRM],
        "source": [of.protocol.source.citation],
        "equipment": [fact.text for fact in view[SectionCode.ORDER].all_facts],
        "watch": [fact.text.rstrip("_ ") for fact in view[SectionCode.TIMELINE].all_facts],
    }
    for part, texts in parts.items():
        whole = all(plain(one).replace("\u00a0", " ").rstrip(".") in text for one in texts)
        names = {"noted": ["noted", "findings"], "fold": ["fold", "runs"]}.get(part, [part])
        assert whole or any(str(NOTE[f"note.without.{one}"]) in left for one in names), part
    assert all(item.code in text for item in view.findings)
    assert all(item.label in text for item in asks)


@pytest.mark.parametrize("named", with_few_quick())
def test_the_note_of_each_shipped_example_fits_has_every_step_and_names_what_it_leaves_out(
    named: str,
) -> None:
    for of in example_plans(named):
        note = plan_note(of)
        lines = note.splitlines()
        assert len(lines) <= LINES == 40
        assert max(map(len, lines)) <= WIDTH == 72
        assert note.endswith("\n")
        assert_every_step_is_there(of, note)
        assert_what_is_left_out_is_named(of, note)


@pytest.mark.parametrize("of", [*stopped_plans(), *(any_plan(name) for name in MORE)])
def test_stopped_and_other_plans_fit_with_every_step(of: Plan) -> None:
    note = plan_note(of)
    assert len(note.splitlines()) <= LINES
    assert max(map(len, note.splitlines())) <= WIDTH
    assert_every_step_is_there(of, note)
    for stop in of.stops:
        if stop.at is not None:
            assert f"{stop.at:%H:%M}" in note
        assert all(dose.drug in note for dose in stop.gave)


def test_twelve_steps_have_a_line_each_with_volume_dose_and_bag() -> None:
    of = plan(read_protocol("ceftazidime-12-step"),
              Order.model_validate(CEFTAZIDIME | {"start": "2026-11-23 09:00"}))  # fmt: skip
    lines = plan_note(of).splitlines()
    # 20 mg in 250 mL is 0.08 mg/mL: 2 mL/h for 15 min is 0.5 mL with 0.04 mg.
    assert "DRAFT 1. 09:00 connect bag A, set 2 mL/h for 15 min: 0.5 mL, 0.04 mg" in lines
    # 40 mL/h for 15 min is 10 mL; of 0.8 mg/mL, 8 mg. The two steps of 5 mL/h last 15.6 min.
    assert "DRAFT 8. ~10:46 set 40 mL/h for 15 min: 10 mL, 8 mg (bag B)" in lines
    assert any(line.startswith("DRAFT Flush. ~14:41 connect diluent, set 80") for line in lines)


def test_a_row_of_steps_says_how_long_a_rate_runs_and_speaks_of_none_where_nothing_runs() -> None:
    oral, infused = (
        example_plans(n)[0] for n in ("oral-beta-lactam-14-doses", "tobramycin-doubling")
    )
    assert "Steps: 1. 22:30 give 0.05 mg by mouth; 2. 22:30 observe; 3." in said(plan_note(oral))
    row = "Steps, each rate until the next step: 1. 22:30 bag A, 30 mL/h; 2. 22:50 observe; 3."
    assert row in said(plan_note(infused))


# Draft


@pytest.mark.parametrize("name", ["three bags, a line", "twelve steps"])
def test_each_line_of_the_steps_says_draft_until_all_is_answered(name: str) -> None:
    draft = plan_note(any_plan(name)).splitlines()
    first = next(n for n, line in enumerate(draft) if line.startswith("DRAFT 1. "))
    last = max(n for n, line in enumerate(draft) if " in all: " in line and "DRAFT" in line)
    assert last - first >= len(any_plan(name).steps)
    assert all(line.startswith("DRAFT ") for line in draft[first : last + 1])
    confirmed = plan_note(answered(any_plan(name)))
    assert confirmed.startswith("CONFIRMED by AB 2026-11-21 09:05; not yet checked")
    assert "DRAFT" not in confirmed
    assert "\n1. " in confirmed


def test_every_finding_that_asks_is_there_with_its_answer() -> None:
    of = answered(any_plan("twelve steps, a line"))
    text = said(plan_note(of))
    asked = [finding for finding in of.findings if finding.severity is Severity.CONFIRM]
    assert asked
    for finding in asked:
        stamp = f"Read: {finding.code} (AB, 2026-11-21 09:05)"
        label = place_label(finding.place, finding.letters)
        assert stamp in text.partition(f"{finding.code} ({label})")[2]


def test_a_note_says_where_a_finding_is_by_labels_and_never_by_a_path() -> None:
    of = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    text = said(plan_note(of))
    # The third dose of the protocol is famotidine 50 mg; the drug has no file.
    assert "premedication-above-usual (Premedication 3): " in text
    assert "dose-not-compared (Dose): " in text
    assert "premedication[2]" not in text
    assert "order.dose" not in text


# What is left out


def test_a_plan_that_fits_whole_says_nothing_of_that() -> None:
    of = plan(read_protocol("extended"), Order(dose="250 mg", volume="250 mL"))
    text = said(plan_note(of))
    assert NOT_HERE not in text
    assert all(finding.code in text for finding in of.findings)


def test_a_plan_of_more_steps_than_lines_hold_says_so_and_has_none(tmp_path: Path) -> None:
    # 150 rates of 10 to 159 mL/h for 1 min each are 150 x 169 / 2 / 60 = 211.25 mL of the 500 mL.
    rates = ", ".join(f"{n} mL/h" for n in range(10, 160))
    path = tmp_path / "many-steps.yaml"
    path.write_text(MANY.format(rates=rates), "utf-8")
    of = plan(read_protocol(path), Order(dose="500 mg", volume="500 mL", drug="rituximab"))
    assert len(of.steps) == 151
    lines = plan_note(of).splitlines()
    assert len(lines) <= LINES
    assert "DRAFT THE STEPS ARE NOT IN THIS NOTE: 40 lines do not hold them. Use the" in lines
    assert not any(re.match("DRAFT [0-9]", line) for line in lines)
    assert "steps and bags" in said("\n".join(lines)).partition(NOT_HERE)[2]


# Pasting


def test_a_note_has_no_columns_and_no_signs_that_a_record_may_lose() -> None:
    patient = "Zoë Müller-Łuć, “bed” – 4 → x ≤ 5…"
    order = Order(dose="2000 mg", patient=patient, start="2026-11-23 09:00")
    note = plan_note(plan(read_protocol("ceftazidime-12-step"), order))
    assert 'Patient: Zoë Müller-Łuć, "bed" - 4 U+2192 x <= 5...' in said(note)
    assert all(c.isascii() or c.isalpha() for c in note)
    assert "  " not in note
    assert "__" not in note
    assert not any(line != line.strip() or not line for line in note.splitlines())
    assert not re.search("[\u2500-\u257f|+]-", note)


def test_a_note_in_chinese_keeps_the_signs_of_its_sentences() -> None:
    said = "草稿：须确认（6项），未核对。设定、开始；停止？"
    assert plain(said) == said


def test_the_note_of_a_plan_names_it_by_its_fingerprint() -> None:
    of = any_plan("twelve steps")
    view = view_of(of)
    assert f"plan {view.head.fingerprint[:12]}" in said(plan_note(of))
