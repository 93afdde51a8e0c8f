"""The command line: which commands there are. Each is loaded only when it is called."""

import gc
import sys
from importlib import import_module

import click

from rechallenge.version import __version__

from .failures import run

COMMANDS = {
    "check": "Validate protocol files and run their worked examples.",
    "checks": "List what is checked for each plan, and what each check rests on.",
    "compare": "Two or more strategies side by side for one order.",
    "new": "Start a protocol file of your own from a published one.",
    "plan": "Work out the schedule for an order.",
    "protocols": "List the protocols.",
    "review": "Write into a protocol file that a person has reviewed it.",
    "sheet": "The sheet of a saved plan: PDF or another form, or printed.",
    "show": "One protocol in plain words, with source and doubts.",
    "verify": "Recompute a saved plan, read its sheet back, or check its order blind.",
}


class _Commands(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"rechallenge.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Exit codes: 0 done, 1 refused by a finding, 2 something cannot be used as written, "
    "130 interrupted.",
)
@click.version_option(__version__, prog_name="rechallenge")
@click.pass_context
def cli(context: click.Context) -> None:
    """Timed rate schedules for giving a drug again to a patient who reacted to it.

    It computes and explains; it does not prescribe. A qualified person must verify every number.
    """
    if context.invoked_subcommand is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        from rechallenge.tui.start import run as open_planner

        # Unlike the other commands, the planner lives long enough to have something to collect.
        gc.enable()
        open_planner()
    else:
        click.echo(context.get_help())


def main() -> None:
    """The `rechallenge` command."""
    # A process that lives for a fifth of a second has nothing to collect.
    gc.disable()
    run(cli)
