"""The state between two steps, or in the middle of one, from which an infusion can go on."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from rechallenge.model.plan import Bag
from rechallenge.planning.bags import Stock
from rechallenge.quantities import MIN, ML, Quantity, Unit, quantity

from .line_contents import LineContents
from .step_to_run import StepToRun

_NONE = quantity(0, ML)


class BagState(NamedTuple):
    """A bag and its contents, in mL: `left` by the steps, of which `into_line` has gone to fill the
    line before any drug is counted. `fastest` is the highest rate (mL/h) its steps have run at."""

    stock: Stock
    left: Quantity
    into_line: Quantity = _NONE
    fastest: Fraction = Fraction(0)

    @property
    def holds(self) -> Quantity:
        """The volume in the bag; never below zero."""
        return self.left - self.into_line if self.into_line < self.left else _NONE

    @property
    def lacks(self) -> Quantity:
        """The volume that the steps and the line needed beyond what it held."""
        return self.into_line - self.left if self.into_line > self.left else _NONE

    def planned(self, letter: str) -> Bag:
        """The bag as a plan states it."""
        stock, holds = self.stock, self.holds
        return Bag(
            letter=letter,
            name=stock.name,
            volume=stock.volume,
            drug=stock.drug,
            concentration=stock.concentration,
            used=stock.volume - holds,
            into_line=self.into_line,
            discarded=holds,
            working=stock.working,
        )


class InfusionState(NamedTuple):
    """All that the rest of an infusion depends on.

    `clock` is in min from the start of step 1; `protocol_clock`, on which `until` counts, stands
    still while the line is cleared. `dose_given` (mg or units) is counted; of it, `at_once` went
    through no line. `to_run` is what is left of the written step that has begun, its first step
    perhaps already running, under the number `step`; `next_written` is the written step after it.
    `bag` is the one in use.
    """

    clock: Quantity
    protocol_clock: Quantity
    dose_given: Quantity
    at_once: Quantity
    step: int = 1
    next_written: int = 0
    to_run: tuple[StepToRun, ...] = ()
    bag: str | None = None
    bags: Mapping[str, BagState] = MappingProxyType({})
    line: LineContents = LineContents()

    @property
    def bag_in_use(self) -> BagState:
        """The bag that is connected. Raises KeyError before the first one is."""
        return self.bags[str(self.bag)]

    def with_bag(self, bag: BagState) -> "InfusionState":
        """The same state, with this bag replacing the one of that name."""
        return self._replace(bags={**self.bags, bag.stock.name: bag})


def before_step_1(unit: Unit) -> InfusionState:
    """The state from which an infusion begins, for a dose in `unit` (mg or units)."""
    start = quantity(0, MIN)
    return InfusionState(start, start, quantity(0, unit), quantity(0, unit))
