"""`rechallenge check`: are these files right?"""

from contextlib import closing
from pathlib import Path

import click

from rechallenge.files.find import NotFound
from rechallenge.service.checking import Report, ToCheck, to_check
from rechallenge.service.checking_many import reports
from rechallenge.words import _, counted
from rechallenge.words.lists import commas
from rechallenge.words.shown import printable

from .counter import Counter
from .errors import file_line
from .failures import Stop, tell
from .protocol_argument import ProtocolName, open_shelves, protocols_option


@click.command(
    "check",
    help=_(
        "Validate files and run the worked examples in them.\n\n"
        "FILE is a file, a folder with all that is in it, the id of a protocol, or the name of a "
        "drug or a pump. A folder of your own is checked with its own drugs, pumps and lines.\n\n"
        "stdout has a line for each file that is right. Each problem is one line on stderr, "
        "FILE:LINE:COLUMN: MESSAGE; the exit code is then 2."
    ),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=ProtocolName())
@click.option("--open", "left_open", is_flag=True, help=_("list what each file leaves open"))
@protocols_option
def command(files: tuple[str, ...], left_open: bool, protocols: Path | None) -> None:
    shelves = open_shelves(protocols)
    found: list[ToCheck] = []
    unknown = 0
    for named in files:
        try:
            found += to_check(named, shelves)
        except NotFound as error:
            tell(str(error))
            unknown += 1
    wrong, problems = 0, unknown
    counter = Counter(len(found), _("Checking: {done} of {all} files"))
    with closing(reports(found)) as checked, counter:
        for report in checked:
            counter.hide()
            if report.problems:
                wrong += 1
                problems += sum(problem.stands_for for problem in report.problems)
                for problem in report.problems:
                    click.echo(printable(file_line(problem)), err=True)
            else:
                _print_ok(report, left_open=left_open)
            counter.count()
    said = counted("check.files", len(found))
    if problems:
        sentence = _("{files}: {problems}")
        raise Stop(sentence.format(files=said, problems=counted("check.problems", problems)))
    if any(Path(named).is_dir() for named in files):
        tell(_("{files}: no problem").format(files=said))


def _print_ok(report: Report, *, left_open: bool) -> None:
    parts = [_("{file}: ok").format(file=printable(str(report.path)))]
    if report.kind == "protocol":
        parts.append(counted("check.examples", report.examples))
    if report.kind == "protocol" or left_open:
        parts.append(counted("check.open-points", len(report.open_points)))
    click.echo(commas(parts))
    for point in report.open_points if left_open else ():
        click.echo(_("  open: {point}").format(point=point))
