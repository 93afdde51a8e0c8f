"""The PROTOCOL argument: an id or a path, completed from the file names alone."""

from typing import Any

import click
from click.shell_completion import CompletionItem

from rechallenge.library.find import NotFound, protocol_ids
from rechallenge.library.reading import ProtocolSource, UnusableFile, read_source

from .failures import Stop


class ProtocolName(click.ParamType[str]):
    """The id of a protocol, or the path of a file."""

    name = "protocol"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        ids = [CompletionItem(i) for i in protocol_ids() if i.startswith(incomplete)]
        return ids or [CompletionItem(incomplete, type="file")]


def protocol_argument(function: Any) -> Any:
    """Add the PROTOCOL argument."""
    return click.argument("named", metavar="PROTOCOL", type=ProtocolName())(function)


def open_protocol(named: str) -> ProtocolSource:
    """The protocol that an argument names. Raises Stop."""
    try:
        return read_source(named)
    except NotFound as error:
        raise Stop(str(error)) from None
    except UnusableFile as error:
        raise Stop(*map(str, error.problems)) from None
