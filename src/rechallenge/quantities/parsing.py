"""Reading quantities: `NUMBER UNIT[/UNIT...]` and nothing else.

Pint never reads what a person wrote: it takes `3 7 mg` for 21 mg and `1e3 mg` for a gram.
"""

import re
from fractions import Fraction

from .diagnosis import diagnose
from .errors import QuantityError
from .kinds import Kind, kind_of
from .registry import Quantity, Unit, quantity, unit_of
from .shown import LONGEST
from .unit_names import symbol_for

_NUMBER = r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{0,8}[1-9])?"
_UNIT = r"(?:%|[^\x00-@\[-`{-\x7f]{1,20}2?)"
_QUANTITY = re.compile(rf"({_NUMBER}) ?({_UNIT}(?:/{_UNIT})*)")
_FRACTION = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})", re.ASCII)
_NO_BREAK_SPACES = str.maketrans("\u00a0\u202f", "  ")


def parse(text: str, *kinds: Kind) -> Quantity:
    """The quantity that `text` states, exact, in the unit it was written in.

    With `kinds`, one of them is required; `g` is then read as body mass where only a body mass
    may stand. Raises QuantityError, which says what to write instead.
    """
    plain = text.translate(_NO_BREAK_SPACES).strip(" ")
    matched = _QUANTITY.fullmatch(plain) if len(plain) <= LONGEST else None
    if matched is None:
        raise diagnose(plain, kinds, _readable)
    number, written = matched.groups()
    unit = _unit(plain, number, written, kinds)
    kind = kind_of(unit)
    if kind is None or kind.unit.count("/") != written.count("/"):
        # A quotient of alike things, such as mg/g, would change the amount by its factor.
        raise QuantityError(plain, f"{written} is not a unit used here", unit_list(kinds))
    if kinds and kind not in kinds:
        raise QuantityError(plain, not_this_kind(kind, kinds), unit_list(kinds))
    return quantity(Fraction(number), unit)


def parse_fraction(text: str) -> Fraction | None:
    """A bare fraction such as `1/40`; None when the text is not written as one.

    It is a share of something, so more than the whole is refused: QuantityError.
    """
    matched = _FRACTION.fullmatch(text.strip(" "))
    if matched is None:
        return None
    above, below = int(matched[1]), int(matched[2])
    if above > below:
        raise QuantityError(
            text, "this is more than the whole", f'"{below}/{above}" if that is meant'
        )
    return Fraction(above, below)


def not_this_kind(kind: Kind | None, kinds: tuple[Kind, ...]) -> str:
    """What is wrong with a quantity of one kind where others are needed."""
    wanted = " or ".join(dict.fromkeys(k.label for k in kinds))
    if kind is None:
        return f"this is nothing known here, and {wanted} is needed"
    if kind.label in {k.label for k in kinds}:
        return f"this is in {kind.unit}, and {' or '.join(k.unit for k in kinds)} is needed"
    return f"this is {kind.label}, and {wanted} is needed"


def unit_list(kinds: tuple[Kind, ...]) -> str:
    """Advice that names the units that may stand."""
    units = dict.fromkeys(k.unit for k in kinds or (Kind.MASS, Kind.VOLUME, Kind.TIME))
    return "a number with one of these units: " + ", ".join(units)


def _readable(text: str) -> bool:
    try:
        parse(text)
    except QuantityError:
        return False
    return True


def _unit(text: str, number: str, written: str, kinds: tuple[Kind, ...]) -> Unit:
    above, *below = written.split("/")
    body_mass = set(kinds) == {Kind.BODY_MASS}
    symbols = {symbol_for(above, text, number, written, body_mass=body_mass): 1}
    for part in below:
        symbol = symbol_for(part, text, number, written, body_mass=False)
        if symbol in symbols:
            raise QuantityError(text, f"{part} stands in it twice", unit_list(kinds))
        symbols[symbol] = -1
    return unit_of(symbols)
