"""Every failure as one clear sentence on stderr and an exit code. No traceback reaches a user."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from enum import IntEnum

import click

from rechallenge.words import _
from rechallenge.words.languages import UnknownLanguage, choose_language
from rechallenge.words.shown import printable, reason_of

DEBUG_VARIABLE = "RECHALLENGE_DEBUG"
"""If set to 1, an internal error shows its traceback."""


class ExitCode(IntEnum):
    """The exit codes, all of them."""

    DONE = 0
    REFUSED = 1
    """A finding refuses the plan; the findings are printed and there is no schedule."""
    UNUSABLE = 2
    """The command, a file or a quantity cannot be used as written."""
    INTERRUPTED = 130


class Stop(Exception):
    """A command ends here: what to say on stderr, and the exit code."""

    def __init__(self, *lines: str, code: ExitCode = ExitCode.UNUSABLE) -> None:
        self.lines = lines
        self.code = code
        super().__init__("\n".join(lines))


def first_of(lines: Sequence[str], most: int = 20) -> list[str]:
    """As many lines as a person reads, and how many others there are."""
    more = len(lines) - most
    if more < 2:
        return list(lines)
    return [*lines[:most], _("and {more} more").format(more=f"{more:,}")]


def run(command: Callable[[], click.Command]) -> None:
    """Run the command, built once the language is known, and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal without UTF-8 shows what it cannot draw as an escape, whole.
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:
        tell(_("there is no standard output to write to"))
        sys.exit(ExitCode.UNUSABLE)
    code = _outcome(command)
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _lost_output(error)
    sys.exit(code)


def tell(*lines: str) -> None:
    """Write lines to stderr, beside the result on stdout."""
    for line in lines:
        click.echo(f"rechallenge: {printable(line)}", err=True)


def _outcome(command: Callable[[], click.Command]) -> int:
    output = sys.stdout
    try:
        choose_language()
        result = command().main(standalone_mode=False, prog_name="rechallenge")
        return result if isinstance(result, int) else ExitCode.DONE
    except Stop as stop:
        return _stopped(stop)
    except click.ClickException as error:
        hint = ""
        if isinstance(error, click.UsageError) and error.ctx:
            hint = _(" ({command} --help explains)").format(command=error.ctx.command_path)
        return _stopped(Stop(f"{error.format_message()}{hint}"))
    except (click.Abort, KeyboardInterrupt):
        return _stopped(Stop(_("interrupted; nothing was written"), code=ExitCode.INTERRUPTED))
    except UnknownLanguage as error:
        return _stopped(Stop(str(error)))
    except SystemExit:
        if sys.stdout is output:
            raise
        # If the output was closed, click replaces it and exits silently.
        sys.stdout = output
        return _lost_output(BrokenPipeError())
    except OSError as error:
        if error.filename is None or isinstance(error, BrokenPipeError):
            return _lost_output(error)
        return _stopped(Stop(f"{error.filename}: {reason_of(error)}"))
    except Exception as error:
        return _failed(error)


def _stopped(stop: Stop) -> ExitCode:
    tell(*stop.lines)
    return stop.code


def _failed(error: Exception) -> ExitCode:
    """Report a refusal in the words of the command line; anything else is a defect."""
    from rechallenge.files.reading import Defect

    from .errors import stop_for

    stop = stop_for(error)
    if os.environ.get(DEBUG_VARIABLE) == "1" and (stop is None or isinstance(error, Defect)):
        traceback.print_exception(error)
    if stop is not None:
        return _stopped(stop)
    sentence = _("internal error ({cause}); nothing was made. Please report it as a defect")
    return _stopped(Stop(sentence.format(cause=f"{type(error).__name__}: {error}")))


def _lost_output(error: OSError) -> ExitCode:
    # Otherwise Python would report the error again when it flushes at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    closed = isinstance(error, BrokenPipeError)
    reason = _("it was closed") if closed else reason_of(error)
    return _stopped(Stop(_("the output is incomplete: {reason}").format(reason=reason)))
