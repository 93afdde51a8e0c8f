"""Reading quantities: `NUMBER UNIT[/UNIT...]` and nothing else.

Pint never reads what a person wrote: it takes `3 7 mg` for 21 mg and `1e3 mg` for a gram.
"""

import re
from fractions import Fraction

from rechallenge.words import _
from rechallenge.words.lists import either
from rechallenge.words.shown import LONGEST

from .commas import NO_BREAK_SPACES, ungrouped
from .diagnosis import QuantityError, diagnose, if_meant, is_target
from .kinds import Kind, kind_of
from .registry import Quantity, Unit, quantity, unit_of
from .unit_names import symbol_for

_NUMBER = r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{0,8}[1-9])?"
_UNIT = r"(?:%|[^\x00-@\[-`{-\x7f]{1,20}2?)"
_QUANTITY = re.compile(rf"({_NUMBER}) ?({_UNIT}(?:/{_UNIT})*)")
_FRACTION = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})", re.ASCII)


def parse(text: str, *kinds: Kind, commas: bool = False) -> Quantity:
    """The quantity that `text` states, exact, in the unit it was written in.

    With `kinds`, one of them is required; `g` is then read as body mass where only a body mass is
    allowed. With `commas`, a number may have them as they are printed (decision 038). Raises
    QuantityError, which says what to write instead.
    """
    typed = text.translate(NO_BREAK_SPACES).strip(" ")
    plain = ungrouped(typed) if commas else typed
    matched = _QUANTITY.fullmatch(plain) if len(plain) <= LONGEST else None
    if matched is None or is_target(plain):
        raise diagnose(plain, kinds, _readable).reading(typed)
    number, written = matched.groups()
    unit = _unit(typed, number, written, kinds)
    kind = kind_of(unit)
    if kind is None or kind.unit.count("/") != written.count("/"):
        # A quotient of two units of one dimension, such as mg/g, would change the amount.
        sentence = _("{unit} is not a unit used here")
        raise QuantityError(typed, sentence.format(unit=written), unit_list(kinds))
    if kinds and kind not in kinds:
        raise QuantityError(typed, not_this_kind(kind, kinds), unit_list(kinds))
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
        raise QuantityError(text, _("this is more than the whole"), if_meant(f"{below}/{above}"))
    return Fraction(above, below)


def not_this_kind(kind: Kind | None, kinds: tuple[Kind, ...]) -> str:
    """What is wrong with a quantity of one kind where others are needed."""
    if kind is None:
        return _("this measures nothing known here")
    if kind.measures in {k.measures for k in kinds}:
        sentence = _("this is in {unit}, and {wanted} is needed")
        return sentence.format(unit=kind.unit, wanted=either([k.unit for k in kinds]))
    wanted = either(list(dict.fromkeys(k.label for k in _plain(kinds))))
    sentence = _("this is {kind}, and {wanted} is needed")
    return sentence.format(kind=kind.label, wanted=wanted)


def unit_list(kinds: tuple[Kind, ...]) -> str:
    """Advice that names the units that are allowed."""
    kinds = kinds or (Kind.MASS, Kind.VOLUME, Kind.TIME)
    units = ", ".join(dict.fromkeys(k.unit for k in _plain(kinds)))
    sentence = _("a number with one of these units: {units}")
    if len(_plain(kinds)) < len(kinds):
        sentence = _("a number with one of these units: {units}; also per kg or per m2")
    return sentence.format(units=units)


def _plain(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """The kinds without those per kg and per m2, unless there are no others."""
    return tuple(kind for kind in kinds if kind.per_body is None) or kinds


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
            sentence = _("it has {unit} twice")
            raise QuantityError(text, sentence.format(unit=part), unit_list(kinds))
        symbols[symbol] = -1
    return unit_of(symbols)
