"""Preparing: how each bag is made, from vials to label."""

from rechallenge.model.drug import DrugFacts
from rechallenge.model.order import Order
from rechallenge.model.plan import Bag
from rechallenge.model.preparation import Preparation, VialsNeeded
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.limits import SMALLEST_DRAW
from rechallenge.quantities import ML, in_unit, quantity, unit_like

from .diluting import dilutions_for
from .filling import Container, filled
from .supply import Supply, sizes_of, supply_of
from .vials import vials_for

_NONE = quantity(0, ML)


def preparations(
    bags: tuple[Bag, ...], order: Order, facts: DrugFacts | None, *, volume_ordered: bool
) -> tuple[Preparation, ...]:
    """How each bag is made; none where the strength or the technique is neither stated nor on file.

    A bag is prepared whole, whatever of it is given. `volume_ordered` says that the order has the
    volume of the bag, since the protocol has no bags. Raises UnusableOrder for a strength,
    container or overfill with which a bag cannot come out at its final volume.
    """
    supply = supply_of(order, facts, unit_like(bags[0].drug))
    if not isinstance(supply, Supply):
        return ()
    begin = Container(
        None if order.container is None else in_unit(order.container, ML),
        _NONE if order.overfill is None else in_unit(order.overfill, ML),
        volume_ordered,
    )
    return tuple(_prepared(bag, order, supply, facts, begin) for bag in bags)


def vials_in_all(made: tuple[Preparation, ...], facts: DrugFacts | None) -> tuple[VialsNeeded, ...]:
    """The vials for all bags, drawn in one session; none where no size is on file."""
    if not made:
        return ()
    drawn = sum((bag.from_vials for bag in made), start=_NONE)
    return vials_for(drawn, sizes_of(facts, made[0].strength))


def _prepared(
    bag: Bag, order: Order, supply: Supply, facts: DrugFacts | None, begin: Container
) -> Preparation:
    log = CalculationLog()
    drug_volume = log.over("drug_volume", bag.drug, supply.strength, ML)
    least = in_unit(order.smallest_draw or SMALLEST_DRAW.value, ML)
    dilutions, draw = dilutions_for(drug_volume, supply.strength, least, log)
    made = filled(supply.technique, bag, draw, begin, log)
    from_vials = dilutions[0].take if dilutions else drug_volume
    unit = unit_like(bag.concentration)
    return Preparation(
        bag=bag.name,
        drug=bag.drug,
        technique=supply.technique,
        technique_source=supply.technique_source,
        strength=supply.strength,
        strength_source=supply.strength_source,
        drug_volume=drug_volume,
        dilutions=dilutions,
        smallest_draw=least if dilutions else None,
        from_vials=from_vials,
        draw=draw,
        vials=vials_for(from_vials, sizes_of(facts, supply.strength)),
        container=made.container,
        container_stated=begin.nominal is not None,
        overfill=begin.overfill,
        withdraw=made.withdraw,
        add=made.add,
        final_volume=made.final_volume,
        concentration=log.over("concentration", bag.drug, made.final_volume, unit),
        diluents=facts.diluents if facts is not None else (),
        diluent_volume=facts.diluent_volume if facts is not None else None,
        not_in=facts.not_in if facts is not None else (),
        keeps=facts.stability if facts is not None else (),
        line=facts.line if facts is not None else (),
        working=log.formulas,
    )
