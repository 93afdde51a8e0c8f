"""Unit names as people write them: the few that are read, and the many that are refused by name."""

from difflib import get_close_matches

from rechallenge.words import _

from .diagnosis import QuantityError, if_meant
from .units import BODY_GRAM, SYMBOLS

_MISTAKEN = {
    "ml": "mL", "ML": "mL", "Ml": "mL", "cc": "mL", "CC": "mL", "l": "L",
    "U": "units", "u": "units", "IU": "units", "iu": "units", "UI": "units", "Units": "units",
    "Mg": "mg", "MG": "mg", "mG": "mg", "mgs": "mg", "milligram": "mg", "milligrams": "mg",
    "G": "g", "gm": "g", "gram": "g", "grams": "g", "Gm": "g",
    "mcgs": "mcg", "UG": "mcg", "MCG": "mcg", "hr": "h", "hrs": "h", "H": "h", "hour": "h",
    "hours": "h", "mins": "min", "minute": "min", "minutes": "min", "Min": "min", "MIN": "min",
    "sec": "s", "secs": "s", "second": "s", "seconds": "s", "d": "day", "days": "day",
    "Kg": "kg", "KG": "kg", "kgs": "kg", "kilo": "kg", "m\u00b2": "m2", "M2": "m2", "sqm": "m2",
    "gtt": "drops", "gtts": "drops", "drop": "drops", "percent": "%", "pct": "%",
    "CM": "cm", "Cm": "cm",
}  # fmt: skip
"""Ways of writing a unit that are refused, and the one to write: ISMP's list of error-prone
abbreviations (U, IU, cc, ml) and near misses, where guessing would change an amount."""


def symbol_for(name: str, text: str, number: str, written: str, *, body_mass: bool) -> str:
    """The registry's symbol for a written unit name; `g` of body where a body mass is meant.

    Raises QuantityError with the nearest unit that is known.
    """
    if body_mass and name == "g":
        return BODY_GRAM
    if name in SYMBOLS:
        return SYMBOLS[name]
    meant = _MISTAKEN.get(name) or _nearest(name)
    if meant is None:
        known = ", ".join(n for n in SYMBOLS if n.isascii() and n not in ("ug", "unit"))
        wrong = _("{unit} is not a unit known here").format(unit=name)
        raise QuantityError(text, wrong, _("one of {units}").format(units=known))
    sentence = _("{unit} is not a unit known here, the nearest is {nearest}")
    if name in _MISTAKEN:
        sentence = _("{unit} is not read here, because it is easily mistaken")
    if name == "Mg":
        sentence = _("{unit} is a megagram, 1,000,000 g")
    corrected = "/".join(meant if part == name else part for part in written.split("/"))
    wrong = sentence.format(unit=name, nearest=meant)
    raise QuantityError(text, wrong, if_meant(f"{number} {corrected}"))


def _nearest(name: str) -> str | None:
    """The known unit that is nearest to a name. A single letter is near too many units."""
    longer = [known for known in SYMBOLS if len(known) > 1]
    close = [known for known in longer if known.lower() == name.lower()]
    if not close and len(name) > 1:
        close = get_close_matches(name, longer, n=1)
    return close[0] if close else None
