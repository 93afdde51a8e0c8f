"""`rechallenge sheet`: a saved plan in another format, or printed."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from rechallenge.service.plan_file import read_plan
from rechallenge.service.since import changed_since
from rechallenge.service.translations import accept_translation
from rechallenge.words import _

from .exporting import PLAN_FILE, deliver, export_options, read_export
from .failures import tell
from .order_options import answer_options, read_answers
from .protocol_argument import open_shelves


@click.command(
    "sheet",
    help=_(
        "Print or export a plan that was saved with `rechallenge plan ... -o PLAN.json`.\n\n"
        "The plan is made again from the order, the protocol and the facts in the file. If any "
        "number comes out differently, there is no sheet. What is asked of the plan was answered "
        "when it was made; here only a translation is accepted that nobody has reviewed.\n\n"
        "rechallenge sheet plan.json -o sheet.pdf"
    ),
)
@PLAN_FILE
@answer_options
@export_options
def command(
    plan_file: Path, acknowledge: tuple[str, ...], initials: str | None, **options: Any
) -> None:
    export = read_export(options)
    answers = read_answers(acknowledge, initials, datetime.now())
    saved = read_plan(plan_file)
    plan = saved.plan
    if answers:
        plan = accept_translation(plan_file, plan, saved.fingerprint, answers)
    tell(*saved.notes, *changed_since(saved.plan, open_shelves(None)))
    deliver(plan, export)
