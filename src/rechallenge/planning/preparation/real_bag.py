"""The bag that a step is really run from: as ordered, then as its volumes can be measured."""

from typing import NamedTuple

from rechallenge.model.preparation import Preparation
from rechallenge.planning.bags.stock import Stock
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import Quantity, unit_like

from .preparing import Bench, prepared


class Making(NamedTuple):
    """What bags are made with; and those that hold the dose or the rest of it and, as written, are
    given `whole`."""

    bench: Bench
    whole: frozenset[str]


def real_bag(
    ordered: Stock, making: Making, given: Quantity, before: tuple[Preparation, ...]
) -> Stock:
    """The bag as it is made, when `given` of the dose has been given and the bags `before` have
    been made. Raises UnusableOrder."""
    made = prepared(ordered, making.bench, given, before)
    log, unit = CalculationLog(), unit_like(ordered.drug)
    if made.drug != ordered.drug:
        log.times("drug", made.draw, made.drawn_from, unit)
    if made.concentration != ordered.concentration:
        log.over("concentration", made.drug, made.final_volume, unit_like(ordered.concentration))
    return Stock(
        name=ordered.name,
        volume=made.final_volume,
        drug=made.drug,
        concentration=made.concentration,
        working=ordered.working + log.formulas,
        made=made,
        gives_in_all=given + made.drug if ordered.name in making.whole else None,
    )
