"""The preparation worksheet of one bag: what to draw, what to add, what to write on the label."""

from rechallenge.quantities import Quantity

from .drug import Technique
from .formula import Formula
from .frozen import Frozen


class VialsNeeded(Frozen):
    """How many vials of one size hold what is drawn; `holds` and `volume` are of one vial."""

    count: int
    holds: Quantity
    volume: Quantity
    source: str


class Dilution(Frozen):
    """One intermediate dilution: `take` of what is before it, made up to `make` with diluent."""

    take: Quantity
    make: Quantity
    concentration: Quantity


class Preparation(Frozen):
    """How one bag is made. Volumes in mL, exact.

    `draw` is the volume of drug solution (of the last of `dilutions`, where there are any) that
    goes into the bag. `container` is the bag of diluent to begin with, None for an empty one;
    `withdraw` is taken out of it before, `add` is the diluent put in besides the drug.
    """

    bag: str
    technique: Technique
    strength: Quantity
    strength_source: str | None
    dilutions: tuple[Dilution, ...]
    draw: Quantity
    vials: tuple[VialsNeeded, ...]
    container: Quantity | None
    overfill: Quantity
    withdraw: Quantity
    add: Quantity
    final_volume: Quantity
    concentration: Quantity
    diluents: tuple[str, ...]
    working: tuple[Formula, ...] = ()
