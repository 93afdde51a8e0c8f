"""Reading quantities: `NUMBER UNIT[/UNIT...]` and nothing else.

Pint never reads what a person wrote: it takes `3 7 mg` for 21 mg and `1e3 mg` for a gram.
"""

import re
from fractions import Fraction

from .diagnosis import diagnose
from .errors import QuantityError
from .kinds import Kind, kind_of
from .registry import Quantity, Unit, quantity, unit_of
from .shown import shown
from .unit_names import symbol_for

_NUMBER = r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?"
_QUANTITY = re.compile(rf"({_NUMBER}) ?([^\s0-9.,/][^\s/]*(?:/[^\s0-9.,/][^\s/]*)*)", re.ASCII)
_FRACTION = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})", re.ASCII)
_NO_BREAK_SPACES = str.maketrans("\u00a0\u202f", "  ")


def parse(text: str, *kinds: Kind) -> Quantity:
    """The quantity that `text` states, exact, in the unit it was written in.

    With `kinds`, one of them is required; `g` is then read as body mass where only a body mass
    may stand. Raises QuantityError, which says what to write instead.
    """
    plain = text.translate(_NO_BREAK_SPACES).strip(" ")
    matched = _QUANTITY.fullmatch(plain)
    if matched is None:
        raise diagnose(plain, kinds)
    number, written = matched.groups()
    unit = _unit(plain, number, written, kinds)
    kind = kind_of(unit)
    if kind is None:
        raise QuantityError(shown(plain), f"{written} is not a unit used here", _example(kinds))
    if kinds and kind not in kinds:
        wanted = " or ".join(dict.fromkeys(k.label for k in kinds))
        raise QuantityError(
            shown(plain), f"this is {kind.label}, and {wanted} is needed", _example(kinds)
        )
    return quantity(Fraction(number), unit)


def parse_fraction(text: str) -> Fraction | None:
    """A bare fraction such as `1/40`; None when the text is not written as one."""
    matched = _FRACTION.fullmatch(text.strip(" "))
    return Fraction(int(matched[1]), int(matched[2])) if matched else None


def _unit(text: str, number: str, written: str, kinds: tuple[Kind, ...]) -> Unit:
    above, *below = written.split("/")
    body_mass = set(kinds) == {Kind.BODY_MASS}
    symbols = {symbol_for(above, text, number, written, body_mass=body_mass): 1}
    for part in below:
        symbol = symbol_for(part, text, number, written, body_mass=False)
        if symbol in symbols:
            raise QuantityError(shown(text), f"{part} stands in it twice", _example(kinds))
        symbols[symbol] = -1
    return unit_of(symbols)


def _example(kinds: tuple[Kind, ...]) -> str:
    units = dict.fromkeys(k.unit for k in kinds or (Kind.MASS, Kind.VOLUME, Kind.TIME))
    return "a number with one of these units: " + ", ".join(units)
