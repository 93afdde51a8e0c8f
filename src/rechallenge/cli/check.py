"""`rechallenge check`: are these protocol files right?"""

import click

from rechallenge.library.examples import example_problems
from rechallenge.library.find import NotFound, protocol_path
from rechallenge.library.reading import (
    FileProblem,
    UnusableFile,
    read_source,
    shown_path,
)

from .failures import Stop
from .protocol_argument import ProtocolName


@click.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=ProtocolName())
def command(files: tuple[str, ...]) -> None:
    """Validate protocol files and run the worked examples in them.

    One line on stderr for each problem, with file, line and column; exit code 2 if there is any.
    """
    problems: list[str] = []
    for named in files:
        found = _problems(named)
        if not found:
            source = read_source(named)
            number = len(source.protocol.examples)
            worked = f"{number} worked {'example' if number == 1 else 'examples'}"
            click.echo(f"{shown_path(source.path)}: ok, {worked}")
        problems += found
    if problems:
        raise Stop(*problems)


def _problems(named: str) -> list[str]:
    try:
        protocol_path(named)
        source = read_source(named)
    except NotFound as error:
        return [str(error)]
    except UnusableFile as error:
        return [str(p) for p in error.problems]
    return [
        str(FileProblem(source.path, source.document.spot(p.place), p))
        for p in example_problems(source.protocol)
    ]
