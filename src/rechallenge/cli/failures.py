"""Every failure as one clear sentence on stderr and an exit code. No traceback reaches a user."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from enum import IntEnum
from typing import TypeAlias

import click

from rechallenge.words import _
from rechallenge.words.languages import UnknownLanguage
from rechallenge.words.shown import printable, reason_of

from .interrupt import INTERRUPTED
from .language import choose
from .signals import Ended

_DEBUG_VARIABLE = "RECHALLENGE_DEBUG"
"""If set to 1, an internal error shows its traceback."""
_MOST_LINES = 20


class ExitCode(IntEnum):
    """The exit codes, all of them."""

    DONE = 0
    REFUSED = 1
    """A finding refuses the plan; the findings are printed and there is no schedule."""
    UNUSABLE = 2
    """The command, a file or a quantity cannot be used as written."""
    INTERRUPTED = INTERRUPTED
    HUNG_UP = 129
    """The terminal was closed."""
    ENDED = 143
    """The system ended the process."""


class Stop(Exception):
    """A command ends here: what to say on stderr, and the exit code."""

    def __init__(self, *lines: str, code: ExitCode = ExitCode.UNUSABLE) -> None:
        self.lines = lines
        self.code = code
        super().__init__("\n".join(lines))


def first_of(lines: Sequence[str]) -> list[str]:
    """As many lines as a person reads, and how many others there are."""
    more = len(lines) - _MOST_LINES
    if more < 2:
        return list(lines)
    return [*lines[:_MOST_LINES], _("and {more} more").format(more=f"{more:,}")]


Running: TypeAlias = Callable[[], AbstractContextManager[None]]


def run(command: Callable[[], click.Command], while_running: Running = nullcontext) -> None:
    """Run the command, built once the language is known, and end the process with its exit code.
    `while_running` is what holds while it runs."""
    # Who closes these wants to say nothing, or to read nothing.
    sys.stdin = sys.stdin or os.fdopen(os.open(os.devnull, os.O_RDONLY))
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal without UTF-8 shows what it cannot draw as an escape, whole.
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:
        tell(_("there is no standard output to write to"))
        sys.exit(ExitCode.UNUSABLE)
    code = _outcome(command, while_running)
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _lost_output(error)
    sys.exit(code)


def tell(*lines: str) -> None:
    """Write lines to stderr, beside the result on stdout."""
    for line in lines:
        click.echo(f"rechallenge: {printable(line)}", err=True)


def _outcome(command: Callable[[], click.Command], while_running: Running) -> int:
    output = sys.stdout
    try:
        with while_running():
            choose(sys.argv[1:])
            result = command().main(standalone_mode=False, prog_name="rechallenge")
        return result if isinstance(result, int) else ExitCode.DONE
    except Stop as stop:
        return _stopped(stop)
    except click.ClickException as error:
        hint = ""
        if isinstance(error, click.UsageError) and error.ctx:
            hint = _(" ({command} --help explains)").format(command=error.ctx.command_path)
        return _stopped(Stop(f"{error.format_message()}{hint}"))
    except (click.Abort, KeyboardInterrupt, Ended) as error:
        return _signalled(error)
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
    # Whoever closed the terminal reads nothing any more.
    with suppress(OSError):
        tell(*stop.lines)
    return stop.code


def _failed(error: Exception) -> ExitCode:
    """Report a refusal in the words of the command line; anything else is a defect."""
    cause: BaseException | None = error
    while (cause := cause and cause.__cause__) is not None:
        if isinstance(cause, KeyboardInterrupt | Ended):
            # While a class is made, Python gives such an exception another name.
            return _signalled(cause)
    from rechallenge.files.reading import Defect

    from .errors import stop_for

    stop = stop_for(error)
    if os.environ.get(_DEBUG_VARIABLE) == "1" and (stop is None or isinstance(error, Defect)):
        traceback.print_exception(error)
    if stop is not None:
        return _stopped(stop)
    sentence = _("internal error ({cause}); nothing was made. Please report it as a defect")
    return _stopped(Stop(sentence.format(cause=f"{type(error).__name__}: {error}")))


def code_of(end: BaseException) -> ExitCode:
    """The exit code after Ctrl-C or the end of a session."""
    return ExitCode(int(str(end.code))) if isinstance(end, Ended) else ExitCode.INTERRUPTED


def _signalled(end: BaseException) -> ExitCode:
    said = _("interrupted; nothing was written")
    if isinstance(end, Ended):
        said = _("ended by a signal before it was done")
    return _stopped(Stop(said, code=code_of(end)))


def _lost_output(error: OSError) -> ExitCode:
    # Otherwise Python would report the error again when it flushes at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    closed = isinstance(error, BrokenPipeError)
    reason = _("it was closed") if closed else reason_of(error)
    return _stopped(Stop(_("the output is incomplete: {reason}").format(reason=reason)))
