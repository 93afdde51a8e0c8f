"""Sheets of labels to stick on bags: common layouts, and what each label says.

The sizes are those of the gLabels templates (github.com/jimevins/glabels-qt, 2021-02-06: Avery 7165
and 5164), rounded to 0.05 mm so that a sheet is the same on both sides.
"""

from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.plan import Plan
from rechallenge.sheet.view import SectionCode, View, view_of
from rechallenge.sheet.view.blocks import Part
from rechallenge.sheet.view.rows import Facts
from rechallenge.words import is_reviewed, word

from .words import Data, JsonValue, in_language, label, printed
from .worksheet import label_lines


class LabelSheet(NamedTuple):
    """A sheet of labels, in mm: its own size, and columns, rows, size, first place and pitch of its
    labels."""

    wide: Fraction
    high: Fraction
    columns: int
    rows: int
    label: tuple[Fraction, Fraction]
    first: tuple[Fraction, Fraction]
    pitch: tuple[Fraction, Fraction]


def _mm(*values: str) -> tuple[Fraction, Fraction]:
    across, down = map(Fraction, values)
    return across, down


_INCH = Fraction("25.4")
LABEL_SHEETS = {
    "L7165": LabelSheet(
        Fraction(210), Fraction(297), 2, 4, _mm("99.1", "67.7"), _mm("4.65", "13.1"),
        _mm("101.6", "67.7"),
    ),
    "5164": LabelSheet(
        _INCH * Fraction("8.5"), _INCH * 11, 2, 3, (_INCH * 4, _INCH * 10 / 3),
        (_INCH * Fraction("0.15625"), _INCH / 2), (_INCH * Fraction("4.1875"), _INCH * 10 / 3),
    ),
}  # fmt: skip
"""By the maker's number: Avery L7165 on A4, Avery 5164 on US Letter."""


def label_data(plan: Plan, layout: str) -> Data:
    """The data of the template: a label for each bag, in the order of use, and where they stand."""
    view, sheet = view_of(plan), LABEL_SHEETS[layout]
    return {
        **in_language(),
        "labels": list[JsonValue](_labels(view)),
        "title": printed(word("labels.title", drug=view.head.drug, dose=view.head.dose.text)),
        "software": view.head.software,
        "site": label(view.head.site),
        "draft": word("paper.draft-label") if view.head.status.is_draft else "",
        "unreviewed": "" if is_reviewed() else word("paper.translation-unreviewed"),
        "sheet": {
            "wide": float(sheet.wide), "high": float(sheet.high), "columns": sheet.columns,
            "rows": sheet.rows, "label": [*map(float, sheet.label)],
            "first": [*map(float, sheet.first)], "pitch": [*map(float, sheet.pitch)],
        },
    }  # fmt: skip


def _labels(view: View) -> list[JsonValue]:
    """The lines of each label, bag A first."""
    section = view.section(SectionCode.PREPARATION)
    parts = [one for one in section.blocks if isinstance(one, Part)] if section else []
    return [
        label_lines(block.rows)
        for part in sorted(parts, key=lambda part: part.bag)
        for block in part.blocks
        if isinstance(block, Facts) and block.boxed
    ]
