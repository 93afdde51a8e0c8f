"""The course of an infusion from a state to its end: steps, bags and what reaches the vein, or why
it cannot run."""

from typing import NamedTuple

from rechallenge.model.delivery import Delivery
from rechallenge.model.finding import Finding, Number, Refused, refusal
from rechallenge.model.places import Place
from rechallenge.model.plan import Bag, Step
from rechallenge.model.preparation import Preparation
from rechallenge.quantities import PERCENT, Quantity
from rechallenge.words.codes import FindingCode

from .bags import letter_of
from .infusion import Infusion
from .limits import LONGEST
from .line.delivery import delivered
from .order.dose_context import DoseContext
from .running import StepRun, fresh_bag, run
from .state.infusion_state import BagState, InfusionState

_INFUSION: Place = ("infusion",)
_GIVES_REST = "rest"


class Course(NamedTuple):
    """What runs from `begin` to `end`. The first step is only what was left of it where it had
    begun; the bags are all of them, from the start, with how each was `made`. `delivery` is None
    without a line."""

    begin: InfusionState
    steps: tuple[Step, ...]
    bags: tuple[Bag, ...]
    made: tuple[Preparation, ...]
    delivery: Delivery | None
    end: InfusionState


def course(infusion: Infusion, begin: InfusionState) -> Course:
    """The course from a state on; that of a plan is from the state before step 1.

    Raises Refused, with every reason, when it does not deliver the ordered dose, draws more from a
    bag than it holds, or takes too long; and UnusableProtocol for a step that cannot be solved.
    From bags that were measured it delivers what they hold.
    """
    return course_of(infusion, begin, tuple(run(infusion, begin)))


def course_of(
    infusion: Infusion,
    begin: InfusionState,
    runs: tuple[StepRun, ...],
    planned: Quantity | None = None,
    *,
    for_good: bool = False,
) -> Course:
    """The course that these steps are, from a state on. Shares are of the dose they give, or of the
    one that was `planned`. One that was stopped `for_good` gives what it gives. Raises Refused as
    `course` does."""
    end = runs[-1].state if runs else begin
    as_planned = for_good or end.dose_given == planned
    refusals = [
        *([] if as_planned else _not_delivered(end.dose_given, runs, infusion, planned)),
        *_overdrawn(infusion, runs, end),
        *_too_long(end.clock),
    ]
    refusals = refusals or _dry_too_early(infusion, begin, runs, end)
    if refusals:
        raise Refused(*refusals)
    whole = end.dose_given if planned is None else planned
    steps = tuple(shared_in(whole, one.step) for one in runs)
    lettered, delivery = _bags(infusion, end), None
    bags = tuple(bag.planned(letter) for bag, letter in lettered)
    made = tuple(bag.stock.made for bag, _ in lettered if bag.stock.made is not None)
    if infusion.line is not None:
        pushes = tuple(one.push for one in runs if one.push is not None)
        dose, line, pump = end.dose_given - end.at_once, infusion.line, infusion.context.pump
        delivery = delivered(steps, pushes, begin, end, line, pump, dose, for_good=for_good)
    return Course(begin, steps, bags, made, delivery, end)


def _bags(infusion: Infusion, end: InfusionState) -> list[tuple[BagState, str]]:
    """The bags in the order written, then those of another protocol after a stop, with letters in
    the order of first use; one that no step uses is prepared too, and has a letter after those."""
    by_use = [*end.bags, *(name for name in _written(infusion) if name not in end.bags)]
    letters = {name: letter_of(place) for place, name in enumerate(by_use)}
    return [
        (end.bags.get(name) or fresh_bag(infusion, name, end), letters[name])
        for name in _in_order(infusion, end)
    ]


def _written(infusion: Infusion) -> list[str]:
    return [bag.name for bag in infusion.written_bags]


def _in_order(infusion: Infusion, end: InfusionState) -> list[str]:
    """The bags as written, then those of another protocol in the order of use."""
    return list(dict.fromkeys([*_written(infusion), *end.bags]))


def shared_in(total: Quantity, step: Step) -> Step:
    """The step with its share of the dose that is really given."""
    share = (step.cumulative_dose / total).to(PERCENT)
    if share == step.cumulative_share:
        return step
    return step.model_copy(update={"cumulative_share": share})


def _not_delivered(
    given: Quantity, runs: tuple[StepRun, ...], infusion: Infusion, planned: Quantity | None
) -> list[Finding]:
    context = infusion.context
    # What was planned may itself be short by less than the pump's next volume.
    due = context.to_give if planned is None else planned
    if given == due or infusion.making is not None:
        return []
    if _within_an_increment(due - given, runs, context):
        return []
    share = (given / context.dose).to(PERCENT)
    numbers: dict[str, Number] = {"ordered": context.dose, "delivered": given, "share": share}
    if context.in_all is not None:
        numbers["in_all"] = context.in_all
    if context.dosing is not None and context.dosing.dose is not None:
        numbers["protocol_dose"] = context.dosing.dose
    weight, most = context.order.weight, context.weight_at_most
    if weight is not None and most is not None and weight > most:
        numbers["weight_at_most"] = most
    if context.pump is None:
        if runs:
            numbers["last_step"] = runs[-1].step.number
        return [refusal(FindingCode.DOSE_NOT_DELIVERED, _INFUSION, **numbers)]
    code, pump = FindingCode.DOSE_NOT_DELIVERED_ON_PUMP, context.pump.title
    return [refusal(code, _INFUSION, pump=pump, **numbers)]


def _within_an_increment(
    missing: Quantity, runs: tuple[StepRun, ...], context: DoseContext
) -> bool:
    """Whether a pump that ends by volume gives the dose as nearly as it can: the last bag has less
    of it left than the pump's next volume."""
    if not runs or missing.magnitude < 0 or context.pump is None or not context.pump.volumes:
        return False
    running = [one for one in runs if one.step.rate is not None]
    if not running:
        return False
    last = running[-1]
    volume = missing / last.state.bags[str(last.step.bag)].stock.concentration
    within = context.pump.volumes_of(last.step.volume) or context.pump.volumes[0]
    return bool(volume < within.step)


def _overdrawn(infusion: Infusion, runs: tuple[StepRun, ...], end: InfusionState) -> list[Finding]:
    """The bags from which the steps draw more than they hold, each at the step that does. Where
    that step gives the rest of the dose, more is ordered than the steps and its whole bag give."""
    first: dict[str, int | None] = {}
    for one in runs:
        bag = one.step.taken_from
        if bag is not None and one.state.bags[bag].left.magnitude < 0:
            first.setdefault(bag, one.step.written_at)
    refusals = []
    for name, at in first.items():
        bag_at_end = end.bags[name]
        holds = bag_at_end.stock.volume
        place = _INFUSION if at is None else (*_INFUSION, at)
        entries = [placed.entry for placed in infusion.written if placed.at == at]
        if any(_GIVES_REST in (getattr(e, "give", ""), getattr(e, "at_once", "")) for e in entries):
            ordered = infusion.context.to_give
            lacks = (bag_at_end.left * bag_at_end.stock.concentration).to(ordered.units)
            numbers: dict[str, Number] = {"ordered": ordered, "delivered": ordered + lacks}
            numbers["share"] = ((ordered + lacks) / ordered).to(PERCENT)
            code = FindingCode.DOSE_NOT_DELIVERED
            refusals.append(refusal(code, place, emptied=name, **numbers))
            continue
        code, drawn = FindingCode.BAG_OVERDRAWN, holds - bag_at_end.left
        refusals.append(refusal(code, place, bag=name, holds=holds, drawn=drawn))
    return refusals


def _too_long(end: Quantity) -> list[Finding]:
    if end <= LONGEST.value:
        return []
    code = FindingCode.SCHEDULE_TOO_LONG
    return [refusal(code, _INFUSION, LONGEST.source, duration=end, limit=LONGEST.value)]


def _dry_too_early(
    infusion: Infusion, begin: InfusionState, runs: tuple[StepRun, ...], end: InfusionState
) -> list[Finding]:
    """The first bag that holds too little to fill the line, or that runs dry because it filled it,
    before another is connected or a dose is drawn from it. Where the last one runs dry, a flush
    takes its place."""
    before = (begin, *(one.state for one in runs))
    dry: set[str | None] = {
        state.bag
        for state, one in zip(before, runs, strict=False)
        if state.bag is not None
        and one.step.bag not in (None, state.bag)
        and state.bag_in_use.lacks.magnitude
    }
    drawn = ((one.step.drawn_from, one.state) for one in runs if one.step.drawn_from is not None)
    dry |= {bag for bag, state in drawn if state.bags[bag].lacks.magnitude}
    dry |= {one.step.bag for state, one in zip(before, runs, strict=False) if _too_low(state, one)}
    for number, name in enumerate(_in_order(infusion, end)):
        if name in dry:
            bag = end.bags[name]
            overdrawn = refusal(
                FindingCode.BAG_OVERDRAWN_BY_LINE,
                ("bags", number),
                bag=name,
                holds=bag.stock.volume,
                used=bag.stock.volume - bag.left,
                line=bag.into_line,
            )
            return [overdrawn]
    return []


def _too_low(before: InfusionState, one: StepRun) -> bool:
    """Whether the step's bag fills the line and holds less than it takes. A bag that has filled one
    before fills a fresh set after a stop: resuming tells that."""
    step, name = one.step, one.step.bag
    if name is None or (name in before.bags and before.bags[name].into_line.magnitude):
        return False
    after = one.state.bags[name]
    held = after.left if step.clears_line else after.left + step.volume
    return bool(after.into_line > held)
