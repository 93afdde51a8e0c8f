"""Handing a PDF to the print service of the system: CUPS `lp`, or what Windows prints PDFs with."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rechallenge.quantities import is_hidden, shown
from rechallenge.quantities.shown import printable

from .failures import Stop

_PATIENCE_S = 60
_LONGEST_MESSAGE = 500


def print_pdf(pdf: bytes, printer: str, title: str) -> str:
    """Print a PDF, on the usual printer where `printer` is empty; what was done, as a sentence.

    `title` is the name of the job that others see in the queue. Raises Stop.
    """
    if printer.startswith("-") or any(is_hidden(c) or c.isspace() for c in printer):
        raise Stop(f'--print: "{shown(printer)}" is no name of a printer')
    if sys.platform == "win32":
        return _windows(pdf, printer)
    lp = shutil.which("lp")
    if lp is None:
        raise Stop(
            "--print: there is no print service here (no `lp`); write -o FILE.pdf and print the "
            "file by other means"
        )
    return _lp(lp, pdf, printer, title)


def _lp(lp: str, pdf: bytes, printer: str, title: str) -> str:
    """By `lp`, which takes the PDF on its standard input: no file is left anywhere."""
    where = ["-d", printer] if printer else []
    try:
        done = subprocess.run(
            [lp, *where, "-t", title, "-"],
            input=pdf,
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Stop(
            f"--print: `lp` has not answered for {_PATIENCE_S} s; look at the queue before trying "
            "again, the sheet may still be printed"
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Stop(f"--print: `lp` cannot be run: {reason}; nothing was printed") from None
    said = " ".join((done.stdout + done.stderr).decode("utf-8", "replace").split())
    said = printable(said[:_LONGEST_MESSAGE]) or "it said nothing"
    if done.returncode:
        raise Stop(f"--print: `lp` did not take the sheet: {said}")
    on = f"printer {printer}" if printer else "the usual printer"
    return f"sent to {on} by `lp`: {said}"


def _windows(pdf: bytes, printer: str) -> str:
    """By the program that Windows prints PDFs with, which reads the file when it comes to it."""
    if sys.platform != "win32":
        raise Stop("--print: this is not Windows")
    if printer:
        raise Stop(
            "--print: on Windows the sheet goes to the usual printer; leave the name out, and "
            "choose the printer in the settings of Windows"
        )
    handle, name = tempfile.mkstemp(prefix="rechallenge-", suffix=".pdf")
    with os.fdopen(handle, "wb") as file:
        file.write(pdf)
    try:
        os.startfile(name, "print")
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise Stop(f"--print: no program here prints PDFs: {reason}; nothing was printed") from None
    return f"handed to the program that prints PDFs; when it has printed, delete {name}"
