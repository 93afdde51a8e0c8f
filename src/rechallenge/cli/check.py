"""`rechallenge check`: are these protocol files right?"""

from pathlib import Path

import click

from rechallenge.files.find import NotFound
from rechallenge.files.reading import shown_path
from rechallenge.service.checking import Report, check
from rechallenge.words import _, counted

from .errors import file_line
from .failures import Stop
from .protocol_argument import ProtocolName, open_shelves, protocols_option


@click.command(
    "check",
    help=_(
        "Validate protocol files and run the worked examples in them.\n\n"
        "FILE is a file, a folder with all that is in it, the id of a protocol, or the name of a "
        "drug or a pump. Each problem is "
        "one line on stderr with file, line and column; the exit code is then 2."
    ),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=ProtocolName())
@click.option("--open", "left_open", is_flag=True, help=_("list what each file leaves open"))
@protocols_option
def command(files: tuple[str, ...], left_open: bool, protocols: Path | None) -> None:
    problems: list[str] = []
    shelves = open_shelves(protocols)
    for named in files:
        try:
            for report in check(named, shelves):
                problems += map(file_line, report.problems)
                if not report.problems:
                    _print_ok(report, left_open=left_open)
        except NotFound as error:
            problems.append(str(error))
    if problems:
        raise Stop(*problems)


def _print_ok(report: Report, *, left_open: bool) -> None:
    parts = [_("{file}: ok").format(file=shown_path(str(report.path)))]
    if report.kind == "protocol":
        parts.append(counted("check.examples", report.examples))
    if report.kind == "protocol" or left_open:
        parts.append(counted("check.open-points", len(report.open_points)))
    click.echo(", ".join(parts))
    for point in report.open_points if left_open else ():
        click.echo(_("  open: {point}").format(point=point))
