"""`rechallenge verify`: is a saved plan what its inputs lead to, and is its sheet that plan's?"""

import logging
from datetime import date
from pathlib import Path
from typing import Any

import click

from rechallenge.files.reading import read_bytes, shown_path
from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan
from rechallenge.model.texts import clean_text
from rechallenge.quantities import display
from rechallenge.service.plan_file import ChangedPlan, SavedPlan, read_plan
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.words import _

from .errors import option_of
from .exporting import PLAN_FILE
from .failures import ExitCode, Stop
from .order_options import order_options

MOST_PDF_BYTES = 50_000_000


@click.command(
    "verify",
    help=_(
        "Make the plan of PLAN.json again and compare every value with the file.\n\n"
        "With --sheet the PDF is read back, every printed number is compared with the plan, and "
        "the file with a fresh print: a picture laid over a page is not a number, and only the "
        "bytes of the file show it. With --blind a second person enters the order without seeing "
        "it; what the options leave out is asked for. The exit code is 0 only if everything "
        "agrees, and 1 where something differs."
    ),
)
@PLAN_FILE
@click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    help=_("read this printed sheet back, and compare each number with the plan"),
)
@click.option("--blind", is_flag=True, help=_("ask a second person for the order, and compare"))
@click.option("--initials", help=_("who enters the order blind"))
@order_options
def command(
    plan_file: Path, sheet: Path | None, blind: bool, initials: str | None, **stated: Any
) -> None:
    checker = _checker(blind, initials, stated)
    try:
        saved = read_plan(plan_file)
    except ChangedPlan as error:
        raise Stop(*map(str, error.problems), code=ExitCode.REFUSED) from None
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
        entered = [option_of((name,)) for name, texts in stated.items() if texts]
        if initials is not None:
            entered.insert(0, "--initials")
        if entered:
            sentence = _("{option}: is for checking an order blind; write --blind too")
            raise Stop(sentence.format(option=entered[0]))
        return None
    if initials is None:
        raise Stop(_("--initials: is missing; they are printed with the check"))
    try:
        return clean_text(initials)
    except ValueError as error:
        raise Stop(f"--initials: {error}") from None


def _tell(path: Path, saved: SavedPlan) -> None:
    plan = saved.plan
    sentence = _("{file}: {id}, version {version}, {dose} of {drug}")
    click.echo(
        sentence.format(
            file=shown_path(str(path)),
            id=plan.protocol.id,
            version=plan.protocol.version,
            dose=display(plan.dose.total),
            drug=plan.drug or _("a drug that the order does not name"),
        )
    )
    agree = _("made again by rechallenge: all {number} values agree")
    click.echo(agree.format(number=f"{saved.values:,}"))
    click.echo(_("plan fingerprint {fingerprint}").format(fingerprint=fingerprint(plan)))
    to_confirm = len(plan.open_findings(Severity.CONFIRM))
    if to_confirm:
        draft = _("it is a DRAFT: {number} to confirm before use")
        click.echo(draft.format(number=to_confirm))


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
    except Unreadable as error:
        raise Stop(f"{shown}: {error}") from None
    for one in compared:
        nothing = _("nothing")
        text = _("equal  {where}: {printed}")
        if not one.agrees:
            text = _("DIFFERS {where}: {printed}, the plan has {planned}")
        printed, planned = one.printed or nothing, one.planned or nothing
        click.echo(text.format(where=one.where, printed=printed, planned=planned))
    different = sum(not one.agrees for one in compared)
    if different or not compared:
        sentence = _(
            "{file}: {different} of {number} differ; this is not the sheet of this plan, do not "
            "use it"
        )
        text = sentence.format(file=shown, different=different, number=len(compared))
        raise Stop(text, code=ExitCode.REFUSED)
    sentence = _(
        "{file}: all {number} printed numbers and texts agree with the plan, but the file is not "
        "the same as a fresh print. Another version of rechallenge may have printed it, or "
        "something may be drawn over a page: look at each page, or print it again"
    )
    if is_reprint(plan, pdf):
        sentence = _(
            "{file}: all {number} printed numbers and texts agree with the plan; the file has the "
            "same bytes as a fresh print"
        )
    click.echo(sentence.format(file=shown, number=len(compared)))
