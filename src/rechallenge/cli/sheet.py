"""`rechallenge sheet`: a saved plan in another form, or printed."""

from pathlib import Path

import click

from rechallenge.files.reading import UnusableFile
from rechallenge.service.plan_file import SavedPlan, read_plan

from .delivering import deliver
from .failures import Stop
from .formats import form_of, format_options


@click.command("sheet")
@click.argument("plan_file", metavar="PLAN.json", type=click.Path(path_type=Path))
@format_options
def command(
    plan_file: Path,
    working: bool,
    form: str | None,
    output: Path | None,
    force: bool,
    paper: str | None,
    printer: str | None,
) -> None:
    """The sheet of a plan that was saved with `rechallenge plan ... -o PLAN.json`.

    The plan is made again from the order, the protocol and the facts in the file; if any number
    comes out otherwise, there is no sheet.

    rechallenge sheet plan.json -o sheet.pdf
    """
    form = form_of(output, form, working=working, paper=paper, printer=printer)
    plan = open_plan(plan_file).plan
    deliver(
        plan,
        form=form,
        output=output,
        force=force,
        working=working,
        paper=paper,
        printer=printer,
    )


def open_plan(path: Path) -> SavedPlan:
    """The plan of a file. Raises Stop with every problem of the file."""
    try:
        return read_plan(path)
    except UnusableFile as error:
        raise Stop(*map(str, error.problems)) from None
