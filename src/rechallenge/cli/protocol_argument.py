"""The PROTOCOL argument: an id or a path, completed from the file names alone."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from rechallenge.files.find import NotFound, Shelves
from rechallenge.words import _

from .failures import Stop

if TYPE_CHECKING:
    from rechallenge.files.reading import ProtocolSource

_Function = TypeVar("_Function", bound=Callable[..., Any])


class ProtocolName(click.ParamType[str]):
    """The id of a protocol, or the path of a file."""

    name = "protocol"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        try:
            known = Shelves.found(ctx.params.get("protocols")).ids()
        except NotFound:
            known = []
        ids = [CompletionItem(i) for i in known if i.startswith(incomplete)]
        return ids or [CompletionItem(incomplete, type="file")]


class BeforeProtocol(click.Command):
    """A command of which the name alone is typed, while its first word is completed: a protocol.
    It is not loaded for that, which would take a fifth of a second, only for its options."""

    def __init__(self, name: str, loaded: Callable[[], click.Command]) -> None:
        super().__init__(name, params=[click.Argument(["named"], type=ProtocolName())])
        self._loaded = loaded

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        return self._loaded().shell_complete(ctx, incomplete)


def protocol_argument(function: _Function) -> _Function:
    """Add the PROTOCOL argument and the option that says where else to look for it."""
    argument = click.argument("named", metavar="PROTOCOL", type=ProtocolName())
    return protocols_option(argument(function))


def protocols_option(function: _Function) -> _Function:
    """Add `--protocols`, the site's own folder. It comes first, so that completion knows it."""
    option = click.option(
        "--protocols",
        type=click.Path(path_type=Path),
        metavar="DIR",
        is_eager=True,
        help=_(
            "your own folder of protocols; without it, $RECHALLENGE_PROTOCOLS or the folder in "
            "your configuration"
        ),
    )
    return option(function)


def open_shelves(protocols: Path | None) -> Shelves:
    """The folders to look in. Raises Stop."""
    try:
        return Shelves.found(protocols)
    except NotFound as error:
        raise Stop(f"--protocols: {error}" if protocols else str(error)) from None


def open_protocol(named: str, protocols: Path | None) -> "ProtocolSource":
    """The protocol that an argument names. Raises Stop, NotFound and UnusableFile."""
    # Imported here, so that completing an id does not wait for what reading a file needs.
    from rechallenge.files.reading import read_source

    return read_source(named, open_shelves(protocols))
