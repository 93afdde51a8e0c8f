"""The concentration of each bag against the range on file."""

from collections.abc import Iterator
from fractions import Fraction

from rechallenge.model.finding import Finding
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Bag, Plan
from rechallenge.planning.limits import DILUTE_BY_DESIGN
from rechallenge.quantities import Quantity, unit_like

from .comparable import comparable
from .rule import CONFIRM, NOTE, Rule, check

DESENSITIZATION = "desensitization"


@check(
    Rule(
        "concentration-outside-range",
        (CONFIRM,),
        "the concentration of each bag with the final concentrations on file for the drug",
        "the drug's file",
        ("H-19",),
    ),
    Rule(
        "concentration-below-by-design",
        (NOTE,),
        "the concentration of each dilute bag of a desensitisation with the lowest on file",
        f"the drug's file; {DILUTE_BY_DESIGN}",
        ("H-19",),
    ),
)
def outside_range(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Bags outside the range. The dilute bags of a desensitisation lie below it by design: that is
    said, and only of the bag that gives most of the dose an answer is asked."""
    facts = on_file.drug(plan.drug)
    if facts is None or facts.concentration is None:
        return
    given = [_given_from(bag, plan) for bag in plan.bags]
    most = sorted(given)[-1]
    for number, bag in enumerate(plan.bags):
        for side in ("lowest", "highest"):
            limit = getattr(facts.concentration, side)
            if limit is None or not _beyond(bag.concentration, limit, side, plan):
                continue
            by_design = (
                side == "lowest"
                and plan.protocol.strategy == DESENSITIZATION
                and given[number] < most
            )
            yield Finding(
                code="concentration-below-by-design"
                if by_design
                else "concentration-outside-range",
                severity=NOTE if by_design else CONFIRM,
                where=f"bags[{number}]",
                numbers={
                    "bag": bag.name,
                    "concentration": bag.concentration,
                    "side": "below" if side == "lowest" else "above",
                    "which": side,
                    "limit": limit,
                    "drug": str(plan.drug),
                },
                source=(
                    f"{facts.concentration.source}; {DILUTE_BY_DESIGN}"
                    if by_design
                    else facts.concentration.source
                ),
            )


def _beyond(found: Quantity, limit: Quantity, side: str, plan: Plan) -> bool:
    bound = comparable(limit, unit_like(found), plan)
    return bound is not None and (found < bound if side == "lowest" else found > bound)


def _given_from(bag: Bag, plan: Plan) -> Fraction:
    return sum(
        (Fraction(step.dose.magnitude) for step in plan.steps if step.bag == bag.name),
        start=Fraction(0),
    )
