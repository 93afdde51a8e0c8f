"""Serial dilution: tenfold steps, until what goes into the bag can be drawn accurately."""

from rechallenge.model.preparation import Dilution
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import ML, PLAIN, Quantity, in_unit, quantity, unit_like

TENFOLD = quantity(10, PLAIN)
USUAL_TAKE = quantity(1, ML)
"""What is made up to ten times its volume: 1 mL to 10 mL."""


def dilutions_for(
    drug_volume: Quantity, strength: Quantity, least: Quantity, log: CalculationLog
) -> tuple[tuple[Dilution, ...], Quantity]:
    """The dilutions, and the volume of the last that holds what `drug_volume` does at `strength`.

    None are made where `drug_volume` is at least `least`, the smallest volume drawn accurately; no
    volume taken in between is smaller. The last dilution is always more than is drawn from it.
    """
    take = USUAL_TAKE if least < USUAL_TAKE else in_unit(least, ML)
    draw, concentration = drug_volume, strength
    made: list[Dilution] = []
    while draw < least:
        make = log.times("make", take, TENFOLD, ML)
        diluent = log.minus("diluent", make, take, ML)
        concentration = log.over("concentration", concentration, TENFOLD, unit_like(strength))
        draw = log.times("draw", draw, TENFOLD, ML)
        made.append(Dilution(take=take, diluent=diluent, make=make, concentration=concentration))
    return tuple(made), draw
