"""`rechallenge verify`: is a saved plan what its inputs lead to, and is this PDF its sheet?"""

from pathlib import Path
from typing import Any

import click

from rechallenge.model.plan import Plan
from rechallenge.quantities import display
from rechallenge.service.plan_file import ChangedPlan, SavedPlan, read_plan
from rechallenge.service.sheet_check import NotCompared, SheetReport, check_sheet
from rechallenge.service.since import changed_since
from rechallenge.sheet.view.status import status_of
from rechallenge.words import _
from rechallenge.words.shown import printable

from .continues import continued, continues_option
from .errors import option_of
from .exporting import PLAN_FILE
from .failures import ExitCode, Stop
from .order_options import order_options
from .protocol_argument import open_shelves


@click.command(
    "verify",
    help=_(
        "Make the plan of PLAN.json again and compare every value with the file.\n\n"
        "With --sheet the PDF must have the same bytes as a fresh print of the plan; where it has "
        "not, everything that differs is listed, with its place on the page. With --blind a second "
        "person enters the order without seeing it; what the options leave out is asked for. If "
        "everything agrees, the check is recorded in PLAN.json. The exit code is 0 only if "
        "everything agrees, and 1 where something differs."
    ),
)
@PLAN_FILE
@click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    help=_("compare this sheet with a fresh print of the plan, byte for byte"),
)
@continues_option
@click.option("--blind", is_flag=True, help=_("ask a second person for the order, and compare"))
@click.option("--initials", help=_("who enters the order blind"))
@click.option("--protocol", multiple=True, help=_("the protocol that the prescription names"))
@order_options
def command(
    plan_file: Path,
    sheet: Path | None,
    continues: Path | None,
    blind: bool,
    initials: str | None,
    **stated: Any,
) -> None:
    if not blind:
        _refuse_options_of_blind(initials, stated)
    try:
        saved = read_plan(plan_file)
    except ChangedPlan as error:
        raise Stop(*map(str, error.problems), code=ExitCode.REFUSED) from None
    plan = saved.plan
    if blind:
        from .blind import blind_check

        # Before anything of the plan is shown.
        plan = blind_check(plan_file, saved, initials, stated, open_shelves(None))
    # What cannot be read is told before anything that agrees. A sheet printed before the check does
    # not show it.
    said = None if continues is None else continued(plan, continues)
    report = None if sheet is None else _compared(sheet, saved.plan, plan_file)
    _tell(plan_file, saved, plan)
    if said is not None:
        click.echo(said)
    if report is not None:
        _show(report)


def _refuse_options_of_blind(initials: str | None, stated: dict[str, Any]) -> None:
    entered = [option_of((name,)) for name, texts in stated.items() if texts]
    if initials is not None:
        entered.insert(0, "--initials")
    if entered:
        sentence = _("{option}: is for checking an order blind; write --blind too")
        raise Stop(sentence.format(option=entered[0]))


def _tell(path: Path, saved: SavedPlan, plan: Plan) -> None:
    sentence = _("{file}: {id}, version {version}, {dose} of {drug}")
    click.echo(
        sentence.format(
            file=printable(str(path)),
            id=plan.protocol.id,
            version=plan.protocol.version,
            dose=display(plan.dose.total),
            drug=plan.drug or _("a drug that the order does not name"),
        )
    )
    agree = _("made again by rechallenge: all {number} values agree")
    click.echo(agree.format(number=f"{saved.values:,}"))
    click.echo(_("plan fingerprint {fingerprint}").format(fingerprint=saved.fingerprint))
    for note in (*saved.notes, *changed_since(plan, open_shelves(None))):
        click.echo(note)
    status = status_of(plan)
    click.echo(status.line)
    if plan.checks and status.is_draft:
        click.echo(_("the check no longer holds once a finding is answered: check it again then"))


def _compared(path: Path, plan: Plan, plan_file: Path) -> SheetReport:
    def again() -> Plan:
        # A check that was recorded meanwhile is not on the sheet.
        return read_plan(plan_file).plan.model_copy(update={"checks": plan.checks})

    try:
        return check_sheet(plan, path, again)
    except NotCompared as error:
        raise Stop(str(error)) from None


def _show(report: SheetReport) -> None:
    """Say that the file is the sheet of the plan. Raises Stop where it is not, after everything
    that differs has been listed."""
    for line in report.lines:
        click.echo(line)
    if not report.same:
        raise Stop(report.verdict, code=ExitCode.REFUSED)
    click.echo(report.verdict)
