"""Where a command's output goes: stdout, or a file that is whole or not there at all."""

import os
import stat
import tempfile
from pathlib import Path

import click

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
    """Write a file that only its owner can read: to a temporary file, flushed, then renamed.
    `keep_mode` leaves the permissions of an existing file as they are.

    An existing file is replaced only with `force`. Raises Stop; the target is then as it was.
    """
    temporary = None
    try:
        # A link is followed, so that the file it points to is written and the link stays.
        target = target.resolve()
        if target.is_dir():
            raise Stop(f"{target} is a folder; name a file")
        if target.exists() and not target.is_file():
            raise Stop(f"{target} is no ordinary file; name another")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".rechallenge-")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if keep_mode and target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        if force:
            temporary.replace(target)
        else:
            _move_to_new(temporary, target)
    except FileExistsError:
        _remove(temporary)
        raise Stop(f"{target} exists; choose another name, or replace it with --force") from None
    except BaseException as error:
        _remove(temporary)
        if not isinstance(error, OSError):
            raise
        reason = (error.strerror or str(error)).lower()
        raise Stop(f"{target} was not written: {reason}") from None


def _move_to_new(temporary: Path, target: Path) -> None:
    """Rename to a name that must not be there yet. Raises FileExistsError."""
    try:
        # A link fails where the file is there, even if it came a moment ago.
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: look first, then rename.
        if target.exists():
            raise FileExistsError from None
        temporary.replace(target)
    else:
        temporary.unlink()


def _remove(temporary: Path | None) -> None:
    if temporary is not None:
        temporary.unlink(missing_ok=True)
