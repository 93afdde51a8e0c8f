"""The site's own file, field by field: what each is called, how an answer is read, what is open."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from rechallenge.files.find import Shelves
from rechallenge.files.site import read_logo, unknown_names
from rechallenge.model.logo import BadLogo
from rechallenge.model.order import Order
from rechallenge.model.problems import Problem, problems_of
from rechallenge.model.reading import IN_A_FILE
from rechallenge.model.site import Site, SiteOnFile
from rechallenge.model.written_doses import BETWEEN
from rechallenge.words import _, word

from .order_fields import value_text

FIELDS = tuple(name for name in Site.model_fields if name != "review")
LISTS = ("identifiers", "reaction_procedure")
SETS = "premed_sets"
_WITH_LINE = {"primed": "diluent", "sets": "shared"}


def label_of(name: str) -> str:
    """The label of a field: the order's own, where an order has it too."""
    return word(f"order.{name}") if name in Order.model_fields else word(f"site.{name}")


def about(name: str) -> str:
    own = name not in Order.model_fields
    return word(f"site.{name}.about") if own else word(f"order.{name}.about")


def read_answer(name: str, text: str, shelves: Shelves) -> Any:
    """The value of a field that a text states, as the file will have it. Raises ValueError, whose
    sentence says what to write."""
    value: Any = text.strip()
    if name in LISTS:
        value = tuple(part.strip() for part in value.split(BETWEEN) if part.strip())
    # What a line needs beside it is asked for by itself.
    _refuse_wrong({**(_WITH_LINE if name == "line" else {}), name: value}, shelves)
    return value


def read_set(name: str, text: str) -> tuple[str, ...]:
    """The doses of a premedication set. Raises ValueError."""
    doses = tuple(part.strip() for part in text.split(BETWEEN))
    _refuse_wrong({SETS: {name: doses}}, None)
    return doses


def _refuse_wrong(values: Mapping[str, Any], shelves: Shelves | None) -> None:
    """Raises ValueError with what is wrong in these values, also for a name that has no file, or a
    logo that cannot be printed."""
    try:
        site = Site.model_validate(dict(values), context=IN_A_FILE)
        if site.logo is not None and shelves is not None and shelves.site is not None:
            read_logo(shelves.site / site.logo)
    except ValidationError as error:
        raise ValueError("; ".join(problem.sentence for problem in problems_of(error))) from None
    except BadLogo as bad:
        raise ValueError(str(bad)) from None
    if shelves is not None and (unknown := [p.sentence for p in unknown_names(site, shelves)]):
        raise ValueError("; ".join(unknown))


def content_of(values: Mapping[str, Any]) -> str:
    """The file that states these values, each text in double quotes, in the order of the fields."""
    lines = []
    for name in FIELDS:
        value = values.get(name)
        if isinstance(value, str):
            lines.append(f"{name}: {_quoted(value)}")
        elif isinstance(value, Mapping):
            lines.append(f"{name}:")
            for key, doses in value.items():
                lines += [f"  {key}:", *(f"    - {_quoted(dose)}" for dose in doses)]
        elif value:
            lines += [f"{name}:", *(f"  - {_quoted(entry)}" for entry in value)]
    return "\n".join([*lines, "review: {status: unreviewed}", ""])


def left_open(site: SiteOnFile) -> Iterator[Problem]:
    """Each field that the site's file leaves out; and that it is not reviewed."""
    for name in FIELDS:
        if getattr(site.said, name) in (None, (), {}):
            yield Problem((name,), _("not stated"))
    if site.reviewed_by is None:
        yield Problem(("review",), _("not reviewed as it is now"))


def stated_texts(site: SiteOnFile) -> Iterator[tuple[str, str]]:
    """Each field that the file states, by its label and as text."""
    for name in FIELDS:
        value = getattr(site.said, name)
        if isinstance(value, Mapping):
            for key, doses in value.items():
                yield f"{label_of(name)}, {key}", value_text(doses)
        elif name in LISTS and value:
            yield label_of(name), " / ".join(value)
        elif value not in (None, ()):
            yield label_of(name), value_text(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
