"""A table of orders: one row each, one column for each field of an order."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from pydantic import ValidationError

from rechallenge.audit.table import Cell, Row, Table
from rechallenge.model.finding import Acknowledgement
from rechallenge.model.order import REPEATABLE, SETTINGS, Order
from rechallenge.model.problems import Problem, UnusableOrder, problems_of
from rechallenge.model.texts import check_name
from rechallenge.words import _, word
from rechallenge.words.nearest import nearest_known
from rechallenge.words.shown import shown

from .answers import ACKNOWLEDGE, INITIALS, read_answers
from .order_fields import on_day

PROTOCOL = "protocol"
COLUMNS = (
    PROTOCOL, *(name for name in Order.model_fields if name != SETTINGS), ACKNOWLEDGE, INITIALS,
)  # fmt: skip
"""The columns that a table may have, besides `settings.NAME` for the parameters of protocols."""
_SEVERAL = (*REPEATABLE, ACKNOWLEDGE)
"""Columns that may be repeated, as their options may."""
MOST_ORDERS = 1_000
_LONGEST = 400
"""Characters of a cell; a table may have been cut to as many when it was read."""
_HIDDEN = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")
"""How a character that nobody sees is spelled where a table is read."""
_DATE = "date"
"""The code of a cell that a workbook keeps as a date; here that is what it should be."""
Texts: TypeAlias = Mapping[str, tuple[str, ...]]


class Ordered(NamedTuple):
    """An order of the table: the line it is on, the id of its protocol, and the answers to what it
    asks. `fields` are those of the order as typed."""

    line: int
    protocol: str
    order: Order
    answers: tuple[Acknowledgement, ...]
    fields: Mapping[str, object]


class BadRow(NamedTuple):
    """A row that no order can be made of, with each problem by its column."""

    line: int
    protocol: str
    patient: str | None
    problems: tuple[Problem, ...]


class BadTable(ValueError):
    """A table that is not one of orders; each line says what to write."""

    def __init__(self, line: int, *sentences: str) -> None:
        self.line, self.sentences = line, sentences
        super().__init__("\n".join(sentences))


def rows_of(table: Table, day: date) -> tuple[Ordered | BadRow, ...]:
    """Each row that is not blank; a clock time alone is on `day`. Raises BadTable."""
    header, *rows = table.rows
    columns = _columns(header)
    if len(rows) > MOST_ORDERS:
        sentence = _("has {number} orders, more than {most}; split it into several tables")
        said = sentence.format(number=f"{len(rows):,}", most=f"{MOST_ORDERS:,}")
        raise BadTable(rows[MOST_ORDERS][0].line, said)
    if not rows:
        raise BadTable(header[0].line, _("has no order below its header"))
    return tuple(_each(rows, columns, day))


def _columns(header: Row) -> tuple[str, ...]:
    """The name of each column, empty for one without a header. Raises BadTable."""
    names = tuple(_name(cell.text) for cell in header)
    wrong = [
        nearest_known(cell.text, COLUMNS, "column")
        for cell, name in zip(header, names, strict=True)
        if name and name not in COLUMNS and not _is_setting(name)
    ]
    twice = sorted({name for name in names if name and names.count(name) > 1} - {*_SEVERAL})
    wrong += [_("the column {name} comes twice; keep one").format(name=name) for name in twice]
    missing = [name for name in (PROTOCOL, "dose") if name not in names]
    if not wrong and missing:
        sentence = _("the first row has no column {name}; each column has the name of a field")
        wrong = [sentence.format(name=name) for name in missing]
    if wrong:
        raise BadTable(header[0].line, *wrong)
    return names


def _name(text: str) -> str:
    """`Reaction grade` and `reaction-grade` are `reaction_grade`; parameters keep their name."""
    head, dot, parameter = text.strip().partition(".")
    plain = re.sub(r"[\s_-]+", "_", head.strip().lower())
    return f"{plain}.{parameter.strip()}" if dot else plain


def _is_setting(name: str) -> bool:
    head, dot, parameter = name.partition(".")
    return head == SETTINGS and bool(dot and parameter)


def _each(rows: Sequence[Row], columns: tuple[str, ...], day: date) -> Iterator[Ordered | BadRow]:
    seen: dict[tuple[tuple[str, tuple[str, ...]], ...], int] = {}
    for row in rows:
        texts, problems = _texts(row, columns)
        if not texts and not problems:
            continue
        key, line = tuple(sorted(texts.items())), row[0].line
        if key in seen:
            sentence = _(
                "says the same as line {line}; remove one of them, or write into `patient` whose "
                "order it is"
            )
            problems.append(Problem((), sentence.format(line=seen[key])))
        seen.setdefault(key, line)
        yield _row(line, texts, problems, day)


def _texts(row: Row, columns: tuple[str, ...]) -> tuple[Texts, list[Problem]]:
    """What a row says, by column, and what in it has no column or is too long to be read."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    problems = []
    for place, (cell, name) in enumerate(zip(row, columns, strict=True), 1):
        text = cell.text.strip()
        if not (text or cell.of):
            continue
        if not name:
            sentence = _('column {number} has "{text}" but no header')
            problems.append(Problem((), sentence.format(number=place, text=shown(text))))
        elif wrong := _wrong(cell, text):
            problems.append(Problem((name,), wrong))
        else:
            found[name] += (text,)
    return dict(found), problems


def _wrong(cell: Cell, text: str) -> str:
    """What is wrong with a cell, whatever its column; empty where nothing is."""
    if cell.of or cell.rows > 1:
        return _("is in merged cells; unmerge them, and write the value into each row")
    if cell.why and cell.why != _DATE:
        return _("{why}; write the value itself").format(why=word(f"unread.{cell.why}"))
    if hidden := _HIDDEN.search(text):
        return _("has {text}, a character that cannot be seen; delete it").format(text=hidden[0])
    if len(text) >= _LONGEST:
        return _("is too long; write fewer than {most} characters").format(most=_LONGEST)
    return ""


def _row(line: int, texts: Texts, problems: list[Problem], day: date) -> Ordered | BadRow:
    named = "".join(texts.get(PROTOCOL, ()))
    try:
        check_name(named)
    except ValueError:
        sentence = _("is missing; write its id")
        if named:
            said = _("{text} is not an id; ids have small letters, digits and single hyphens")
            sentence = said.format(text=shown(named))
        problems.append(Problem((PROTOCOL,), sentence))
    fields = on_day(_fields(texts), day)
    order: Order | None = None
    answers: tuple[Acknowledgement, ...] = ()
    try:
        order = Order.model_validate(fields)
    except ValidationError as error:
        problems += problems_of(error)
    initials = "".join(texts.get(INITIALS, ())) or None
    try:
        answers = read_answers(texts.get(ACKNOWLEDGE, ()), initials, None)
    except UnusableOrder as error:
        problems += error.problems
    if order is None or problems:
        patient = "".join(texts.get("patient", ())) or None
        return BadRow(line, named, patient, tuple(problems))
    return Ordered(line, named, order, answers, fields)


def _fields(texts: Texts) -> dict[str, object]:
    fields: dict[str, object] = {SETTINGS: {}}
    for name, several in texts.items():
        head, dot, parameter = name.partition(".")
        if dot:
            settings = fields[head]
            assert isinstance(settings, dict)
            settings[parameter] = several[0]
        elif name in REPEATABLE:
            fields[name] = several
        elif name in Order.model_fields:
            fields[name] = several[0]
    return fields
