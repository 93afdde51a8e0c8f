"""Checking a printed sheet: the sentences of a comparison with a fresh print of its plan."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rechallenge.files.reading import read_bytes, shown_path
from rechallenge.model.plan import Plan
from rechallenge.words import counted, word
from rechallenge.words.book import BOOK
from rechallenge.words.shown import printable

if TYPE_CHECKING:
    from rechallenge.sheet.pdf.page_differences import Difference
    from rechallenge.sheet.pdf.same_pages import SheetCheck

_MOST_PDF_BYTES = 5_000_000
"""Thirty times a sheet of five pages."""


class NotCompared(ValueError):
    """A file that cannot be compared with a fresh print; the sentence says why."""


class SheetReport(NamedTuple):
    """Whether a file is the sheet of a plan, byte for byte; a line for each difference and for what
    agrees; and the verdict."""

    same: bool
    lines: tuple[str, ...]
    verdict: str


def check_sheet(plan: Plan, path: Path) -> SheetReport:
    """Compare a file with a fresh print of the plan. Raises NotCompared and UnusableFile."""
    from rechallenge.sheet.pdf.render import Unprintable
    from rechallenge.sheet.pdf.same_pages import Unreadable, check_sheet

    # The reader's own warnings about a broken file would repeat the sentence below.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    shown = shown_path(str(path))
    content = read_bytes(path, _MOST_PDF_BYTES)
    if layout := _labels_on(plan, content):
        return SheetReport(True, (), word("sheet-check.same-labels", file=shown, layout=layout))
    try:
        check = check_sheet(plan, content)
    except (Unreadable, Unprintable) as error:
        raise NotCompared(f"{shown}: {error}") from None
    if check.same_bytes:
        same = word("sheet-check.same", file=shown, pages=check.pages, texts=check.texts)
        return SheetReport(True, (), same)
    agreeing = word("sheet-check.agreeing", agreeing=check.agreeing, texts=check.texts)
    lines = (*map(_sentence, check.differences), agreeing)
    return SheetReport(False, lines, _verdict(shown, check))


def _labels_on(plan: Plan, content: bytes) -> str:
    """The sheet of labels on which these are the plan's labels, byte for byte; empty for none."""
    from rechallenge.sheet.pdf.label_sheets import LABEL_SHEETS
    from rechallenge.sheet.pdf.render import Unprintable, labels_pdf

    for layout in LABEL_SHEETS if plan.preparation else ():
        try:
            if labels_pdf(plan, layout) == content:
                return layout
        except Unprintable:
            continue
    return ""


def _sentence(difference: "Difference") -> str:
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
