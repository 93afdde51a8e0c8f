"""Serial dilution: tenfold steps, until what goes into the bag can be drawn accurately."""

from rechallenge.model.preparation import Dilution
from rechallenge.quantities import ML, PLAIN, Quantity, in_unit, quantity, unit_like

from .working import Working

TENFOLD = quantity(10, PLAIN)
USUAL_TAKE = quantity(1, ML)
"""What is made up to ten times its volume: 1 mL to 10 mL."""


def dilutions_for(
    drug_volume: Quantity, strength: Quantity, least: Quantity, work: Working
) -> tuple[tuple[Dilution, ...], Quantity]:
    """The dilutions, and the volume of the last that holds what `drug_volume` does at `strength`.

    None are made where `drug_volume` is at least `least`, the smallest volume drawn accurately; no
    volume taken in between is smaller. The last dilution is always more than is drawn from it.
    """
    take = USUAL_TAKE if least < USUAL_TAKE else in_unit(least, ML)
    draw, concentration = drug_volume, strength
    made: list[Dilution] = []
    while draw < least:
        make = work.times("make", take, TENFOLD, ML)
        diluent = work.minus("diluent", make, take, ML)
        concentration = work.over("concentration", concentration, TENFOLD, unit_like(strength))
        draw = work.times("draw", draw, TENFOLD, ML)
        made.append(Dilution(take=take, diluent=diluent, make=make, concentration=concentration))
    return tuple(made), draw
