"""Dead time in a line: when what a bag holds reaches the patient, after it was connected."""

from fractions import Fraction
from typing import NamedTuple

from rechallenge.planning.line.flow import minutes
from rechallenge.planning.state.line_contents import LineContents, Plug
from rechallenge.quantities import MIN, ML, ML_PER_H, Quantity, number_in, quantity

from .bags import bag_key, gives_none
from .looks import Look, Note, Value, solution_of
from .roles import Role
from .table import Cell
from .understanding import Line, Understanding


class _Waiting(NamedTuple):
    """A bag that was connected and has not reached the patient: its first step, when that began
    (min), and what it runs at (mL/h)."""

    line: Line
    connection: int
    start: Fraction
    rate: Fraction


def dead_time(found: Understanding, dead_volume: Quantity | None) -> Look:
    """When each bag reaches the patient, through one line of this volume for all bags. Before the
    first bag it holds diluent.

    The contents of the line move as those of a plan do: first in, first out, nothing mixes.
    """
    if dead_volume is None:
        return Look("line", why_not="no-line")
    flows = [(line, flow) for line in found.lines if (flow := _flow(line)) is not None]
    if len(flows) < len(found.lines) or not any(flow.rate for _, flow in flows):
        return Look("line", why_not="no-rate-and-time")
    contents = LineContents({None: (Plug(number_in(dead_volume, ML)),)})
    notes: list[Note] = []
    waiting: list[_Waiting] = []
    connection, clock, bag = 0, Fraction(0), None
    for line, (rate, time) in flows:
        entering = Plug(rate * time / 60)
        if entering.volume and not gives_none(line):
            if bag_key(solution_of(line)) != bag:
                bag, connection = bag_key(solution_of(line)), connection + 1
                waiting.append(_Waiting(line, connection, clock, rate))
            entering = Plug(entering.volume, solution_of(line), connection=connection)
        leaving, contents = contents.pushed(None, entering)
        at = clock
        for plug in leaving:
            if waiting and plug.bag is not None and plug.connection == waiting[0].connection:
                notes.append(_arrived(waiting.pop(0), line, rate, at))
            at += minutes(plug.volume, rate)
        clock += time
    notes += [Note("line-never", _cell(one.line), _said(one)) for one in waiting]
    return Look("line", connection, tuple(notes), by={"dead_volume": dead_volume})


class _Flow(NamedTuple):
    """What runs in a step (mL/h), and for how long (min)."""

    rate: Fraction
    time: Fraction


def _flow(line: Line) -> _Flow | None:
    """The flow of a step; None where the table does not tell it. Nothing runs in a pause."""
    rate, time, volume = (
        None if number is None else number.value
        for number in map(line.numbers.get, (Role.RATE, Role.TIME, Role.VOLUME))
    )
    if rate and time is None and volume:
        return _Flow(rate, volume / rate * 60)
    if time is None or (rate is None and volume and not time):
        return None
    if rate is None:
        return _Flow((volume or Fraction(0)) / time * 60 if time else Fraction(0), time)
    return _Flow(rate, time)


def _arrived(one: _Waiting, step: Line, rate: Fraction, at: Fraction) -> Note:
    said = _said(one) | {"after": quantity(at - one.start, MIN)}
    if step is one.line:
        return Note("line-same-step", _cell(one.line), said)
    arrives: dict[str, Value] = {"arrives_in": step.name, "arrives_at": quantity(rate, ML_PER_H)}
    code = "line-later-step" if rate == one.rate else "line-other-rate"
    return Note(code, _cell(one.line), said | arrives)


def _said(one: _Waiting) -> dict[str, Value]:
    return {
        "step": one.line.name,
        "bag": solution_of(one.line),
        "rate": quantity(one.rate, ML_PER_H),
    }


def _cell(line: Line) -> Cell:
    """The cell of a step that shows its rate, or else its first number."""
    numbers = line.numbers
    return numbers.get(Role.RATE, next(iter(numbers.values()))).cell
