"""The part of the sheet above the steps: who and what it is for, what is past, the bags, and the
premedication."""

from collections.abc import Iterator

from rechallenge.sheet.view import (
    Amount,
    Blank,
    Column,
    Facts,
    Label,
    Moment,
    Paragraph,
    Row,
    SectionCode,
    View,
    run_text,
)
from rechallenge.words import word
from rechallenge.words.lists import clauses, commas, follow

from .words import Data, JsonValue, in_words, printed, texts

_ELSEWHERE = (Label.PATIENT, Label.IDENTIFIER, Label.DRUG, Label.DOSE, Label.FROM_SITE)
_ACTED_ON = (Label.GOES_ON, Label.GO_ON_IF, Label.HELD)
_STILL_TOLD = (Label.STOPPED, Label.INFUSED, Label.GIVEN_SO_FAR, Label.REACTION, Label.RESCUE)
"""Of a stop before the last: how it went on is past."""


def facts(view: View) -> list[JsonValue]:
    """What the plan was made for, as labels and texts."""
    rows = view[SectionCode.ORDER].all_facts
    return [texts(in_words(fact.label), fact.text) for fact in rows if fact.code not in _ELSEWHERE]


def identifiers(view: View) -> list[JsonValue]:
    """What is compared with the patient besides the name, as the site wants it; empty where no site
    says so."""
    rows = view[SectionCode.ORDER].all_facts
    return texts(*(fact.label for fact in rows if fact.code is Label.IDENTIFIER))


def bags(view: View) -> Data:
    """One row for each bag, with the text of its label; no rows where nothing comes from a bag."""
    section = view.section(SectionCode.BAGS)
    if section is None:
        return {"heading": "", "rows": []}
    return {"heading": section.heading, "rows": [_bag(row) for row in section.table.rows]}


def _bag(row: Row) -> Data:
    concentration, used, discarded = (
        row.cells[column] for column in (Column.CONCENTRATION, Column.USED, Column.DISCARDED)
    )
    assert isinstance(concentration, Amount)
    assert isinstance(used, Amount)
    assert isinstance(discarded, Amount)
    return {
        "letter": row.text(Column.BAG),
        "name": printed(row.text(Column.NAME)),
        "drug": row.text(Column.HOLDS),
        "volume": row.text(Column.VOLUME),
        "concentration": concentration.per,
        "used": used.alone,
        "into_line": printed(used.beside.text) if used.beside else "",
        "discarded": discarded.alone,
        "label": texts(*map(run_text, row.label)),
    }


def premedication(view: View) -> Data:
    """One row for each drug given beforehand; `at` is empty where its time is to be written in.
    After a stop, what is past in one sentence, empty where the plan has none."""
    section = view[SectionCode.PREMEDICATION]
    given = [row for row in section.table.rows if not isinstance(row.cells[Column.DRUG], Blank)]
    rows: list[JsonValue] = [_premedication(row) for row in given if not row.past]
    said = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    stopped = view.section(SectionCode.STOPS) is not None
    if stopped:
        past = clauses(map(_past, given))
        said = [word("paper.premedication-past", drugs=past) if past else ""]
    return {
        "heading": section.heading,
        "rows": rows,
        "none": "" if rows else printed(said.pop(0)),
        "said": texts(*said),
        "to_order": 0 if given or stopped else len(section.table.rows),
    }


def bedside(view: View) -> Data:
    """A box for each thing at the bedside, and whether its dose is to be written in; an empty text
    is to be written in too."""
    section = view[SectionCode.BEDSIDE]
    items: list[JsonValue] = [
        [
            *texts("" if isinstance(row.cells[Column.ITEM], Blank) else row.text(Column.ITEM)),
            Column.DOSE in row.cells,
        ]
        for row in section.table.rows
    ]
    return {
        "heading": section.heading,
        "said": follow(block.text for block in section.blocks if isinstance(block, Paragraph)),
        "items": items,
    }


def signatures(view: View) -> Data:
    """Who signs, under the heads of the columns."""
    section = view[SectionCode.SIGNATURES]
    return {
        "heading": section.heading,
        "heads": [column.head for column in section.table.columns],
        "roles": texts(*(row.text(Column.ROLE) for row in section.table.rows)),
    }


def _past(row: Row) -> str:
    at = row.cells.get(Column.GIVE_AT)
    columns = (Column.DRUG, Column.DOSE, Column.ROUTE)
    cells = " ".join(map(row.text, columns))
    return commas((cells, at.text)) if isinstance(at, Moment) else cells


def _premedication(row: Row) -> Data:
    at = row.cells[Column.GIVE_AT]
    return {
        "drug": printed(row.text(Column.DRUG)),
        "dose": row.text(Column.DOSE),
        "route": printed(row.text(Column.ROUTE)),
        "at": at.text if isinstance(at, Moment) else "",
        "due": printed(row.text(Column.DUE)),
        "note": printed(" ".join(note.body for note in row.notes)),
    }


def begun(view: View) -> Data | None:
    """What was given before the plan, and what hangs; None for one that begins at step 1."""
    section = view.section(SectionCode.BEGUN)
    if section is None:
        return None
    return {
        "heading": section.heading,
        "facts": [
            [*texts(fact.label, fact.text), fact.code in _ACTED_ON] for fact in section.all_facts
        ],
    }


def stopped(view: View) -> Data | None:
    """Each stop, and the steps that are past; None for an infusion that was not stopped."""
    section = view.section(SectionCode.STOPS)
    if section is None:
        return None
    said = [block for block in section.blocks if isinstance(block, Paragraph)]
    names = [block.text for block in said if block.code is Label.STOP]
    reports = [block for block in section.blocks if isinstance(block, Facts)]
    return {
        "stops": [
            {"name": name, "facts": list(_facts(facts, last=facts is reports[-1]))}
            for name, facts in zip(names, reports, strict=True)
        ],
        "past": texts(*(_has_run(row) for row in view[SectionCode.STEPS].table.steps if row.past)),
        "for_good": section.paragraph(Label.FOR_GOOD),
    }


def _facts(facts: Facts, *, last: bool) -> Iterator[JsonValue]:
    """Label, text, and whether it is acted on."""
    for fact in facts.rows:
        if last or fact.code in _STILL_TOLD:
            yield [*texts(fact.label, fact.text), fact.code in _ACTED_ON]


def _has_run(row: Row) -> str:
    """`7: B, ~10:31, 20 mL/h, 2 mL, 1.56 mg`; of a hold or an observation, what it was."""
    columns = (Column.BAG, Column.START, Column.RATE, Column.VOLUME, Column.DOSE)
    cells = [text for text in map(row.text, columns) if text]
    return word("paper.has-run-step", step=row.step, said=commas(cells))
