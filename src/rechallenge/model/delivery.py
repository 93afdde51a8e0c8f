"""What reaches the vein, and when: the plan's drug after its way through the line."""

from rechallenge.quantities import Quantity

from .formula import Formula
from .frozen import WorkedOut

# Times in min on the infusion clock (0 at the start of step 1), volumes in mL, doses in mg or
# units, dose rates per h.


class FirstDrug(WorkedOut):
    """When the first drug reaches the vein: the time, the step then running, and its dose rate."""

    at: Quantity
    step: int
    dose_rate: Quantity
    working: tuple[Formula, ...] = ()


class DeliveredStep(WorkedOut):
    """What reaches the vein while a step runs; `dose_rate` is the highest at which it arrives, None
    where none does."""

    number: int
    dose: Quantity
    cumulative_dose: Quantity
    dose_rate: Quantity | None


class Arrival(WorkedOut):
    """A stretch of one step in which one bag's solution arrives; no bag is diluent."""

    step: int
    start: Quantity
    end: Quantity
    bag: str | None
    volume: Quantity
    dose: Quantity
    dose_rate: Quantity


class Peak(WorkedOut):
    """The moment at which drug arrives fastest for what has been planned: the dose rate at which it
    arrives, and the highest planned for any step so far."""

    step: int
    dose_rate: Quantity
    planned: Quantity


class Residue(WorkedOut):
    """Drug of one bag that is still in a shared line when the next bag is connected: how much, the
    highest rate (mL/h) its own steps had run at, and the highest it arrives at, with that step.

    `step` is None where the flush brings it, `arrives_at` too where it stays in the line.
    """

    bag: str
    volume: Quantity
    dose: Quantity
    own_rate: Quantity
    arrives_at: Quantity | None
    step: int | None


class DrugInLine(WorkedOut):
    """Drug standing in the line of a bag: its volume, without diluent, and the dose in it, some of
    which may be of bags that hung on a shared line before."""

    bag: str
    volume: Quantity
    dose: Quantity


class Flush(WorkedOut):
    """Diluent to run after the last drug so that the ordered dose is in, and never more than that,
    with the dose it brings. On a pump, `volume` can be set or measured. It starts at the end of the
    last infusing step, at its rate; where the bag is dry before that it starts then, at the lowest
    rate planned from there on."""

    volume: Quantity
    rate: Quantity
    start: Quantity
    duration: Quantity
    dose: Quantity
    working: tuple[Formula, ...] = ()

    @property
    def end(self) -> Quantity:
        """When it is in, on the infusion clock, in min."""
        end: Quantity = self.start + self.duration
        return end


class Delivery(WorkedOut):
    """The plan's drug at the vein.

    `delivered` reaches it by the end of the last step without a flush. `lost` is drug in the sets
    that were taken off; `left_in_line` stands in the last line at the end. `dry` is the volume that
    the last bag lacks, because so much of it went into the line, and `dry_at` when it is empty.

    `delivered`, `lost` and `left_in_line` are together all drug that left the bags. `delivered` and
    the flush are the ordered dose, or less by what is lost and by what no volume that can be set
    brings; they are more only where a line was filled from a stronger bag than the last, and there
    is no flush then.
    """

    first_drug: FirstDrug | None
    steps: tuple[DeliveredStep, ...]
    arrivals: tuple[Arrival, ...]
    peak: Peak | None
    residues: tuple[Residue, ...]
    delivered: Quantity
    lost: tuple[DrugInLine, ...]
    left_in_line: DrugInLine
    dry: Quantity
    dry_at: Quantity | None
    flush: Flush | None
