"""A view as plain text in 80 columns: no colour, nothing truncated."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rechallenge.model.formula import Formula
from rechallenge.model.plan import Plan
from rechallenge.sheet.view import (
    TICK,
    Amount,
    Block,
    Column,
    Facts,
    FindingItem,
    Findings,
    Head,
    Instructions,
    Items,
    Label,
    Note,
    Paragraph,
    Part,
    Row,
    RowKind,
    Section,
    SectionCode,
    Table,
    change_text,
    run_text,
    sections_of,
    sums,
    view_of,
)
from rechallenge.words import word
from rechallenge.words.lists import commas, with_label

from .columns import columns_of, padded
from .grid import Cells, Grid, grid, line_text
from .layout import WIDTH, labelled, wrapped

UNDER = 8
"""Columns by which what belongs to a row is set in under it."""
_FOREIGN = (Label.NOTE, Label.GO_ON_IF)
"""Notes whose text comes from a protocol or an order."""


class Setting(NamedTuple):
    """How wide lines are, and whether the sums stand under the numbers."""

    width: int = WIDTH
    working: bool = False


_PLAIN = Setting()


def plan_text(plan: Plan, *, working: bool = False) -> str:
    """The whole plan; with `working`, under each number the sum it came from."""
    view, setting = view_of(plan), Setting(working=working)
    closing = [wrapped(paragraph.text) for paragraph in view.closing]
    return _page(_top(view.head), *(_headed(section, setting) for section in view), closing)


def story_text(plan: Plan) -> str:
    """What happens when: the order, each stop, the steps with those that ran marked as past, and
    the timeline."""
    head = view_of(plan).head
    told = (
        SectionCode.ORDER,
        SectionCode.BEGUN,
        SectionCode.STOPS,
        SectionCode.STEPS,
        SectionCode.TIMELINE,
    )
    return _page(_top(head), *map(_headed, sections_of(plan, *told)))


def page_text(title: Iterable[str], sections: Iterable[Section]) -> str:
    """The page about a file, such as a protocol or a pump: the lines of its head, its sections."""
    return _page([wrapped(line) for line in title], *map(_headed, sections))


def _page(*parts: list[str]) -> str:
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _top(head: Head) -> list[str]:
    return [wrapped(line) for line in (head.status.line, "", *title_of(head))]


def title_of(head: Head) -> list[str]:
    """The lines that name a plan: site, title, protocol with its review, and whom it is for."""
    return [
        *filter(None, [head.site]),
        head.title,
        commas((head.protocol, head.review)),
        head.scope,
    ]


def _headed(section: Section, setting: Setting = _PLAIN) -> list[str]:
    """A section under its heading, which text has in capitals."""
    return [section.heading.upper(), *section_lines(section, setting)]


def section_lines(section: Section, setting: Setting = _PLAIN) -> list[str]:
    """The blocks of a section, a blank line between those that are no running text."""
    return "\n".join(_apart(section.blocks, setting, 2)).split("\n")


def _apart(blocks: tuple[Block, ...], setting: Setting, indent: int) -> Iterator[str]:
    before: Block | None = None
    for block in blocks:
        running = isinstance(block, Paragraph | Items) and isinstance(before, Paragraph | Items)
        if before is not None and not running and indent == 2:
            yield ""
        yield from _block(block, setting, indent)
        before = block


def _block(block: Block, setting: Setting, indent: int) -> Iterator[str]:
    width = setting.width
    if isinstance(block, Table):
        yield from _table(block, setting)
    elif isinstance(block, Facts):
        yield from _facts(block, setting, indent)
    elif isinstance(block, Instructions):
        for number, item in enumerate(block.items, 1):
            yield wrapped(f"{TICK} {number}. {run_text(item)}", indent, indent + 7, width)
        yield from sum_lines(block.working, setting)
    elif isinstance(block, Part):
        yield wrapped(block.text, indent, indent + 2, width)
        yield from _apart(block.blocks, setting, indent + 2)
    elif isinstance(block, Findings):
        for found in block.items:
            yield from finding_lines(found, width)
    elif isinstance(block, Items):
        for number, text in enumerate(block.items, 1):
            mark = f"{number}." if block.numbered else "-"
            yield wrapped(f"{mark} {text}", indent, indent + len(mark) + 1, width)
    else:
        yield wrapped(block.text, indent, indent + 2, width)


def _facts(facts: Facts, setting: Setting, indent: int) -> Iterator[str]:
    pairs = [(fact.label, fact.text) for fact in facts.rows]
    if facts.boxed:
        inside = setting.width - indent - 4
        edge = f"{' ' * indent}+{'-' * (inside + 2)}+"
        lines = "\n".join(labelled(pairs, 0, inside)).split("\n")
        yield from (edge, *(f"{' ' * indent}| {padded(line, inside)} |" for line in lines), edge)
        return
    for fact, text in zip(facts.rows, labelled(pairs, indent, setting.width), strict=True):
        yield text
        yield from sum_lines(fact.working, setting)


def _table(table: Table, setting: Setting) -> Iterator[str]:
    set_table = table_grid(table, setting.width)
    yield from map(line_text, set_table.head)
    lines = iter(set_table.rows)
    for row in table.rows:
        if row.acts:
            yield wrapped(change_text(row), 2, width=setting.width)
            continue
        yield from map(line_text, next(lines))
        yield from note_lines(row, setting.width)
        yield from sum_lines(row.working, setting)
    if table.foot:
        yield wrapped(table.foot, 2, width=setting.width)


def table_grid(table: Table, width: int = WIDTH) -> Grid:
    """The table at a width, with a row for each but a change of bag. The bag of a step is left to
    those; the share stands beside the dose so far where there is room for it."""
    columns = shown_columns(table)
    rows = [row for row in table.rows if not row.acts]
    heads = [column.head for column in columns]
    whole = grid(heads, [_cells(row, columns) for row in rows], width=width)
    if not whole.wraps or Column.CUMULATIVE not in columns:
        return whole
    return grid(heads, [_cells(row, columns, share=False) for row in rows], width=width)


def shown_columns(table: Table) -> list[Column]:
    """The columns of the grid, in order."""
    of_steps = Column.STEP in table.columns
    return [column for column in table.columns if not (of_steps and column is Column.BAG)]


def _cells(row: Row, columns: list[Column], *, share: bool = True) -> Cells:
    texts: list[str | None] = [row.text(column) for column in columns]
    given = row.cells.get(Column.CUMULATIVE)
    if not share and isinstance(given, Amount):
        texts[columns.index(Column.CUMULATIVE)] = given.alone
    if row.kind is RowKind.TOTAL:
        filled = [place for place, text in enumerate(texts) if text]
        texts[1 : filled[1]] = [None] * (filled[1] - 1)
    return texts


def note_lines(row: Row, width: int) -> list[str]:
    """The notes of a row, set in under it. Each line of a text that the protocol or the order
    brings begins with its label: without it, a line could be taken for a step."""
    return [
        line
        for note in row.notes
        for line in (_foreign(note, width) if note.code in _FOREIGN else
                     [wrapped(note.text, UNDER, width=width)])
    ]  # fmt: skip


def _foreign(note: Note, width: int) -> list[str]:
    label = with_label(note.label, "")
    room = max(width - UNDER - columns_of(label), 20)
    return [f"{' ' * UNDER}{label}{line}" for line in wrapped(note.body, width=room).split("\n")]


def sum_lines(
    formulas: tuple[Formula, ...], setting: Setting, indent: int = UNDER
) -> Iterator[str]:
    """One line for each formula, if the working is asked for."""
    for label, text in sums(formulas) if setting.working else ():
        line = f"{padded(label, 13)} {text}".replace("  ", "\u00a0 ")
        yield wrapped(line, indent, indent + 14, setting.width)


def finding_lines(item: FindingItem, width: int) -> Iterator[str]:
    """A finding as lines: its severity and code, what it says, its source, its answer."""
    named = {"severity": item.severity_word, "code": item.code, "place": item.place}
    yield wrapped(word("findings.head", **named), 2, 4, width)
    yield wrapped(item.text, 4, width=width)
    if item.source:
        yield wrapped(with_label(word(Label.SOURCE), item.source), 4, width=width)
    if item.answer:
        yield wrapped(with_label(word(Label.ACKNOWLEDGED), item.answer.text), 4, width=width)
