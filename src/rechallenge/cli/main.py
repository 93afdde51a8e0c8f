"""The command line: which commands there are. Each is loaded only when it is called."""

import gc
import os
import sys
from contextlib import nullcontext
from importlib import import_module
from types import ModuleType

import click

from rechallenge.version import __version__
from rechallenge.words import _, word

from .failures import ExitCode, Running, Stop, run
from .language import with_language

COMMANDS = (
    "audit", "batch", "check", "checks", "compare", "drugs", "new", "plan", "protocols", "pumps",
    "resume", "review", "sheet", "show", "site", "validate", "verify",
)  # fmt: skip


_OF_A_PROTOCOL = ("check", "compare", "plan", "review", "show")
"""Those whose first word is a protocol."""


class _Commands(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if ctx.resilient_parsing and len(args) == 1 and args[0] in _OF_A_PROTOCOL:
            from .protocol_argument import BeforeProtocol

            name = args[0]
            return name, BeforeProtocol(name, lambda: _command(name)), []
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return _command(cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            # A terminal has just shown ^C in the line; click begins a new one on anything.
            if sys.stderr.isatty():
                click.echo(err=True)
            raise Stop(_("interrupted; nothing was written"), code=ExitCode.INTERRUPTED) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, word(f"command.{name}")) for name in COMMANDS])


def _command(name: str) -> click.Command:
    command: click.Command = import_module(f"rechallenge.cli.{name}").command
    return with_language(command)


def cli() -> click.Command:
    """The command line, with its texts in the language in use."""
    group = _Commands(
        callback=_planner_or_help,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
        help=_(
            "Timed rate schedules for giving a drug again to a patient who reacted to it.\n\n"
            "It computes and explains; it does not prescribe. A qualified person must verify "
            "every number."
        ),
        epilog=_(
            "Exit codes: 0 done, 1 refused by a finding, 2 something cannot be used as written, "
            "130 interrupted."
        ),
    )
    return click.version_option(__version__, prog_name="rechallenge")(with_language(group))


@click.pass_context
def _planner_or_help(context: click.Context) -> None:
    if context.invoked_subcommand is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        from rechallenge.tui.start import run as open_planner

        # Unlike the other commands, the planner lives long enough to have something to collect.
        gc.enable()
        open_planner()
    else:
        click.echo(context.get_help())


def main(while_running: Running = nullcontext) -> None:
    """The `rechallenge` command. `while_running` is what holds while it runs."""
    # A process that lives for a fifth of a second has nothing to collect.
    gc.disable()
    _without_other_packages()
    run(cli, while_running)


def _without_other_packages() -> None:
    """Load nothing that happens to be installed beside what the program needs."""
    # Plugins may not take part in how an order is read, and looking for them takes time.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    # pint imports numpy where it can, and has no setting against it: that takes time and starts
    # threads. None in its place makes the import fail.
    modules: dict[str, ModuleType | None] = vars(sys)["modules"]
    modules.setdefault("numpy", None)
