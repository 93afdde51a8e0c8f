"""Quantities as people read them, by the rules of ISMP and the NHS medication line.

No trailing zero, a leading zero, a comma from 1,000, mcg and mL, a space before the unit, never an
exponent, and never 0 for an amount that is not zero. An amount of drug is shown in mcg or ng where
mg would need four decimals or more. Sources: ISMP list of error-prone abbreviations, symbols and
dose designations; NHS/Microsoft CUI Medication Line rules MEDi-014 to MEDi-050.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any

from .exact_quantity import Symbols
from .registry import Quantity, unit_of
from .units import KNOWN_UNITS, LABELS

PLACES = 3
"""The most decimals that are shown."""

ROUNDED = "~"
"""Precedes a number that was rounded for display. Plain ASCII, so that every terminal can show
it."""

_SMALLER = (("g", "mg"), ("mg", "mcg"), ("mcg", "ng"))
_ORDER = tuple(LABELS)
_UCUM = {unit.symbol: unit.ucum for unit in KNOWN_UNITS}


def display(amount: Quantity, places: int = PLACES, *, grouped: bool = True) -> str:
    """The quantity, such as `1,250 mg` or `~2.604 mL/h`.

    What is not rounded is read back to the same value: with its comma in an order, and with
    `grouped=False`, which leaves the comma out, everywhere.
    """
    amount = _in_shown_unit(amount)
    number = display_number(amount.magnitude, places, grouped=grouped)
    label = unit_label(amount)
    if label == "units" and amount.magnitude == 1:
        label = "unit"
    return f"{number}{'' if label in ('', '%') else ' '}{label}"


def _in_shown_unit(amount: Quantity) -> Quantity:
    """The amount in the unit that it is shown in: its own, or mcg or ng for one of drug that would
    need more than three decimals."""
    for larger, smaller in _smaller_units(amount.symbols()):
        if _shown(amount.magnitude, PLACES)[0] <= PLACES:
            break
        amount = _moved(amount, larger, smaller)
    return amount


def in_shown_units(column: Iterable[Quantity]) -> list[Quantity]:
    """Amounts that stand under each other, in the units that they are shown in. None in mg is
    smaller than one in mcg: 75 mcg, and not 0.075 mg, follows 37.5 mcg."""
    amounts = list(column)
    for larger, smaller in _SMALLER:
        if any(_is_in(one, larger) and _in_shown_unit(one) is not one for one in amounts):
            amounts = [
                _moved(one, larger, smaller)
                if _is_in(one, larger) and 0 < abs(one.magnitude) < Fraction(1, 10)
                else one
                for one in amounts
            ]
    return amounts


@cache
def _smaller_units(unit: Symbols) -> tuple[tuple[str, str], ...]:
    """The steps down from a unit: those of mg lead to mcg, then to ng."""
    at = next((n for n, (larger, _) in enumerate(_SMALLER) if (larger, 1) in unit), len(_SMALLER))
    return _SMALLER[at:]


def _is_in(amount: Quantity, symbol: str) -> bool:
    return (symbol, 1) in amount.symbols()


def _moved(amount: Quantity, larger: str, smaller: str) -> Quantity:
    powers: dict[str, Any] = dict(amount.symbols())
    del powers[larger]
    return amount.to(unit_of(powers | {smaller: 1}))


def display_number(number: Fraction, places: int = PLACES, *, grouped: bool = True) -> str:
    """A number with at most `places` decimals, more where it would otherwise lose its first three
    significant digits, and `~` before it when it was rounded (half away from zero)."""
    places, shown, rounded = _shown(number, places)
    whole, part = divmod(shown, 10**places)
    decimals = str(part).rjust(places, "0").rstrip("0") if part else ""
    mark = ROUNDED if rounded else ""
    sign = "-" if number < 0 else ""
    digits = f"{whole:,}" if grouped else str(whole)
    return f"{mark}{sign}{digits}{'.' if decimals else ''}{decimals}"


def _shown(number: Fraction, places: int) -> tuple[int, int, bool]:
    """How many decimals are shown, the digits without the point, and whether they are rounded."""
    size, parts = abs(number.numerator), number.denominator
    # Whole numbers, because Fractions take ten times as long and a sheet shows hundreds of amounts.
    shown, left = divmod(size * 10**places, parts)
    while left and shown + (2 * left >= parts) < 100:
        places += 1
        shown, left = divmod(size * 10**places, parts)
    return places, shown + (2 * left >= parts), left > 0


def display_with_exact(amount: Quantity) -> str:
    """The quantity as shown; where that is rounded, followed by its exact value in brackets."""
    amount = _in_shown_unit(amount)
    text = display(amount)
    if not text.startswith(ROUNDED):
        return text
    return f"{text} ({exact_number(amount.magnitude)} {unit_label(amount)})"


def exact_number(number: Fraction) -> str:
    """The number in full: a decimal where it ends, otherwise a fraction such as `125/48`."""
    if number.denominator == 1:
        return str(number.numerator)
    twos, fives, left = 0, 0, number.denominator
    while left % 2 == 0:
        twos, left = twos + 1, left // 2
    while left % 5 == 0:
        fives, left = fives + 1, left // 5
    if left == 1:
        return display_number(number, max(twos, fives), grouped=False)
    return f"{number.numerator}/{number.denominator}"


def unit_label(amount: Quantity) -> str:
    """The unit as written: `mg/kg/h`; empty for a plain number."""
    return _label(amount.symbols())


def ucum_code(amount: Quantity) -> str | None:
    """The unit's code in UCUM, such as `ug/h`; None where one of its parts has none."""
    codes = [_UCUM[symbol] for symbol in _in_order(amount.symbols())]
    return None if None in codes else "/".join(map(str, codes))


@cache
def _label(unit: Symbols) -> str:
    return "/".join(LABELS[symbol] for symbol in _in_order(unit))


@cache
def _in_order(unit: Symbols) -> tuple[str, ...]:
    """The symbols of a unit: those above the line, then those below it."""
    return tuple(
        symbol for symbol, _ in sorted(unit, key=lambda part: (part[1] < 0, _ORDER.index(part[0])))
    )
