"""The preparation worksheet of one bag: what to draw, what to add, what to write on the label."""

from rechallenge.quantities import Quantity

from .drug_limits import Stated
from .formula import Formula
from .frozen import WorkedOut
from .making_up import Diluent, DiluentVolume, Stability, Technique


class VialsNeeded(WorkedOut):
    """How many vials of one size are opened; `holds` and `volume` are of one vial."""

    count: int
    holds: Quantity
    volume: Quantity
    source: str


class Dilution(WorkedOut):
    """One intermediate dilution: `take` of what is before it and `diluent` make up `make`."""

    take: Quantity
    diluent: Quantity
    make: Quantity
    concentration: Quantity


class Preparation(WorkedOut):
    """How one bag is made. Volumes in mL, drug in mg or units, all exact.

    `drug_volume` holds `drug` at the strength as supplied. `from_vials` is drawn of that: the same,
    or what the first of `dilutions` takes. `draw` goes into the bag: the drug as supplied, or the
    last dilution. `container` is the nominal volume of the bag of diluent to begin with, None for
    an empty container; `withdraw` is taken out of it first, `add` is the diluent put in besides the
    drug. A source of None means that the order states it. `smallest_draw` is the limit that made a
    dilution necessary, None where there is none.
    """

    bag: str
    drug: Quantity
    technique: Technique
    technique_source: str | None
    strength: Quantity
    strength_source: str | None
    drug_volume: Quantity
    dilutions: tuple[Dilution, ...]
    smallest_draw: Quantity | None
    from_vials: Quantity
    draw: Quantity
    vials: tuple[VialsNeeded, ...]
    container: Quantity | None
    container_stated: bool
    overfill: Quantity
    withdraw: Quantity
    add: Quantity
    final_volume: Quantity
    concentration: Quantity
    diluents: tuple[Diluent, ...]
    diluent_volume: DiluentVolume | None
    not_in: tuple[Diluent, ...]
    keeps: tuple[Stability, ...]
    line: tuple[Stated, ...]
    working: tuple[Formula, ...] = ()
