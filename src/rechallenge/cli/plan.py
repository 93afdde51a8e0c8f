"""`rechallenge plan`: the schedule for an order."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from rechallenge.files.facts import facts_for
from rechallenge.files.find import Shelves
from rechallenge.files.reading import ProtocolSource, UnusableFile
from rechallenge.model.finding import Acknowledgement, Refused
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder, UnusableProtocol
from rechallenge.service.making import make_plan

from .answers import read_answers
from .delivering import deliver
from .exit_codes import ExitCode
from .failures import Stop
from .formats import form_of, format_options
from .order_options import order_options, order_problems, read_order
from .protocol_argument import open_protocol, open_shelves, protocol_argument
from .refusals import refusal_lines


@click.command("plan")
@protocol_argument
@order_options
@click.option(
    "--acknowledge",
    multiple=True,
    metavar="CODE=REASON",
    help="answer a finding that asks to be confirmed; may be repeated, with --initials",
)
@click.option("--initials", help="whose answers they are; printed with the reasons")
@format_options
def command(
    named: str,
    acknowledge: tuple[str, ...],
    initials: str | None,
    working: bool,
    form: str | None,
    output: Path | None,
    force: bool,
    paper: str | None,
    printer: str | None,
    protocols: Path | None,
    **stated: Any,
) -> None:
    """Work out the timed rate schedule for an order.

    PROTOCOL is an id (see `rechallenge protocols`) or the path of a protocol file. Every amount is
    a number and its unit, in quotes:

    rechallenge plan cadonilimab-stepwise --dose "375 mg" --volume "250 mL"
    """
    form = form_of(output, form, working=working, paper=paper, printer=printer)
    order = read_order(stated, date.today())
    answers = read_answers(acknowledge, initials, datetime.now())
    plan = planned(open_protocol(named, protocols), order, open_shelves(protocols), answers)
    deliver(
        plan,
        form=form,
        output=output,
        force=force,
        working=working,
        paper=paper,
        printer=printer,
    )


def planned(
    source: ProtocolSource,
    order: Order,
    shelves: Shelves,
    answers: tuple[Acknowledgement, ...] = (),
) -> Plan:
    """The plan. Raises Stop with the problems, or with the findings that refuse it."""
    try:
        on_file = facts_for(source.protocol, order, shelves)
        return make_plan(source.protocol, order, on_file, answers)
    except UnusableOrder as error:
        raise order_problems(error) from None
    except UnusableProtocol as error:
        raise Stop(*map(str, source.located(error).problems)) from None
    except UnusableFile as error:
        raise Stop(*map(str, error.problems)) from None
    except Refused as refused:
        raise Stop(*refusal_lines(source, refused), code=ExitCode.REFUSED) from None
