"""How the cells of a workbook look. What is an input is seen without colour too: it is framed."""

from collections.abc import Iterator
from typing import Any

from .pages import Cell, Style

_FONT = "Arial"
_FRAME, _RULE, _INK, _PALE = "#7A5C00", "#C9D3DA", "#1D3B4E", "#EEF2F5"
_BASE = {"font_name": _FONT, "font_size": 10, "valign": "top"}
_LINE = {"bottom": 1, "bottom_color": _RULE}
_LEFT, _RIGHT = {"align": "left", "indent": 1}, {"align": "right"}
_LOOKS: dict[Style, dict[str, Any]] = {
    Style.TITLE: {"font_size": 14, "bold": True, "font_color": _INK},
    Style.STATUS: {"bold": True, "border": 2, "text_wrap": True, "valign": "vcenter", **_LEFT},
    Style.HEADING: {"bold": True, "font_color": _INK},
    Style.PLAIN: {"text_wrap": True},
    Style.HEAD: {"bold": True, "bg_color": _INK, "font_color": "#FFFFFF", "text_wrap": True,
                 "valign": "vcenter", "border": 1, "border_color": _INK},
    Style.UNIT: {"bg_color": _PALE, "font_color": "#333333", "bottom": 1, "bottom_color": _INK},
    Style.TEXT: {**_LEFT, **_LINE},
    Style.LONG: {"text_wrap": True, **_LEFT, **_LINE},
    Style.NUMBER: {**_RIGHT, **_LINE},
    Style.TOTAL: {"bold": True, "top": 2, "bottom": 1, "bottom_color": _INK, **_RIGHT},
    Style.CLOCK: {**_RIGHT, **_LINE},
    Style.VERDICT: {"align": "center", **_LINE},
}  # fmt: skip
_INPUT = {"bg_color": "#FFF3C9", "border": 2, "border_color": _FRAME, "locked": False}
DRAFT = {"bg_color": "#000000", "font_color": "#FFFFFF"}
DIFFERS = {"bg_color": "#9C0006", "font_color": "#FFFFFF", "bold": True}
_GAP = "_ "
"""Keeps a number off the frame of its cell by the width of a space."""
WHOLE = f"#,##0{_GAP}"
_CLOCKS = (f"hh:mm{_GAP}", f"yyyy-mm-dd hh:mm{_GAP}")


def decimal(places: int) -> str:
    """The format of a number with as many decimals, and no zeros after the first."""
    return f"#,##0.0{'#' * (places - 1)}{_GAP}" if places else WHOLE


def conditions(at: str, cell: Cell, *, days: bool) -> Iterator[tuple[str, str]]:
    """How a number is shown under which condition, as on a sheet; `at` is the first cell for which
    they are written. What doubles lose is less than what they look for."""
    if cell.style is Style.CLOCK:
        if cell.rounded:
            yield cell.rounded, f'"~"{_CLOCKS[days]}'
        return
    lost = f"1E-11*(1+ABS({at}))"
    is_whole = f"ABS(ROUND({at},{cell.places})-ROUND({at},0))<={lost}"
    is_rounded = f"ABS({at}-ROUND({at},{cell.places}))>{lost}"
    yield f"AND(ISNUMBER({at}),{is_rounded},{is_whole})", f'"~"{WHOLE}'
    yield f"AND(ISNUMBER({at}),{is_rounded})", f'"~"{decimal(cell.places)}'
    yield f"AND(ISNUMBER({at}),{is_whole})", WHOLE


def look_of(cell: Cell, *, draft: bool, days: bool, numbers: bool) -> dict[str, Any]:
    """What XlsxWriter sets a cell with. `days` adds the day to a time of the clock; `numbers` says
    that its column holds numbers, which a head stands to the right over."""
    look = _BASE | _LOOKS[cell.style]
    if cell.is_input:
        look |= _INPUT
    if cell.style is Style.STATUS and draft:
        look |= DRAFT
    if cell.style in (Style.HEAD, Style.UNIT):
        look |= _RIGHT if numbers else _LEFT
    if cell.style is Style.TOTAL and isinstance(cell.value, str) and not cell.formula:
        look |= _LEFT
    if cell.style is Style.CLOCK:
        look["num_format"] = _CLOCKS[days or cell.is_input]
    elif isinstance(cell.value, str) or cell.value is None:
        look["num_format"] = "@" if not cell.formula else "General"
    else:
        look["num_format"] = decimal(cell.places)
    return look
