"""The programmed steps run through the line: what each pushes to the vein, until the bag is dry."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from rechallenge.model.line import Line
from rechallenge.model.plan import Bag, Step
from rechallenge.quantities import MIN, ML, ML_PER_H, Quantity, Unit, in_unit

from .plugs import Plug, Plugs, pushed

SetName: TypeAlias = str | None
"""The bag whose own set it is; None for the line that all bags share."""


@dataclass(frozen=True, slots=True)
class Push:
    """What reaches the vein in one infusing step, from `start` in min, at `rate` in mL/h."""

    step: int
    start: Fraction
    rate: Fraction
    leaving: Plugs


@dataclass(frozen=True, slots=True)
class Change:
    """A bag is taken off a shared line while drug of it stands there: the step this is for, that
    drug, and the highest rate (mL/h) its steps had run at."""

    step: int
    residue: Plug
    own_rate: Fraction


@dataclass(frozen=True, slots=True)
class Flow:
    """All that moved. `lines` is what stands in each set at the end, `last` the one then in use.
    `dry` is the volume that the bag lacks for its last steps, `dry_at` when it is empty."""

    pushes: tuple[Push, ...]
    changes: tuple[Change, ...]
    lines: dict[SetName, Plugs]
    last: SetName
    last_bag: str
    dry: Fraction
    dry_at: Fraction | None


def flow(steps: tuple[Step, ...], bags: tuple[Bag, ...], line: Line) -> Flow:
    """Run the steps. `bags` have given `into_line` to the line already, as `connected` says."""
    stock = {bag.name: bag for bag in bags}
    left = {bag.name: _held(bag, line) for bag in bags}
    fastest = {bag.name: Fraction(0) for bag in bags}
    lines: dict[SetName, Plugs] = {}
    pushes: list[Push] = []
    changes: list[Change] = []
    dry, dry_at, hanging, connected = Fraction(0), None, None, 0
    for step in steps:
        if step.bag is None or step.rate is None:
            continue
        name = None if line.sets == "shared" else step.bag
        if name is None and hanging is not None and hanging != step.bag:
            of_it = _solution(stock[hanging], connected)
            changes += [
                Change(step.number, plug, fastest[hanging])
                for plug in lines[None]
                if plug.continues(of_it)
            ]
            connected += 1
        hanging = step.bag
        solution = _solution(stock[hanging], connected)
        standing = lines[name] if name in lines else (_fill(solution, line),)
        volume, rate, start = (
            plain(value, unit)
            for value, unit in ((step.volume, ML), (step.rate, ML_PER_H), (step.start, MIN))
        )
        drawn = volume if volume <= left[hanging] else left[hanging]
        if drawn < volume:
            dry += volume - drawn
            dry_at = start + minutes(drawn, rate) if dry_at is None else dry_at
        left[hanging] -= drawn
        leaving, lines[name] = pushed(standing, replace(solution, volume=drawn))
        pushes.append(Push(step.number, start, rate, leaving))
        if not step.clears_line and rate > fastest[hanging]:
            fastest[hanging] = rate
    assert hanging is not None, "a plan that gives a dose has an infusing step"
    last = None if line.sets == "shared" else hanging
    return Flow(tuple(pushes), tuple(changes), lines, last, hanging, dry, dry_at)


def plain(value: Quantity, unit: Unit) -> Fraction:
    """The number of these units."""
    return Fraction(in_unit(value, unit).magnitude)


def minutes(volume: Fraction, rate: Fraction) -> Fraction:
    """How long a volume in mL takes at a rate in mL/h."""
    return volume / rate * 60


def _held(bag: Bag, line: Line) -> Fraction:
    """What the steps can draw. A line primed with drug was filled before; one that is cleared is
    filled by a step."""
    held = plain(bag.volume, ML)
    return held - plain(bag.into_line, ML) if line.primed == "drug" else held


def _solution(bag: Bag, connected: int) -> Plug:
    return Plug(Fraction(0), bag.name, Fraction(bag.concentration.magnitude), connected)


def _fill(solution: Plug, line: Line) -> Plug:
    volume = plain(line.dead_volume, ML)
    return replace(solution, volume=volume) if line.primed == "drug" else Plug(volume)
