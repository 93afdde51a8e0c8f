"""Rates of a table that a pump cannot be set to."""

from collections.abc import Iterator

from rechallenge.model.pump import Pump
from rechallenge.quantities import ML_PER_H, quantity

from .looks import Look, Note, Value
from .printed import Printed
from .roles import Role
from .understanding import Understanding


def pump_rates(found: Understanding, pump: Pump | None) -> Look:
    """Rates that are out of the range of a pump, or between two that it can be set to; and those
    that other pumps refuse which its file names."""
    if pump is None:
        return Look("pump", why_not="no-pump")
    rates = [line.numbers[Role.RATE] for line in found.lines if Role.RATE in line.numbers]
    rates = [rate for rate in rates if rate.value]
    if not rates:
        return Look("pump", why_not="no-rates")
    notes = [note for rate in rates for note in _refused(rate, pump)]
    return Look("pump", len(rates), tuple(notes), by={"pump": pump.title})


def _refused(printed: Printed, pump: Pump) -> Iterator[Note]:
    rate = quantity(printed.value, ML_PER_H)
    said: dict[str, Value] = {"step": printed.line, "rate": rate}
    if rate < pump.lowest:
        yield Note("pump-too-slow", printed.cell, said | {"limit": pump.lowest})
        return
    if pump.highest is not None and rate > pump.highest:
        yield Note("pump-too-fast", printed.cell, said | {"limit": pump.highest})
        return
    nearest = pump.range_of(rate).nearest(rate).to(ML_PER_H)
    if nearest != rate:
        yield Note("pump-between", printed.cell, said | {"nearest": nearest})
    for coarser in pump.coarser:
        if nearest == rate and coarser.refuses(rate):
            others: dict[str, Value] = {"pumps": coarser.pumps, "by": coarser.step}
            yield Note("pump-others", printed.cell, said | others)
