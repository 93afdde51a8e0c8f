"""Every failure as one clear sentence on stderr and an exit code. No traceback reaches a user."""

import os
import sys
from collections.abc import Iterator

import click

from rechallenge.quantities.shown import printable

from .exit_codes import ExitCode


class Stop(Exception):
    """A command ends here: what to say on stderr, and the exit code."""

    def __init__(self, *lines: str, code: ExitCode = ExitCode.UNUSABLE) -> None:
        self.lines = lines
        self.code = code
        super().__init__("\n".join(lines))


def run(command: click.Command) -> None:
    """Run a command and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal without UTF-8 shows what it cannot draw as an escape, whole.
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:
        _say(["there is no standard output to write to"])
        sys.exit(ExitCode.UNUSABLE)
    code = _outcome(command)
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _lost_output(error)
    sys.exit(code)


def _outcome(command: click.Command) -> int:
    output = sys.stdout
    try:
        result = command.main(standalone_mode=False, prog_name="rechallenge")
        return result if isinstance(result, int) else ExitCode.DONE
    except Stop as stop:
        _say(stop.lines)
        return stop.code
    except click.UsageError as error:
        hint = f" ({error.ctx.command_path} --help explains)" if error.ctx else ""
        _say([f"{error.format_message()}{hint}"])
        return ExitCode.UNUSABLE
    except click.ClickException as error:
        _say([error.format_message()])
        return ExitCode.UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        _say(["interrupted; nothing was written"])
        return ExitCode.INTERRUPTED
    except SystemExit:
        if sys.stdout is output:
            raise
        # Where the output was closed, click puts another in its place and leaves without a word.
        sys.stdout = output
        return _lost_output(BrokenPipeError())
    except OSError as error:
        if error.filename is None or isinstance(error, BrokenPipeError):
            return _lost_output(error)
        _say([f"{error.filename}: {(error.strerror or str(error)).lower()}"])
        return ExitCode.UNUSABLE
    except Exception as error:
        cause = f"{type(error).__name__}: {error}"
        _say([f"internal error ({cause}); nothing was made. Please report it as a defect"])
        return ExitCode.UNUSABLE


def _say(lines: Iterator[str] | list[str] | tuple[str, ...]) -> None:
    for line in lines:
        click.echo(f"rechallenge: {printable(line)}", err=True)


def _lost_output(error: OSError) -> ExitCode:
    # Python would complain once more when it flushes at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    closed = isinstance(error, BrokenPipeError)
    reason = "it was closed" if closed else (error.strerror or str(error)).lower()
    _say([f"the output was not written whole: {reason}"])
    return ExitCode.UNUSABLE
