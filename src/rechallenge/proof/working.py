"""The sums under the numbers: each has the result it states, and the last sum of a name gives the
number of that name."""

from fractions import Fraction

from rechallenge.model.formula import Formula
from rechallenge.model.plan import Plan
from rechallenge.model.pump import Pump
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .plain_numbers import base


def prove_working(plan: Plan, agreement: Agreement) -> None:
    """Every sum of the dose, the bags and the steps."""
    steps_of = _steps_of(plan.pump)
    _prove("dose", plan.dose.working, {"dose": plan.dose.total}, steps_of, agreement)
    if plan.begun is not None:
        begun, named = plan.begun, {"remaining": plan.begun.remaining}
        named |= {name: value for name in ("concentration", "limit", "at_vein")
                  if (value := getattr(begun, name)) is not None}  # fmt: skip
        _prove("begun", begun.working, named, steps_of, agreement)
    for place, bag in enumerate(plan.bags):
        named = {"drug": bag.drug, "concentration": bag.concentration}
        _prove(f"bags[{place}]", bag.working, named, steps_of, agreement)
    for place, stopped in enumerate(plan.stopped):
        named = {"dose_given": stopped.dose_given, "remaining": stopped.remaining}
        _prove(f"stopped[{place}]", stopped.working, named, steps_of, agreement)
    for name, steps in (("steps", plan.steps), ("as_written", plan.as_written)):
        for place, step in enumerate(steps):
            named = {"duration": step.duration, "volume": step.volume, "dose": step.dose}
            if step.rate is not None:
                named["rate"] = step.rate
            if step.dose_rate is not None:
                named["dose_rate"] = step.dose_rate
            _prove(f"{name}[{place}]", step.working, named, steps_of, agreement)


def _steps_of(pump: Pump | None) -> set[Fraction]:
    """The steps to which this pump rounds a rate or a volume."""
    if pump is None:
        return set()
    rounding = [one.step for one in (*pump.rates, *pump.volumes)]
    drops = set() if pump.drops is None else {1 / base(pump.drops) * 60}
    return {base(step) for step in rounding} | drops


def _prove(
    where: str,
    working: tuple[Formula, ...],
    named: dict[str, Quantity],
    steps_of: set[Fraction],
    agreement: Agreement,
) -> None:
    last: dict[str, tuple[int, Formula]] = {}
    for place, formula in enumerate(working):
        before = last.get(formula.gives)
        if formula.operation in ("to the nearest", "down to") and before is not None:
            exact = before[1].result
            if base(exact) != base(formula.left):
                agreement.differs(f"{where}.working[{place}]", formula.left, exact)
        last[formula.gives] = (place, formula)
        if not _holds(formula, steps_of):
            agreement.differs(f"{where}.working[{place}]", formula.result)
    for name, (place, formula) in last.items():
        if name in named and base(named[name]) != base(formula.result):
            agreement.differs(f"{where}.working[{place}]", formula.result, named[name])


def _holds(formula: Formula, steps_of: set[Fraction]) -> bool:
    """Whether a sum is right. It is multiplied out, so that nothing is divided."""
    left, right, result = base(formula.left), base(formula.right), base(formula.result)
    if formula.operation == "x":
        return left * right == result
    if formula.operation == "/":
        return left == result * right
    if formula.operation == "+":
        return left + right == result
    if formula.operation == "-":
        return left == result + right
    if formula.operation == "down to":
        return right in steps_of and 0 < left - result < right
    if formula.operation == "at most":
        return result == right < left
    # Half up.
    return right in steps_of and -right < 2 * (result - left) <= right
