"""Values from the drug's file that a plan is worked out with: its strength, if the order states
none, and its highest rates."""

from collections.abc import Iterator

from rechallenge.model.drug import DrugFacts
from rechallenge.model.making_up import Vial
from rechallenge.model.order import Order
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.quantities import ML, Quantity, Unit, display
from rechallenge.words import _
from rechallenge.words.nearest import nearest_known

from .body import of_patient


def strength_of(
    order: Order, facts: DrugFacts | None, unit: Unit
) -> tuple[Quantity | None, str | None]:
    """The strength, for a dose in `unit`, and its source, which is None if the order states the
    strength. Both are None if the order states none and the file has none, or several.

    Raises UnusableOrder for a strength that does not go with the dose or the product, and for a
    product that is not on file.
    """
    strength, vials = order.strength, vials_of(order, facts, unit)
    if strength is not None:
        if strength.dimensionality != (unit / ML).dimensionality:
            sentence = _(
                "{strength} does not go with a dose in {unit}; state both in one unit"
            ).format(strength=display(strength), unit=f"{unit:~}")
            raise UnusableOrder(Problem(("strength",), sentence))
        if order.product is not None and strength != vials[0].concentration:
            sentence = _("{strength} is not the strength of {product}, {stated}; write one of them")
            stated = display(vials[0].concentration)
            said = sentence.format(
                strength=display(strength), product=vials[0].product, stated=stated
            )
            raise UnusableOrder(Problem(("strength",), said))
        return strength, None
    if len({vial.concentration for vial in vials}) == 1:
        return vials[0].concentration, vials[0].source
    return None, None


def vials_of(order: Order, facts: DrugFacts | None, unit: Unit) -> tuple[Vial, ...]:
    """The vials on file that the order may mean: those with the drug in the dose's own kind of
    unit, of the product that it names. Raises UnusableOrder for a product that is
    not on file."""
    per_volume = (unit / ML).dimensionality
    vials = facts.vials if facts is not None else ()
    alike = tuple(v for v in vials if v.concentration.dimensionality == per_volume)
    if order.product is None:
        return alike
    named = order.product.lower()
    found = tuple(v for v in alike if v.product is not None and v.product.lower() == named)
    if not found:
        known = dict.fromkeys(v.product for v in alike if v.product is not None)
        problem = Problem(("product",), nearest_known(order.product, known, "product"))
        raise UnusableOrder(problem)
    return found


def product_of(order: Order, facts: DrugFacts | None, unit: Unit) -> str | None:
    """The product that the order names, or the only one on file of the strength it is made from;
    None where the file names none, or several remain."""
    products = products_of(order, facts, unit)
    return products[0] if len(products) == 1 else None


def products_of(order: Order, facts: DrugFacts | None, unit: Unit) -> tuple[str, ...]:
    """The products on file that the order may mean."""
    vials = vials_of(order, facts, unit)
    of_strength = (v for v in vials if order.strength in (None, v.concentration))
    return tuple(dict.fromkeys(v.product for v in of_strength if v.product is not None))


def highest_rates(order: Order, facts: DrugFacts | None) -> Iterator[Quantity]:
    """The highest rates in the drug's file, for this patient. A rate per kg or per m2 is left out
    if the weight or surface is not stated."""
    for highest in facts.highest_rates if facts is not None else ():
        rate = of_patient(highest.rate, order)
        if rate is not None:
            yield rate
