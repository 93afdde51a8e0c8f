"""The steps run through the line: how a bag is connected, and what a step pushes to the vein."""

from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.line import Line
from rechallenge.model.plan import Step
from rechallenge.planning.state.infusion_state import BagState, InfusionState
from rechallenge.planning.state.line_contents import BagChange, Plug, Plugs, SetName
from rechallenge.quantities import MIN, ML, ML_PER_H, Quantity, Unit, number_in


class Push(NamedTuple):
    """What reaches the vein in one infusing step, from `start` in min, at `rate` in mL/h."""

    step: int
    start: Fraction
    rate: Fraction
    leaving: Plugs


def set_name(bag: str, line: Line) -> SetName:
    """The set that a bag runs through."""
    return None if line.sets == "shared" else bag


def connected(state: InfusionState, bag: str, line: Line) -> InfusionState:
    """The state with this bag on its set. A new set takes its fill from the bag where it is primed
    with drug; a bag that is taken off a shared line leaves there what it had put in."""
    contents, name = state.line, set_name(bag, line)
    if name not in contents.sets:
        hung, volume = state.bags[bag], plain(line.dead_volume, ML)
        fill = Plug(volume)
        if line.primed == "drug":
            fill = _solution(hung, contents.connection)._replace(volume=volume)
            state = state.with_bag(hung._replace(into_line=hung.into_line + line.dead_volume))
        contents = contents._replace(sets={**contents.sets, name: (fill,)})
    elif name is None:
        taken_off = state.bag_in_use
        of_it = _solution(taken_off, contents.connection)
        left = [plug for plug in contents.sets[None] if plug.continues(of_it)]
        changes = tuple(BagChange(state.step, plug, taken_off.fastest) for plug in left)
        connection, changes = contents.connection + 1, contents.changes + changes
        contents = contents._replace(connection=connection, changes=changes)
    return state._replace(bag=bag, line=contents)


def pushed(
    step: Step, state: InfusionState, after: BagState, line: Line
) -> tuple[Push, InfusionState]:
    """What an infusing step pushes to the vein, and the state with the line after it. `after` is
    the bag at its end: once that is dry, nothing more is pushed."""
    contents, bag = state.line, state.bag_in_use
    rate, start = plain(step.rate, ML_PER_H), plain(step.start, MIN)
    drawn = plain(bag.holds - after.holds, ML)
    if after.lacks.magnitude and contents.dry_at is None:
        contents = contents._replace(dry_at=start + minutes(drawn, rate))
    name = set_name(bag.stock.name, line)
    entering = _solution(bag, contents.connection)._replace(volume=drawn)
    leaving, contents = contents.pushed(name, entering)
    if not step.clears_line and rate > after.fastest:
        after = after._replace(fastest=rate)
    return Push(step.number, start, rate, leaving), state._replace(line=contents).with_bag(after)


def minutes(volume: Fraction, rate: Fraction) -> Fraction:
    """How long a volume in mL takes at a rate in mL/h."""
    return volume / rate * 60


def plain(value: Quantity | None, unit: Unit) -> Fraction:
    """The number of these units; for what every infusing step has."""
    assert value is not None
    return number_in(value, unit)


def _solution(bag: BagState, connection: int) -> Plug:
    stock = bag.stock
    return Plug(Fraction(0), stock.name, Fraction(stock.concentration.magnitude), connection)
