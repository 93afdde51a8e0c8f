"""What is done around the steps: premedication doses, and the lines of the timeline."""

from datetime import datetime
from typing import Literal, TypeAlias

from rechallenge.quantities import Quantity

from .formula import Formula
from .frozen import WorkedOut

EventKind: TypeAlias = Literal[
    "premedication",
    "step-start",
    "step-end",
    "vitals",
    "flush-start",
    "flush-end",
    "observation-end",
    "stop",
    "rescue",
]


class PlannedPremedication(WorkedOut):
    """A premedication dose; `before` is None when neither source nor order states its time.

    `by_order` is of the time alone. `ordered` says that the whole dose is the order's, and
    `in_place_of` is what the protocol has of that drug instead.
    """

    drug: str
    dose: Quantity
    route: str
    before: Quantity | None
    by_order: bool
    at: datetime | None
    note: str | None = None
    ordered: bool = False
    in_place_of: tuple[Quantity, ...] = ()
    working: tuple[Formula, ...] = ()


class Event(WorkedOut):
    """One line of the timeline: `offset` in min from the start of step 1, negative before it."""

    offset: Quantity
    at: datetime | None
    what: EventKind
    step: int | None = None
    reasons: tuple[str, ...] = ()
