"""`rechallenge sheet`: a saved plan in another format, or printed."""

from pathlib import Path
from typing import Any

import click

from rechallenge.service.plan_file import read_plan
from rechallenge.service.since import changed_since
from rechallenge.words import _

from .exporting import PLAN_FILE, deliver, export_options, read_export
from .protocol_argument import open_shelves


@click.command(
    "sheet",
    help=_(
        "Print or export a plan that was saved with `rechallenge plan ... -o PLAN.json`.\n\n"
        "The plan is made again from the order, the protocol and the facts in the file. If any "
        "number comes out differently, there is no sheet.\n\n"
        "rechallenge sheet plan.json -o sheet.pdf"
    ),
)
@PLAN_FILE
@export_options
def command(plan_file: Path, **options: Any) -> None:
    export = read_export(options)
    saved = read_plan(plan_file)
    for note in (*saved.notes, *changed_since(saved.plan, open_shelves(None))):
        click.echo(f"rechallenge: {note}", err=True)
    deliver(saved.plan, export)
