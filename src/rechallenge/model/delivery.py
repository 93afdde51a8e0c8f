"""What reaches the vein, and when: the plan's drug after its way through the line."""

from rechallenge.quantities import Quantity

from .frozen import Frozen

# Times in min on the infusion clock (0 at the start of step 1), volumes in mL, doses in mg or
# units, dose rates per h.


class FirstDrug(Frozen):
    """When the first drug reaches the vein: the time, the step then running, and its dose rate."""

    at: Quantity
    step: int
    dose_rate: Quantity


class DeliveredStep(Frozen):
    """What reaches the vein while a step runs; `dose_rate` is the highest at which it arrives."""

    number: int
    dose: Quantity
    cumulative_dose: Quantity
    dose_rate: Quantity | None


class Arrival(Frozen):
    """A stretch of time in which drug arrives at one dose rate, from one bag; no bag is diluent."""

    step: int
    start: Quantity
    end: Quantity
    bag: str | None
    volume: Quantity
    dose: Quantity
    dose_rate: Quantity


class Peak(Frozen):
    """The moment at which drug arrives fastest for what has been planned: the dose rate at which it
    arrives, and the highest planned for any step so far."""

    step: int
    dose_rate: Quantity
    planned: Quantity


class Residue(Frozen):
    """Drug of one bag that is still in a shared line when the next bag is connected: how much, the
    highest rate (mL/h) its own steps ran at, and the highest it arrives at, with that step."""

    bag: str
    volume: Quantity
    dose: Quantity
    own_rate: Quantity
    arrives_at: Quantity
    step: int


class Standing(Frozen):
    """Drug standing in a line: its volume, and the dose in it."""

    bag: str
    volume: Quantity
    dose: Quantity


class Flush(Frozen):
    """Diluent to run after the last drug at the last rate, so that the ordered dose is in, with
    the dose it brings. `start` is the end of the last step, or earlier where the bag is dry."""

    volume: Quantity
    rate: Quantity
    start: Quantity
    duration: Quantity
    dose: Quantity


class Delivery(Frozen):
    """The plan's drug at the vein.

    `delivered` reaches it by the end of the last step without a flush. `lost` left with a set that
    was taken off; `left_in_line` stands in the line at the end. `dry` is the volume by which the
    last bag runs dry before the end, because so much of it went into the line.
    """

    first_drug: FirstDrug | None
    steps: tuple[DeliveredStep, ...]
    arrivals: tuple[Arrival, ...]
    peak: Peak | None
    residues: tuple[Residue, ...]
    delivered: Quantity
    lost: tuple[Standing, ...]
    left_in_line: Standing
    dry: Quantity
    flush: Flush | None
