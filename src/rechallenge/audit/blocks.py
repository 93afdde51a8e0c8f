"""Where tables begin and end that stand one below the other, and which rows are of which."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .headers import Header, header_at, header_of
from .roles import Role
from .table import Cell, Row

OF_BAGS = (Role.HOLDS, Role.BAG_VOLUME, Role.BAG_SHARE, Role.HOLDS_PER_BODY)
LISTED = frozenset({Role.BAG, Role.CONCENTRATION, Role.RATIO})
"""Columns of a list of bags, if there are no others."""


class Block(NamedTuple):
    """The rows below a header; `first` is the cell where that begins."""

    header: Header
    first: Cell
    rows: list[Row]

    @property
    def of_bags(self) -> bool:
        """Whether it is a list of bags, which belongs to a table of steps."""
        roles = {column.role for column in self.header.columns}
        return not roles.isdisjoint(OF_BAGS) or roles <= LISTED

    def goes_on(self, other: "Block") -> bool:
        """Whether it is more of another: of the same header, and its steps do not begin anew."""
        place = next((one.place for one in self.header.columns if one.role is Role.STEP), None)
        anew = place is not None and self.rows and other.rows and (
            self.rows[0][place].text == other.rows[0][place].text != ""
        )  # fmt: skip
        return self.header.columns == other.header.columns and not anew


def _blocks_of(rows: Sequence[Row], named: Mapping[int, str]) -> Iterator[Block]:
    at, block = 0, None
    while at < len(rows):
        header = header_at(rows, at, named)
        if header is not None:
            if block is not None:
                yield block
            block, at = Block(header, rows[at][0], []), header.after
            continue
        if block is not None:
            block.rows.append(rows[at])
        at += 1
    if block is None and (header := header_of(rows, named)) is not None:
        block = Block(header, rows[0][0], list(rows))
    if block is not None:
        yield block


def _joined(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks that are one table: steps, more of them under the same header, and the lists of
    bags before them; after the last steps, also those."""
    tables: list[list[Block]] = []
    bags: list[Block] = []
    for block in blocks:
        if block.of_bags:
            bags.append(block)
            continue
        steps = [one for one in tables[-1] if not one.of_bags] if tables else []
        if steps and block.goes_on(steps[0]):
            tables[-1] += [*bags, block]
        else:
            tables.append([*bags, block])
        bags = []
    if bags:
        tables[-1:] = [[*(tables[-1] if tables else ()), *bags]]
    return tables


def tables_in(rows: Sequence[Row], named: Mapping[int, str]) -> list[list[Block]]:
    """The tables of some rows: each its lists of bags, and its steps.

    `named` says what columns are, by their place from 0; of rows without a header it is the header.
    """
    return _joined(list(_blocks_of(rows, named)))
