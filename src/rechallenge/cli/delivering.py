"""Where a plan goes once it stands: to the screen, to a file, to a printer."""

import sys
from pathlib import Path

import click

from rechallenge.model.plan import Plan
from rechallenge.quantities.shown import printable

from .failures import Stop
from .formats import written
from .output import put


def deliver(
    plan: Plan,
    *,
    form: str,
    output: Path | None,
    force: bool = False,
    working: bool = False,
    paper: str | None = None,
    printer: str | None = None,
) -> None:
    """Write the plan in a form to a file or to stdout, and print it where `printer` is given.
    Raises Stop."""
    if form == "pdf" and output is None and printer is None and sys.stdout.isatty():
        raise Stop("a PDF cannot be shown on a terminal; write -o FILE.pdf, or --print")
    content = written(plan, form, working=working, paper=paper)
    if output is not None or printer is None:
        put(content, output, force=force)
    if printer is not None:
        from .printing import print_pdf

        assert isinstance(content, bytes)
        did = print_pdf(content, printer, f"rechallenge {plan.protocol.id}")
        click.echo(f"rechallenge: {printable(did)}", err=True)
