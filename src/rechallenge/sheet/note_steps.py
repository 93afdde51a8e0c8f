"""The steps of a note: a sentence each or, where lines are short, a sentence for several."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from rechallenge.quantities import ROUNDED
from rechallenge.words import word
from rechallenge.words.lists import (
    clauses,
    commas,
    in_sentences,
    steps_named,
    with_label,
    without_stop,
)

from .view import Column, Label, Moment, Row, RowKind, Table

PAST, RUNS, FOLD, SMALL, NOTES = "past", "runs", "fold", "small", "notes"
"""What may be left out: steps that have run; volume and dose of steps that are alike; these and the
duration of each step; notes that only explain; all notes."""
_ASK = (Label.GO_ON_IF, Label.NOTE, Label.CHANGE_OVER, Label.DOES_NOT_RUN, Label.STOP_AFTER)
"""Notes on which it depends what is done."""
_SHORTEST_RUN = 3


class _Said(NamedTuple):
    """A step or the flush: what is done and when; its notes; whether its bag is connected first."""

    row: Row
    does: str
    notes: str
    connects: bool


def step_sentences(table: Table, left: tuple[str, ...]) -> list[str]:
    """The sentences of all steps, of the flush, and of the steps in all. Every step is there with
    its time and its rate; `left` names what is left out."""
    said = list(_said(table, left))
    sentences: list[str] = []
    if PAST in left and (past := [one.row for one in said if one.row.past]):
        steps = steps_named(row.step for row in past if row.step is not None)
        sentences.append(word("note.past", steps=steps, at=past[0].text(Column.START)))
        said = [one for one in said if not one.row.past]
    times = Counter(one.notes for one in said if one.notes)
    often = {text for text, number in times.items() if number > 1 or FOLD in left}
    if FOLD in left:
        code = "note.fold" if any(_is_set(one.row) for one in said) else "note.fold-at-once"
        sentences.append(word(code, steps=clauses(_fold(said))))
    else:
        for _alike, run in groupby(said, key=_alike_by):
            sentences += _of_run(list(run), left, often)
    sentences += [_notes(text, said) for text in times if text in often]
    (total,) = table.of(RowKind.TOTAL)
    sentences.append(_total(total))
    rounded = any(ROUNDED in sentence for sentence in sentences)
    return [*sentences, table.foot] if rounded else sentences


def _said(table: Table, left: tuple[str, ...]) -> Iterator[_Said]:
    change: Row | None = None
    for row in table.rows:
        if row.acts:
            change = row
        elif row.kind is not RowKind.TOTAL:
            of_change = change.notes if change else ()
            notes = [note for note in (*of_change, *row.notes) if NOTES not in left]
            texts = [note.text for note in notes if SMALL not in left or note.code in _ASK]
            said = in_sentences([without_stop(text) for text in texts])
            connects = change is not None and change.kind is RowKind.BAG_CHANGE
            yield _Said(row, _does(row, connects=connects), said, connects)
            change = None


def _does(row: Row, *, connects: bool) -> str:
    """`09:45 set 40 mL/h`; before the first step from a bag, also that it is connected."""
    at, rate, bag = (row.text(c) for c in (Column.START, Column.RATE, Column.BAG))
    if not _is_set(row):
        return word("note.other", at=at, said=rate)
    if not connects:
        return word("note.set", at=at, rate=rate)
    code = "note.connect-diluent" if row.kind is RowKind.FLUSH else "note.connect"
    return word(code, at=at, bag=bag, rate=rate)


def _is_set(row: Row) -> bool:
    """Whether something is set on the pump, and runs."""
    return row.kind not in (RowKind.OBSERVE, RowKind.GIVE) and bool(row.text(Column.DURATION))


def _alike_by(said: _Said) -> tuple[object, ...]:
    row = said.row
    alone = row.step if row.kind in (RowKind.CLEARING, RowKind.FLUSH) else None
    return row.kind, row.text(Column.DURATION), row.past, alone


def _of_run(run: list[_Said], left: tuple[str, ...], often: set[str]) -> Iterator[str]:
    if RUNS not in left or len(run) < _SHORTEST_RUN:
        for one in run:
            noted = one.notes and one.notes not in often
            yield in_sentences((_whole(one), one.notes)) if noted else _whole(one)
        return
    first, last = run[0].row, run[-1].row
    texts = {
        "first": first.step,
        "last": last.text(Column.STEP),
        "duration": first.text(Column.DURATION),
        "bag": first.text(Column.BAG),
        "said": commas(one.does for one in run),
    }
    code = "note.run-from-bag" if texts["bag"] and not run[0].connects else "note.run"
    said = word(code if texts["duration"] else "note.run-at-once", **texts)
    given = last.text(Column.CUMULATIVE)
    yield word("note.given-then", said=said, dose=given) if given else said
    yield from (_notes(one.notes, run) for one in run if one.notes and one.notes not in often)


def _notes(text: str, said: list[_Said]) -> str:
    """A note with the steps that it belongs to."""
    numbers = [one.row.step for one in said if one.notes == text and one.row.step is not None]
    steps = steps_named(numbers) if numbers else word(Label.FLUSH)
    return word("note.in-steps", steps=steps, text=text)


def _numbered(row: Row, said: str) -> str:
    return word("note.numbered", step=row.text(Column.STEP), said=said)


def _fold(said: list[_Said]) -> Iterator[str]:
    """`5. 10:01 bag B, 5 mL/h` for each: bag and day only where they change."""
    day = ""
    for row, connects in ((one.row, one.connects) for one in said):
        start = row.cells[Column.START]
        at = start.text
        if isinstance(start, Moment) and start.day == day:
            at = start.hour or start.text
        elif isinstance(start, Moment):
            day = start.day
        texts = {"at": at, "said": row.text(Column.RATE), "bag": row.text(Column.BAG)}
        code = "note.fold-bag" if connects and _is_set(row) else "note.other"
        code = "note.fold-diluent" if row.kind is RowKind.FLUSH else code
        yield _numbered(row, word(code, **texts))


def _whole(one: _Said) -> str:
    row, said = one.row, _numbered(one.row, one.does)
    if duration := row.text(Column.DURATION):
        said = word("note.lasts", said=said, duration=duration)
    gives = [row.text(c) for c in (Column.VOLUME, Column.DOSE) if row.text(c)]
    if row.kind is RowKind.GIVE:
        # It says the volume to give or, of a dose that is not drawn from a bag, the dose.
        del gives[0]
    if gives:
        said = word("note.gives", said=said, gives=commas(gives))
    if row.kind is RowKind.INFUSE and not one.connects:
        said = word("note.from-bag", said=said, bag=row.text(Column.BAG))
    return said


def _total(total: Row) -> str:
    columns = (Column.DURATION, Column.VOLUME, Column.DOSE)
    texts = [total.text(column) for column in columns] + [total.aside]
    return with_label(total.text(Column.STEP), commas(text for text in texts if text))
