"""A number of an order with commas exactly as they are printed: `2,000 mg`, and never `1,50 mg`."""

import re

from rechallenge.words import _

NO_BREAK_SPACES = str.maketrans("\u00a0\u202f", "  ")
_GROUPED = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+"
GROUPED = re.compile(rf"{_GROUPED}(?![0-9,])")
"""One to three digits, of which the first is not 0, and then groups of exactly three."""
_AMOUNT = re.compile(rf"(?<![^ ;=])({_GROUPED}(?:\.[0-9]+)?) ?([^\W\d_][^ ;]*|%)")


def ungrouped(text: str) -> str:
    """An amount without the commas of its number; as given if they are not as they are printed."""
    grouped = GROUPED.match(text)
    return text if grouped is None else grouped[0].replace(",", "") + text[grouped.end() :]


def read_without_commas(text: str) -> str:
    """What the amounts with commas in a text were read as: `2000 mg, not 2 mg`. Empty for a text
    that has none."""
    plain = text.translate(NO_BREAK_SPACES)
    return "; ".join(_read(*found.groups()) for found in _AMOUNT.finditer(plain))


def _read(number: str, unit: str) -> str:
    read = f"{number.replace(',', '')} {unit}"
    if number.count(",") > 1 or "." in number:
        return read
    # For some readers a comma is the decimal point.
    whole, decimals = number.split(",")
    other = f"{whole}.{decimals}".rstrip("0").rstrip(".")
    return _("{amount}, not {other}").format(amount=read, other=f"{other} {unit}")
