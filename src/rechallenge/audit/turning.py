"""Tables whose steps stand side by side: turned, so that each step has a row."""

from collections.abc import Sequence

from .blocks import tables_in
from .table import Row, Table
from .written import usual_row


def turned(table: Table) -> Table | None:
    """The table with its rows as columns, if only that has a header; its cells keep their places
    in the file."""
    if _has_header(table.rows):
        return None
    rows = tuple(zip(*table.rows, strict=True))
    return Table(table.name, rows) if _has_header(rows) else None


def _has_header(rows: Sequence[Row]) -> bool:
    return bool(tables_in([usual_row(row, None) for row in rows], {}))
