"""The rows of the step table: the cells of the view, and how large each note is set."""

from rechallenge.sheet.view import Amount, Column, Label, Row, RowKind, SectionCode, View
from rechallenge.words import word
from rechallenge.words.lists import commas, follow

from .words import Data, JsonValue, printed, texts

_RANKS = {
    Label.CHANGE_OVER: "change over",
    Label.DOES_NOT_RUN: "change over",
}
"""Notes that are framed, because the nurse changes over before the step ends."""
_FOR_THE_PHARMACIST = (Label.AS_WRITTEN, Label.NOT_IN_PROTOCOL)
"""Notes that nothing is done by at the bedside."""


def step_table(view: View) -> Data:
    """Rows, without those that are past, totals, and what stands under the table."""
    section = view[SectionCode.STEPS]
    table = section.table
    (total,) = table.of(RowKind.TOTAL)
    any_past = any(row.past for row in table.rows)
    return {
        "heading": section.heading,
        "heads": {column.name.lower(): _head(column) for column in table.columns},
        "rows": [
            _to_act_on(row) if row.acts else _row(row)
            for row in table.rows
            if row is not total and not row.past
        ],
        "total": word("paper.in-all-with-past") if any_past else total.text(Column.STEP),
        "ends": total.aside,
        "totals": {
            name.lower(): total.text(Column[name]) for name in ("DURATION", "VOLUME", "DOSE")
        },
        "foot": printed(table.foot),
    }


def as_written(view: View) -> list[JsonValue]:
    """What the protocol has otherwise than the pump runs it, by step."""
    return [
        texts(row.text(Column.STEP), note.text)
        for row in view[SectionCode.STEPS].table.steps
        for note in row.notes
        if note.code in _FOR_THE_PHARMACIST
    ]


def _head(column: Column) -> str:
    named = {
        Column.START: "paper.planned-start",
        Column.VOLUME: "paper.volume-to-infuse",
        Column.CUMULATIVE: "paper.dose-so-far",
    }
    return word(named.get(column, column))


def _to_act_on(row: Row) -> Data:
    said = printed(follow(note.text for note in row.notes))
    return {"at": row.text(Column.START), "acts": texts(*row.acts), "said": said, "notes": []}


def _row(row: Row) -> Data:
    rate, given = row.cells[Column.RATE], row.cells.get(Column.CUMULATIVE)
    to_set = rate if isinstance(rate, Amount) else None
    beside = to_set.beside.text if to_set and to_set.beside else ""
    so_far = given if isinstance(given, Amount) else None
    return {
        "number": row.text(Column.STEP),
        "flush": row.kind is RowKind.FLUSH,
        "bag": printed(row.text(Column.BAG)),
        "rate": to_set.alone if to_set else rate.text,
        "also": commas(text for text in (beside, row.aside) if text),
        "infuses": to_set is not None and to_set.instead is None,
        "start": row.text(Column.START),
        "duration": row.text(Column.DURATION),
        "volume": row.text(Column.VOLUME),
        "brings": word("paper.brings") if row.brings else "",
        "dose": row.brings.text if row.brings else row.text(Column.DOSE),
        "given": so_far.alone if so_far else "",
        "share": so_far.beside.text if so_far and so_far.beside else "",
        "notes": list[JsonValue](
            [note.label, printed(note.body), _RANKS.get(note.code, "acted on")]
            for note in row.notes
            if note.code is not Label.BRINGS and note.code not in _FOR_THE_PHARMACIST
        ),
    }
