"""A plan as a printed sheet: Typst sets it, from templates and fonts beside this code and data
alone."""

import json
import os
import re
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from rechallenge.model.plan import Plan
from rechallenge.model.site import Paper
from rechallenge.words import _
from rechallenge.words.shown import shown

from .label_sheets import label_data
from .sheet import sheet_data
from .words import BREAK, Data, every_text

if TYPE_CHECKING:
    import typst

_TEMPLATES = Path(__file__).parent
_ONE_AT_A_TIME = Lock()
"""The compiler refuses to be called from a second thread: the planner prints while it draws."""
_NO_GLYPH = re.compile(r'the text `"(.*)"` could not be displayed', re.DOTALL)
_TOO_LONG = "label-too-long"
_NO_PAGE = "reaction-too-long"
_LONGEST_IN_HEADER = 600
"""Characters of a drug or a patient label that a header repeated on every page has room for."""
FOLDER_VARIABLE = "RECHALLENGE_FONTS"
"""The environment variable that names a folder of further fonts."""
_OURS = _TEMPLATES / "fonts"


class Unprintable(ValueError):
    """A plan that cannot be printed as it is; the sentence says what stands in the way."""


class NothingToLabel(Unprintable):
    """A plan whose bags were not worked out, or that has none to make."""


def step_sheet_pdf(plan: Plan, *, paper: Paper = "a4") -> bytes:
    """The step sheet and the preparation worksheet as PDF/UA-1, on A4 or US Letter in landscape.

    The same plan gives the same bytes on every machine: the file states no date, and no font of
    the system is used. Raises Unprintable for text that no font at hand can show, and for a label
    that no header has room for.
    """
    for what, label in ((_("drug"), plan.drug), (_("patient"), plan.order.patient)):
        if label is not None and len(label) > _LONGEST_IN_HEADER:
            sentence = _(
                "{what} is {number} characters long; the header of a sheet has room for {most}. "
                "Shorten it"
            )
            number, most = f"{len(label):,}", _LONGEST_IN_HEADER
            raise Unprintable(sentence.format(what=what, number=number, most=most))
    return typeset(sheet_data(plan, paper))


def labels_pdf(plan: Plan, layout: str) -> bytes:
    """A label for each bag as PDF/UA-1, on a sheet of labels by its maker's number.

    The same plan gives the same bytes. Raises Unprintable for text that no font at hand can show,
    for a plan whose bags were not worked out, and for a label that its text does not fit on.
    """
    data = label_data(plan, layout)
    if not data["labels"]:
        raise NothingToLabel(
            _(
                "there is nothing to write on labels, because it was not worked out how the bags "
                "are made; state the strength and the technique"
            )
        )
    return typeset(data, "labels.typ")


def typeset(data: Data, template: str = "sheet.typ") -> bytes:
    """The PDF of what a sheet prints. Raises Unprintable for text that no font can show."""
    import typst

    try:
        with _ONE_AT_A_TIME:
            pdf, warnings = _compiler(template).compile_with_warnings(
                sys_inputs={"sheet": json.dumps(data)},
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=0,
            )
    except typst.TypstError as error:
        raise _told(error, data) from None
    if warnings:
        raise RuntimeError("; ".join(warning.message for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


def _compiler(template: str) -> "typst.Compiler":
    return _compiler_with(fonts(), template)


@lru_cache(maxsize=3)
def _compiler_with(known: "typst.Fonts", template: str) -> "typst.Compiler":
    import typst

    return typst.Compiler(
        str(_TEMPLATES / template), root=str(_TEMPLATES), font_paths=known,
        ignore_system_fonts=True,
    )  # fmt: skip


def _told(error: "typst.TypstError", data: Data) -> Exception:
    """A glyph that no font has, as the text that has it; anything else is a defect of ours."""
    if _TOO_LONG in error.message:
        return Unprintable(
            _(
                "the text of a label does not fit on it. Choose a sheet of larger labels, or "
                "shorten the patient label"
            )
        )
    if _NO_PAGE in error.message:
        return Unprintable(
            _(
                "what is to be done in a reaction does not fit on a page. Shorten the procedure in "
                "site.yaml"
            )
        )
    missing = _NO_GLYPH.search(error.message)
    if missing is None:
        return RuntimeError(error.message)
    glyph = missing[1]
    text = next((text for text in every_text(data) if glyph in text), glyph).replace(BREAK, "")
    sentence = _(
        'no font at hand can show "{glyph}" in "{text}". Write it in letters that can be shown, or '
        "put a font for it into a folder and name the folder in the environment variable {variable}"
    )
    said = sentence.format(glyph=glyph, text=shown(text), variable=FOLDER_VARIABLE)
    return Unprintable(said)


def fonts() -> "typst.Fonts":
    """Our fonts and the site's; never those of the system, so that any machine prints alike.

    Raises Unprintable where the site's folder is none.
    """
    more = os.environ.get(FOLDER_VARIABLE, "")
    if more and not Path(more).is_dir():
        sentence = _("{folder}, which {variable} names, is not a folder")
        raise Unprintable(sentence.format(folder=more, variable=FOLDER_VARIABLE))
    return _found(more)


@lru_cache(maxsize=2)
def _found(more: str) -> "typst.Fonts":
    import typst

    folders = [str(_OURS), *([more] if more else [])]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)
