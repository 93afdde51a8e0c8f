"""An infusion with stops, worked out apart from the program from what its documentation says.

The whole history, past and rest, is one row of steps. What each pushes into a set between volumes
a and b reaches the vein between a + dead and b + dead. A fresh set begins at 0 again, and what
stood in the old one is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from tests.independent.second_solver import LONGEST, NOTHING, Refused, Schedule, Step


@dataclass(frozen=True)
class Report:
    """What is reported of a stop: the mL in all; `as planned`, `repeat`, or a share of the rate;
    the minutes in which nothing runs; and whether a fresh set is put on."""

    infused: Fraction
    way: str | Fraction
    hold: Fraction
    fresh: bool = False


@dataclass(frozen=True)
class Halt:
    """A stop, worked out, in minutes of the clock; `begins` is the place of the step after it."""

    at: Fraction
    resumes: Fraction
    given: Fraction
    left: Fraction
    bag: str
    begins: int
    fresh: bool


@dataclass(frozen=True)
class History:
    steps: tuple[Step, ...]
    halts: tuple[Halt, ...]


@dataclass(frozen=True)
class Vein:
    """What reaches the vein in each step; and at each stop the drug that has and that stands in the
    sets, and the drug that a fresh set loses."""

    doses: tuple[Fraction, ...]
    arrived: tuple[Fraction, ...]
    standing: tuple[Fraction, ...]
    lost: tuple[Fraction, ...]


def history(schedule: Schedule, reports: Sequence[Report]) -> History:
    """Past and rest after these stops, each inside a step; Refused where the bags or the last step
    do not have what is repeated."""
    steps: tuple[Step, ...] = schedule.steps
    dose = total(steps)
    halts: list[Halt] = []
    for report in reports:
        steps, halt = stopped(steps, report, dose)
        halts.append(halt)
    holds = {bag.name: bag.volume for bag in schedule.bags}
    for name, volume in holds.items():
        if sum((step.mL for step in steps if step.bag == name), start=NOTHING) > volume:
            raise Refused(f"bag {name} has not enough to be run again")
    if steps[-1].start + steps[-1].minutes > LONGEST:
        raise Refused("too long")
    assert total(steps) == dose
    return History(steps, tuple(halts))


def total(steps: Sequence[Step]) -> Fraction:
    return sum((step.dose for step in steps), start=NOTHING)


def stopped(
    steps: tuple[Step, ...], report: Report, dose: Fraction
) -> tuple[tuple[Step, ...], Halt]:
    """The history with one more stop, which cuts the step in which the volume is reached."""
    ends = list(accumulate(step.mL for step in steps))
    place = next((n for n, end in enumerate(ends) if report.infused < end), None)
    if place is None:
        raise Refused("more than there is to run")
    step = steps[place]
    inside = report.infused - (ends[place] - step.mL)
    if inside <= 0 or step.bag is None:
        raise Refused("not inside a step")
    ran, left = part(step, inside / step.mL), part(step, 1 - inside / step.mL)
    past = (*steps[:place], ran)
    whole = step if step.whole is None else step.whole
    rest = [replace(left, whole=whole), *steps[place + 1 :]]
    if report.way == "repeat":
        rest[0] = whole
        last = max(n for n, one in enumerate(rest) if one.bag is not None)
        beyond = total(past) + total(rest) - dose
        short = 1 - beyond / rest[last].dose
        if short <= 0:
            raise Refused("the last step has less than was repeated")
        rest[last] = part(rest[last], short)
    elif isinstance(report.way, Fraction):
        limit = report.way * step.dose / step.minutes
        rest = [slowed(one, limit) for one in rest]
    at = ran.start + ran.minutes
    if report.hold:
        rest.insert(0, Step("observe", None, at, report.hold, NOTHING, NOTHING))
    clock, made = at, list[Step]()
    for one in rest:
        made.append(replace(one, start=clock))
        clock += one.minutes
    given = total(past)
    halt = Halt(at, at + report.hold, given, dose - given, step.bag, len(past), report.fresh)
    return (*past, *made), halt


def part(step: Step, share: Fraction) -> Step:
    """A share of a step, at its rate."""
    return replace(step, minutes=step.minutes * share, mL=step.mL * share, dose=step.dose * share)


def slowed(step: Step, limit: Fraction) -> Step:
    """The step no faster than a dose rate per minute: its volume over a longer time."""
    if step.bag is None or step.dose <= limit * step.minutes:
        return step
    whole = None if step.whole is None else slowed(step.whole, limit)
    return replace(step, minutes=step.dose / limit, whole=whole)


def at_vein(schedule: Schedule, made: History, dead: Fraction, primed: str, own_sets: bool) -> Vein:
    """The way of the drug of the whole history, through sets of which some were put on at a stop.

    Refused where a bag cannot fill its sets besides what runs from it."""
    strengths = {bag.name: bag.drug / bag.volume for bag in schedule.bags}
    moved: dict[tuple[str, int], Fraction] = {}
    sources: dict[tuple[str, int], list[tuple[Fraction, Fraction, Fraction]]] = {}
    through: list[tuple[tuple[str, int], Fraction] | None] = []
    filled: dict[str, Fraction] = {}
    for place, step in enumerate(made.steps):
        if step.bag is None:
            through.append(None)
            continue
        its = set_of(made, place, step.bag, own_sets)
        if its not in moved:
            moved[its], sources[its] = NOTHING, []
            if primed == "drug":
                sources[its].append((NOTHING, dead, strengths[step.bag]))
                filled[step.bag] = filled.get(step.bag, NOTHING) + dead
        begins = moved[its]
        moved[its] += step.mL
        sources[its].append((begins + dead, moved[its] + dead, strengths[step.bag]))
        through.append((its, begins))
    for bag in schedule.bags:
        run = sum((step.mL for step in made.steps if step.bag == bag.name), start=NOTHING)
        if run + filled.get(bag.name, NOTHING) > bag.volume:
            raise Refused(f"bag {bag.name} cannot fill its sets")
    doses = [
        NOTHING if way is None else arriving(sources[way[0]], way[1], way[1] + step.mL)
        for step, way in zip(made.steps, through, strict=True)
    ]
    arrived, standing, lost = [], [], []
    for halt in made.halts:
        arrived.append(sum(doses[: halt.begins], start=NOTHING))
        pushed: dict[tuple[str, int], Fraction] = {}
        for step, way in list(zip(made.steps, through, strict=True))[: halt.begins]:
            if way is not None:
                pushed[way[0]] = way[1] + step.mL
        # What entered a set no more than `dead` before its end is still in it.
        inside = {its: arriving(sources[its], end, end + dead) for its, end in pushed.items()}
        now = {its: drug for its, drug in inside.items() if is_on(its, halt, made)}
        standing.append(sum(now.values(), start=NOTHING))
        old = set_of(made, halt.begins - 1, halt.bag, own_sets)
        lost.append(now[old] if halt.fresh else NOTHING)
    return Vein(tuple(doses), tuple(arrived), tuple(standing), tuple(lost))


def set_of(made: History, place: int, bag: str, own_sets: bool) -> tuple[str, int]:
    """The set that a step runs through: of the line or of the bag, counted by the fresh ones."""
    fresh = [one for one in made.halts if one.fresh and one.begins <= place]
    if own_sets:
        return bag, sum(one.bag == bag for one in fresh)
    return "the line", len(fresh)


def is_on(its: tuple[str, int], halt: Halt, made: History) -> bool:
    """Whether a set had not been taken off before a stop."""
    before = [one for one in made.halts if one.begins < halt.begins and one.fresh]
    name, number = its
    taken = len(before) if name == "the line" else sum(one.bag == name for one in before)
    return number == taken


def arriving(
    sources: Sequence[tuple[Fraction, Fraction, Fraction]], begins: Fraction, ends: Fraction
) -> Fraction:
    """The drug between two volumes at the end of a set."""
    return sum(
        (
            (min(end, ends) - max(begin, begins)) * strength
            for begin, end, strength in sources
            if min(end, ends) > max(begin, begins)
        ),
        start=NOTHING,
    )
