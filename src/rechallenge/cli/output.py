"""Where a command's output goes: stdout, or a file that is whole or not there at all."""

import os
import stat
import tempfile
from pathlib import Path

import click

from rechallenge.quantities.shown import printable

from .failures import Stop


def put(text: str, target: Path | None, *, force: bool = False) -> None:
    """Print the text, or write it to a file. Raises Stop."""
    if target is None:
        click.echo(text, nl=False)
        return
    write_file(target, text.encode("utf-8"), force=force)
    click.echo(f"rechallenge: wrote {printable(str(target))}", err=True)


def write_file(target: Path, content: bytes, *, force: bool, keep_mode: bool = False) -> None:
    """Write a file that only its owner can read: to a temporary file, flushed, then renamed.
    `keep_mode` leaves the permissions of an existing file as they are.

    An existing file is replaced only with `force`. Raises Stop; the target is then as it was.
    """
    temporary = None
    try:
        if target.is_dir():
            raise Stop(f"{target} is a folder; name a file")
        if os.path.lexists(target) and not force:
            raise Stop(f"{target} exists; choose another name, or replace it with --force")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".rechallenge-")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if keep_mode and target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        reason = (error.strerror or str(error)).lower()
        raise Stop(f"{target} was not written: {reason}") from None
