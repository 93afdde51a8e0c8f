"""A view as Markdown: the same cells as the text, in tables."""

from collections.abc import Iterator

from rechallenge.model.plan import Plan
from rechallenge.words import word
from rechallenge.words.lists import commas, follow

from .markdown import escaped, heading, listed, paragraph, table
from .view import (
    TICK,
    Block,
    Column,
    Facts,
    Findings,
    Head,
    Instructions,
    Items,
    Paragraph,
    Part,
    Table,
    run_text,
    view_of,
)

_FINDING_COLUMNS = (Column.SEVERITY, Column.CODE, Column.PLACE, Column.FINDING, Column.SOURCE,
                    Column.ACKNOWLEDGED)  # fmt: skip


def plan_markdown(plan: Plan) -> str:
    """The whole plan, ending with a line feed."""
    view = view_of(plan)
    lines = list(_title(view.head))
    for section in view:
        lines += heading(2, section.heading)
        for block in section.blocks:
            lines += _block(block)
    for last in view.closing:
        lines += paragraph(last.text)
    return "\n".join(lines) + "\n"


def _title(head: Head) -> Iterator[str]:
    yield f"# {escaped(head.title)}"
    yield ""
    yield f"**{escaped(head.status.line)}**"
    if head.site:
        yield from paragraph(head.site)
    yield from paragraph(commas((head.protocol, head.review)))
    yield from paragraph(head.scope)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Facts):
        head = word("heading.label") if block.boxed else ""
        yield from table((head, ""), [(fact.label, fact.text) for fact in block.rows])
    elif isinstance(block, Instructions):
        yield ""
        for number, item in enumerate(block.items, 1):
            yield f"{number}. {TICK} {escaped(run_text(item))}"
    elif isinstance(block, Part):
        yield from heading(3, block.text)
        for part in block.blocks:
            yield from _block(part)
    elif isinstance(block, Findings):
        yield from _findings(block)
    elif isinstance(block, Items):
        yield from listed(block.items, numbered=block.numbered)
    else:
        assert isinstance(block, Paragraph)
        yield from paragraph(block.text)


def _table(block: Table) -> Iterator[str]:
    """The rows, with notes in a column at the end."""
    rows = block.rows
    heads = [column.head for column in block.columns]
    cells = [[row.text(column) for column in block.columns] for row in rows]
    if any(row.notes for row in rows):
        heads.append(Column.NOTES.head)
        for row, texts in zip(rows, cells, strict=True):
            texts.append(follow(note.text for note in row.notes))
    yield from table(heads, cells)
    if block.foot:
        yield from paragraph(block.foot)


def _findings(block: Findings) -> Iterator[str]:
    yield from table(
        [column.head for column in _FINDING_COLUMNS],
        [
            (item.severity_word, item.code, item.place, item.text, item.source,
             item.answer.text if item.answer else "")
            for item in block.items
        ],
    )  # fmt: skip
