"""Several bags and no line: how a short line and a long one would change the plan."""

from collections.abc import Iterator

from rechallenge.model.delivery import Delivery
from rechallenge.model.finding import Finding, Refused, note
from rechallenge.model.line import Line
from rechallenge.model.plan import Plan
from rechallenge.planning.course import course
from rechallenge.planning.infusion import Infusion
from rechallenge.planning.limits import LARGEST_LINE, SMALLEST_LINE
from rechallenge.planning.scheduling import scheduled
from rechallenge.planning.state.infusion_state import before_step_1
from rechallenge.quantities import PLAIN, Quantity, quantity
from rechallenge.words.codes import FindingCode

from .rates import rises
from .rule import check, notes


@check(
    notes(
        FindingCode.LINE_NOT_STATED,
        (SMALLEST_LINE, LARGEST_LINE),
        "H-21",
        "H-22",
        remedy=("line", "primed", "sets"),
    )
)
def several_bags(plan: Plan) -> Iterator[Finding]:
    """What arrives of this plan through the shortest and the longest usual line, shared by all bags
    and primed with diluent. One bag only arrives later, and what is missing is named elsewhere."""
    connected = {step.bag for step in plan.steps if step.bag is not None}
    if plan.line is not None or len(connected) < 2 or plan.begun is not None:
        return
    infusion = scheduled(plan.protocol, plan.order, plan.on_file).infusion
    short, long = (_through(limit.value, plan, infusion) for limit in (SMALLEST_LINE, LARGEST_LINE))
    if short is None or long is None or short.first_drug is None or long.first_drug is None:
        return
    yield note(
        FindingCode.LINE_NOT_STATED,
        ("order", "line"),
        SMALLEST_LINE.source,
        least=SMALLEST_LINE.value,
        most=LARGEST_LINE.value,
        at_least=short.first_drug.at,
        at_most=long.first_drug.at,
        step_least=short.first_drug.step,
        step_most=long.first_drug.step,
        fold_least=_steepest(short),
        fold_most=_steepest(long),
    )


def _through(dead_volume: Quantity, plan: Plan, infusion: Infusion) -> Delivery | None:
    """What would arrive through such a line; None where it could not be run so, because a bag is
    smaller than the line or runs dry in it."""
    if any(dead_volume > bag.volume for bag in plan.bags):
        return None
    line = Line(dead_volume=dead_volume, primed="diluent", sets="shared")
    try:
        run = course(infusion._replace(line=line), before_step_1(infusion.context.unit))
    except Refused:
        return None
    return run.delivery


def _steepest(delivery: Delivery) -> Quantity:
    """The steepest rise at the vein; 1 where nothing rises."""
    folds = (fold for *_, fold in rises(delivery.steps))
    return max((quantity(1, PLAIN), *folds))
