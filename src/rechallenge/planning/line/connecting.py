"""Connecting: the line takes its fill from the bags, and clearing it is a step."""

from itertools import takewhile

from rechallenge.model.finding import Refused, refusal
from rechallenge.model.line import Line
from rechallenge.model.plan import Bag, Step
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.steps.solving import too_long
from rechallenge.quantities import MIN, ML, PERCENT, Quantity, quantity


def connected(
    steps: tuple[Step, ...], bags: tuple[Bag, ...], line: Line
) -> tuple[tuple[Step, ...], tuple[Bag, ...]]:
    """The steps with those that clear the line, and the bags less what the line was filled with.

    A line that is primed with drug, or cleared, takes its dead volume from the bag it hangs on. The
    last bag may then run dry before the last step ends: a flush takes its place. Raises Refused
    for a bag that runs dry before another is connected, and for a schedule that becomes too long.
    """
    if line.primed == "diluent" and line.clear_at is None:
        return steps, bags
    connected_first = _first_steps(steps, line)
    bags = tuple(
        _filled(number, bag, bag.name in connected_first, steps, line)
        for number, bag in enumerate(bags)
    )
    if line.clear_at is not None:
        steps = _with_clearing(steps, line, set(connected_first.values()))
    if refusals := too_long(steps[-1].end):
        raise Refused(*refusals)
    return steps, bags


def _first_steps(steps: tuple[Step, ...], line: Line) -> dict[str, int]:
    """The bags that fill a line, with the number of the step for which each is connected."""
    first: dict[str, int] = {}
    for step in steps:
        if step.bag is not None and (not first or line.sets == "fresh"):
            first.setdefault(step.bag, step.number)
    return first


def _filled(number: int, bag: Bag, fills: bool, steps: tuple[Step, ...], line: Line) -> Bag:
    if not fills:
        return bag
    drawn = bag.used + line.dead_volume
    if drawn - bag.volume > _drawn_last(bag, steps):
        raise Refused(
            refusal(
                "bag-overdrawn-by-line",
                f"bags[{number}]",
                {
                    "bag": bag.name,
                    "holds": bag.volume,
                    "used": bag.used,
                    "line": line.dead_volume,
                },
            )
        )
    used = drawn if drawn <= bag.volume else bag.volume
    left = bag.volume - used
    return bag.model_copy(update={"used": used, "into_line": line.dead_volume, "discarded": left})


def _drawn_last(bag: Bag, steps: tuple[Step, ...]) -> Quantity:
    """What the bag gives after the last change of bag: nothing unless it is the last one."""
    infusing = [step for step in steps if step.bag is not None]
    stint = takewhile(lambda step: step.bag == bag.name, reversed(infusing))
    return sum((step.volume for step in stint), start=quantity(0, ML))


def _with_clearing(steps: tuple[Step, ...], line: Line, before: set[int]) -> tuple[Step, ...]:
    """The steps, numbered and timed anew, with a clearing step before each of those named."""
    made: list[Step] = []
    for step in steps:
        if step.number in before:
            share = made[-1].cumulative_share if made else quantity(0, PERCENT)
            made.append(_clearing(step, line, len(made) + 1, _end(made), share))
        made.append(step.model_copy(update={"number": len(made) + 1, "start": _end(made)}))
    return tuple(made)


def _end(made: list[Step]) -> Quantity:
    return made[-1].end if made else quantity(0, MIN)


def _clearing(step: Step, line: Line, number: int, start: Quantity, share: Quantity) -> Step:
    assert line.clear_at is not None
    log = CalculationLog()
    return Step(
        number=number,
        kind="infuse",
        bag=step.bag,
        start=start,
        duration=log.over("duration", line.dead_volume, line.clear_at, MIN),
        rate=line.clear_at,
        dose_rate=None,
        volume=line.dead_volume,
        dose=step.dose * 0,
        cumulative_dose=step.cumulative_dose - step.dose,
        cumulative_share=share,
        written_at=None,
        working=log.formulas,
    )
