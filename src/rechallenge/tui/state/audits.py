"""A table that somebody uses, as it is audited: where it comes from, what a person has corrected,
and what follows from both."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from shlex import quote
from typing import NamedTuple, cast, get_args

from pydantic import ValidationError

from rechallenge.audit.agreement import Audit
from rechallenge.audit.columns import understood
from rechallenge.audit.facts import FACTS, NotAFact
from rechallenge.audit.understanding import understand
from rechallenge.audit.written import Decimal
from rechallenge.files.find import Shelves
from rechallenge.files.reading import UnusableFile
from rechallenge.files.tables import read_table, table_of, with_steps_below_one_another
from rechallenge.model.problems import UnusableOrder, problems_of
from rechallenge.service.auditing import (
    Corrected,
    Equipment,
    Unclear,
    audited,
    digits_stated,
    equipment_on_file,
    fact_stated,
    looks_of,
)
from rechallenge.sheet.audit_view import AuditView, view_of
from rechallenge.words import _, word
from rechallenge.words.lists import follow, with_stop

from .evaluation import defect
from .places import in_fields
from .seen_table import SeenTable, read_as
from .typing_step import MOST_PASTED

ENDINGS = (".csv", ".tsv", ".txt", ".md", ".xlsx", ".xls", ".ods", ".yaml", ".yml")
LEFT_OUT = "-"
"""In place of a header: the column is not read."""
_HINTS = {
    "no-header": _("C says what the column under the cursor is."),
    "decimal-comma": _("O sets the decimal sign."),
    "second-table": _("O says which part of the file is the table."),
}
"""How a person says here what a table leaves open."""


@dataclass(frozen=True)
class Asked:
    """A table in a file, or in a text that was pasted; and what a person says of it: the headers of
    columns by their place from 0, and the `options` of the command by their names."""

    path: Path | None = None
    pasted: str = ""
    headers: Mapping[int, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)

    def with_header(self, place: int, text: str) -> "Asked":
        """With another header for a column; its own where the text is empty."""
        others = {at: header for at, header in self.headers.items() if at != place}
        return replace(self, headers=others | ({place: text} if text else {}))


class Looked(NamedTuple):
    """What follows: the table as it was read, as far as it could be; the audit, once it is done; or
    why there is none."""

    seen: SeenTable | None = None
    done: Audit | None = None
    view: AuditView | None = None
    notes: tuple[str, ...] = ()
    why: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come."""
        return self.done is not None or bool(self.why)


def look(asked: Asked, shelves: Shelves) -> Iterator[Looked]:
    """The table as soon as it is read, and then with its audit; the pump and the line are those on
    these shelves. Nothing that a table holds ends it."""
    looked = Looked()
    try:
        if len(asked.pasted) > MOST_PASTED:
            said = _("A table of up to {number} characters can be pasted; save it as a file.")
            yield looked._replace(why=said.format(number=f"{MOST_PASTED:,}"))
            return
        said_of, across = _said_in(asked), _number(asked.options.get("across"))
        named = (asked.options.get("sheet") or None, asked.options.get("range") or None, across)
        if asked.path is not None:
            read = read_table(asked.path, *named)
        else:
            # A terminal pastes a line end as that of a typewriter.
            text = asked.pasted.replace("\r\n", "\n").replace("\r", "\n")
            read = table_of(text.encode(errors="replace"), Path(_("pasted table")), *named)
        read = with_steps_below_one_another(read)
        found = understand(read.table, said_of.headers, said_of.decimal, said_of.number)
        looked = looked._replace(seen=SeenTable(found, asked.headers), notes=read.notes)
        yield looked
        done = audited(read.table, said_of)
        view = view_of(done, looks_of(done, _equipment(asked.options), shelves))
        yield looked._replace(seen=SeenTable(done.found, asked.headers, view), done=done, view=view)
    except UnusableFile as error:
        yield looked._replace(why=str(error))
    except Unclear as unclear:
        hint = _HINTS.get(unclear.code, "")
        yield looked._replace(why=follow((with_stop(str(unclear)), hint)))
    except NotAFact as no:
        sentence = _("Stated: {text}: {why}. Names: {names}")
        why = word(f"unread.{no.why}")
        said = sentence.format(text=no.text, why=why, names=", ".join(FACTS))
        yield looked._replace(why=said)
    except Exception as error:
        yield looked._replace(why=defect(error))


OPTIONS = {
    "sheet": (word("audit.sheet"), _("of a workbook, by its name")),
    "range": (_("Range"), _("cells B3:H16, or lines 12-30")),
    "across": (_("Across"), _("columns, if each cell has a line")),
    "table": (_("Table"), _("2, where there are several")),
    "decimal": (_("Decimals"), _("point or comma")),
    "stated": (_("Stated"), _("total time=4.3 h; total dose=...")),
    "digits": (_("Digits"), _("dose rate=exact; time=rounded")),
    "pump": (_("Pump"), _("a name on file")),
    "line": (_("Line"), _("12 mL, or a name on file")),
}
"""What a person can say of a whole table, as the command calls it: a label, and a sample."""
_MANY = ("stated", "digits")
_BETWEEN = ";"


def _said_in(asked: Asked) -> Corrected:
    """What the options and headers state. Raises ValueError for what `refused_options` names."""
    options = asked.options
    decimal = cast("Decimal | None", options.get("decimal") or None)
    number = _number(options.get("table")) or 0
    facts = [fact_stated(text) for text in _each(options, "stated")]
    digits = dict(digits_stated(text) for text in _each(options, "digits"))
    return Corrected(asked.headers, decimal, number, facts, digits)


def refused_options(options: Mapping[str, str], shelves: Shelves) -> dict[str, str]:
    """Why options cannot be used, by their names."""
    refused = {}
    for key, most in (("across", 60), ("table", 999)):
        text = options.get(key, "")
        if text and not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
            refused[key] = _("write a number from 1 to {most}").format(most=most)
    if options.get("decimal") and options["decimal"] not in get_args(Decimal):
        refused["decimal"] = _("write point or comma")
    readers: dict[str, Callable[[str], object]] = {"stated": fact_stated, "digits": digits_stated}
    for key, read in readers.items():
        try:
            for text in _each(options, key):
                read(text)
        except ValueError as error:
            refused[key] = str(error)
    try:
        equipment_on_file(_equipment(options), shelves)
    except (ValidationError, UnusableOrder) as error:
        problems = problems_of(error) if isinstance(error, ValidationError) else error.problems
        refused |= {str(one.place[0]): in_fields(one.sentence) for one in problems}
    except UnusableFile as error:
        refused["pump"] = error.in_one_line
    return refused


def _equipment(options: Mapping[str, str]) -> Equipment:
    stated = {key: options.get(key) or None for key in ("pump", "line")}
    return Equipment.model_validate(stated)


def _each(options: Mapping[str, str], key: str) -> list[str]:
    return [part.strip() for part in options.get(key, "").split(_BETWEEN) if part.strip()]


def _number(text: str | None) -> int | None:
    return int(text) if text else None


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
    lines = [f"rechallenge audit {'-' if asked.path is None else quote(str(asked.path))}"]
    headers = sorted(asked.headers.items())
    lines += [f"--column {quote(f'{place + 1}={text}')}" for place, text in headers]
    for key, text in asked.options.items():
        each = _each(asked.options, key) if key in _MANY else [text]
        lines += [f"--{key} {quote(one)}" for one in each]
    return " \\\n    ".join(lines)
