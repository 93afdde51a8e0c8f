"""Orders with which a site validates its installation, and what comes of each when it is worked by
hand."""

from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, model_validator

from rechallenge.words import _

from .example import Compared, Worked, WorkedStep
from .frozen import Entry
from .order import Order
from .problems import Problem
from .reading import at_least_one
from .texts import Name, Text


class WorkedBag(Entry):
    """One expected bag, by the protocol's name for it, which the only bag of a plan needs not; only
    the values written are compared."""

    name: Text | None = None
    volume: Worked | None = None
    holds: Worked | None = None
    concentration: Worked | None = None
    discarded: Worked | None = None


class Case(Entry):
    """An order by a protocol, and its plan worked by hand: every step, the total time, the bags,
    and when the first drug reaches the vein. Or the codes of all findings that must refuse it."""

    title: Text
    protocol: Name
    order: Order
    by_hand: tuple[Text, ...] = ()
    bags: tuple[WorkedBag, ...] = ()
    first_drug: Worked | None = None
    total: Worked | None = None
    steps: tuple[WorkedStep, ...] = ()
    refused: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _is_planned_or_refused(self) -> Self:
        if bool(self.steps) is bool(self.refused):
            raise ValueError(_("states either the steps that were worked by hand, or the codes of "
                               "the findings that refuse the order"))  # fmt: skip
        return self


class Cases(Entry):
    """The orders of one validation."""

    title: Text
    cases: Annotated[tuple[Case, ...], AfterValidator(at_least_one)]


class CaseResult(NamedTuple):
    """What came of an order: the values compared, what stands in the way of comparing, and, of an
    order that must be refused, the codes of the findings that refused it."""

    case: Case
    compared: tuple[Compared, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether all came out as it was worked by hand."""
        if self.case.refused:
            return not self.problems and set(self.refused) == set(self.case.refused)
        return not self.problems and all(one.agrees for one in self.compared)
