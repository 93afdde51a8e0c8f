"""How a bag is named: by its letter, with its concentration where it is connected."""

from rechallenge.model.plan import Bag, Plan
from rechallenge.quantities import Quantity, in_shown_units
from rechallenge.words import word

from .cells import Amount


def bags_by_letter(plan: Plan) -> tuple[Bag, ...]:
    """The bags in the order in which they are connected."""
    return tuple(sorted(plan.bags, key=lambda bag: (len(bag.letter), bag.letter)))


def bag_said(plan: Plan, name: str) -> str:
    """`bag A`, in a sentence."""
    return word("bag.lettered", letter=plan.bag(name).letter)


def bag_to_connect(plan: Plan, name: str) -> str:
    """`bag A (0.08 mg/mL)`, where it is connected or changed."""
    bag = plan.bag(name)
    concentration = strength(plan, bag.concentration).text
    return word("bag.named", letter=bag.letter, concentration=concentration)


def strength(plan: Plan, concentration: Quantity) -> Amount:
    """A concentration, in a unit in which it can be compared with those of the bags."""
    beside = (bag.concentration for bag in plan.bags)
    return Amount(in_shown_units((concentration, *beside))[0])


def own_name(plan: Plan, name: str) -> str:
    """The protocol's own name for the bag; empty if it does not name its only bag."""
    return name if plan.protocol.bags else ""


def letter_and_name(plan: Plan, name: str) -> str:
    """`A (Solution 1)`, where bags are listed."""
    letter, own = plan.bag(name).letter, own_name(plan, name)
    return word("bag.letter-and-name", letter=letter, name=own) if own else letter
