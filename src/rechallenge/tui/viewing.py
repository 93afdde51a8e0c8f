"""The pages in the program that the system shows PDFs with."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rechallenge.words import _

_PATIENCE_S = 5
_SAVE = _("S saves the PDF, to be opened elsewhere")


class NoViewer(OSError):
    """Nothing here shows a PDF; the sentence says what is missing and what to do instead."""


class Viewed:
    """The files that were handed to a viewer. Only their owner can read them, and they go when
    the planner ends: a viewer reads its file when it comes to it, so not before."""

    def __init__(self) -> None:
        self._folders: list[TemporaryDirectory[str]] = []

    def open(self, pdf: bytes) -> Path:
        """Write the pages into a file and have it shown. Raises NoViewer."""
        command = viewer_command()
        folder = TemporaryDirectory(prefix="rechallenge-", ignore_cleanup_errors=True)
        self._folders.append(folder)
        path = Path(folder.name) / "sheet.pdf"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pdf)
        try:
            _start(command, path)
        except OSError as error:
            reason = str(error) if isinstance(error, NoViewer) else error.strerror or str(error)
            said = _("no program here shows PDFs ({reason})").format(reason=reason)
            raise NoViewer(f"{said}; {_SAVE}") from None
        return path

    def remove(self) -> None:
        while self._folders:
            self._folders.pop().cleanup()


def viewer_command() -> tuple[str, ...]:
    """The command that opens a file in its program; empty on Windows, which has a call for it.
    Raises NoViewer."""
    if sys.platform == "win32":
        return ()
    if sys.platform == "darwin":
        return ("open",)
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        said = _("this terminal has no desktop to show a PDF on")
        raise NoViewer(f"{said}; {_SAVE}")
    if shutil.which("xdg-open") is None:
        said = _("xdg-open, which opens files on this system, is not installed")
        raise NoViewer(f"{said}; {_SAVE}")
    return ("xdg-open",)


def _start(command: tuple[str, ...], path: Path) -> None:
    if sys.platform == "win32":
        os.startfile(path)
        return
    devnull = subprocess.DEVNULL
    # In a session of its own, so that nothing it says or asks reaches the planner's terminal.
    started = subprocess.Popen(
        [*command, str(path)], stdin=devnull, stdout=devnull, stderr=devnull,
        start_new_session=True,
    )  # fmt: skip
    try:
        code = started.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        # Some openers stay for as long as the viewer is open.
        return
    if code:
        raise NoViewer(_("{program} ended with {code}").format(program=command[0], code=code))
