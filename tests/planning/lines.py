"""Plans with a line, and their numbers without units, for tests that are about the line."""

from fractions import Fraction
from typing import Any

from rechallenge.model.delivery import Delivery, DrugInLine, Flush
from rechallenge.model.finding import Finding
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity

from .making import planned

# Bag A, 0.1 mg/mL: 0.5 + 1.25 + 2.5 + 5 = 9.25 mL, 0.925 mg
# Bag B, 1 mg/mL: 1.25 + 2.5 + 5 + 10 = 18.75 mL, 18.75 mg; 28 mL and 19.675 mg in all
TWO_BAGS = (
    {"name": "A", "volume": "100 mL", "concentration": "0.1 mg/mL"},
    {"name": "B", "volume": "100 mL", "concentration": "1 mg/mL"},
)
TWO_LADDERS: tuple[Any, ...] = (
    {"bag": "A", "rates": ("2 mL/h", "5 mL/h", "10 mL/h", "20 mL/h"), "every": "15 min"},
    {"bag": "B", "rates": ("5 mL/h", "10 mL/h", "20 mL/h", "40 mL/h"), "every": "15 min"},
)


def with_line(*steps: Any, dose: str = "100 mg", bags: Any = (), **order: Any) -> Plan:
    """The plan of these steps with the order's line; without bags, one of 100 mL."""
    of_bags = {"bags": bags, "parameters": {}} if bags else {}
    volume = None if bags else order.pop("volume", "100 mL")
    return planned(*steps, order={"dose": dose, "volume": volume} | order, **of_bags)


def two_bags(line: str = "20 mL", **order: Any) -> Plan:
    """Eight steps of 15 min at 2, 5, 10, 20 and 5, 10, 20, 40 mL/h, 19.675 mg in all."""
    return with_line(*TWO_LADDERS, dose="19.675 mg", bags=TWO_BAGS, line=line, **order)


def delivery(plan: Plan) -> Delivery:
    assert plan.delivery is not None
    return plan.delivery


def number(value: Quantity) -> Any:
    """The magnitude, exact; Any, so that a test may compare it with a whole number."""
    return Fraction(value.magnitude)


def doses(plan: Plan) -> list[Any]:
    """What reaches the vein in each step, in mg."""
    return [number(step.dose.to("mg")) for step in delivery(plan).steps]


def drug_in_line(of: DrugInLine) -> tuple[Any, ...]:
    return of.bag, number(of.volume.to("mL")), number(of.dose.to("mg"))


def flush(plan: Plan) -> tuple[Any, ...]:
    """The flush: mL, mL/h, start in min, duration in min, mg."""
    found = delivery(plan).flush
    assert isinstance(found, Flush)
    units = ("mL", "mL/h", "min", "min", "mg")
    values = (found.volume, found.rate, found.start, found.duration, found.dose)
    return tuple(number(v.to(unit)) for v, unit in zip(values, units, strict=True))


def findings(plan: Plan) -> dict[str, Finding]:
    return {finding.code: finding for finding in plan.findings}
