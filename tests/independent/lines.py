"""What reaches the vein, worked out apart from the program, as overlaps of stretches of volume.

What a step pushes into the line at its bag end between volumes a and b reaches the vein between
a + dead and b + dead; the part of that which falls into another step's own stretch arrives in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.independent.second_solver import LONGEST, Refused, Schedule, read

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Line:
    dead: Fraction
    primed: str  # "drug" or "diluent"
    fresh: bool
    clear_at: Fraction | None  # mL/h, settable
    clear_mL: Fraction = NOTHING  # mL, settable, no more than dead


@dataclass(frozen=True)
class Push:
    """A step at work on one line: where it begins and ends there, in mL moved."""

    place: int
    start: Fraction
    minutes: Fraction
    begins: Fraction
    ends: Fraction
    strength: Fraction


@dataclass(frozen=True)
class AtVein:
    """The dose that arrives in each step, clearing steps too, and when the first does."""

    doses: tuple[Fraction, ...]
    first: Fraction | None


def fill_rate(protocol: Mapping[str, Any]) -> Fraction | None:
    """The rate in mL/h at which a protocol fills the line, before it is set on a pump; None where
    it does not say. Refused where its fills are not alike."""
    rates = {entry["rate"] for entry in protocol["infusion"] if "fill" in entry}
    if len(rates) > 1:
        raise Refused("fills at two rates")
    return read(rates.pop()).value * 60 if rates else None


def at_vein(schedule: Schedule, line: Line) -> AtVein:
    """What arrives of a schedule through a line; Refused when a bag cannot fill it."""
    strengths = {bag.name: bag.drug / bag.volume for bag in schedule.bags}
    running = [step.bag for step in schedule.steps if step.bag is not None]
    filling = set(running if line.fresh else running[:1])
    if line.primed == "diluent" and line.clear_at is None:
        filling = set()
    short = NOTHING
    for bag in schedule.bags:
        fill = line.dead if line.primed == "drug" else line.clear_mL
        lacks = bag.used + fill - bag.volume
        if bag.name in filling and lacks > 0:
            if bag.name != running[-1] or fill + _surely_taken(schedule) > bag.volume:
                raise Refused(f"bag {bag.name} cannot fill the line as well")
            short = lacks
    moved: dict[str, Fraction] = {}
    pushes: dict[str, list[Push]] = {}
    clock, place = NOTHING, 0
    cleared: set[str] = set()
    for step in schedule.steps:
        stretches = [(step.minutes, step.mL)]
        if line.clear_at is not None and step.bag is not None and step.bag in filling - cleared:
            cleared.add(step.bag)
            stretches.insert(0, (line.clear_mL * 60 / line.clear_at, line.clear_mL))
        for minutes, volume in stretches:
            if step.bag is not None:
                through = step.bag if line.fresh else "the line"
                begins = moved.get(through, NOTHING)
                moved[through] = begins + volume
                push = Push(place, clock, minutes, begins, begins + volume, strengths[step.bag])
                pushes.setdefault(through, []).append(push)
            clock, place = clock + minutes, place + 1
    if clock > LONGEST:
        raise Refused(f"with the clearing of the line, the steps take {clock} min")
    doses, firsts = [NOTHING] * place, []
    for through, its in pushes.items():
        is_last = through == running[-1] or not line.fresh
        stop = moved[through] - (short if is_last else NOTHING)
        sources = [(push.begins + line.dead, push.ends + line.dead, push.strength) for push in its]
        if line.primed == "drug":
            sources.append((NOTHING, line.dead, its[0].strength))
        for push in its:
            for begins, ends, strength in sources:
                low = max(begins, push.begins)
                high = min(ends, push.ends, stop)
                if low < high:
                    doses[push.place] += (high - low) * strength
                    per_ml = push.minutes / (push.ends - push.begins)
                    firsts.append(push.start + (low - push.begins) * per_ml)
    return AtVein(tuple(doses), min(firsts, default=None))


def _surely_taken(schedule: Schedule) -> Fraction:
    """What the last bag must give besides the fill: all up to the last other bag that runs, and up
    to the last dose that is drawn from it. Only what it runs after both may stay in the line."""
    last = next(step.bag for step in reversed(schedule.steps) if step.bag is not None)
    due = [
        place
        for place, step in enumerate(schedule.steps)
        if step.drawn == last or step.bag not in (None, last)
    ]
    earlier = schedule.steps[: due[-1] + 1] if due else ()
    return sum((step.mL for step in earlier if last in (step.bag, step.drawn)), start=NOTHING)
