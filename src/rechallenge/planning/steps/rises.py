"""How the dose rate rises from one infusing step to the next."""

from itertools import pairwise

from rechallenge.model.plan import Step
from rechallenge.quantities import PLAIN, Quantity


def rises(steps: tuple[Step, ...]) -> list[tuple[Quantity, Step, Quantity]]:
    """Each infusing step after the first: the dose rate before it, the step, and its dose rate as a
    multiple of that."""
    running = [(step, step.dose_rate) for step in steps if step.dose_rate is not None]
    return [
        (before, step, (after / before).to(PLAIN))
        for (_, before), (step, after) in pairwise(running)
    ]
