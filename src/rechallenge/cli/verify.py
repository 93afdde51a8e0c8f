"""`rechallenge verify`: is a saved plan what its inputs lead to, and is its sheet that plan's?"""

import logging
from datetime import date
from pathlib import Path
from typing import Any

import click

from rechallenge.files.reading import UnusableFile, read_bytes, shown_path
from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan
from rechallenge.model.texts import clean_text
from rechallenge.quantities import display
from rechallenge.service.plan_file import ChangedPlan, SavedPlan, read_plan
from rechallenge.sheet.plan_json import fingerprint

from .exit_codes import ExitCode
from .failures import Stop
from .order_options import order_options

MOST_PDF_BYTES = 50_000_000


@click.command("verify")
@click.argument("plan_file", metavar="PLAN.json", type=click.Path(path_type=Path))
@click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    help="read this printed sheet back, and compare each number with the plan",
)
@click.option("--blind", is_flag=True, help="ask a second person for the order, and compare")
@click.option("--initials", help="who enters the order blind")
@order_options
def command(
    plan_file: Path, sheet: Path | None, blind: bool, initials: str | None, **stated: Any
) -> None:
    """Make the plan of PLAN.json again and compare every value with the file.

    With --sheet the PDF is read back, every number printed is compared with the plan, and the file
    with a fresh print: a picture laid over a page is no number, and only the file shows it. With
    --blind a second person enters the order without seeing it; what the options do not say is
    asked for. Exit code 0 only if all agrees; 1 where something differs.
    """
    checker = _checker(blind, initials, stated)
    saved = _recomputed(plan_file)
    if checker is not None:
        from .blind import blind_check

        # Before anything of the plan is shown.
        click.echo(blind_check(saved.plan.order, stated, checker, date.today()))
    _tell(plan_file, saved)
    if sheet is not None:
        _compare(sheet, saved.plan)


def _checker(blind: bool, initials: str | None, stated: dict[str, Any]) -> str | None:
    """The initials of whoever enters the order blind. Raises Stop."""
    if not blind:
        entered = [name for name, texts in stated.items() if texts]
        if entered or initials is not None:
            what = "--initials" if initials is not None else f"--{entered[0].replace('_', '-')}"
            raise Stop(f"{what}: is for checking an order blind; write --blind too")
        return None
    if initials is None:
        raise Stop("--initials: is missing; they are printed with the check")
    try:
        return clean_text(initials)
    except ValueError as error:
        raise Stop(f"--initials: {error}") from None


def _recomputed(path: Path) -> SavedPlan:
    try:
        return read_plan(path)
    except ChangedPlan as error:
        raise Stop(*map(str, error.problems), code=ExitCode.REFUSED) from None
    except UnusableFile as error:
        raise Stop(*map(str, error.problems)) from None


def _tell(path: Path, saved: SavedPlan) -> None:
    plan = saved.plan
    named = plan.drug or "a drug that the order does not name"
    what = f"{plan.protocol.id}, version {plan.protocol.version}, {display(plan.dose.total)}"
    click.echo(f"{shown_path(str(path))}: {what} of {named}")
    click.echo(f"made again by rechallenge: all {saved.values:,} values agree")
    click.echo(f"plan fingerprint {fingerprint(plan)}")
    to_confirm = len(plan.open_findings(Severity.CONFIRM))
    if to_confirm:
        click.echo(f"it is a DRAFT: {to_confirm} to confirm before use")


def _compare(path: Path, plan: Plan) -> None:
    """Say of each printed thing whether it equals the plan's. Raises Stop where one does not."""
    from rechallenge.sheet.pdf.read_back import comparisons, is_reprint
    from rechallenge.sheet.pdf.tagged import Unreadable

    # What it has to say of a broken file is said below, once.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    shown = shown_path(str(path))
    try:
        pdf = read_bytes(path, MOST_PDF_BYTES)
        compared = comparisons(plan, pdf)
    except UnusableFile as error:
        raise Stop(*map(str, error.problems)) from None
    except Unreadable as error:
        raise Stop(f"{shown}: {error}") from None
    for one in compared:
        mark = "equal " if one.agrees else "DIFFERS"
        planned = "" if one.agrees else f", the plan has {one.planned or 'nothing'}"
        click.echo(f"{mark} {one.where}: {one.printed or 'nothing'}{planned}")
    different = sum(not one.agrees for one in compared)
    if different or not compared:
        raise Stop(
            f"{shown}: {different} of {len(compared)} differ; this is not the sheet of this plan, "
            "do not use it",
            code=ExitCode.REFUSED,
        )
    agree = f"all {len(compared)} printed numbers and texts agree with the plan"
    if is_reprint(plan, pdf):
        click.echo(f"{shown}: {agree}; the file has the same bytes as a fresh print")
    else:
        click.echo(
            f"{shown}: {agree}, but the file is not the same as a fresh print. Another version of "
            "rechallenge may have printed it, or something may be drawn over a page: look at each "
            "page, or print it anew"
        )
