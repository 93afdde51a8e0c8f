"""The patient's age, as an order states it."""

import re
from fractions import Fraction

from rechallenge.words import _
from rechallenge.words.shown import shown

_MONTHS = {
    "day": Fraction(12 * 100, 36525),
    "week": Fraction(12 * 700, 36525),
    "month": Fraction(1),
    "year": Fraction(12),
}
"""Months in each: a year has 365.25 days."""
OLDEST = 130
"""Years; no person on record was older than 122."""


def check_age(text: str) -> str:
    """An age: a whole number of years, months, weeks or days. Raises ValueError."""
    written = re.fullmatch(r"(0|[1-9][0-9]{0,4}) (year|month|week|day)s?", text.strip(), re.ASCII)
    if written is None:
        sentence = _('"{text}" is not an age; write "6 years", "18 months", "3 weeks" or "10 days"')
        raise ValueError(sentence.format(text=shown(text)))
    number, unit = int(written[1]), written[2]
    age = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    if age_in_months(age) > OLDEST * 12:
        sentence = _("{age} is older than any person; check the number and its unit")
        raise ValueError(sentence.format(age=age))
    return age


def age_in_months(age: str) -> Fraction:
    """The months in an age that `check_age` has passed."""
    number, unit = age.split(" ")
    return int(number) * _MONTHS[unit.removesuffix("s")]
