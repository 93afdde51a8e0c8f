"""Where a command's output goes: stdout, or a file that is whole or not there at all."""

from pathlib import Path

import click

from rechallenge.files.writing import NotWritten, write_whole
from rechallenge.quantities.shown import printable

from .failures import Stop


def put(content: str | bytes, target: Path | None, *, force: bool = False) -> None:
    """Print the content, or write it to a file. Text goes to stdout as the terminal can show it,
    bytes as they are. Raises Stop."""
    if target is None:
        click.echo(content, nl=False)
        return
    raw = content.encode("utf-8") if isinstance(content, str) else content
    write_file(target, raw, force=force)
    click.echo(f"rechallenge: wrote {printable(str(target))}", err=True)


def write_file(target: Path, content: bytes, *, force: bool, keep_mode: bool = False) -> None:
    """Write a file that only its owner can read. `keep_mode` leaves the permissions of an existing
    file as they are.

    An existing file is replaced only with `force`. Raises Stop; the target is then as it was.
    """
    try:
        write_whole(target, content, replace=force, keep_mode=keep_mode)
    except FileExistsError:
        named = f"{target.resolve()} exists"
        raise Stop(f"{named}; choose another name, or replace it with --force") from None
    except NotWritten as error:
        raise Stop(str(error)) from None
