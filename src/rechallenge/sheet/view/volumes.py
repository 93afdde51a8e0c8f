"""The volume to be infused: what is set on the pump, and that a bag runs empty in a step."""

from collections.abc import Iterator

from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import Quantity
from rechallenge.words import word

from .blocks import Note
from .cells import Amount
from .codes import Label


def volume_to_set(step: Step, runs: Quantity) -> Amount:
    """What runs, shown as what is set for it on the pump."""
    to_set = step.volume_to_set
    if to_set is None or to_set == runs:
        return Amount(runs)
    return Amount(runs, instead=Amount(to_set).alone)


def until_empty(plan: Plan, step: Step, runs: Quantity) -> Iterator[Note]:
    """For the last step of a bag: what to set, and what the bag holds where that is less."""
    if step.volume_to_set is None or not plan.empties_bag(step):
        return
    code = "steps.bag-runs-empty" if step.volume_to_set == runs else "steps.bag-runs-empty-first"
    amounts = {"to_set": Amount(step.volume_to_set).text, "volume": Amount(runs).text}
    yield Note(Label.EMPTIES_BAG, word(Label.EMPTIES_BAG), word(code, **amounts))
