"""Steps: each written step solved in order, drawn from its bag, the dose closed."""

from dataclasses import dataclass

from rechallenge.model.finding import Finding, Numbers, Refused, refusal
from rechallenge.model.infusion import Infuse, Ladder, Observe, Ramp, Written
from rechallenge.model.plan import Bag, Step
from rechallenge.model.reading import settled
from rechallenge.planning.bags.contents import Bags
from rechallenge.planning.bags.stock import Stock
from rechallenge.planning.limits import LONGEST
from rechallenge.planning.order.dose_context import DoseContext
from rechallenge.quantities import MIN, ML, PERCENT, Quantity, in_unit, quantity

from .unsolved import Moment, UnsolvedStep, solved_for_pump, unsolved_steps


def solve_steps(
    written_steps: tuple[Written, ...], context: DoseContext, bags: Bags
) -> tuple[tuple[Step, ...], tuple[Bag, ...]]:
    """The schedule, exact, and what was used of each bag.

    Raises Refused, with every reason, when it does not deliver the ordered dose or draws more from
    a bag than it holds.
    """
    steps: list[Step] = []
    stocks: dict[str, Stock] = {}
    left: dict[str, Quantity] = {}
    overdrawn: dict[str, int] = {}
    name = bags.written[0].name
    for at, written in enumerate(written_steps):
        standing = _standing(steps, context)
        if isinstance(written, Observe):
            steps.append(_observation(written, at, standing, context))
            continue
        name = written.bag or name
        if name not in stocks:
            stocks[name] = bags.prepared(name, standing.given)
            left[name] = stocks[name].volume
        moment = Moment(standing.start, standing.given, stocks[name], left[name])
        for unsolved in unsolved_steps(written, ("infusion", at), context, moment):
            step = _infusion(
                written, at, _standing(steps, context), context, stocks[name], unsolved
            )
            steps.append(step)
            left[name] = left[name] - step.volume
        if left[name].magnitude < 0:
            overdrawn.setdefault(name, at)
    given = steps[-1].cumulative_dose
    refusals = _not_delivered(given, context)
    refusals += [_overdrawn(stocks[bag], left[bag], at) for bag, at in overdrawn.items()]
    refusals += too_long(steps[-1].end)
    if refusals:
        raise Refused(*refusals)
    for bag in bags.written:
        if bag.name not in stocks:
            stocks[bag.name] = bags.prepared(bag.name, given)
    used = (stocks[bag.name] for bag in bags.written)
    return tuple(steps), tuple(stock.bag(left.get(stock.name, stock.volume)) for stock in used)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the infusion stands before a step: its number, the clock, and the dose given."""

    number: int
    start: Quantity
    given: Quantity


def _standing(steps: list[Step], context: DoseContext) -> _Standing:
    if not steps:
        return _Standing(1, quantity(0, MIN), quantity(0, context.unit))
    return _Standing(len(steps) + 1, steps[-1].end, steps[-1].cumulative_dose)


def _infusion(
    written: Infuse | Ladder | Ramp,
    at: int,
    standing: _Standing,
    context: DoseContext,
    stock: Stock,
    unsolved: UnsolvedStep,
) -> Step:
    solved = solved_for_pump(unsolved, ("infusion", at), context, stock.concentration)
    cumulative = standing.given + solved.dose
    return Step(
        number=standing.number,
        kind="infuse",
        bag=stock.name,
        start=standing.start,
        duration=solved.duration,
        rate=solved.rate,
        dose_rate=solved.dose_rate,
        volume=solved.volume,
        dose=solved.dose,
        cumulative_dose=cumulative,
        cumulative_share=(cumulative / context.dose).to(PERCENT),
        written_at=at,
        go_on_if=written.go_on_if,
        note=written.note,
        working=unsolved.log.formulas,
    )


def _observation(written: Observe, at: int, standing: _Standing, context: DoseContext) -> Step:
    return Step(
        number=standing.number,
        kind="observe",
        bag=None,
        start=standing.start,
        duration=in_unit(settled(written.observe), MIN),
        rate=None,
        dose_rate=None,
        volume=quantity(0, ML),
        dose=quantity(0, context.unit),
        cumulative_dose=standing.given,
        cumulative_share=(standing.given / context.dose).to(PERCENT),
        written_at=at,
        go_on_if=written.go_on_if,
        note=written.note,
    )


def _not_delivered(given: Quantity, context: DoseContext) -> list[Finding]:
    if given == context.dose:
        return []
    share = (given / context.dose).to(PERCENT)
    numbers: Numbers = {"ordered": context.dose, "delivered": given, "share": share}
    if context.pump is None:
        return [refusal("dose-not-delivered", "infusion", numbers)]
    numbers["pump"] = context.pump.title
    return [refusal("dose-not-delivered-on-pump", "infusion", numbers)]


def too_long(end: Quantity) -> list[Finding]:
    """The refusal of a schedule that ends later than any is planned."""
    if end <= LONGEST.value:
        return []
    numbers: Numbers = {"duration": end, "limit": LONGEST.value}
    return [refusal("schedule-too-long", "infusion", numbers)]


def _overdrawn(stock: Stock, left: Quantity, at: int) -> Finding:
    numbers: Numbers = {"bag": stock.name, "holds": stock.volume, "drawn": stock.volume - left}
    return refusal("bag-overdrawn", f"infusion[{at}]", numbers)
