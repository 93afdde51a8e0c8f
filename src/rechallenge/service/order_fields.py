"""One field of an order by itself: what may be written in it, what a text states, and how its value
is read back. A key is the field's name, or `settings.NAME` for a parameter of the protocol."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import ValidationError

from rechallenge.files.find import LINES, MEASURES, PUMPS, Shelves
from rechallenge.model.order import SETTINGS, Order
from rechallenge.model.order_text import CLOCK
from rechallenge.model.problems import problems_of
from rechallenge.model.reading import Reads
from rechallenge.model.written_doses import OrderedPremedication
from rechallenge.quantities import Quantity, display, read_without_commas
from rechallenge.words import _, word

ON_FILE = {"pump": PUMPS, "line": LINES, "measures": MEASURES}
"""The fields that may name a file of facts, and its kind."""
PREMED = "premed"
NAMED = (*ON_FILE, PREMED)
"""The fields that may name what is on file: also a premedication set of the site's file."""
_ANY_DOSE = "1 mg"
_DAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
    _("Sunday"),
)  # fmt: skip
_MOST_PLACES = 8


class FieldValue(NamedTuple):
    """The value that a text states, or why it states none; and what its amounts with commas were
    read as."""

    value: Any = None
    refused: str | None = None
    commas: str = ""

    @property
    def text(self) -> str:
        """What was understood, as people read it."""
        return self.commas or value_text(self.value)


def order_text(key: str, text: str, day: date) -> str:
    """The text as an order takes it: a clock time alone is on `day`."""
    if key in ("start", "bag_started") and re.fullmatch(CLOCK, text, re.ASCII):
        return f"{day.isoformat()} {text}"
    return text


def on_day(fields: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The fields of an order as typed, with the date of each clock time: `day`, or that of the
    start for the bag that hangs, which was connected before it."""
    start = order_text("start", str(fields.get("start", "")), day)
    try:
        day_of_start = datetime.fromisoformat(start).date()
    except ValueError:
        day_of_start = day
    days = {"start": day, "bag_started": day_of_start}
    dated = {key: order_text(key, fields[key], of) for key, of in days.items() if key in fields}
    return {**fields, **dated}


def names_for(key: str, shelves: Shelves) -> tuple[str, ...]:
    """The names that a field of `NAMED` may have. Raises UnusableFile for a site's file."""
    if key == PREMED:
        site = shelves.site_on_file()
        return () if site is None else tuple(site.said.premed_sets)
    return tuple(sorted(shelves.facts(ON_FILE[key])))


@lru_cache(maxsize=512)
def read_text(key: str, text: str) -> FieldValue:
    """What one field's text states, whatever the other fields say."""
    head, _, parameter = key.partition(".")
    written: dict[str, Any] = {"dose": _ANY_DOSE}
    written |= {SETTINGS: {parameter: text}} if head == SETTINGS else {key: text}
    try:
        order = Order.model_validate(written)
    except ValidationError as error:
        return FieldValue(refused="; ".join(problem.sentence for problem in problems_of(error)))
    value = order.settings[parameter] if head == SETTINGS else getattr(order, key)
    return FieldValue(value, commas=commas_read(text, value))


def commas_read(text: str, value: object) -> str:
    """What the commas in the text of a value were read as, such as `2000 mg, not 2 mg`; empty for
    a text without, and for one that is not of amounts."""
    return "" if value is None or isinstance(value, str) else read_without_commas(text)


def value_text(value: object) -> str:
    """A value of the order as people read it."""
    if isinstance(value, Quantity):
        return display(value, _MOST_PLACES)
    if isinstance(value, datetime):
        return f"{_DAYS[value.weekday()]} {value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return "; ".join(map(_premedication_text, value))
    return str(value) if isinstance(value, str | Fraction) else ""


def words_of(name: str) -> tuple[str, ...]:
    """The words that a field of the order takes, where it takes one of a short list."""
    return _words_in(Order.model_fields[name].annotation)


def units_of(name: str) -> tuple[str, ...]:
    """The units that a field of the order takes; empty where it takes no amount."""
    field = Order.model_fields[name]
    reads = next((part for part in (*field.metadata, *_parts(field.annotation))
                  if isinstance(part, Reads)), None)  # fmt: skip
    return tuple(dict.fromkeys(kind.unit for kind in reads.kinds)) if reads else ()


def _premedication_text(dose: OrderedPremedication | str) -> str:
    if isinstance(dose, str):
        return dose
    before = word("premedication.before", time=display(dose.before))
    return f"{dose.drug} {display(dose.dose)} {dose.route} {before}"


def _words_in(annotation: object) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return tuple(str(word) for word in get_args(annotation))
    return tuple(word for part in get_args(annotation) for word in _words_in(part))


def _parts(annotation: object) -> list[object]:
    """What an annotation is made of, at every depth."""
    parts = [*get_args(annotation), *getattr(annotation, "__metadata__", ())]
    return parts + [inner for part in parts for inner in _parts(part)]
