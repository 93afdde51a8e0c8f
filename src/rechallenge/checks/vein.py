"""How fast drug reaches the vein: rises and highest rates that the settings do not show, because
the line still holds what went into it before."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Severity, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import TENFOLD_JUMP, USUAL_JUMP
from rechallenge.planning.line.arriving import arriving_rises
from rechallenge.planning.steps.rises import rises
from rechallenge.quantities import Quantity, unit_like
from rechallenge.words.codes import FindingCode

from .comparable import comparable
from .rates import steepest
from .rule import CONFIRM, NOTE, Basis, Rule, check


@check(
    Rule(FindingCode.VEIN_RATE_JUMP, (CONFIRM, NOTE), (USUAL_JUMP, TENFOLD_JUMP), ("H-22", "H-01"))
)
def jumps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Rises at the vein that are steeper than those set. Those of tenfold or more ask together; if
    there is none, the steepest that is above the largest of a published table is a note."""
    if plan.delivery is None:
        return
    set_to = {step.number: fold for _, step, fold in rises(plan.steps)}
    steep = [
        rise
        for rise in arriving_rises(plan.delivery.steps)
        if rise[-1] > max(USUAL_JUMP.value, set_to.get(rise[1], USUAL_JUMP.value))
    ]
    tenfold = [rise for rise in steep if rise[-1] >= TENFOLD_JUMP.value]
    code, most = FindingCode.VEIN_RATE_JUMP, sorted(steep, key=lambda rise: rise[-1])[-1:]
    if tenfold:
        yield from steepest(code, Severity.CONFIRM, TENFOLD_JUMP, tenfold)
    else:
        yield from steepest(code, Severity.NOTE, USUAL_JUMP, most)


@check(Rule(FindingCode.VEIN_RATE_ABOVE_HIGHEST, (CONFIRM,), (Basis.DRUG_FILE,), ("H-22", "H-04")))
def highest_rate(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Drug that arrives faster than a rate in the drug's file, and faster than any step is set
    to."""
    facts = on_file.drug(plan.drug)
    drug = [a for a in plan.delivery.arrivals if a.bag is not None] if plan.delivery else []
    fastest = max(drug, key=lambda arrival: arrival.dose_rate, default=None)
    if facts is None or fastest is None or fastest.dose_rate <= _highest_set(plan):
        return
    for highest in facts.highest_rates:
        most = comparable(highest.rate, unit_like(fastest.dose_rate), plan)
        if most is not None and fastest.dose_rate > most:
            yield confirm(
                FindingCode.VEIN_RATE_ABOVE_HIGHEST,
                (STEP, fastest.step),
                highest.source,
                step=fastest.step,
                arrives=fastest.dose_rate,
                most=most,
                limit=highest.rate,
                drug=facts.name,
            )


def _highest_set(plan: Plan) -> Quantity:
    return max(step.dose_rate for step in plan.steps if step.dose_rate is not None)
