"""`rechallenge plan`: the schedule for an order."""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from rechallenge.checks import remedy_of
from rechallenge.model.plan import Plan
from rechallenge.service.making import make
from rechallenge.words import _

from .errors import option_of, planning_with
from .exporting import deliver, export_options, read_export
from .order_options import answer_options, order_options, read_answers, read_order
from .protocol_argument import open_protocol, open_shelves, protocol_argument


@click.command(
    "plan",
    help=_(
        "Work out the timed rate schedule for an order.\n\n"
        "PROTOCOL is an id (see `rechallenge protocols`) or the path of a protocol file. Every "
        "amount is a number and its unit, in quotes:\n\n"
        'rechallenge plan cadonilimab-stepwise --dose "375 mg" --volume "250 mL"'
    ),
)
@protocol_argument
@order_options
@answer_options
@export_options
def command(
    named: str,
    acknowledge: tuple[str, ...],
    initials: str | None,
    protocols: Path | None,
    **options: Any,
) -> None:
    export = read_export(options)
    order = read_order(options, date.today())
    answers = read_answers(acknowledge, initials, datetime.now())
    source, shelves = open_protocol(named, protocols), open_shelves(protocols)
    with planning_with(source, shelves):
        plan = make(source.protocol, order, shelves, answers)
    deliver(plan, export)
    if sys.stderr.isatty():
        for line in remedy_lines(plan):
            click.echo(line, err=True)


def remedy_lines(plan: Plan) -> Iterator[str]:
    """For each finding that options can answer, a line with these options."""
    for finding in plan.findings:
        if fields := remedy_of(finding):
            yield f"{finding.code}: {', '.join(option_of((field,)) for field in fields)}"
