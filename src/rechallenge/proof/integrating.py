"""The programmed steps integrated: volume as rate over time, dose as volume by concentration."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.plan import Step

from .plain_numbers import NOTHING, base, number


class Found(NamedTuple):
    """One step as the proof has it: times in min, rates per h, doses in mg or units."""

    step: Step
    bag: str | None
    start: Fraction
    minutes: Fraction
    rate: Fraction
    volume: Fraction
    strength: Fraction
    dose: Fraction
    given: Fraction
    """The dose given at its end, all steps before it included."""


def given_at_once(one: Found) -> bool:
    """Whether the step gives drug in no time."""
    return bool(one.dose) and not one.rate


@dataclass
class Contents:
    """A bag of the plan: what it holds, in mL and in mg or units. `drug` is None while it is to
    hold what the bags before it have not given. `volume` is without the drug's own where that is
    added to it, at this `supplied` strength, once the drug is known."""

    name: str
    volume: Fraction
    drug: Fraction | None
    supplied: Fraction | None = None

    def __post_init__(self) -> None:
        if self.drug is not None:
            self.fill(self.drug)

    def fill(self, drug: Fraction) -> None:
        """Settle the drug, and the volume with it."""
        self.drug = drug
        if self.supplied is not None:
            self.volume, self.supplied = self.volume + drug / self.supplied, None


def integrated(
    steps: tuple[Step, ...],
    bags: tuple[Contents, ...],
    ordered: Fraction,
    before: Fraction = NOTHING,
) -> Iterator[Found]:
    """Each step by its rate and its duration alone, and by the bag it runs from; what is given at
    once by the volume that is drawn.

    `before` is what was given before the first. What a step that clears the line brings to the
    vein is drug, but none of the dose.
    """
    holding = {bag.name: bag for bag in bags}
    clock, given = NOTHING, before
    for step in steps:
        minutes = number(step.duration, "min")
        rate = volume = strength = dose = NOTHING
        if step.rate is not None and step.bag is not None:
            bag, rate = holding[step.bag], number(step.rate, "mL/h")
            if bag.drug is None:
                bag.fill(ordered - given)
            assert bag.drug is not None
            strength = bag.drug / bag.volume
            volume = rate * minutes / 60
            dose = NOTHING if step.clears_line else volume * strength
            given += dose
        elif step.drawn_from is not None:
            bag, volume = holding[step.drawn_from], number(step.volume, "mL")
            if bag.drug is None:
                bag.fill(ordered - given)
            assert bag.drug is not None
            strength = bag.drug / bag.volume
            dose = volume * strength
            given += dose
        elif step.kind == "give":
            # In a form of its own: held against the protocol in `at_once.py`.
            dose = base(step.dose)
            given += dose
        yield Found(step, step.bag, clock, minutes, rate, volume, strength, dose, given)
        clock += minutes
