"""How ages, moments, clock times and lines are written in an order."""

import re
from datetime import datetime, time
from difflib import get_close_matches
from fractions import Fraction
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    AfterValidator,
    BeforeValidator,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)

from rechallenge.quantities import Kind, Quantity
from rechallenge.words import _
from rechallenge.words.shown import shown

from .reading import saved_text, typed
from .texts import Text, check_name

_MONTHS = {
    "day": Fraction(12 * 100, 36525),
    "week": Fraction(12 * 700, 36525),
    "month": Fraction(1),
    "year": Fraction(12),
}
"""Months in each: a year has 365.25 days."""
_OLDEST = 130
"""Years; no person on record was older than 122."""
CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
"""A 24-hour time of day, as a pattern."""


def moment(written: object, info: ValidationInfo) -> object:
    """A local date and 24-hour time, to the minute; ValueError says what to write."""
    if info.mode == "json" and isinstance(written, str):
        written = datetime.fromisoformat(written)
    if isinstance(written, datetime):
        if written.tzinfo is not None or written.second or written.microsecond:
            raise ValueError(_("is a local time to the minute; leave zone and seconds out"))
        return written
    if not isinstance(written, str):
        return written
    if re.fullmatch(r"2[0-8][0-9]{2}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}", written, re.ASCII):
        try:
            return datetime.fromisoformat(written)
        except ValueError:
            pass
    sentence = _('"{text}" is not a date and a 24-hour time; write "2026-11-21 09:00"')
    raise ValueError(sentence.format(text=shown(written)))


def _check_time_zone(name: str) -> str:
    """The name of a time zone, as given. Raises ValueError."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        nearest = get_close_matches(name, available_timezones(), n=1)
        sample = nearest[0] if nearest else "Europe/Berlin"
        sentence = _('"{text}" is not the name of a time zone; write one such as "{sample}"')
        raise ValueError(sentence.format(text=shown(name), sample=sample)) from None
    return name


def clock(written: object, info: ValidationInfo) -> object:
    """A 24-hour time of day; ValueError says what to write."""
    if not isinstance(written, str):
        return written
    if info.mode == "json":
        return time.fromisoformat(written)
    if re.fullmatch(CLOCK, written, re.ASCII):
        return time.fromisoformat(written)
    sentence = _('"{text}" is not a 24-hour time; write "17:30"')
    raise ValueError(sentence.format(text=shown(written)))


def _line_volume_or_name(written: object, info: ValidationInfo) -> object:
    """A volume, or the name of a set on file; ValueError says what to write."""
    # A volume that is written wrongly begins like one: "-5 mL", ".5 mL".
    begins = written.lstrip()[:1] if isinstance(written, str) else ""
    if not isinstance(written, str) or begins.isdigit() or begins in (*"+-.,", "\u2212"):
        return typed(Kind.VOLUME).read_stated(written, info)
    try:
        return check_name(written)
    except ValueError:
        sentence = _(
            '"{text}" is neither a volume nor the name of a set; write "20 mL", or a name such as '
            "primary-15"
        )
        raise ValueError(sentence.format(text=shown(written))) from None


TimeZone: TypeAlias = Annotated[Text, AfterValidator(_check_time_zone)]
ClockTime: TypeAlias = Annotated[
    time,
    BeforeValidator(clock),
    WithJsonSchema({"type": "string", "pattern": CLOCK}, mode="validation"),
]
LineStated: TypeAlias = Annotated[
    Quantity | str,
    PlainValidator(_line_volume_or_name),
    PlainSerializer(saved_text, when_used="json"),
    WithJsonSchema({"type": "string"}, mode="validation"),
]
"""The line's dead volume, or the name of a set on file."""


def check_age(text: str) -> str:
    """An age: a whole number of years, months, weeks or days. Raises ValueError."""
    written = re.fullmatch(r"(0|[1-9][0-9]{0,4}) (year|month|week|day)s?", text.strip(), re.ASCII)
    if written is None:
        sentence = _('"{text}" is not an age; write "6 years", "18 months", "3 weeks" or "10 days"')
        raise ValueError(sentence.format(text=shown(text)))
    number, unit = int(written[1]), written[2]
    age = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    if age_in_months(age) > _OLDEST * 12:
        sentence = _("{age} is older than any person; check the number and its unit")
        raise ValueError(sentence.format(age=age))
    return age


def age_in_months(age: str) -> Fraction:
    """The months in an age that `check_age` has passed."""
    number, unit = age.split(" ")
    return int(number) * _MONTHS[unit.removesuffix("s")]
