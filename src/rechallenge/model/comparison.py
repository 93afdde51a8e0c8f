"""The figures by which strategies for one order are compared."""

from rechallenge.quantities import Quantity

from .finding import Finding
from .frozen import WorkedOut


class Compared(WorkedOut):
    """One plan in a few numbers; times in min, rates as planned, doses in mg or units.

    `largest_jump` is the highest dose rate of a step as a multiple of that of the step before it
    that infused; None where only one step infuses. No rate where every dose is given at once.
    """

    protocol: str
    title: str
    duration: Quantity
    steps: int
    bags: int
    first_rate: Quantity | None
    largest_jump: Quantity | None
    peak_dose_rate: Quantity | None
    dose_in_30_min: Quantity
    dose_in_60_min: Quantity
    findings: tuple[Finding, ...]
