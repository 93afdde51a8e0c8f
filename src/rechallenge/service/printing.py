"""Printing a plan's sheet by the print service of the system: CUPS `lp`, or Windows' own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rechallenge.model.plan import Plan
from rechallenge.model.site import Paper
from rechallenge.words import _
from rechallenge.words.shown import is_hidden, printable, reason_of, shown

from .export_formats import export

_PATIENCE_S = 60
_LONGEST_MESSAGE = 500


class NotPrinted(Exception):
    """A sheet that was not printed, or may not have been; the sentence says what to do."""


def print_sheet(
    plan: Plan, printer: str = "", paper: Paper | None = None, labels: str | None = None
) -> str:
    """Print the PDF of a plan, or of its labels, on the usual printer where `printer` is empty; a
    sentence that says what was done.

    The print queue shows the name of the job to everyone, so it has no patient in it. Raises
    NotPrinted, and NotExported where there is no PDF to print.
    """
    return print_pdf(
        export(plan, "pdf", paper=paper, labels=labels), printer, f"rechallenge {plan.protocol.id}"
    )


def print_pdf(pdf: bytes, printer: str, title: str) -> str:
    """Print a PDF as a job with this title; a sentence that says what was done. Raises
    NotPrinted."""
    if printer.startswith("-") or any(is_hidden(c) or c.isspace() for c in printer):
        sentence = _('"{printer}" is not the name of a printer')
        raise NotPrinted(sentence.format(printer=shown(printer)))
    if sys.platform == "win32":
        return _windows(pdf, printer)
    lp = shutil.which("lp")
    if lp is None:
        raise NotPrinted(
            _("there is no print service here (no `lp`); save the PDF and print the file elsewhere")
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
        sentence = _(
            "`lp` has not answered for {seconds} s; the sheet may still be printed, so look at "
            "the queue before trying again"
        )
        raise NotPrinted(sentence.format(seconds=_PATIENCE_S)) from None
    except OSError as error:
        sentence = _("`lp` cannot be run: {reason}; nothing was printed")
        raise NotPrinted(sentence.format(reason=reason_of(error))) from None
    answer = " ".join((done.stdout + done.stderr).decode("utf-8", "replace").split())
    answer = printable(answer[:_LONGEST_MESSAGE]) or _("no message")
    if done.returncode:
        raise NotPrinted(_("`lp` did not take the sheet: {answer}").format(answer=answer))
    if printer:
        sentence = _("sent to printer {printer} by `lp`: {answer}")
        return sentence.format(printer=printer, answer=answer)
    return _("sent to the usual printer by `lp`: {answer}").format(answer=answer)


def _windows(pdf: bytes, printer: str) -> str:
    """By the program that Windows prints PDFs with, which reads the file when it comes to it."""
    if sys.platform != "win32":
        raise NotPrinted(_("this is not Windows"))
    if printer:
        raise NotPrinted(
            _(
                "on Windows the sheet goes to the usual printer; leave the name out, and choose "
                "the printer in the settings of Windows"
            )
        )
    handle, name = tempfile.mkstemp(prefix="rechallenge-", suffix=".pdf")
    with os.fdopen(handle, "wb") as file:
        file.write(pdf)
    try:
        os.startfile(name, "print")
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        sentence = _("no program here prints PDFs: {reason}; nothing was printed")
        raise NotPrinted(sentence.format(reason=reason_of(error))) from None
    sentence = _("handed to the program that prints PDFs; when it has printed, delete {file}")
    return sentence.format(file=name)
