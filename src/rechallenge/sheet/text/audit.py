"""An audit of a table as text: what it was read as, what was compared, and what disagrees."""

from collections.abc import Iterable, Iterator, Sequence

from rechallenge.audit.agreement import Audit
from rechallenge.audit.looks import Look
from rechallenge.sheet.audit_view import AuditView, view_of
from rechallenge.words import word

from .grid import grid, line_text
from .layout import wrapped


def audit_text(audit: Audit, looks: Sequence[Look] | None = None) -> str:
    """What was read first, so that a reader can see whether the rest is about their table. What is
    worth a look comes last, apart from what does not agree."""
    view = view_of(audit, looks)
    parts = [
        (word("audit.heading.understood"), _understood(view)),
        (word("audit.heading.not-read"), [_listed(cell.text for cell in view.not_read)]),
        (word("audit.heading.compared"), [_listed(view.compared)]),
        (word("audit.heading.disagrees"), list(_disagreeing(view))),
        (word("audit.heading.looked"), [_listed(view.looked)]),
        (word("audit.heading.notes"), list(_noted(view))),
    ]
    blocks = ["\n".join([heading.upper(), *lines]) for heading, lines in parts if any(lines)]
    return "\n\n".join([view.name, *blocks]) + "\n"


def _understood(view: AuditView) -> list[str]:
    heads = [word(f"audit.{code}") for code in ("column", "header", "read-as", "unit", "numbers")]
    table = grid(heads, view.columns)
    lines = [line_text(line) for row in (table.head, *table.rows) for line in row]
    said = [_listed(cell.text for cell in view.own_units)] if view.own_units else []
    return [*lines, "", f"  {view.steps}", *said]


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(wrapped(line, 2, 4) for line in lines)


def _disagreeing(view: AuditView) -> Iterator[str]:
    if not view.found:
        yield wrapped(view.clean, 2)
    for number, one in enumerate(view.found, 1):
        first, *rest = [*one.claims, *one.explained]
        yield wrapped(f"{number}. {first}", 2, 5)
        yield from (wrapped(line, 5, 7) for line in rest)


def _noted(view: AuditView) -> Iterator[str]:
    yield wrapped(word("audit.not-slips" if view.notes else "audit.nothing-stands-out"), 2)
    yield from (wrapped(f"- {note.text}", 2, 4) for note in view.notes)
