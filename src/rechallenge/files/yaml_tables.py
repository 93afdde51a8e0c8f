"""A table in YAML: a list of rows, each a mapping from header to cell; or a mapping that holds such
a list, or one of bags and one of steps."""

from collections.abc import Iterator

from rechallenge.audit.table import Cell, Row, Table
from rechallenge.model.places import Place
from rechallenge.words import _

from .document import Document, Tree
from .spots import BadFile, Spot
from .spreadsheet import clean
from .tree import MOST_BYTES, read_tree

YAML_ENDINGS = (".yaml", ".yml")


def yaml_table(raw: bytes, name: str) -> Table:
    """The table in a file; a text beside the rows is a row of its own, above them. Raises BadFile,
    at the line of what is not a row or not a cell."""
    if len(raw) > MOST_BYTES:
        sentence = _("is {size} bytes, but a table in YAML may have {most} at most")
        said = sentence.format(size=f"{len(raw):,}", most=f"{MOST_BYTES:,}")
        raise BadFile(Spot(1, 1), said)
    document = read_tree(raw)
    tree = document.tree
    parts = {(key,): part for key, part in tree.items()} if isinstance(tree, dict) else {(): tree}
    rows: list[Row] = []
    for place, part in parts.items():
        if isinstance(part, str) and place:
            rows.append((_cell(document, place, f"{place[0]}: {part}"),))
        else:
            rows += _rows(document, place, part)
    width = max(map(len, rows))
    filled = ((*row, *[row[0]._replace(text="")] * (width - len(row))) for row in rows)
    return Table(name, tuple(filled))


def _rows(document: Document, at: Place, part: Tree) -> Iterator[Row]:
    """The headers, in the order in which they are first written, and the rows below them."""
    sample = '"- {Step: 1, Rate (mL/h): 2}"'
    if not isinstance(part, tuple) or not part:
        sentence = _("is not a list of rows; write each with its headers, as in {sample}")
        raise BadFile(document.spot(at), sentence.format(sample=sample), at)
    headers: dict[str, Place] = {}
    rows: list[dict[str, Tree]] = []
    for number, row in enumerate(part):
        if not isinstance(row, dict) or not row:
            place = (*at, number)
            sentence = _("is not a row; write its headers and cells, as in {sample}")
            raise BadFile(document.spot(place), sentence.format(sample=sample), place)
        rows.append(row)
        for key in row:
            headers.setdefault(key, (*at, number, key))
    yield tuple(_cell(document, place, key) for key, place in headers.items())
    for number, row in enumerate(rows):
        yield tuple(_cell(document, (*at, number, key), row.get(key, "")) for key in headers)


def _cell(document: Document, place: Place, text: Tree) -> Cell:
    spot = document.spot(place)
    if not isinstance(text, str):
        raise BadFile(spot, _("is not one cell; write a text or a number"), place)
    where = _("line {line}, column {column}").format(line=spot.line, column=spot.column)
    return Cell(clean(text), where, spot.line)
