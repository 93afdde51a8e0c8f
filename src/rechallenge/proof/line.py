"""The line itself: its volume as ordered, and the steps that clear it."""

from rechallenge.model.infusion import LINE, BagLadder, FillLine
from rechallenge.model.line import Line
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .bags import fills_of, value_of
from .grid import at_most, nearest, rates_of, volumes_of
from .integrating import Found
from .plain_numbers import NOTHING, number


def prove_line(plan: Plan, line: Line, found: list[Found], agreement: Agreement) -> None:
    """The line is used as ordered. A cleared one is cleared once for each bag that fills it, of
    just its volume, or the next below that can be set, before any other step of that bag."""
    dead = number(line.dead_volume, "mL")
    if grids := volumes_of(plan.pump):
        dead = at_most(dead, grids) or dead
    if isinstance(plan.order.line, Quantity):
        ordered = number(plan.order.line, "mL")
        agreement.amount("line.dead_volume", line.dead_volume, ordered, "mL")
    agreement.word("line.primed", line.primed, plan.order.primed)
    agreement.word("line.sets", line.sets, plan.order.sets or "shared")
    _prove_stated(plan, line, agreement)
    fresh = [
        (number(stopped.at, "min"), stop)
        for stop, stopped in zip(plan.stops, plan.stopped, strict=False)
        if stop.line == "fresh"
    ]
    seen, on, missing, rate = set[str | None](), 0, NOTHING, line.clear_at
    for place, one in enumerate(found):
        if one.bag is None:
            continue
        where, filled = f"steps[{place}]", len(fills_of(plan, found[: place + 1]))
        if filled > on:
            name, on = None if line.sets == "shared" else one.bag, filled
            stated = [stop.clear_line for at, stop in fresh if at <= one.start and name in seen]
            rate = stated[-1] if stated and stated[-1] is not None else line.clear_at
            missing = dead if rate is not None and line.primed == "diluent" else NOTHING
            seen.add(name)
        agreement.word(f"{where}.written_at", one.step.clears_line, missing > 0)
        if missing > 0 and rate is not None:
            # A stop may have cut it in two.
            volume = missing if not plan.stops or one.volume > missing else one.volume
            agreement.amount(f"{where}.volume", one.step.volume, volume, "mL")
            agreement.amount(f"{where}.rate", one.step.rate, number(rate, "mL/h"), "mL/h")
            missing -= volume


def _prove_stated(plan: Plan, line: Line, agreement: Agreement) -> None:
    """The line is cleared at the rate that the order states, or the protocol; where that states the
    fills, they are of this line, and from the bags that it names. One that hangs has filled it."""
    stated, on, filling = plan.order.clear_line, plan.bags[0].name, list[str]()
    hangs = plan.begun is not None and plan.begun.bag is not None
    for entry in () if hangs else plan.protocol.infusion:
        on = entry.bags[-1] if isinstance(entry, BagLadder) else getattr(entry, "bag", None) or on
        if isinstance(entry, FillLine):
            stated = value_of(plan, entry.rate)
            filling.append(on)
            if entry.fill != LINE:
                volume = number(value_of(plan, entry.fill), "mL")
                agreement.amount("line.dead_volume", line.dead_volume, volume, "mL")
    rate = None if stated is None else number(stated, "mL/h")
    if rate is not None and plan.pump is not None:
        rate = nearest(rate, rates_of(plan.pump))
    agreement.amount("line.clear_at", line.clear_at, rate, "mL/h")
    if filling:
        cleared = (step.bag for step in plan.without_stops if step.clears_line)
        agreement.word("line, filled from", ", ".join(map(str, cleared)), ", ".join(filling))
