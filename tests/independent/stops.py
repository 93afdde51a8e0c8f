"""An infusion with stops, worked out apart from the program from what its documentation says.

The whole history, past and rest, is one row of steps. What each pushes into a set between volumes
a and b reaches the vein between a + dead and b + dead. A fresh set begins at 0 again, and what
stood in the old one is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from tests.independent.pumps import NotOnThisPump, Pump, around
from tests.independent.second_solver import LONGEST, NOTHING, Refused, Schedule, Step

Coming = tuple[int, Step]


@dataclass(frozen=True)
class Report:
    """What is reported of a stop: the mL in all; `as planned`; how many steps back, 0 for the one
    that ran again; a share of the rate; or a share of the rate of `each` step or of `this` one; the
    minutes in which nothing runs; and whether a fresh set is put on."""

    infused: Fraction
    way: str | int | Fraction | tuple[str, Fraction]
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


def history(schedule: Schedule, reports: Sequence[Report], pump: Pump | None = None) -> History:
    """Past and rest after these stops, each inside a step; Refused where the bags or the last step
    do not have what is repeated, or the pump does not run so slowly."""
    past: list[Step] = []
    planned, coming = list(schedule.steps), list(enumerate(schedule.steps))
    dose = total(schedule.steps)
    halts: list[Halt] = []
    for report in reports:
        try:
            past, coming, planned, halt = stopped(past, coming, planned, report, dose, pump)
        except NotOnThisPump as error:
            raise Refused("too slow for the pump") from error
        halts.append(halt)
    steps = (*past, *(step for _, step in coming))
    holds = {bag.name: bag.volume for bag in schedule.bags}
    for name, volume in holds.items():
        if taken(steps, name) > volume:
            raise Refused(f"bag {name} has not enough to be run again")
    if steps[-1].start + steps[-1].minutes > LONGEST:
        raise Refused("too long")
    if pump is None or not pump.volumes:
        assert total(steps) == dose
    return History(steps, tuple(halts))


def total(steps: Sequence[Step]) -> Fraction:
    return sum((step.dose for step in steps), start=NOTHING)


def taken(steps: Sequence[Step], bag: str) -> Fraction:
    """What runs from a bag and what is drawn from it at once, in mL."""
    return sum((step.mL for step in steps if bag in (step.bag, step.drawn)), start=NOTHING)


def by_pump(step: Step) -> Fraction:
    """What the pump counts of a step, in mL: nothing of a dose given at once."""
    return NOTHING if step.bag is None else step.mL


def stopped(
    past: list[Step], coming: list[Coming], planned: list[Step], report: Report, dose: Fraction,
    pump: Pump | None,
) -> tuple[list[Step], list[Coming], list[Step], Halt]:  # fmt: skip
    """One more stop, which cuts the step in which the volume is reached. `planned` are all steps,
    whole and as slow as the stops have made them; each that is to come has its place there."""
    done = sum(map(by_pump, past), start=NOTHING)
    ends = list(accumulate((by_pump(step) for _, step in coming), initial=done))[1:]
    at = next((n for n, end in enumerate(ends) if report.infused < end), None)
    if at is None:
        raise Refused("more than there is to run")
    place, step = coming[at]
    inside = report.infused - (ends[at] - step.mL)
    if inside <= 0 or step.bag is None:
        raise Refused("not inside a step")
    ran, left = part(step, inside / step.mL), part(step, 1 - inside / step.mL)
    past = [*past, *(one for _, one in coming[:at]), ran]
    rest, way = [(place, left), *coming[at + 1 :]], report.way
    given = total(past)
    if isinstance(way, int):
        if any(one.kind == "give" for one in planned):
            raise Refused("a dose given at once is given once")
        rest = again(planned, place, way, dose - given, pump)
    elif isinstance(way, Fraction):
        limit = way * step.dose / step.minutes
        rest = [(n, slowed(one, limit, pump)) for n, one in rest]
        planned = [slowed(one, limit, pump) for one in planned]
    elif isinstance(way, tuple):
        whose, share = way
        first, *others = rest
        if whose == "each":
            others = [(n, at_share(one, share, pump)) for n, one in others]
            planned = [at_share(one, share, pump) for one in planned]
        rest = [(first[0], at_share(first[1], share, pump)), *others]
    stops_at = ran.start + ran.minutes
    if report.hold:
        nothing = Step("observe", None, stops_at, report.hold, NOTHING, NOTHING)
        rest.insert(0, (-1, nothing))
    clock, made = stops_at, list[Coming]()
    for n, one in rest:
        made.append((n, replace(one, start=clock)))
        clock += one.minutes
    resumes = stops_at + report.hold
    halt = Halt(stops_at, resumes, given, dose - given, step.bag, len(past), report.fresh)
    return past, made, planned, halt


def again(
    planned: list[Step], place: int, back: int, left: Fraction, pump: Pump | None
) -> list[Coming]:
    """The steps again from so many before the one at this place, whole. The last gives less: what
    is then left of the dose, or the next volume below it that the pump takes."""
    giving = [n for n in range(place + 1) if planned[n].bag is not None]
    if back >= len(giving):
        raise Refused("before the first step")
    last = max(n for n, one in enumerate(planned) if one.bag is not None)
    made = [(n, planned[n]) for n in range(giving[-1 - back], last)]
    left -= total([one for _, one in made])
    if left <= 0:
        raise Refused("the last step has less than was repeated")
    ended = part(planned[last], left / planned[last].dose)
    if pump is not None and pump.volumes and ended.mL != planned[last].mL:
        volume = around(ended.mL, pump.volumes)[0]
        ended = part(ended, volume / ended.mL)
    return [*made, (last, ended)]


def part(step: Step, share: Fraction) -> Step:
    """A share of a step, at its rate."""
    return replace(step, minutes=step.minutes * share, mL=step.mL * share, dose=step.dose * share)


def at_share(step: Step, share: Fraction, pump: Pump | None) -> Step:
    """The step at a share of its own rate."""
    return step if step.bag is None else slowed(step, share * step.dose / step.minutes, pump)


def slowed(step: Step, limit: Fraction, pump: Pump | None) -> Step:
    """The step no faster than a dose rate per minute: its volume over a longer time, at a rate that
    the pump takes."""
    if step.bag is None or step.dose <= limit * step.minutes:
        return step
    rate = limit * 60 * step.mL / step.dose
    if pump is not None:
        rate = around(rate, pump.ranges)[0]
    return replace(step, minutes=step.mL * 60 / rate)


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
        if taken(made.steps, bag.name) + filled.get(bag.name, NOTHING) > bag.volume:
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
