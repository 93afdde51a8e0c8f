"""`rechallenge audit`: what a table that somebody uses says, and what in it does not agree."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rechallenge.audit.agreement import Audit
from rechallenge.audit.facts import FACTS, NotAFact
from rechallenge.audit.looks import Look
from rechallenge.audit.table import Table
from rechallenge.model.problems import problems_of
from rechallenge.words import _, word

from .errors import checked, file_line, option_line
from .exporting import TEXT_OR_JSON
from .failures import ExitCode, Stop, tell
from .protocol_argument import open_shelves, protocols_option

if TYPE_CHECKING:
    from rechallenge.service.auditing import Corrected, Equipment

_STDIN = "-"
_HINTS = {
    "no-header": _('; write what they are, as in --column "3=rate, mL/h"'),
    "decimal-comma": _(
        "; write --decimal comma if it has, or --decimal point if commas separate thousands"
    ),
    "second-table": _("; write which one, as in --table 2"),
    "too-many": _("; name the rows of one table, as in --range 1-40 or --range A1:H40"),
}
"""How a person says here what a table leaves open."""


@click.command(
    "audit",
    help=_(
        "Compare the numbers of a table with one another: rate x time with volume, volume x "
        "concentration with dose, running sums, totals, bags.\n\n"
        "TABLE is a CSV file, a workbook, a Markdown page, YAML or pasted text; - reads from "
        "stdin. What was read comes first: check that it is your table. A printed number stands "
        "for all that is rounded to its digits, so only what no rounding explains is named. If "
        "one wrong number explains it, the output says what that number would be."
    ),
)
@click.argument("named", metavar="TABLE")
@click.option("--sheet", help=_("which sheet of a workbook"))
@click.option(
    "--range", "within", metavar="PART",
    help=_("read only these cells of a workbook (B3:H16) or lines of a text (12-30)"),
)  # fmt: skip
@click.option(
    "--across", type=click.IntRange(1, 60), metavar="N",
    help=_("number of columns, if each cell is on a line of its own"),
)  # fmt: skip
@click.option(
    "--table", "number", type=click.IntRange(1), metavar="N",
    help=_("which of several tables below one another, counted from 1"),
)  # fmt: skip
@click.option(
    "--column", "columns", multiple=True, metavar="NUMBER=HEADER",
    help=_('read a column as if this were its header, as in --column "5=dose, mg"'),
)  # fmt: skip
@click.option(
    "--decimal", type=click.Choice(["point", "comma"]),
    help=_("the decimal sign, where commas leave it open"),
)  # fmt: skip
@click.option(
    "--stated", "stated", multiple=True, metavar="NAME=VALUE",
    help=_(
        'what is stated beside the table, as in --stated "total time=4.3 h"; names: {names}'
    ).format(names=", ".join(FACTS)),
)  # fmt: skip
@click.option(
    "--digits", "digits", multiple=True, metavar="COLUMN=exact|rounded",
    help=_(
        "whether a column is exact, as what somebody sets, or rounded; COLUMN is what it is read "
        'as: --digits "dose rate=exact"'
    ),
)  # fmt: skip
@click.option(
    "--to", "target", metavar="FILE.yaml", type=click.Path(path_type=Path),
    help=_("write the table as a protocol file, with its slips as doubts"),
)  # fmt: skip
@click.option(
    "--pump", metavar="NAME", help=_("look for rates that this pump, on file, cannot be set to")
)
@click.option(
    "--line", metavar="TEXT",
    help=_("look when each bag reaches the patient through this line: a line on file, or a volume, "
           'as in --line "12 mL"'),
)  # fmt: skip
@TEXT_OR_JSON
@protocols_option
def command(
    named: str, sheet: str | None, within: str | None, across: int | None, number: int | None,
    columns: tuple[str, ...],
    decimal: Any, target: Path | None, pump: str | None, line: str | None, form: str,
    protocols: Path | None, stated: tuple[str, ...], digits: tuple[str, ...],
) -> int:  # fmt: skip
    from rechallenge.files.tables import (
        MOST_BYTES,
        read_table,
        table_of,
        with_steps_below_one_another,
    )
    from rechallenge.model.texts import check_name
    from rechallenge.service.auditing import Corrected, digits_stated, fact_stated, looks_of

    if target is not None:
        checked("--to", check_name, target.stem)
        if target.suffix != ".yaml":
            raise Stop(_("--to {file}: write a name that ends in .yaml").format(file=target))
    if named == _STDIN:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        read = table_of(raw, Path(_("standard input")), sheet, within, across)
    else:
        read = read_table(Path(named), sheet, within, across)
    read = with_steps_below_one_another(read)
    tell(*read.notes)
    equipment = _equipment(pump=pump, line=line)
    headers = dict(_header(text, len(read.table.rows[0])) for text in columns)
    facts = [checked(f"--stated {text}", fact_stated, text) for text in stated]
    printed = dict(checked(f"--digits {text}", digits_stated, text) for text in digits)
    done = _audited(read.table, Corrected(headers, decimal, number or 0, facts, printed))
    click.echo(_shown(done, looks_of(done, equipment, open_shelves(protocols)), form), nl=False)
    if target is not None:
        _write_protocol(done, target)
    return ExitCode.REFUSED if done.slips else ExitCode.DONE


def _audited(table: Table, corrected: "Corrected") -> Audit:
    """Compare the numbers of a table. Raises Stop with the options that say what it leaves open."""
    from rechallenge.service.auditing import Unclear, audited

    try:
        return audited(table, corrected)
    except Unclear as unclear:
        raise Stop(f"{unclear}{_HINTS.get(unclear.code, '')}") from None
    except NotAFact as no:
        sentence = _(
            '--stated {text}: {why}; write it as in "total time=4.3 h", "bag=750 mg in 560 mL" or '
            '"total time=2.5 to 3 h"; names: {names}'
        )
        why = word(f"unread.{no.why}")
        raise Stop(sentence.format(text=no.text, why=why, names=", ".join(FACTS))) from None


def _shown(done: Audit, looks: Sequence[Look], form: str) -> str:
    if form == "json":
        from rechallenge.sheet.audit_json import audit_json

        return audit_json(done, looks)
    from rechallenge.sheet.text.audit import audit_text

    return audit_text(done, looks)


def _equipment(**stated: str | None) -> "Equipment":
    """What the table is looked at with. Raises Stop."""
    from pydantic import ValidationError

    from rechallenge.service.auditing import Equipment

    try:
        return Equipment.model_validate(stated)
    except ValidationError as error:
        raise Stop(*map(option_line, problems_of(error))) from None


def _write_protocol(done: Audit, target: Path) -> None:
    """Write the table as a protocol file, and say what is still to be written into it."""
    from rechallenge.service.auditing import keep
    from rechallenge.service.table_amounts import NoProtocol

    try:
        problems = keep(done, target)
    except NoProtocol as reason:
        sentence = _("--to: no protocol can be made of this table: {reason}")
        raise Stop(sentence.format(reason=reason)) from None
    sentence = _("wrote {file}; write into it what the table does not say:")
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
