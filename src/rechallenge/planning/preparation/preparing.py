"""Preparing: how each bag is made, from vials to label, and what it then really holds."""

from rechallenge.model.making_up import Diluent, lies_within
from rechallenge.model.preparation import FullBag, Preparation, VialsNeeded
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.planning.bags import Stock
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import ML, Quantity, display, quantity, unit_like
from rechallenge.words import _

from .bench import Bench, Making, vials_for
from .diluting import TENFOLD, dilutions_for, tenfolds_for
from .filling import BagToFill, Filled, filled
from .measuring import Measured, Rounding, measured

_NONE = quantity(0, ML)


def _preparation_of(
    bag: Stock, bench: Bench, given: Quantity, before: tuple[Preparation, ...]
) -> Preparation:
    """How a bag is made, whole, whatever of it is given. `given` is the dose given before it, and
    `before` are the bags made before it.

    Every volume is rounded once to what the measures can measure. Where that would pass a highest
    dose, the drug's highest concentration, or what the vials hold that are opened anyway, drug is
    rounded down and diluent up. Raises UnusableOrder for a strength, container or overfill with
    which the bag cannot come out at its final volume, and for a draw that cannot be measured.
    """
    made = _made(bag, bench)
    return _made(bag, bench, careful=True) if _passes(made, bench, given, before) else made


def with_dilutions(made: tuple[Preparation, ...], bench: Bench | None) -> tuple[Preparation, ...]:
    """The bags with the dilutions that they are drawn from, each made once for all of them. Raises
    UnusableOrder."""
    if bench is None:
        return made
    all_of_them = dilutions_for(made, bench.least, bench.measures)
    return tuple(bag.model_copy(update={"dilutions": all_of_them[: bag.tenfolds]}) for bag in made)


def vials_in_all(made: tuple[Preparation, ...], bench: Bench | None) -> tuple[VialsNeeded, ...]:
    """The vials for all bags, drawn in one session; none where no size is on file."""
    if not made or bench is None:
        return ()
    first = next((bag.dilutions[:1] for bag in made if bag.dilutions), ())
    drawn = sum((one.take for one in first), start=_drawn(made))
    return vials_for(drawn, bench.supply.sizes)


def _passes(
    made: Preparation, bench: Bench, given: Quantity, before: tuple[Preparation, ...]
) -> bool:
    """Whether measuring takes the bag beyond what it would not pass if it were exact."""
    if any(given + made.ordered <= cap < given + made.drug for cap in bench.caps):
        return True
    stated = bench.facts.concentration if bench.facts is not None else None
    highest = None if stated is None else stated.highest
    exact = made.ordered / made.ordered_volume
    if highest is not None and exact <= highest < made.concentration:
        return True
    if made.tenfolds:
        return False
    so_far = _drawn(before)
    opened = vials_for(so_far + made.drug_volume, bench.supply.sizes)
    held = sum((vial.volume * vial.count for vial in opened), start=_NONE)
    return bool(opened) and so_far + made.draw > held


def _drawn(made: tuple[Preparation, ...]) -> Quantity:
    """What is drawn from vials into the bags."""
    return sum((bag.from_vials for bag in made), start=_NONE)


def _made(bag: Stock, bench: Bench, *, careful: bool = False) -> Preparation:
    supply, facts, begin = bench.supply, bench.facts, bench.begin
    log, unit = CalculationLog(), unit_like(bag.drug)
    drug_volume = log.over("drug_volume", bag.drug, supply.strength, ML)
    tenfolds, exact = tenfolds_for(bag.name, drug_volume, bench.least, log)
    drawn_from = supply.strength
    for _time in range(tenfolds):
        per_ml = unit_like(supply.strength)
        drawn_from = log.over("drawn_from", drawn_from, TENFOLD, per_ml)
    draw = _drawn_up(bag, exact, bench, "down" if careful else "nearest")
    drug = bag.drug
    draw.noted("draw", exact, "down" if careful else "nearest", log)
    if draw.volume != exact:
        drug = log.times("drug", draw.volume, drawn_from, unit)
    made: Filled = filled(supply.technique, BagToFill(bag, exact, draw, begin, log, full=careful))
    concentration = log.over("concentration", drug, made.final_volume, unit_like(bag.concentration))
    instead = None if made.no_bag is None else _full_bag_instead(bag, drug, draw.volume, bench)
    from_vials = _NONE if tenfolds else draw.volume
    return Preparation(
        bag=bag.name,
        ordered=bag.drug,
        ordered_volume=bag.volume,
        drug=drug,
        technique=supply.technique,
        technique_source=supply.technique_source,
        strength=supply.strength,
        strength_source=supply.strength_source,
        drug_volume=drug_volume,
        tenfolds=tenfolds,
        drawn_from=drawn_from,
        from_vials=from_vials,
        vials=vials_for(from_vials, supply.sizes) if not tenfolds else (),
        product=supply.product,
        smallest_draw=bench.least if tenfolds else None,
        draw=draw.volume,
        draw_with=draw.fills,
        container=made.container,
        container_stated=begin.nominal is not None,
        no_bag=made.no_bag,
        instead=instead,
        overfill=made.overfill,
        withdraw=made.withdraw.volume,
        withdraw_with=made.withdraw.fills,
        add=made.add.volume,
        add_with=made.add.fills,
        final_volume=made.final_volume,
        concentration=concentration,
        diluents=_of_product(facts.diluents if facts is not None else (), supply.product),
        diluent_volume=facts.diluent_volume if facts is not None else None,
        not_in=_of_product(facts.not_in if facts is not None else (), supply.product),
        keeps=tuple(
            kept
            for kept in (facts.stability if facts is not None else ())
            if kept.is_for(supply.product, concentration)
        ),
        line=facts.line if facts is not None else (),
        working=log.formulas,
    )


def _of_product(solutions: tuple[Diluent, ...], product: str | None) -> tuple[Diluent, ...]:
    return tuple(solution for solution in solutions if solution.is_for(product))


def _drawn_up(bag: Stock, exact: Quantity, bench: Bench, rounding: Rounding) -> Measured:
    if bench.measures is None:
        return Measured(exact)
    draw = measured(exact, bench.measures, bench.least, rounding)
    if draw.volume.magnitude:
        return draw
    sentence = _(
        "is needed, above {volume}: the syringes of {measures} cannot measure {volume} for {bag}. "
        "Below the least draw, the drug is diluted first"
    ).format(volume=display(exact), measures=bench.measures.name, bag=bag.name)
    raise UnusableOrder(Problem(("smallest_draw",), sentence))


def _full_bag_instead(bag: Stock, drug: Quantity, draw: Quantity, bench: Bench) -> FullBag | None:
    """The bag on file with which the final volume comes nearest to the one ordered, at a
    concentration within the range on file; None where there is none, or where the protocol has the
    final volume."""
    begin, found = bench.begin, list[FullBag]()
    stated = None if bench.facts is None else bench.facts.concentration
    ends = (None, None) if stated is None else (stated.lowest, stated.highest)
    if begin.measures is None or not begin.for_ordered_volume:
        return None
    for one in begin.measures.bags:
        final = nominal = one.holds.to(ML)
        if bench.supply.technique == "add to bag":
            final = nominal + begin.overfill_of(nominal) + draw
        if final >= draw and lies_within(drug / final, *ends):
            found.append(FullBag(container=nominal, final_volume=final))
    nearest = sorted(found, key=lambda one: abs(one.final_volume - bag.volume))
    return nearest[0] if nearest else None


def real_bag(
    ordered: Stock, making: Making, given: Quantity, before: tuple[Preparation, ...]
) -> Stock:
    """The bag as it is made, when `given` of the dose has been given and the bags `before` have
    been made. Raises UnusableOrder."""
    made = _preparation_of(ordered, making.bench, given, before)
    log, unit = CalculationLog(), unit_like(ordered.drug)
    if made.drug != ordered.drug:
        log.times("drug", made.draw, made.drawn_from, unit)
    if made.concentration != ordered.concentration:
        log.over("concentration", made.drug, made.final_volume, unit_like(ordered.concentration))
    return Stock(
        name=ordered.name,
        volume=made.final_volume,
        drug=made.drug,
        concentration=made.concentration,
        working=ordered.working + log.formulas,
        made=made,
        gives_in_all=given + made.drug if ordered.name in making.whole else None,
    )
