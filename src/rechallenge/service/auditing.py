"""An audit of a table as the front ends ask for it, and the table kept as a protocol file."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from rechallenge.audit.agreement import Audit, audit
from rechallenge.audit.table import Table
from rechallenge.audit.understanding import Decimal, Understanding, understand
from rechallenge.files.modeline import copy_schema, modeline
from rechallenge.files.reading import FileProblem
from rechallenge.files.writing import write_whole
from rechallenge.words import _

from .checking import check_file
from .table_protocol import protocol_text


class Corrected(NamedTuple):
    """What a person says of a table: `headers` in place of those of columns, by their place from 0,
    and what stands before the `decimal` places of its numbers."""

    headers: Mapping[int, str] = {}
    decimal: Decimal | None = None


class Unclear(Exception):
    """A table of which a person has to say more before its numbers can be compared. `code` says
    what, and each front end how; `found` is what was understood so far."""

    def __init__(self, code: str, found: Understanding, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.found = code, found


def audited(
    table: Table, corrected: Corrected, look_up: Callable[[], None] = lambda: None
) -> Audit:
    """Compare the numbers of a table. Raises Unclear, and what `look_up` raises, which is called
    now and then."""
    found = understand(table, corrected.headers, corrected.decimal)
    unclear = _unclear(found)
    if unclear is not None:
        raise unclear
    return audit(found, look_up)


def _unclear(found: Understanding) -> Unclear | None:
    """What of a table depends on something that only a person knows; None where nothing does."""
    name = found.table.name
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
        if one.why == "decimal-comma":
            sentence = _("{table}: {where}: {text} may have a decimal comma")
            said = sentence.format(table=name, where=one.cell.where, text=one.cell.text)
            return Unclear("decimal-comma", found, said)
    if not found.lines:
        sentence = _("{table}: there is no step below the header")
        return Unclear("no-step", found, sentence.format(table=name))
    return None


def keep(done: Audit, target: Path) -> tuple[FileProblem, ...]:
    """Write the table as a new protocol file, whose id is that of its name; what is still to be
    written into it, and where. Raises NoProtocol and NotWritten."""
    folder, text = target.parent, protocol_text(done, target.stem)
    content = f"{modeline(target, folder, 'protocol')}\n{text}"
    write_whole(target, content.encode(), replace=False, shared=True)
    copy_schema(folder, "protocol")
    return check_file(target).problems
