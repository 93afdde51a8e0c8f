"""`rechallenge batch`: all orders of a table, each in its own folder, and a page of the day."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import click

from rechallenge.model.places import Place, path_text
from rechallenge.service.batch import SUMMARY, Batch, Orders, at_work, read_orders
from rechallenge.service.batch_order import Done
from rechallenge.service.batch_rows import Ordered
from rechallenge.service.export_formats import NotExported
from rechallenge.sheet.view.day_order import DayOrder, state_text
from rechallenge.words import _, counted
from rechallenge.words.lists import commas
from rechallenge.words.shown import printable

from .counter import Counter
from .exporting import LABELS, PAPERS
from .failures import ExitCode, Stop, code_of, tell
from .order_options import tell_commas
from .protocol_argument import open_shelves, protocols_option
from .signals import Ended


@click.command(
    "batch",
    help=_(
        "Plan all orders of a table: a clinic's day.\n\n"
        "ORDERS is a CSV file or a workbook: the first row names the fields of an order, such as "
        "protocol, dose, volume, weight, start, patient; each other row is an order. Each gets a "
        "folder in DIR with its plan, sheet and labels. DIR also gets a page of the day: orders by "
        "start, pumps at once, vials, open findings.\n\n"
        "Run again, it rewrites only the orders that have changed. A row that cannot be planned is "
        "named with its line, and the others are done."
    ),
)
@click.argument("table", metavar="ORDERS", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path),
    help=_("the folder of the day; made if it is not there"),
)  # fmt: skip
@click.option(
    "--day",
    metavar="DATE",
    help=_("the date of a start that is a clock time alone; today unless stated"),
)
@click.option("--sheet", help=_("which sheet of a workbook"))
@click.option(
    "--paper", type=click.Choice(PAPERS), help=_("of a PDF; the site's or a4 unless stated")
)
@click.option(
    "--labels", type=click.Choice(LABELS), help=_("the sheet of labels; the site's unless stated")
)
@protocols_option
def command(
    table: Path, folder: Path, day: str | None, sheet: str | None, protocols: Path | None,
    **printing: Any,
) -> int:  # fmt: skip
    shelves = open_shelves(protocols)
    orders = read_orders(table, sheet, _day(day))
    tell(*(f"{table}: {note}" for note in orders.notes))
    _tell_commas(table, orders)
    with at_work(orders, folder, shelves, **printing) as batch:
        done: list[Done] = []
        try:
            _run(batch, table, done)
            _summarise(batch, done)
        except (KeyboardInterrupt, Ended) as end:
            raise _stopped(len(done), len(orders.rows), code_of(end)) from None
    return _code(done)


def _run(batch: Batch, table: Path, done: list[Done]) -> None:
    counter = Counter(len(batch.orders.rows), _("Planning: {done} of {all} orders"))
    with closing(batch.results()) as results, counter:
        for one in results:
            counter.hide()
            done.append(one)
            _say(one, table)
            counter.count()


def _say(one: Done, table: Path) -> None:
    planned = one.planned
    if isinstance(planned, DayOrder):
        state = _("written") if one.written else _("unchanged")
        said = _("{order}: {state}; {open}")
        click.echo(said.format(order=one.name, state=state, open=state_text(planned)))
    else:
        for why in planned.why:
            click.echo(printable(f"{table}:{planned.line}: {why}"), err=True)
    for path in one.aside:
        sentence = _(
            "the earlier folder of line {line} has files that no batch wrote, and is now {path}"
        )
        tell(sentence.format(line=planned.line, path=path))


def _summarise(batch: Batch, done: Sequence[Done]) -> None:
    text, page = (batch.target.folder / name for name in SUMMARY)
    unprinted = ""
    try:
        batch.summarise(done)
    except NotExported as error:
        page, unprinted = text, str(error)
    left = batch.left_over()
    if left:
        sentence = _(
            "these folders have no row in the table any more, and are left as they are: {names}"
        )
        tell(sentence.format(names=", ".join(left)))
    planned = [one for one in done if isinstance(one.planned, DayOrder)]
    said = [
        counted("batch.done", len(planned)),
        counted("batch.written", sum(one.written for one in planned)),
    ]
    if len(planned) < len(done):
        said.append(counted("batch.unusable", len(done) - len(planned)))
    tell(_("{counts}; the day is in {file}").format(counts=commas(said), file=page))
    if unprinted:
        raise Stop(unprinted)


def _code(done: Sequence[Done]) -> ExitCode:
    without = [one for one in done if not isinstance(one.planned, DayOrder)]
    if not without:
        return ExitCode.DONE
    return ExitCode.REFUSED if all(one.refused for one in without) else ExitCode.UNUSABLE


def _stopped(done: int, number: int, code: ExitCode) -> Stop:
    sentence = _(
        "interrupted: {done} of {number} orders are done, each whole, and {left} are left; the "
        "page of the day was not written. Run the same command again for the rest"
    )
    return Stop(sentence.format(done=done, number=number, left=number - done), code=code)


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = _('--day: "{text}" is not a date; write one such as 2026-11-23')
        raise Stop(sentence.format(text=printable(text))) from None


def _tell_commas(table: Path, orders: Orders) -> None:
    for row in orders.rows:
        if isinstance(row, Ordered):

            def column(place: Place, line: int = row.line) -> str:
                return f"{table}:{line}: {path_text(place)}"

            tell_commas(column, row.fields, row.order)
