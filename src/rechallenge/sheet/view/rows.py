"""Facts and tables: labelled values, and rows of cells with the notes under them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from rechallenge.model.formula import Formula
from rechallenge.quantities import in_shown_units
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import with_label

from .cells import Amount, Cell, Run, Text, run_text
from .codes import Column, Label, RowKind

_OF_DRUG = (Column.HOLDS, Column.DOSE, Column.CUMULATIVE, Column.REACHES_VEIN, Column.PLANNED_DOSE,
            Column.IN_ALL)  # fmt: skip


class Fact(NamedTuple):
    """A label and the value beside it. `name` is the label of a protocol's own parameter."""

    code: Label
    value: Run
    name: str = ""
    working: tuple[Formula, ...] = ()

    @property
    def label(self) -> str:
        """The label as shown."""
        return self.name or word(self.code)

    @property
    def text(self) -> str:
        """The value as plain text."""
        return run_text(self.value)


def told(code: Label, text: str, working: tuple[Formula, ...] = ()) -> Fact:
    """A fact whose value is a text."""
    return Fact(code, (Text(for_reader(text)),), working=working)


class Facts(NamedTuple):
    """Labelled rows; `boxed` are those of a bag's label, to be cut out."""

    rows: tuple[Fact, ...]
    boxed: bool = False


class Note(NamedTuple):
    """A text that belongs under a row; `label` is empty if the text needs none."""

    code: Label
    label: str
    body: str

    @property
    def text(self) -> str:
        """`Go on only if: no rash`."""
        return with_label(self.label, self.body) if self.label else self.body


def noted(code: Label, body: str) -> Note:
    """A note with the label of its code."""
    return Note(code, word(code), for_reader(body))


class Row(NamedTuple):
    """One row of a table. Cells that a kind of row does not have are left out.

    `acts` are the actions, in order, where a bag is changed or the infusion goes on;
    `brings` is drug that a flush pushes out of the line; `aside` is a text beside the cells;
    `label` is a bag's label, line by line. A row that is `past` has been run or given, and must not
    be run again.
    """

    cells: Mapping[Column, Cell]
    kind: RowKind = RowKind.OTHER
    step: int | None = None
    bag: str | None = None
    notes: tuple[Note, ...] = ()
    working: tuple[Formula, ...] = ()
    brings: Amount | None = None
    acts: tuple[str, ...] = ()
    aside: str = ""
    label: tuple[Run, ...] = ()
    past: bool = False

    def text(self, column: Column) -> str:
        """The text in a column; empty if the row has nothing there."""
        return self.cells[column].text if column in self.cells else ""

    def note(self, code: Label) -> Note | None:
        """The row's note of one kind; None if it has none."""
        return next((note for note in self.notes if note.code is code), None)


class Table(NamedTuple):
    """Rows under columns: those that people read, in order; rows may have more, for machines.
    `foot` is shown under the table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: str = ""

    def of(self, *kinds: RowKind) -> tuple[Row, ...]:
        """The rows of some kinds."""
        return tuple(row for row in self.rows if row.kind in kinds)

    @property
    def steps(self) -> tuple[Row, ...]:
        """The rows of numbered steps."""
        return tuple(row for row in self.rows if row.kind.is_step)


def in_like_units(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows of a table with their amounts of drug in units that can be compared down a column:
    no amount in mg is smaller than one in mcg, and none in mcg than one in ng."""
    listed = tuple(rows)
    cells = [
        (at, column, cell)
        for at, row in enumerate(listed)
        for column in _OF_DRUG
        if isinstance(cell := row.cells.get(column), Amount)
    ]
    changed: dict[int, dict[Column, Cell]] = {}
    values = in_shown_units(cell.value for _at, _column, cell in cells)
    for (at, column, cell), value in zip(cells, values, strict=True):
        if value is not cell.value:
            changed.setdefault(at, {})[column] = replace(cell, value=value)
    return tuple(
        row._replace(cells={**row.cells, **changed[at]}) if at in changed else row
        for at, row in enumerate(listed)
    )
