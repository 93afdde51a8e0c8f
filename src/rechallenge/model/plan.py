"""The plan: everything worked out for one order, as one value that never changes."""

from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from rechallenge.quantities import Quantity

from .finding import Finding, Severity
from .frozen import Frozen
from .order import Order
from .protocol import ANY_DRUG, Protocol

Operation: TypeAlias = Literal["+", "-", "x", "/"]
EventKind: TypeAlias = Literal[
    "premedication", "step-start", "step-end", "vitals", "observation-end"
]


class Formula(Frozen):
    """How one number was reached: `left operation right = result`."""

    gives: str
    left: Quantity
    operation: Operation
    right: Quantity
    result: Quantity


class BodySurface(Frozen):
    """A body surface area worked out from height and weight, by a named formula."""

    area: Quantity
    height: Quantity
    weight: Quantity
    formula: str
    source: str


class OrderedDose(Frozen):
    """The dose to give, and how it was reached from what was ordered."""

    total: Quantity
    working: tuple[Formula, ...] = ()
    body_surface: BodySurface | None = None


class Bag(Frozen):
    """One prepared container."""

    name: str
    volume: Quantity
    drug: Quantity
    concentration: Quantity
    used: Quantity
    discarded: Quantity
    working: tuple[Formula, ...] = ()


class Step(Frozen):
    """One line of the schedule. Starts and durations in min, rates in mL/h, dose rates in mg/h (or
    units/h); an observation has no rate and gives nothing. `written_at` is its place in the
    protocol's `infusion`."""

    number: int
    kind: Literal["infuse", "observe"]
    bag: str | None
    start: Quantity
    duration: Quantity
    rate: Quantity | None
    dose_rate: Quantity | None
    volume: Quantity
    dose: Quantity
    cumulative_dose: Quantity
    cumulative_share: Quantity
    written_at: int
    go_on_if: str | None = None
    note: str | None = None
    working: tuple[Formula, ...] = ()

    @cached_property
    def end(self) -> Quantity:
        """The end of the step on the infusion clock, in min."""
        end: Quantity = self.start + self.duration
        return end


class Totals(Frozen):
    """What the steps add up to."""

    duration: Quantity
    volume: Quantity
    dose: Quantity


class PlannedPremedication(Frozen):
    """A premedication dose; `before` is None when neither source nor order states its time."""

    drug: str
    dose: Quantity
    route: str
    before: Quantity | None
    by_order: bool
    at: datetime | None
    note: str | None = None


class Event(Frozen):
    """One line of the timeline: `offset` in min from the start of step 1, negative before it."""

    offset: Quantity
    at: datetime | None
    what: EventKind
    step: int | None = None
    reasons: tuple[str, ...] = ()


class Plan(Frozen):
    """Order, protocol and all that follows from them."""

    protocol: Protocol
    order: Order
    parameters: dict[str, Quantity | Fraction]
    dose: OrderedDose
    bags: tuple[Bag, ...]
    as_written: tuple[Step, ...]
    steps: tuple[Step, ...]
    totals: Totals
    premedication: tuple[PlannedPremedication, ...]
    timeline: tuple[Event, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def drug(self) -> str | None:
        """The drug given; None where the protocol is for any drug and the order names none."""
        if self.protocol.drug != ANY_DRUG:
            return self.protocol.drug
        return self.order.drug

    def open_findings(self, severity: Severity) -> tuple[Finding, ...]:
        """Findings of one severity that nobody has acknowledged."""
        return tuple(f for f in self.findings if f.severity is severity and f.acknowledged is None)
