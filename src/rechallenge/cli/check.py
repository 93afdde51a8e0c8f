"""`rechallenge check`: are these protocol files right?"""

from collections.abc import Iterator
from pathlib import Path

import click

from rechallenge.files.find import NotFound, Shelves, looks_like_path, yaml_paths
from rechallenge.files.reading import shown_path
from rechallenge.service.checking import Report, check_file

from .failures import Stop
from .protocol_argument import ProtocolName, open_shelves, protocols_option


@click.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=ProtocolName())
@click.option("--open", "left_open", is_flag=True, help="list what each file leaves open")
@protocols_option
def command(files: tuple[str, ...], left_open: bool, protocols: Path | None) -> None:
    """Validate protocol files and run the worked examples in them.

    FILE is a file, a folder with all that is in it, or the id of a protocol. One line on stderr
    for each problem, with file, line and column; exit code 2 if there is any.
    """
    problems: list[str] = []
    shelves = open_shelves(protocols)
    for named in files:
        try:
            paths = list(_paths(named, shelves))
        except NotFound as error:
            problems.append(str(error))
            continue
        for path in paths:
            report = check_file(path, Path(named) if Path(named).is_dir() else None)
            problems += map(str, report.problems)
            if not report.problems:
                _print_ok(report, left_open=left_open)
    if problems:
        raise Stop(*problems)


def _paths(named: str, shelves: Shelves) -> Iterator[Path]:
    path = Path(named)
    if path.is_dir():
        found = yaml_paths(path)
        if not found:
            raise NotFound(f"{shown_path(named)} has no .yaml file in it")
        yield from found
    elif looks_like_path(named) or path.is_file():
        yield path
    else:
        yield shelves.path_of(named)


def _print_ok(report: Report, *, left_open: bool) -> None:
    line = f"{shown_path(str(report.path))}: ok"
    if report.kind == "protocol":
        line += f", {_counted(report.examples, 'worked example')}"
        line += f", {_counted(len(report.open_points), 'open point')}"
    click.echo(line)
    for point in report.open_points if left_open else ():
        click.echo(f"  open: {point}")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
