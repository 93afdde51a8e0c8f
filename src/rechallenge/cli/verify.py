"""`rechallenge verify`: is a saved plan what its inputs lead to, and is this PDF its sheet?"""

import logging
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rechallenge.files.reading import read_bytes, shown_path
from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan
from rechallenge.model.texts import clean_text
from rechallenge.quantities import display
from rechallenge.service.plan_file import ChangedPlan, SavedPlan, read_plan
from rechallenge.service.since import changed_since
from rechallenge.words import _, counted, word
from rechallenge.words.book import BOOK
from rechallenge.words.shown import printable

from .errors import checked, option_of
from .exporting import PLAN_FILE
from .failures import ExitCode, Stop
from .order_options import order_options
from .protocol_argument import open_shelves

if TYPE_CHECKING:
    from rechallenge.sheet.pdf.page_differences import Difference
    from rechallenge.sheet.pdf.same_pages import SheetCheck

MOST_PDF_BYTES = 50_000_000


@click.command(
    "verify",
    help=_(
        "Make the plan of PLAN.json again and compare every value with the file.\n\n"
        "With --sheet the PDF must have the same bytes as a fresh print of the plan; where it has "
        "not, everything that differs is listed, with its place on the page. With --blind a second "
        "person enters the order without seeing it; what the options leave out is asked for. The "
        "exit code is 0 only if everything agrees, and 1 where something differs."
    ),
)
@PLAN_FILE
@click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    help=_("compare this sheet with a fresh print of the plan, byte for byte"),
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
    return checked("--initials", clean_text, initials)


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
    click.echo(_("plan fingerprint {fingerprint}").format(fingerprint=saved.fingerprint))
    for note in (*saved.notes, *changed_since(plan, open_shelves(None))):
        click.echo(note)
    to_confirm = len(plan.open_findings(Severity.CONFIRM))
    if to_confirm:
        draft = _("it is a DRAFT: {number} to confirm before use")
        click.echo(draft.format(number=to_confirm))


def _compare(path: Path, plan: Plan) -> None:
    """Say that the file is the sheet of the plan, byte for byte. Raises Stop where it is not, after
    everything that differs has been listed."""
    from rechallenge.sheet.pdf.fonts import Unprintable
    from rechallenge.sheet.pdf.same_pages import Unreadable, check_sheet

    # What it has to say of a broken file is said below, once.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    shown = shown_path(str(path))
    try:
        check = check_sheet(plan, read_bytes(path, MOST_PDF_BYTES))
    except (Unreadable, Unprintable) as error:
        raise Stop(f"{shown}: {error}") from None
    if check.same_bytes:
        click.echo(word("sheet-check.same", file=shown, pages=check.pages, texts=check.texts))
        return
    for difference in check.differences:
        click.echo(_told(difference))
    click.echo(word("sheet-check.agreeing", agreeing=check.agreeing, texts=check.texts))
    raise Stop(_verdict(shown, check), code=ExitCode.REFUSED)


def _told(difference: "Difference") -> str:
    """The sentence of a difference."""
    what, found = f"sheet-check.{difference.what}", difference.found
    if difference.what.endswith("-part"):
        code = f"sheet-check.part.{found}"
        found = word(code) if code in BOOK else found
    elif difference.what.startswith("shape-") and found:
        what += "-over"
    left, top = difference.at or (0, 0)
    texts = {"found": _on_a_line(found), "planned": _on_a_line(difference.planned)}
    return word(what, page=difference.page, left=left, top=top, **texts)


def _on_a_line(text: str) -> str:
    return printable(text.replace("\u00a0", " "))


def _verdict(shown: str, check: "SheetCheck") -> str:
    if check.made_by != check.fresh_made_by:
        made_by = printable(", ".join(check.made_by)) or word("sheet-check.unnamed-program")
        fresh = ", ".join(check.fresh_made_by)
        return word("sheet-check.other-release", file=shown, made_by=made_by, fresh=fresh)
    if not check.differences:
        return word("sheet-check.unproven", file=shown)
    differences = counted("sheet-check.differences", len(check.differences))
    return word("sheet-check.differs", file=shown, differences=differences)
