"""An audit of a table as the front ends ask for it, and the table kept as a protocol file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rechallenge.audit.agreement import Audit, audit
from rechallenge.audit.facts import add_facts
from rechallenge.audit.looks import Look, looked_at
from rechallenge.audit.roles import Role
from rechallenge.audit.table import Table
from rechallenge.audit.understanding import COUNTED, Digits, Understanding, understand
from rechallenge.audit.written import Decimal
from rechallenge.files.facts import named_facts
from rechallenge.files.find import LINES, PUMPS, Shelves
from rechallenge.files.modeline import copy_schema, modeline
from rechallenge.files.reading import FileProblem
from rechallenge.files.writing import write_whole
from rechallenge.model.frozen import Entry
from rechallenge.model.line import LineSet
from rechallenge.model.order_text import LineStated
from rechallenge.model.pump import Pump
from rechallenge.model.texts import Name
from rechallenge.quantities import ML, Quantity
from rechallenge.words import _, word

from .checking import check_file
from .table_protocol import protocol_text

MOST_STEPS = 500
"""Of a table with more steps one would wait minutes for what explains a slip."""


class Corrected(NamedTuple):
    """What a person says of a table: `headers` in place of those of columns, by their place from 0,
    what stands before the `decimal` places of its numbers, which table is meant where several stand
    one below the other, from 1, or 0 where that is not said, what is `stated` beside it, by name,
    and which columns are printed to the last digit, or rounded."""

    headers: Mapping[int, str] = {}
    decimal: Decimal | None = None
    number: int = 0
    stated: Sequence[tuple[str, str]] = ()
    digits: Mapping[Role, Digits] = {}


class Unclear(Exception):
    """A table of which a person has to say more before its numbers can be compared. `code` says
    what, and each front end how; `found` is what was understood so far."""

    def __init__(self, code: str, found: Understanding, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.found = code, found


def audited(table: Table, corrected: Corrected) -> Audit:
    """Compare the numbers of a table. Raises Unclear, and NotAFact for what a person states."""
    found = understand(table, corrected.headers, corrected.decimal, corrected.number)
    unclear = _unclear(found, corrected.number, corrected.decimal is None)
    if unclear is not None:
        raise unclear
    found.digits = corrected.digits
    add_facts(found, corrected.stated)
    return audit(found)


def _unclear(found: Understanding, number: int, asked: bool) -> Unclear | None:
    """What of a table depends on something that only a person knows; None where nothing does."""
    name = found.table.name
    if 0 < found.tables < number:
        sentence = _("{table}: there is no table {number}; there are {count}")
        said = sentence.format(table=name, number=number, count=found.tables)
        return Unclear("no-table", found, said)
    if not found.columns:
        sentence = _(
            "{table}: no row is a header with two columns that are known, such as Rate (mL/h), "
            "Time (min), Volume (mL), Dose (mg)"
        )
        return Unclear("no-header", found, sentence.format(table=name))
    if found.second is not None:
        sentence = _("{table}: another table begins at {where}; audit one at a time")
        where = found.second.where
        return Unclear("second-table", found, sentence.format(table=name, where=where))
    for one in found.unread:
        if one.why == "decimal-comma" and asked:
            sentence = _("{table}: {where}: {text} may have a decimal comma")
            said = sentence.format(table=name, where=one.cell.where, text=one.cell.text)
            return Unclear("decimal-comma", found, said)
    if len(found.lines) > MOST_STEPS:
        sentence = _(
            "{table}: has {count} steps, and {most} can be compared; the next is at {where}"
        )
        after = next(iter(found.lines[MOST_STEPS].numbers.values())).cell.where
        count, most = f"{len(found.lines):,}", f"{MOST_STEPS:,}"
        said = sentence.format(table=name, count=count, most=most, where=after)
        return Unclear("too-many", found, said)
    if not found.lines:
        sentence = _("{table}: there is no step below the header")
        return Unclear("no-step", found, sentence.format(table=name))
    return None


def fact_stated(text: str) -> tuple[str, str]:
    """What a person states beside a table: a name and a value. Raises ValueError."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError(_('write a name and a value, as in "total time=4.3 h"'))
    return name, value


def digits_stated(text: str) -> tuple[Role, Digits]:
    """A column by what it is read as, and how it is printed. Raises ValueError."""
    name, _equals, how = (part.strip() for part in text.partition("="))
    roles = {word(f"role.{role}"): role for role in COUNTED}
    said: Digits | None = "exact" if how == "exact" else "rounded" if how == "rounded" else None
    if said is None:
        raise ValueError(_('write exact or rounded, as in "dose rate=exact"'))
    if name not in roles:
        sentence = _("nothing is read as that; what can be: {names}")
        raise ValueError(sentence.format(names=", ".join(roles)))
    return roles[name], said


class Equipment(Entry):
    """What a table is looked at with: the name of a pump on file; the dead volume of a line, or the
    name of a line on file."""

    pump: Name | None = None
    line: LineStated | None = None


def equipment_on_file(
    equipment: Equipment, shelves: Shelves
) -> tuple[Pump | None, Quantity | None]:
    """The pump, and the dead volume of the line. Raises UnusableOrder for a pump or a line that has
    no file, and UnusableFile."""
    pump, line = None, equipment.line
    if equipment.pump is not None:
        pump = named_facts(Pump, shelves.facts(PUMPS), equipment.pump, "pump")
    if isinstance(line, str):
        line = named_facts(LineSet, shelves.facts(LINES), line, "line").dead_volume
    return pump, None if line is None else line.to(ML)


def looks_of(done: Audit, equipment: Equipment, shelves: Shelves) -> tuple[Look, ...]:
    """What stands out in a table that was audited. Raises as `equipment_on_file` does."""
    return looked_at(done, *equipment_on_file(equipment, shelves))


def keep(done: Audit, target: Path) -> tuple[FileProblem, ...]:
    """Write the table as a new protocol file, whose id is that of its name; what is still to be
    written into it, and where. Raises NoProtocol and NotWritten."""
    folder, text = target.parent, protocol_text(done, target.stem)
    content = f"{modeline(target, folder, 'protocol')}\n{text}"
    write_whole(target, content.encode(), replace=False, shared=True)
    copy_schema(folder, "protocol")
    return check_file(target).problems
