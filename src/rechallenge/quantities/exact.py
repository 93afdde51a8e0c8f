"""Exact quantities as text and back, for files that this program writes and reads again."""

import re
from fractions import Fraction

from rechallenge.words import _
from rechallenge.words.lists import either

from .diagnosis import QuantityError
from .display import exact_number, unit_label
from .kinds import Kind, kind_of, symbols_of
from .parsing import not_this_kind, unit_list
from .registry import Quantity, quantity, unit_of
from .units import LABELS

_SAMPLES = ('"5 mg"', '"1/3 mg"')
_WRITTEN = frozenset(LABELS.values())
_EXACT = re.compile(
    r"((?:0|[1-9][0-9]{0,199})(?:\.[0-9]{1,200}|/[1-9][0-9]{0,199})?) ([^ ]{1,60})", re.ASCII
)


def exact_text(amount: Quantity) -> str:
    """The quantity in full, in its own unit: `375 mg`, or `125/48 mL/h` where no decimal ends."""
    return f"{exact_number(amount.magnitude)} {unit_label(amount)}"


def exact_fraction(text: str) -> Fraction:
    """The plain number that `exact_number` wrote. Raises QuantityError."""
    magnitude: Fraction = parse_exact(f"{text} %").magnitude
    return magnitude


def parse_exact(text: str, *kinds: Kind) -> Quantity:
    """The quantity that `exact_text` wrote. It reads nothing else.

    As in `parse`, `g` is body mass where only a body mass is allowed. Raises QuantityError.
    """
    matched = _EXACT.fullmatch(text)
    parts = matched[2].split("/") if matched else []
    if matched is None or not _WRITTEN.issuperset(parts) or len(set(parts)) < len(parts):
        raise QuantityError(text, _("this is not an exact number and a unit"), either(_SAMPLES))
    symbols = symbols_of(matched[2])
    if set(kinds) == {Kind.BODY_MASS} and symbols == {"g": 1}:
        symbols = {"body_g": 1}
    amount = quantity(Fraction(matched[1]), unit_of(symbols))
    if exact_text(amount) != text:
        raise QuantityError(
            text, _("this is not written in full and once only"), exact_text(amount)
        )
    kind = kind_of(amount)
    if kind is None or (kinds and kind not in kinds):
        raise QuantityError(text, not_this_kind(kind, kinds), unit_list(kinds))
    return amount
