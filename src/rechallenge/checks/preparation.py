"""How bags are made and doses drawn up: what is missing to work it out, what differs from the file
and cannot be measured, and bags that no step uses."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm, note
from rechallenge.model.measures import ASKS_ABOVE
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import MEASURED_SHARE, SMALLEST_DRAW
from rechallenge.planning.order.strength import products_of
from rechallenge.planning.preparation.bench import Supply, supply_of
from rechallenge.planning.preparation.measuring import drawn_up, share_that_asks
from rechallenge.quantities import ML, PERCENT
from rechallenge.words.codes import FindingCode

from .rule import Basis, asks, check, notes


@check(notes(FindingCode.BAG_UNUSED, Basis.ARITHMETIC, "H-08"))
def unused(plan: Plan) -> Iterator[Finding]:
    """A bag that is prepared and that no step draws from."""
    for number, bag in enumerate(plan.bags):
        if not bag.used.magnitude:
            yield note(
                FindingCode.BAG_UNUSED, ("bags", number), bag=bag.name, volume=bag.volume
            )  # fmt: skip


@check(notes(FindingCode.NO_PREPARATION, Basis.DRUG_FILE, "H-19", remedy=("strength", "technique")))
def not_worked_out(plan: Plan) -> Iterator[Finding]:
    """Bags of which it is not known how they are made, and what the order must state for that."""
    if not plan.bags or plan.hangs(plan.bags[0].name):
        return
    facts = plan.on_file.drug(plan.drug)
    supply = supply_of(plan.order, facts, plan.dose.unit)
    if isinstance(supply, Supply):
        return
    of_one = facts is None or not facts.products
    missing = tuple(part for part in supply if part != "one-strength" or of_one)
    if missing:
        at = ("preparation",)
        yield note(FindingCode.NO_PREPARATION, at, drug=plan.drug or (), missing=missing)


@check(asks(FindingCode.PRODUCT_NOT_NAMED, Basis.DRUG_FILE, "H-13", remedy=("product", "strength")))
def one_product(plan: Plan) -> Iterator[Finding]:
    """An order that may mean several products on file, which differ in strength or in how long
    they keep."""
    facts = plan.on_file.drug(plan.drug)
    products = products_of(plan.order, facts, plan.dose.unit)
    if facts is not None and len(products) > 1:
        yield confirm(
            FindingCode.PRODUCT_NOT_NAMED,
            ("order", "product"),
            "; ".join(dict.fromkeys(vial.source for vial in facts.vials)),
            drug=facts.name,
            products=products,
        )


@check(notes(FindingCode.DRAW_TOO_SMALL, SMALLEST_DRAW, "H-01"))
def too_small_to_draw(plan: Plan) -> Iterator[Finding]:
    """Volumes too small to draw, for which a dilution is made first."""
    for number, made in enumerate(plan.preparation):
        if made.smallest_draw is not None:
            yield note(
                FindingCode.DRAW_TOO_SMALL,
                ("preparation", number, "draw"),
                SMALLEST_DRAW.source if plan.order.smallest_draw is None else None,
                bag=made.bag,
                volume=made.drug_volume,
                limit=made.smallest_draw,
            )


@check(
    asks(
        FindingCode.MEASURED_DIFFERS,
        (MEASURED_SHARE, Basis.SITE_FILE),
        "H-35",
        "H-41",
        remedy=("smallest_draw", "measures"),
    )
)
def measured_differs(plan: Plan) -> Iterator[Finding]:
    """Bags whose drug or concentration differs from the order by more than a share, because no
    syringe on file measures it more closely, or because of the overfill of a bag of diluent."""
    measures = plan.on_file.measures
    if measures is None:
        return
    limit = share_that_asks(measures)
    source = MEASURED_SHARE.source if measures.asks_above is None else measures.source
    if plan.on_file.site is not None:
        source = plan.on_file.site.source_of(ASKS_ABOVE) or source
    for number, made in enumerate(plan.preparation):
        for measured, ordered in (
            (made.drug, made.ordered),
            (made.concentration, made.ordered / made.ordered_volume),
        ):
            share = ((measured - ordered) / ordered).to(PERCENT)
            if abs(share) > limit:
                yield confirm(
                    FindingCode.MEASURED_DIFFERS,
                    ("preparation", number),
                    source,
                    bag=made.bag,
                    measured=measured,
                    ordered=ordered.to(measured.units),
                    share=abs(share),
                    side="above" if share.magnitude > 0 else "below",
                    measures=measures.name,
                )
                break


@check(asks(FindingCode.STRENGTH_DIFFERS, Basis.DRUG_FILE, "H-13"))
def another_strength(plan: Plan) -> Iterator[Finding]:
    """An ordered strength that no vial on file has."""
    facts, stated = plan.on_file.drug(plan.drug), plan.order.strength
    vials = facts.vials if facts is not None else ()
    strengths = tuple(dict.fromkeys(vial.concentration for vial in vials))
    if stated is not None and strengths and stated not in strengths:
        yield confirm(
            FindingCode.STRENGTH_DIFFERS,
            ("order", "strength"),
            vials[0].source,
            stated=stated,
            on_file=strengths,
        )


@check(asks(FindingCode.TECHNIQUE_DIFFERS, Basis.DRUG_FILE, "H-19"))
def another_technique(plan: Plan) -> Iterator[Finding]:
    """An ordered technique that is not the label's."""
    facts, stated = plan.on_file.drug(plan.drug), plan.order.technique
    label = facts.preparing if facts is not None else None
    if stated is not None and label is not None and label.one not in (None, stated):
        yield confirm(
            FindingCode.TECHNIQUE_DIFFERS,
            ("order", "technique"),
            label.source,
            stated=stated,
            label=label.technique,
        )


@check(
    asks(
        FindingCode.DOSE_NOT_MEASURED,
        (Basis.ARITHMETIC, SMALLEST_DRAW),
        "H-40",
        "H-35",
        remedy=("measures", "smallest_draw"),
    )
)
def dose_measured(plan: Plan) -> Iterator[Finding]:
    """Doses whose volume no syringe on file measures exactly, or that are too small to be drawn
    accurately. The plan keeps the volume that is worked out."""
    least = (plan.order.smallest_draw or SMALLEST_DRAW.value).to(ML)
    for step in plan.steps:
        drawn = drawn_up(step.volume, plan.on_file.measures) if step.drawn_from else None
        if drawn is None or (drawn.volume == step.volume and step.volume >= least):
            continue
        assert plan.on_file.measures is not None
        yield confirm(
            FindingCode.DOSE_NOT_MEASURED,
            (STEP, step.number),
            SMALLEST_DRAW.source if step.volume < least else plan.on_file.measures.source,
            step=step.number,
            volume=step.volume,
            nearest=drawn.volume,
            least=least,
            measures=plan.on_file.measures.title,
        )
