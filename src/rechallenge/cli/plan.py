"""`rechallenge plan`: the schedule for an order."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

import click

from rechallenge.library.facts import facts_for
from rechallenge.library.find import Shelves
from rechallenge.library.reading import ProtocolSource, UnusableFile
from rechallenge.model.finding import Acknowledgement, Refused
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder, UnusableProtocol
from rechallenge.planning.planner import make_plan

from .answers import read_answers
from .exit_codes import ExitCode
from .failures import Stop
from .order_options import order_options, order_problems, read_order
from .output import put
from .protocol_argument import open_protocol, open_shelves, protocol_argument
from .refusals import refusal_lines

FORMATS = {".txt": "text", ".json": "json", ".pdf": "pdf"}
PAPERS = ("a4", "letter")
Paper: TypeAlias = Literal["a4", "letter"]


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
@click.option("--working", is_flag=True, help="under each number, the sum it came from")
@click.option(
    "--format", "form", type=click.Choice([*FORMATS.values()]), help="text unless -o says"
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="write to FILE, by its ending"
)
@click.option("--paper", type=click.Choice(PAPERS), help="of a PDF: a4 unless stated")
@click.option("--force", is_flag=True, help="replace an existing output file")
def command(
    named: str,
    acknowledge: tuple[str, ...],
    initials: str | None,
    working: bool,
    form: str | None,
    output: Path | None,
    paper: Paper | None,
    force: bool,
    protocols: Path | None,
    **stated: Any,
) -> None:
    """Work out the timed rate schedule for an order.

    PROTOCOL is an id (see `rechallenge protocols`) or the path of a protocol file. Every amount is
    a number and its unit, in quotes:

    rechallenge plan cadonilimab-stepwise --dose "375 mg" --volume "250 mL"
    """
    if form is None or output is not None:
        form = _form_of(output, form)
    _refuse_paper(paper, form)
    order = read_order(stated, date.today())
    answers = read_answers(acknowledge, initials, datetime.now())
    plan = planned(open_protocol(named, protocols), order, open_shelves(protocols), answers)
    if form == "pdf":
        put(printed_sheet(plan, paper or "a4"), output, force=force)
    else:
        put(_written(plan, form, working), output, force=force)


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


def _written(plan: Plan, form: str, working: bool) -> str:
    if form == "json":
        from rechallenge.sheets.plan_json import plan_json

        return plan_json(plan)
    from rechallenge.sheets.plan_text import plan_text

    return plan_text(plan, working=working)


def printed_sheet(plan: Plan, paper: Paper) -> bytes:
    """The step sheet as PDF. Raises Stop for a plan that cannot be printed as it is."""
    from rechallenge.sheets.pdf.fonts import Unprintable
    from rechallenge.sheets.pdf.render import step_sheet_pdf

    try:
        return step_sheet_pdf(plan, paper=paper)
    except Unprintable as error:
        raise Stop(f"the sheet was not printed: {error}") from None


def _refuse_paper(paper: Paper | None, form: str) -> None:
    if paper is not None and form != "pdf":
        raise Stop(f"--paper is for a PDF, and {form} was asked for; write -o sheet.pdf")


def _form_of(output: Path | None, stated: str | None) -> str:
    """The format of an output file: by its ending, which `--format` must not contradict."""
    if output is None:
        return "text"
    form = FORMATS.get(output.suffix.lower(), stated)
    if form is None:
        known = ", ".join(FORMATS)
        raise Stop(f"{output}: the ending is none of {known}; choose one, or say --format")
    if stated not in (None, form):
        raise Stop(f"{output}: the ending is that of {form}, not of --format {stated}; choose one")
    return form
