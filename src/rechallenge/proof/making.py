"""How each bag was made, worked out again from what was drawn, on the marks of the syringes."""

from fractions import Fraction

from rechallenge.model.plan import Plan
from rechallenge.model.preparation import Dilution, Fill, Preparation
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .integrating import Contents
from .plain_numbers import measures, number, plain


def prove_made(
    where: str, made: Preparation, plan: Plan, ordered: Contents, unit: str, agreement: Agreement
) -> Contents:
    """What a bag really holds: what was put into it less what was taken out, each volume being on
    the marks of the syringes that it was measured with."""
    assert ordered.drug is not None
    agreement.amount(f"{where}.ordered", made.ordered, ordered.drug, unit)
    agreement.amount(f"{where}.ordered_volume", made.ordered_volume, ordered.volume, "mL")
    drawn_from = drug_per_ml(plan, unit)
    agreement.amount(f"{where}.strength", made.strength, drawn_from, f"{unit}/mL")
    agreement.amount(f"{where}.drug_volume", made.drug_volume, ordered.drug / drawn_from, "mL")
    for _time in range(made.tenfolds):
        drawn_from /= 10
    agreement.amount(f"{where}.drawn_from", made.drawn_from, drawn_from, f"{unit}/mL")
    for name in ("draw", "withdraw", "add"):
        _prove_measured(f"{where}.{name}", getattr(made, name), _fills(made, name), plan, agreement)
    _prove_close(f"{where}.draw", made, ordered.drug / drawn_from, plan, agreement)
    draw = _ml(made.draw)
    from_vials = Fraction(0) if made.tenfolds else draw
    agreement.amount(f"{where}.from_vials", made.from_vials, from_vials, "mL")
    volume = draw + _ml(made.add)
    if made.container is not None:
        volume += _ml(made.container) + _ml(made.overfill) - _ml(made.withdraw)
    agreement.amount(f"{where}.final_volume", made.final_volume, volume, "mL")
    agreement.amount(f"{where}.drug", made.drug, draw * drawn_from, unit)
    strength = draw * drawn_from / volume if volume else None
    agreement.amount(f"{where}.concentration", made.concentration, strength, f"{unit}/mL")
    return Contents(ordered.name, volume, draw * drawn_from)


def prove_supply(plan: Plan, agreement: Agreement) -> None:
    """Each dilution holds what is drawn from it, and the vials what is drawn from them."""
    draws = [(made.tenfolds, _ml(made.draw)) for made in plan.preparation]
    takes = [number(one.take, "mL") for one in plan.dilutions]
    for place, one in enumerate(plan.dilutions):
        where, take = f"preparation.dilutions[{place}]", takes[place]
        _prove_measured(f"{where}.take", one.take, one.take_with, plan, agreement)
        _prove_measured(f"{where}.diluent", one.diluent, one.diluent_with, plan, agreement)
        drawn = sum((draw for times, draw in draws if times == place + 1), start=Fraction(0))
        drawn += takes[place + 1] if place + 1 < len(takes) else 0
        agreement.amount(f"{where}.make", one.make, take + number(one.diluent, "mL"), "mL")
        agreement.amount(f"{where}.make", one.make, take * 10, "mL")
        agreement.amount(f"{where}.drawn", one.drawn, drawn, "mL")
        _prove_left(where, one, take * 10 - drawn, agreement)
    from_vials = sum((draw for times, draw in draws if not times), start=sum(takes[:1]))
    held = [number(size.volume, "mL") * size.count for size in plan.vials]
    if held and sum(held) < from_vials:
        agreement.differs("vials", int(sum(held)), int(from_vials))


def drug_per_ml(plan: Plan, unit: str) -> Fraction:
    """Drug per mL as supplied: by the order, else by any vial on file of the product that it names,
    all of one strength."""
    if plan.order.strength is not None:
        return number(plan.order.strength, f"{unit}/mL")
    facts = plan.on_file.drug(plan.drug)
    vials = facts.vials if facts is not None else ()
    named = plan.order.product
    (strength,) = {
        number(vial.concentration, f"{unit}/mL")
        for vial in vials
        if measures(vial.concentration, f"{unit}/mL")
        and (named is None or (vial.product or "").lower() == named.lower())
    }
    return strength


def _ml(volume: Quantity) -> Fraction:
    """A volume of the plan; one in another unit differs where it is compared."""
    return plain(volume, "mL") or Fraction(0)


def _fills(made: Preparation, name: str) -> tuple[Fill, ...]:
    fills: tuple[Fill, ...] = getattr(made, f"{name}_with")
    return fills


def _prove_left(where: str, one: Dilution, left: Fraction, agreement: Agreement) -> None:
    agreement.amount(f"{where}.discarded", one.discarded, left, "mL")
    if left < 0:
        agreement.differs(f"{where}.discarded", one.discarded)


def _prove_measured(
    where: str, volume: Quantity, fills: tuple[Fill, ...], plan: Plan, agreement: Agreement
) -> None:
    """The syringes are on file, none is overfilled, each is filled to a mark, and together they
    hold the volume."""
    if plan.on_file.measures is None:
        agreement.word(where, len(fills), 0)
        return
    marks = _marks(plan)
    for fill in fills:
        size, filled = number(fill.syringe, "mL"), number(fill.volume, "mL")
        mark = marks.get(size)
        if mark is None or filled > size or (filled / mark).denominator != 1:
            agreement.differs(where, fill.volume)
    total = sum((number(fill.volume, "mL") * fill.times for fill in fills), start=Fraction(0))
    agreement.amount(where, volume, total, "mL")


def _prove_close(
    where: str, made: Preparation, exact: Fraction, plan: Plan, agreement: Agreement
) -> None:
    """What is drawn is less than one mark away from what is ordered; exact without measures."""
    if plan.on_file.measures is None:
        agreement.amount(where, made.draw, exact, "mL")
        return
    marks = _marks(plan)
    largest = max(marks.get(number(fill.syringe, "mL"), Fraction(0)) for fill in made.draw_with)
    if abs(_ml(made.draw) - exact) >= largest:
        agreement.differs(where, made.draw)


def _marks(plan: Plan) -> dict[Fraction, Fraction]:
    assert plan.on_file.measures is not None
    return {
        number(one.holds, "mL"): number(one.graduation, "mL")
        for one in plan.on_file.measures.syringes
    }
