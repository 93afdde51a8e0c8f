"""Units of the amounts that stand under each other in a table."""

from collections.abc import Iterable
from dataclasses import replace

from rechallenge.quantities import in_shown_units

from .blocks import Row
from .cells import Amount, Cell
from .codes import Column

_OF_DRUG = (Column.HOLDS, Column.DOSE, Column.CUMULATIVE, Column.REACHES_VEIN, Column.PLANNED_DOSE,
            Column.IN_ALL)  # fmt: skip


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
