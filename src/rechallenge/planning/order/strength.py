"""Values from the drug's file that a plan is worked out with: its strength, if the order states
none, and its highest rates."""

from collections.abc import Iterator

from rechallenge.model.drug import DrugFacts
from rechallenge.model.making_up import Vial
from rechallenge.model.order import Order
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.quantities import ML, Quantity, Unit, display
from rechallenge.words import _

from .body import of_patient


def strength_of(
    order: Order, facts: DrugFacts | None, unit: Unit
) -> tuple[Quantity | None, str | None]:
    """The strength, for a dose in `unit`, and its source, which is None if the order states the
    strength. Both are None if the order states none and the file has none, or several.

    Raises UnusableOrder for a strength that does not go with the dose.
    """
    strength = order.strength
    if strength is not None:
        if strength.dimensionality != (unit / ML).dimensionality:
            sentence = _(
                "{strength} does not go with a dose in {unit}; state both in one unit"
            ).format(strength=display(strength), unit=f"{unit:~}")
            raise UnusableOrder(Problem(("strength",), sentence))
        return strength, None
    vials = vials_in(facts, unit)
    if len({vial.concentration for vial in vials}) == 1:
        return vials[0].concentration, vials[0].source
    return None, None


def vials_in(facts: DrugFacts | None, unit: Unit) -> tuple[Vial, ...]:
    """The vials on file that hold the drug in the dose's own kind of unit."""
    per_volume = (unit / ML).dimensionality
    vials = facts.vials if facts is not None else ()
    return tuple(v for v in vials if v.concentration.dimensionality == per_volume)


def highest_rates(order: Order, facts: DrugFacts | None) -> Iterator[Quantity]:
    """The highest rates in the drug's file, for this patient. A rate per kg or per m2 is left out
    if the weight or surface is not stated."""
    for highest in facts.highest_rates if facts is not None else ():
        rate = of_patient(highest.rate, order)
        if rate is not None:
            yield rate
