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


class Fill(WorkedOut):
    """A syringe that holds `syringe`, filled to `volume` as many `times`."""

    syringe: Quantity
    volume: Quantity
    times: int


class Dilution(WorkedOut):
    """One tenfold dilution, made once for all bags: `take` of what is before it and `diluent` make
    up `make`, of which bags and the next dilution draw `drawn` and `discarded` is left."""

    take: Quantity
    take_with: tuple[Fill, ...]
    diluent: Quantity
    diluent_with: tuple[Fill, ...]
    make: Quantity
    concentration: Quantity
    drawn: Quantity
    discarded: Quantity


class FullBag(WorkedOut):
    """A full bag of diluent on file, and the final volume that the drug makes with it."""

    container: Quantity
    final_volume: Quantity


class Preparation(WorkedOut):
    """How one bag is made. Volumes in mL, drug in mg or units, all exact.

    `ordered` and `ordered_volume` are what the bag is to hold; `drug`, `final_volume` and
    `concentration` what it really holds once every volume has been measured. `drug_volume` holds
    `ordered` at the strength as supplied. `draw` goes into the bag: the drug as supplied, or the
    last of `tenfolds` `dilutions`, of the concentration `drawn_from`; these are made once for all
    bags. `from_vials` is what goes into the bag of the drug as supplied, 0 where it is diluted, and
    `vials` hold that; those of a plan are counted for all its bags. `product` is the one on file
    that they are of. `container` is the nominal
    volume of the bag of diluent to begin with, None for an empty container; `withdraw` is taken out
    of it first, `add` is the diluent put in besides the drug. `no_bag` is the volume of a full bag
    that is not on file: an empty container stands in for it, and `instead` is a bag that could be
    ordered. The syringes of each volume are empty where no measures are on file. A source of None
    means that the order states it. `smallest_draw` is the limit that made a dilution necessary,
    None where there is none.
    """

    bag: str
    ordered: Quantity
    ordered_volume: Quantity
    drug: Quantity
    technique: Technique
    technique_source: str | None
    strength: Quantity
    strength_source: str | None
    drug_volume: Quantity
    tenfolds: int
    drawn_from: Quantity
    dilutions: tuple[Dilution, ...] = ()
    from_vials: Quantity
    vials: tuple[VialsNeeded, ...]
    product: str | None = None
    smallest_draw: Quantity | None
    draw: Quantity
    draw_with: tuple[Fill, ...]
    container: Quantity | None
    container_stated: bool
    no_bag: Quantity | None = None
    instead: FullBag | None = None
    overfill: Quantity
    withdraw: Quantity
    withdraw_with: tuple[Fill, ...]
    add: Quantity
    add_with: tuple[Fill, ...]
    final_volume: Quantity
    concentration: Quantity
    diluents: tuple[Diluent, ...]
    diluent_volume: DiluentVolume | None
    not_in: tuple[Diluent, ...]
    keeps: tuple[Stability, ...]
    line: tuple[Stated, ...]
    working: tuple[Formula, ...] = ()

    @property
    def is_undiluted(self) -> bool:
        """Whether nothing but the drug as supplied goes into the bag."""
        return self.container is None and not self.add.magnitude and not self.tenfolds
