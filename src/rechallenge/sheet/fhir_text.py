"""What a FHIR resource says in words: each bag and each step with its exact numbers, and the notes
on what no field of FHIR holds."""

from collections.abc import Iterable, Iterator
from html import escape

from rechallenge.model.plan import Plan
from rechallenge.words import word
from rechallenge.words.languages import language_in_use
from rechallenge.words.lists import (
    aside,
    commas,
    follow,
    things,
    with_label,
    with_stop,
    without_stop,
)

from .view import Amount, Blank, Column, Fact, Facts, Label, Moment, Row, RowKind, SectionCode, View
from .view.reaction import reaction_text

_SAID = (Label.CHANGE_OVER, Label.DOES_NOT_RUN, Label.FORM, Label.GO_ON_IF, Label.NOTE,
         Label.STOP_AFTER)  # fmt: skip


def notes_of(plan: Plan, view: View) -> Iterator[str]:
    """What FHIR has no field for, each in plain words."""
    head = view.head
    yield follow((word("fhir.for-information"), *(p.text for p in view.closing if p.code)))
    yield head.status.line
    source = plan.protocol.source.citation
    named = {"title": head.title, "protocol": head.protocol, "scope": head.scope}
    yield word("fhir.protocol", source=source, **named)
    if begun := view.section(SectionCode.BEGUN):
        yield with_stop(begun.heading)
        yield from _facts(begun.all_facts)
    if run := [step.number for step in plan.steps if step.has_run]:
        yield word("fhir.past", step=run[-1])
        for block in view[SectionCode.STOPS].blocks:
            if isinstance(block, Facts):
                yield from _facts(block.rows)
    (total,) = view[SectionCode.STEPS].table.of(RowKind.TOTAL)
    amounts = (amount_in(total, c).exact for c in (Column.DOSE, Column.VOLUME, Column.DURATION))
    yield word("fhir.in-all", amounts=things(amounts))
    pump = view[SectionCode.ORDER].facts[Label.PUMP]
    yield _sentence(pump.label, pump.text)
    if delivery := view.section(SectionCode.DELIVERY):
        yield from _facts(delivery.all_facts)
    before = view[SectionCode.PREMEDICATION]
    for row in before.table.rows if plan.premedication else ():
        cells = (row.text(c) for c in (Column.DRUG, Column.DOSE, Column.ROUTE))
        at = [row.text(c) for c in (Column.GIVE_AT, Column.DUE) if row.cells[c] != Blank(5)]
        yield _sentence(before.heading, commas((" ".join(cells), *at)))
    reaction = view[SectionCode.REACTION]
    stop = reaction.paragraph(Label.STOP)
    call = reaction.facts[Label.CALL]
    called = "" if isinstance(call.value[0], Blank) else _sentence(call.label, call.text)
    yield with_label(
        reaction.heading, follow((stop, called, reaction_text(plan.runs_by, plan.on_file)))
    )
    if procedure := reaction.items(Label.PROCEDURE):
        yield follow((reaction.paragraph(Label.PROCEDURE), *procedure))
    for item in view.findings:
        answer = with_label(word(Label.ACKNOWLEDGED), item.answer.text) if item.answer else ""
        yield with_label(f"{item.severity_word} {item.code}", follow((item.text, answer)))
    yield word("fhir.cannot-carry")


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    return (_sentence(fact.label, fact.text) for fact in facts)


def _sentence(label: str, text: str) -> str:
    return with_stop(with_label(label, without_stop(text)))


def narrative(plan: Plan, view: View, notes: list[str]) -> str:
    """The bags, the steps and the notes as XHTML."""
    named = f"{view.head.drug} {view.head.dose.text}"
    heading = follow((word("fhir.for-information"), named))
    sentences = (step_sentence(plan, row) for row in view[SectionCode.STEPS].table.steps)
    steps = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    bags = "".join(f"<li>{escape(bag)}</li>" for bag in bag_texts(view))
    said = "".join(f"<p>{escape(note)}</p>" for note in notes)
    tag = language_in_use()
    div = f'<div xmlns="http://www.w3.org/1999/xhtml" lang="{tag}" xml:lang="{tag}">'
    return f"{div}<p>{escape(heading)}</p><ul>{bags}</ul><ol>{steps}</ol>{said}</div>"


def bag_texts(view: View) -> Iterator[str]:
    """`bag A (Solution 1): 20 mg in 250 mL, 0.08 mg/mL`, a line each."""
    section = view.section(SectionCode.BAGS)
    for row in section.table.rows if section else ():
        concentration = row.cells[Column.CONCENTRATION]
        assert isinstance(concentration, Amount)
        holds = {"drug": row.text(Column.HOLDS), "volume": row.text(Column.VOLUME)}
        bag = word("bag.lettered", letter=row.text(Column.BAG))
        bag = aside(bag, name) if (name := row.text(Column.NAME)) else bag
        yield with_label(bag, commas((word("bag.holds", **holds), concentration.exact)))


def step_sentence(plan: Plan, row: Row) -> str:
    """The whole row in words, with every number that is rounded given exactly too."""
    start = row.cells[Column.START]
    assert isinstance(start, Moment)
    begins = word("fhir.begins", offset=start.exact)
    if start.clock:
        begins = word("fhir.planned-for", begins=begins, at=start.clock)
    bag = word("bag.lettered", letter=row.text(Column.BAG)) if row.step else row.bag
    values = {"step": row.step, "begins": begins, "bag": bag}
    for column in (Column.DURATION, Column.VOLUME, Column.DOSE, Column.CUMULATIVE):
        if isinstance(row.cells.get(column), Amount):
            values[column.name.lower()] = amount_in(row, column).exact
    if row.kind is RowKind.GIVE:
        values["said"] = row.text(Column.RATE)
    elif row.kind is not RowKind.OBSERVE:
        drops = row.cells.get(Column.DROPS)
        values["rate"] = row.text(Column.RATE) if drops else amount_in(row, Column.FLOW).exact
    if row.kind is RowKind.FLUSH:
        values["dose"] = amount_in(row, Column.REACHES_VEIN).exact
        dry = plan.delivery is not None and plan.delivery.dry_at is not None
        values["counted"] = word("fhir.flush-uncounted" if dry else "fhir.flush-counted")
    if Column.SHARE in row.cells:
        values["share"] = row.text(Column.SHARE)
    kind = "does-not-run" if row.note(Label.DOES_NOT_RUN) else row.kind.value
    texts = [word(f"fhir.{kind}", **values)]
    texts += (note.text for note in row.notes if note.code in _SAID)
    said = " ".join(texts)
    return word("timeline.past", due=said) if row.past else said


def amount_in(row: Row, column: Column) -> Amount:
    """The amount in a column in which the row has one."""
    cell = row.cells[column]
    assert isinstance(cell, Amount)
    return cell
