"""What a workbook shows of a number: the digits, and the zeros at the end, that its format says."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)], "yyyy-mm-dd"),
}  # fmt: skip
"""The formats that a workbook names by number only (ECMA-376, part 1, 18.8.30)."""
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[(?:\$[^\]]*|[A-Za-z]+ ?\d*|[<>=][^\]]*)\]')
_ELAPSED = re.compile(r"(?i)\[[hms]+\]")
_DIGITS = re.compile(r"[#0?,]*[#0?](?:\.(?P<places>[0#?]*))?|\.(?P<only>[0#?]+)")
_FIGURES = 12
"""A workbook keeps numbers in binary: more figures than these mean nothing."""
_LARGEST = Decimal(10) ** 15


class _ShownNumber(NamedTuple):
    """A number as its workbook shows it. `why` is a code where it is no number; `known` is whether
    the zeros at its end are."""

    text: str
    why: str = ""
    known: bool = True


def shown_number(text: str, code: str, *, since_1904: bool) -> _ShownNumber:
    """A stored number by its format: `2.50` of 2.5 in 0.00, `10%` of 0.1 in 0%."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return _ShownNumber(text, "error")
    if not value.is_finite() or abs(value) >= _LARGEST:
        return _ShownNumber(text[:20], "error")
    section = code.split(";")[0]
    if section in (GENERAL, "@", ""):
        return _ShownNumber(plain_number(value))
    if _ELAPSED.search(section) or re.search(r"(?i)[ymdhs]", _LITERAL.sub("", section)):
        return _ShownNumber(_moment(value, since_1904), "date")
    return _by_digits(value, section)


def plain_number(value: Decimal) -> str:
    """All the figures that mean something, and no zeros after them."""
    last_place = Decimal(1).scaleb(min(value.adjusted() - _FIGURES + 1, 0))
    rounded = value.quantize(last_place).normalize() if value else Decimal(0)
    return f"{rounded:f}"


def _by_digits(value: Decimal, section: str) -> _ShownNumber:
    bare = _LITERAL.sub(lambda found: "\0" * bool(found[1] or found[2]), section)
    texts = iter([found[1] or found[2] for found in _LITERAL.finditer(section)
                  if found[1] or found[2]])  # fmt: skip
    bare = bare.replace(GENERAL, "0.############")
    matched = _DIGITS.search(bare)
    if matched is None or re.search(r"[Ee/,?]|[#0]", bare[matched.end() :]):
        return _ShownNumber(plain_number(value), known=False)
    places = matched["places"] or matched["only"] or ""
    percent = bare.count("%")
    digits = _rounded(value * 100**percent, len(places), len(places.rstrip("#?")))
    before, after = bare[: matched.start()], bare[matched.end() :]
    around = ["".join(next(texts) if c == "\0" else c for c in part) for part in (before, after)]
    return _ShownNumber(f"{around[0]}{digits}{around[1]}".strip())


def _rounded(value: Decimal, most: int, least: int) -> str:
    """Rounded half up, as spreadsheets do, with `least` to `most` decimals."""
    exact = Decimal(plain_number(value))
    text = f"{exact.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    whole, point, decimals = text.partition(".")
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    return f"{whole}{point if decimals else ''}{decimals}"


def _moment(value: Decimal, since_1904: bool) -> str:
    """A date and time of day; only the time for less than a day."""
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    try:
        moment = start + timedelta(days=float(value))
    except OverflowError:
        return plain_number(value)
    if 0 <= value < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}" if value == int(value) else f"{moment:%Y-%m-%d %H:%M}"
