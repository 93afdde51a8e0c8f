"""Checking a printed sheet: the sentences of a comparison with a fresh print of its plan."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rechallenge.files.reading import read_bytes
from rechallenge.model.plan import Plan
from rechallenge.words import counted, is_reviewed, speaking, word
from rechallenge.words.book import BOOK
from rechallenge.words.languages import LANGUAGES, TRANSLATIONS, book_in, language_in_use
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


def check_sheet(plan: Plan, path: Path, again: Callable[[], Plan] | None = None) -> SheetReport:
    """Compare a file with fresh prints of the plan: in the language in use, and, where `again`
    makes the plan in another one, in each language there is, as a site prints it that has reviewed
    the translation or has not. Raises NotCompared and UnusableFile."""
    from rechallenge.sheet.pdf.render import Unprintable
    from rechallenge.sheet.pdf.same_pages import Unreadable, check_sheet

    # The reader's own warnings about a broken file would repeat the sentence below.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    shown = printable(str(path))
    content = read_bytes(path, _MOST_PDF_BYTES)
    checks: list[tuple[_Print, SheetCheck]] = []
    try:
        for each in _prints(plan, again):
            with each.language():
                printed = each.plan()
                layout = _labels_on(printed, content)
                check = check_sheet(printed, content)
            if layout:
                same = word("sheet-check.same-labels", file=shown, layout=layout)
                return SheetReport(True, each.said, same)
            if check.same_bytes:
                same = word("sheet-check.same", file=shown, pages=check.pages, texts=check.texts)
                return SheetReport(True, each.said, same)
            checks.append((each, check))
    except (Unreadable, Unprintable) as error:
        raise NotCompared(f"{shown}: {error}") from None
    # Whatever language the file states, it is the one in which most texts are in their place.
    each, check = max(checks, key=lambda one: Fraction(one[1].agreeing, max(1, one[1].texts)))
    agreeing = word("sheet-check.agreeing", agreeing=check.agreeing, texts=check.texts)
    lines = (*each.said, *map(_sentence, check.differences), agreeing)
    return SheetReport(False, lines, _verdict(shown, check))


class _Print(NamedTuple):
    """A language in which the sheet may have been printed, and the plan in it; `said` names it
    where it is not the one in use."""

    language: Callable[[], AbstractContextManager[None]]
    plan: Callable[[], Plan]
    said: tuple[str, ...] = ()


def _prints(plan: Plan, again: Callable[[], Plan] | None) -> Iterator[_Print]:
    yield _Print(nullcontext, lambda: plan)
    in_use = language_in_use(), is_reviewed()
    for tag in LANGUAGES if again else ():
        for reviewed in (True, False) if tag in TRANSLATIONS else (True,):
            if (tag, reviewed) != in_use:
                code = f"sheet-check.{_how_printed(tag, reviewed)}"
                speaks = partial(speaking, book_in(tag), partial(bool, reviewed))
                yield _Print(speaks, again or (lambda: plan), (word(code, language=tag),))


def _how_printed(tag: str, reviewed: bool) -> str:
    if tag not in TRANSLATIONS:
        return "in-english"
    return "in-translation" if reviewed else "in-unreviewed"


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
