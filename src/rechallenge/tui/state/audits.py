"""A table that somebody uses, as it is audited: where it comes from, what a person has corrected,
and what follows from both."""

import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rechallenge.audit.agreement import Audit
from rechallenge.audit.columns import understood
from rechallenge.audit.understanding import understand
from rechallenge.files.reading import UnusableFile
from rechallenge.files.tables import read_table, table_of
from rechallenge.service.auditing import Corrected, Unclear, audited
from rechallenge.sheet.audit_view import AuditView, view_of
from rechallenge.words import _, counted, word

from .evaluation import defect
from .seen_table import UNREAD, WRONG, SeenTable, read_as
from .typing_step import MOST_PASTED

if TYPE_CHECKING:
    from rechallenge.audit.written import Decimal

ENDINGS = (".csv", ".tsv", ".txt", ".md", ".xlsx", ".xls", ".ods", ".yaml", ".yml")
LEFT_OUT = "-"
"""In place of a header: the column is not read."""
_MOST_NOT_READ = 200
_HINTS = {
    "no-header": _("C says what the column under the cursor is."),
    "decimal-comma": _("O says what stands before the decimals of a number."),
    "second-table": _("O says which part of the file is the table."),
}
"""How a person says here what a table leaves open."""


@dataclass(frozen=True)
class Asked:
    """A table in a file, or in a text that was pasted; and what a person says of it."""

    path: Path | None = None
    pasted: str = ""
    sheet: str = ""
    decimal: "Decimal | None" = None
    headers: Mapping[int, str] = field(default_factory=dict)

    def with_header(self, place: int, text: str) -> "Asked":
        """With another header for a column; its own where the text is empty."""
        others = {at: header for at, header in self.headers.items() if at != place}
        return replace(self, headers=others | ({place: text} if text else {}))


class Looked(NamedTuple):
    """What follows: the table as it was read, as far as it could be; the audit, once it is done; or
    why there is none."""

    asked: Asked
    seen: SeenTable | None = None
    done: Audit | None = None
    view: AuditView | None = None
    notes: tuple[str, ...] = ()
    why: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come."""
        return self.done is not None or bool(self.why)


def look(asked: Asked, look_up: Callable[[], None]) -> Iterator[Looked]:
    """The table as soon as it is read, and then with its audit. What `look_up` raises ends it;
    nothing that a table holds does."""
    looked = Looked(asked)
    try:
        sheet = asked.sheet or None
        if len(asked.pasted) > MOST_PASTED:
            said = _("A table of up to {number} characters can be pasted; save it as a file.")
            yield looked._replace(why=said.format(number=f"{MOST_PASTED:,}"))
            return
        if asked.path is not None:
            read = read_table(asked.path, sheet)
        else:
            # A terminal pastes a line end as that of a typewriter.
            text = asked.pasted.replace("\r\n", "\n").replace("\r", "\n")
            read = table_of(text.encode(errors="replace"), Path(_("pasted table")), sheet)
        found = understand(read.table, asked.headers, asked.decimal)
        looked = looked._replace(seen=SeenTable(found, asked.headers), notes=read.notes)
        yield looked
        look_up()
        done = audited(read.table, Corrected(asked.headers, asked.decimal), look_up)
        view = view_of(done)
        wrong = [where for one in view.found for where in one.wrong]
        seen = SeenTable(done.found, asked.headers, wrong)
        yield looked._replace(seen=seen, done=done, view=view)
    except UnusableFile as error:
        yield looked._replace(why="\n".join(map(str, error.problems)))
    except Unclear as unclear:
        hint = _HINTS.get(unclear.code, "")
        yield looked._replace(why=f"{unclear}. {hint}".strip())
    except Left:
        return
    except Exception as error:
        yield looked._replace(why=defect(error))


class Left(Exception):
    """The person has left before the audit was done."""


class Item(NamedTuple):
    """Something said of a table: its paragraphs, and the places of its cells, the first of which
    the cursor goes to. `mark` says what it is without colour."""

    mark: str
    lines: tuple[str, ...]
    cells: tuple[str, ...]


class Group(NamedTuple):
    """Items under a heading; `lines` are said in place of items."""

    heading: str
    items: tuple[Item, ...] = ()
    lines: tuple[str, ...] = ()


def groups_of(looked: Looked) -> Iterator[Group]:
    """All that is said of a table, what matters most first."""
    if looked.why:
        yield Group(_("No audit"), lines=(f"{WRONG} {looked.why}",))
    if looked.notes:
        yield Group(_("How it was read"), lines=looked.notes)
    if looked.view is not None:
        yield _disagreeing(looked.view)
    if looked.seen is not None and looked.seen.unread:
        unread = looked.seen.unread.items()
        items = tuple(Item(UNREAD, (said,), (where,)) for where, said in unread)
        left = len(items) - _MOST_NOT_READ
        more = (_("and {number} cells more").format(number=f"{left:,}"),) if left > 0 else ()
        yield Group(word("audit.heading.not-read"), items[:_MOST_NOT_READ], more)
    if looked.view is not None:
        yield Group(word("audit.heading.compared"), lines=looked.view.compared)


def _disagreeing(view: AuditView) -> Group:
    heading = word("audit.heading.disagrees")
    if not view.found:
        return Group(heading, lines=(word("audit.clean"),))
    return Group(heading, tuple(
        Item(WRONG, (f"{number}. {one.claims[0]}", *one.claims[1:], *one.explained), one.cells)
        for number, one in enumerate(view.found, 1)
    ))  # fmt: skip


def head_of(looked: Looked) -> tuple[str, str, str]:
    """The head of the screen: what has come out, the style of that, and the name of the table."""
    named = _("Table") if looked.seen is None else looked.seen.name
    if looked.why:
        return _("NO AUDIT"), "reverse", named
    if looked.done is None:
        return _("Comparing the numbers"), "reverse", named
    slips = len(looked.done.slips)
    named = f"{named}   {word('audit.steps', count=len(looked.done.found.lines))}"
    if slips:
        return counted("planner.disagree", slips), "$refused", named
    return _("Nothing disagrees"), "$ready", named


_UNITS = {
    "mL/h": ("rate",),
    "min": ("time", "time so far"),
    "h": ("time", "time so far"),
    "mL": ("volume", "volume so far"),
    "mg": ("dose", "dose so far"),
    "mcg": ("dose", "dose so far"),
    "units": ("dose", "dose so far"),
    "mg/h": ("dose rate",),
    "units/h": ("dose rate",),
    "mg/mL": ("concentration",),
    "mcg/mL": ("concentration",),
    "units/mL": ("concentration",),
}


def headers_offered() -> tuple[str, ...]:
    """Headers that a person may take for a column, in the words that are always understood."""
    with_units = [f"{name}, {unit}" for unit, names in _UNITS.items() for name in names]
    return ("step", "bag", *sorted(with_units))


def header_read(text: str) -> str | None:
    """What a column of this header is read as; None where it is not understood."""
    columns = understood([text])
    return read_as(columns[0]) if columns else None


def audit_command(asked: Asked) -> str:
    """`rechallenge audit ...` of the same table, one option to a line."""
    lines = [f"rechallenge audit {'-' if asked.path is None else shlex.quote(str(asked.path))}"]
    if asked.sheet:
        lines.append(f"--sheet {shlex.quote(asked.sheet)}")
    headers = sorted(asked.headers.items())
    lines += [f"--column {shlex.quote(f'{place + 1}={text}')}" for place, text in headers]
    if asked.decimal is not None:
        lines.append(f"--decimal {asked.decimal}")
    return " \\\n    ".join(lines)
