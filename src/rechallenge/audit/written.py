"""How people write what stands in a cell, made one: width of letters, points, units, footnote
marks."""

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from .table import Cell, Row

Decimal: TypeAlias = Literal["point", "comma"]

_ALIASES = {
    "ml": "mL", "mls": "mL", "cc": "mL", "milliliter": "mL", "millilitre": "mL", "毫升": "mL",
    "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "小时": "h", "时": "h",
    "minute": "min", "minutes": "min", "mins": "min", "分钟": "min", "分": "min",
    "ug": "mcg", "µg": "mcg", "μg": "mcg", "微克": "mcg", "毫克": "mg", "克": "g",
    "iu": "units", "u": "units", "unit": "units", "单位": "units", "国际单位": "units",
    "l": "L", "升": "L", "mg": "mg", "mgs": "mg", "mcg": "mcg", "mcgs": "mcg",
    "g": "g", "h": "h", "min": "min", "units": "units", "ng": "ng",
    "s": "s", "sec": "s", "secs": "s", "秒": "s",
    "kg": "kg", "公斤": "kg", "千克": "kg", "m2": "m2", "m²": "m2", "平方米": "m2", "%": "%",
}  # fmt: skip
_PART = r"(?:m[2²]|%|[A-Za-zµμ\u4e00-\u9fff]+)"
_UNIT = re.compile(rf"{_PART}(?: ?(?:/|per) ?{_PART}){{0,2}}")
_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | str.maketrans(
    {"\u3000": " ", "㎎": "mg", "㎍": "mcg", "㎖": "ml", "㎏": "kg", "㏄": "ml", "−": "-", "‐": "-"}
)
_POINT = re.compile(r"(?<=\d)[·‧∙](?=\d)")
_PER = re.compile(
    r"(?<=[A-Za-zµμ\u4e00-\u9fff])\s?[·•∙⋅.]\s?(h|hr|min|m[lL]|L|kg|m2|m²)(?:-1|⁻¹)(?!\d)"
)
_LEAD = re.compile(r"(?i)^(?:over|for|at|total:?|x|×|约|共|[~≈])\s*(?=\d)")
_MARKS = re.compile(r"(?<=[0-9A-Za-z%])\s?[*†‡§¶]+$|(?<=\d)[ᵃᵇᶜᵈᵉ]+$")
_NOTHING = re.compile(r"(?i)[-–—/.…]+|n/?a|nil|none|无")
_HOURS = re.compile(r"(?i)(\d{1,3}) ?(?:h|hrs?|hours?|小时) ?(\d{1,2}) ?(?:min|minutes?|分钟?)")
_NUMBER_OF_ANY = re.compile(r"\d[\d.,]*(?:\D|$)")
_SAYS_HOURS_MINUTES = re.compile(r"(?i)\bh{1,2}:m(?:m|in)?\b")
_DATE = re.compile(
    r"(?i)\d{1,2}[- ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[- ]\d{2,4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ]\d{1,4}"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}月\d{1,2}日?|\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?"
)


def says_hours_minutes(header: str) -> bool:
    """Whether a header says that its times are written as hours and minutes: `(h:mm)`."""
    return _SAYS_HOURS_MINUTES.search(header) is not None


def usual(text: str) -> str:
    """A text in letters of the usual width, with a point before decimals, units per another unit
    with a stroke: `１．２５` and `1·25` as 1.25, `mL·h⁻¹` as mL/h. Superscripts stay: a 2 that is
    a footnote is no digit."""
    if text.isascii() and "-1" not in text:
        return text
    return _PER.sub(r"/\1", _POINT.sub(".", text.translate(_HALF_WIDTH)))


@lru_cache(maxsize=4_096)
def written_unit(text: str) -> str:
    """The first unit in a text, as it is written here: `mL/h` of `ml per hr`; empty for none."""
    for found in _UNIT.finditer(text):
        parts = re.split(r" ?(?:/|\bper\b) ?", found[0])
        symbols = [_ALIASES.get(part.lower()) for part in parts]
        if all(symbols):
            return "/".join(str(symbol) for symbol in symbols)
    return ""


def number_text(text: str) -> str:
    """What of a cell's text may be a number: without the marks of footnotes after it and words like
    `over` before it, hours and minutes as minutes; empty for a dash and what else is nothing."""
    plain = _LEAD.sub("", _MARKS.sub("", text.strip()))
    if hours := _HOURS.fullmatch(plain):
        return f"{int(hours[1]) * 60 + int(hours[2])} min"
    return "" if _NOTHING.fullmatch(plain) else plain


def is_date(text: str) -> bool:
    """Whether a text is a date or a time of day, which spreadsheets make of 1/2, 3-4 and 0:15."""
    return _DATE.fullmatch(text) is not None


def usual_row(row: Row, decimal: Decimal | None) -> Row:
    """A row in the usual writing; where it is known what stands before decimals, with a point."""
    mark, other = (",", ".") if decimal == "comma" else (".", ",")
    swap = str.maketrans({mark: ".", other: ","})

    def one(cell: Cell) -> Cell:
        text = usual(cell.text)
        if _NUMBER_OF_ANY.match(text):
            text = text.translate(swap)
        return cell if text == cell.text else cell._replace(text=text)

    return tuple(map(one, row))
