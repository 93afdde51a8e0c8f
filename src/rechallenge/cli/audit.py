"""`rechallenge audit`: what a table that somebody uses says, and what in it does not agree."""

import sys
from pathlib import Path
from typing import Any

import click

from rechallenge.audit.agreement import Audit, audit
from rechallenge.audit.understanding import Understanding, understand
from rechallenge.words import _

from .errors import checked, file_line
from .failures import ExitCode, Stop, tell

_STDIN = "-"


@click.command(
    "audit",
    help=_(
        "Compare the numbers of a table with one another: rate x time with volume, volume x "
        "concentration with dose, running sums, totals, bags.\n\n"
        "TABLE is a CSV file, a workbook, a Markdown page or pasted text; - reads from stdin. What "
        "was read comes first: look whether it is your table. A printed number stands for all that "
        "is rounded to its digits, so only what no rounding explains is named. Where one changed "
        "number explains it, its value is given."
    ),
)
@click.argument("named", metavar="TABLE")
@click.option("--sheet", help=_("which sheet of a workbook"))
@click.option(
    "--column", "columns", multiple=True, metavar="NUMBER=HEADER",
    help=_('read a column as if this were its header, as in --column "5=dose, mg"'),
)  # fmt: skip
@click.option(
    "--decimal", type=click.Choice(["point", "comma"]),
    help=_("what stands before the decimals of a number, where commas leave it open"),
)  # fmt: skip
@click.option(
    "--to", "target", metavar="FILE.yaml", type=click.Path(path_type=Path),
    help=_("write a protocol file of the table, with its slips as doubts"),
)  # fmt: skip
def command(
    named: str, sheet: str | None, columns: tuple[str, ...], decimal: Any, target: Path | None
) -> int:
    from rechallenge.files.tables import MOST_BYTES, read_table, table_of
    from rechallenge.sheet.text.audit import audit_text

    if named == _STDIN:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        read = table_of(raw, Path(_("standard input")), sheet)
    else:
        read = read_table(Path(named), sheet)
    tell(*read.notes)
    headers = dict(_header(text, len(read.table.rows[0])) for text in columns)
    found = understand(read.table, headers, decimal)
    _refuse(found)
    done = audit(found)
    click.echo(audit_text(done), nl=False)
    if target is not None:
        _write_protocol(done, target)
    return ExitCode.REFUSED if done.slips else ExitCode.DONE


def _write_protocol(done: Audit, target: Path) -> None:
    """Write the table as a protocol file, and say what is still to be written into it."""
    from rechallenge.files.modeline import copy_schema, modeline
    from rechallenge.files.writing import write_whole
    from rechallenge.model.texts import check_name
    from rechallenge.service.checking import check_file
    from rechallenge.service.table_protocol import NoProtocol, protocol_text

    checked(target.stem, check_name, target.stem)
    try:
        text = protocol_text(done, target.stem)
    except NoProtocol as reason:
        sentence = _("--to: no protocol can be made of this table: {reason}")
        raise Stop(sentence.format(reason=reason)) from None
    folder = target.parent
    content = f"{modeline(target, folder, 'protocol')}\n{text}"
    write_whole(target, content.encode(), replace=False, shared=True)
    copy_schema(folder, "protocol")
    sentence = _("wrote {file}; write into it what the table does not say:")
    problems = check_file(target).problems
    tell(sentence.format(file=target), *map(file_line, problems))


def _header(text: str, width: int) -> tuple[int, str]:
    """The place from 0 of a column of a table of so many, and what its header is to be."""
    number, equals, header = text.partition("=")
    if not equals or not number.strip().isascii() or not number.strip().isdigit():
        sentence = _('--column {text}: write the number of the column, as in "5=dose, mg"')
        raise Stop(sentence.format(text=text))
    if not 1 <= int(number[:9]) <= width:
        sentence = _("--column {text}: the table has columns 1 to {width}")
        raise Stop(sentence.format(text=text, width=width))
    return int(number) - 1, header.strip()


def _refuse(found: Understanding) -> None:
    """Stop where what the table says depends on something that only a person knows."""
    name = found.table.name
    if not found.columns:
        sentence = _(
            "{table}: no row is a header with two columns that are known, such as Rate (mL/h), "
            "Time (min), Volume (mL), Dose (mg); write what they are, as in --column "
            '"3=rate, mL/h"'
        )
        raise Stop(sentence.format(table=name))
    if found.second is not None:
        sentence = _("{table}: another table begins at {where}; audit one at a time")
        raise Stop(sentence.format(table=name, where=found.second.where))
    for one in found.unread:
        if one.why == "decimal-comma":
            sentence = _(
                "{table}: {where}: {text} may have a decimal comma; write --decimal comma if it "
                "has, or --decimal point if commas part thousands"
            )
            raise Stop(sentence.format(table=name, where=one.cell.where, text=one.cell.text))
    if not found.lines:
        sentence = _("{table}: there is no step below the header")
        raise Stop(sentence.format(table=name))
