"""What is printed beside what the plan has: names, and amounts to the digits printed."""

import re
from dataclasses import dataclass
from fractions import Fraction

from rechallenge.quantities import Quantity, display, unit_label

from .words import BREAK, TO_THE_RIGHT, bare, runs_to_the_left

_AMOUNT = re.compile(r"(~?)(\d{1,3}(?:,\d{3})*)(?:\.(\d+))?(?: (.+)|(%))")


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing printed and what the plan has there; empty where one of them lacks it."""

    where: str
    printed: str
    planned: str
    agrees: bool


def same_name(where: str, printed: str, planned: str) -> Compared:
    """A name beside the plan's; lines may break anywhere in a long one, and a page has the letters
    of a script that runs to the left in another order."""
    ours, theirs = bare(planned), bare(printed)
    same = sorted(ours) == sorted(theirs) if runs_to_the_left(ours) else ours == theirs
    return Compared(where, printed, plain(planned), same)


def same_amount(where: str, printed: str, exact: Quantity, *, zero: str | None = None) -> Compared:
    """A printed amount beside the plan's: equal, or within half of its last digit where it is
    marked as rounded."""
    planned = zero if zero is not None and not exact.magnitude else display(exact)
    return Compared(where, printed, planned, _is(printed, exact, zero))


def _is(printed: str, exact: Quantity, zero: str | None) -> bool:
    value = Fraction(exact.magnitude)
    if zero is not None and not value:
        return printed == zero
    found = _AMOUNT.fullmatch(printed.replace(" per ", "/"))
    if found is None:
        return False
    mark, whole, decimals, unit, percent = found.groups()
    label = unit_label(exact)
    if (unit or percent) not in (label, label.removesuffix("s") if value == 1 else label):
        return False
    number = Fraction(f"{whole.replace(',', '')}.{decimals or 0}")
    half = Fraction(1, 2 * 10 ** len(decimals or ""))
    return abs(number - value) <= half if mark else number == value


def plain(text: str) -> str:
    """Text of a cell on one line, with ordinary spaces."""
    without = text.replace(BREAK, "").replace(TO_THE_RIGHT, "")
    return " ".join(without.replace("\u00a0", " ").split())


def name_and_amount(heading: str) -> tuple[str, str]:
    """`cadonilimab 375 mg` as the name and the amount."""
    found = re.fullmatch(r"(.*?) ?(\S+ \S+)", heading)
    return (found[1], found[2]) if found else (heading, "")


def two_amounts(cell: str) -> tuple[str, str]:
    """`375 mg 1.5 mg per mL` as its two amounts."""
    found = re.fullmatch(r"(\S+ \S+) (.+)", cell)
    return (found[1], found[2]) if found else (cell, "")
