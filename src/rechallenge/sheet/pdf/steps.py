"""The rows of the step table: the cells of the view, and how large each note is set."""

from rechallenge.sheet.view import Amount, Column, Label, Row, RowKind, SectionCode, View
from rechallenge.words import word

from .words import Data, JsonValue, printed, texts

_RANKS = {
    Label.CHANGE_OVER: "change over",
    Label.DOES_NOT_RUN: "change over",
    Label.GO_ON_IF: "acted on",
    Label.STOP_AFTER: "acted on",
}
"""Notes as large as the rest where they are acted on, and framed where the nurse changes over
before the step ends. All others are small."""


def step_table(view: View) -> Data:
    """Rows, totals, and what stands under the table."""
    section = view[SectionCode.STEPS]
    table = section.table
    (total,) = table.of(RowKind.TOTAL)
    clock = view.summary.finish.clock
    rows = [row for row in table.rows if row.kind.is_step or row.kind is RowKind.FLUSH]
    return {
        "heading": section.heading,
        "heads": [_head(column) for column in table.columns],
        "rows": [_row(row) for row in rows],
        "ends": printed(word("paper.end", at=clock)) if clock else "",
        "total": total.text(Column.STEP),
        "totals": texts(*map(total.text, (Column.DURATION, Column.VOLUME, Column.DOSE))),
        "foot": printed(table.foot),
    }


def _head(column: Column) -> str:
    named = {
        Column.START: "paper.planned-start",
        Column.VOLUME: "paper.volume-to-infuse",
        Column.CUMULATIVE: "paper.dose-so-far",
    }
    return word(named.get(column, column))


def _row(row: Row) -> Data:
    rate, given = row.cells[Column.RATE], row.cells.get(Column.CUMULATIVE)
    to_set = rate if isinstance(rate, Amount) else None
    beside = to_set.beside.text if to_set and to_set.beside else row.aside
    so_far = given if isinstance(given, Amount) else None
    return {
        "number": row.text(Column.STEP),
        "flush": row.kind is RowKind.FLUSH,
        "bag": printed(row.text(Column.BAG)),
        "connect": row.connects,
        "rate": to_set.alone if to_set else rate.text,
        "also": beside,
        "infuses": to_set is not None and to_set.instead is None,
        "start": row.text(Column.START),
        "duration": row.text(Column.DURATION),
        "volume": row.text(Column.VOLUME),
        "stop_at": word("paper.stop-at", volume=row.stop_at.text) if row.stop_at else "",
        "brings": word("paper.brings") if row.brings else "",
        "dose": row.brings.text if row.brings else row.text(Column.DOSE),
        "given": so_far.alone if so_far else "",
        "share": so_far.beside.text if so_far and so_far.beside else "",
        "notes": list[JsonValue](
            [note.label, printed(note.body), _RANKS.get(note.code, "small")]
            for note in row.notes
            if note.code is not Label.BRINGS
        ),
    }
