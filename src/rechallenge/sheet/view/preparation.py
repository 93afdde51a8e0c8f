"""The preparation worksheet: what to do, line by line, with the label of each bag."""

from collections.abc import Iterator, Sequence

from rechallenge.model.plan import Plan
from rechallenge.model.preparation import Fill, Preparation, VialsNeeded
from rechallenge.quantities import Quantity
from rechallenge.sheet.names import shown_drug
from rechallenge.words import counted, word
from rechallenge.words.lists import aside

from .at_once import syringes_said
from .bags import letter_and_name, strength
from .blocks import Block, Instructions, Paragraph, Part, Section
from .cells import Amount, Blank, Run, Text, worded
from .codes import Label, SectionCode
from .labels import giving, holds_text, label_rows
from .order import difference_text
from .rows import Fact, Facts, told

_ROOM = Text(" ")


def preparation_section(plan: Plan) -> Section | None:
    """How each bag is made and labelled, with what is the same for all bags said once; or that this
    was not worked out; None if nothing is drawn from a bag."""
    if not plan.bags:
        return None
    plan, made = _to_make(plan)
    if made:
        return Section(SectionCode.PREPARATION, (Paragraph(word(made)),))
    if not plan.preparation:
        said = Paragraph(word("preparation.not-worked-out"))
        return Section(SectionCode.PREPARATION, (said,))
    blocks: list[Block] = []
    if plan.vials:
        blocks.append(Paragraph(word("preparation.vial-rule")))
    shared = _shared(plan)
    if shared:
        blocks.append(Facts(shared))
    if len(plan.preparation) > 1:
        blocks.append(Instructions(tuple(_for_all(plan))))
    blocks += (_part(plan, made, shared) for made in plan.preparation)
    return Section(SectionCode.PREPARATION, tuple(blocks))


def _to_make(plan: Plan) -> tuple[Plan, str]:
    """The plan with the bags that are still to be made, or the code of what is said if there are
    none: after a stop these are the new bags of another protocol."""
    if not plan.stops:
        hangs = all(plan.hangs(bag.name) for bag in plan.bags)
        return plan, "preparation.hangs" if hangs else ""
    rest = plan.rests[-1]
    if rest is None or rest.order.left is not None:
        return plan, "preparation.made"
    made = {"preparation": plan.stopped[-1].prepares, "vials": rest.vials}
    return plan.model_copy(update=made), ""


def _shared(plan: Plan) -> tuple[Fact, ...]:
    if len(plan.preparation) < 2:
        return ()
    first, *others = [list(_facts(plan, made)) for made in plan.preparation]
    return tuple(fact for fact in first if all(fact in facts for facts in others))


def _part(plan: Plan, made: Preparation, shared: tuple[Fact, ...]) -> Part:
    name = _drug(plan)
    own = tuple(fact for fact in _facts(plan, made) if fact not in shared)
    first = () if len(plan.preparation) > 1 else tuple(_for_all(plan))
    return Part(
        word("bag.heading", name=letter_and_name(plan, made.bag)),
        holds_text(name, made),
        strength(plan, made.concentration),
        (
            *((Facts(own),) if own else ()),
            Instructions((*first, *_instructions(made, plan)), made.working),
            Facts(tuple(label_rows(plan, made)), boxed=True),
        ),
    )


def _drug(plan: Plan) -> str:
    return shown_drug(plan, plan.drug) if plan.drug else word("preparation.the-drug")


def _facts(plan: Plan, made: Preparation) -> Iterator[Fact]:
    """What a bag is made from and how, each with its source."""
    source = made.strength_source or word("preparation.from-order")
    yield _sourced(Label.STRENGTH, Amount(made.strength).text, source)
    if made.product is not None:
        yield told(Label.PRODUCT, made.product)
    of_site = None if plan.site is None else plan.site.source_of("technique")
    technique = made.technique_source or of_site or word("preparation.from-order")
    how = word(f"technique.{made.technique.replace(' ', '-')}")
    yield _sourced(Label.TECHNIQUE, how, technique)
    if made.is_undiluted:
        yield told(Label.DILUENT, word("preparation.undiluted"))
    elif made.diluents:
        either = [aside(diluent.name, diluent.source) for diluent in made.diluents]
        yield told(Label.DILUENT, word("preparation.or").join(either))
    else:
        none = Text(word("preparation.no-diluent"))
        yield Fact(Label.DILUENT, (none, _ROOM, Blank()))
    if made.diluent_volume is not None:
        volume = word("preparation.of-diluent", volume=_range(made))
        yield _sourced(Label.ON_FILE, volume, made.diluent_volume.source)
    yield from (_sourced(Label.NEVER_IN, never.name, never.source) for never in made.not_in)
    yield from (_sourced(code, said.says, said.source) for code, said in giving(plan, made))
    if made.no_bag is not None:
        yield told(Label.FULL_BAG, _no_full_bag(made, made.no_bag))
    if plan.on_file.measures is not None:
        yield _sourced(Label.MEASURES, plan.on_file.measures.title, plan.on_file.measures.source)
        yield told(Label.MEASURED, _ordered_and_measured(made))


def _no_full_bag(made: Preparation, volume: Quantity) -> str:
    """That no bag to begin with is on file, and which could be ordered."""
    text = worded("preparation.no-full-bag", volume=volume)
    if (bag := made.instead) is None:
        return text
    said = {"container": bag.container, "volume": bag.final_volume}
    return f"{text} {worded('preparation.full-bag-instead', **said)}"


def _ordered_and_measured(made: Preparation) -> str:
    """What the bag was ordered to hold, and by how much it really holds less or more."""
    if (made.drug, made.final_volume) == (made.ordered, made.ordered_volume):
        return word("preparation.as-ordered")
    return word(
        "preparation.ordered-and-measured",
        ordered=worded("bag.holds", drug=made.ordered, volume=made.ordered_volume),
        really=worded("bag.holds", drug=made.drug, volume=made.final_volume),
        drug=difference_text(made.drug, made.ordered),
    )


def _sourced(code: Label, text: str, source: str) -> Fact:
    return told(code, aside(text, source))


def _range(made: Preparation) -> str:
    stated = made.diluent_volume
    assert stated is not None
    lowest, highest = stated.lowest, stated.highest
    if lowest is None or highest is None:
        code = "preparation.at-most" if lowest is None else "preparation.at-least"
        return worded(code, volume=highest or lowest)
    if lowest == highest:
        return Amount(lowest).text
    return worded("preparation.range", lowest=lowest, highest=highest)


def _for_all(plan: Plan) -> Iterator[Run]:
    """What is taken and diluted once for all bags."""
    per_ml = plan.preparation[0].strength
    if plan.vials:
        several = "-for-all" if len(plan.preparation) > 1 else ""
        yield _say(f"preparation.take-vials{several}", vials=vials_said(plan.vials))
    else:
        yield (*_say("preparation.take-any-vials", volume=from_vials(plan)), _ROOM, Blank())
    for dilution in plan.dilutions:
        before, per_ml = _solution(_drug(plan), per_ml, plan), dilution.concentration
        yield _say(
            "preparation.dilute",
            drug=before,
            take_with=_syringes(dilution.take_with),
            diluent_with=_syringes(dilution.diluent_with),
            strength=strength(plan, per_ml).text,
            take=dilution.take,
            diluent=dilution.diluent,
            make=dilution.make,
        )


def from_vials(plan: Plan) -> Quantity:
    """What is drawn from vials in all, into bags and into the first dilution."""
    drawn = [*(made.from_vials for made in plan.preparation)]
    drawn += [first.take for first in plan.dilutions[:1]]
    return sum(drawn[1:], start=drawn[0])


def _solution(name: str, concentration: Quantity, plan: Plan) -> str:
    """The drug as supplied, or a dilution of it."""
    shown = strength(plan, concentration).text
    if concentration == plan.preparation[0].strength:
        return f"{name} {shown}"
    return word("preparation.the-dilution", strength=shown)


def _syringes(fills: tuple[Fill, ...]) -> str:
    """` (20 mL in a 20 mL syringe, 8.8 mL in a 10 mL syringe)`; nothing for an exact volume."""
    return aside("", syringes_said(fills)) if fills else ""


def _instructions(made: Preparation, plan: Plan) -> Iterator[Run]:
    """What a technician does for one bag, one thing at a time."""
    yield _begin(made)
    if made.withdraw.magnitude:
        overfill = "-overfill" if made.overfill.magnitude else ""
        syringes = _syringes(made.withdraw_with)
        yield _say(f"preparation.withdraw{overfill}", volume=made.withdraw, syringes=syringes)
    yield _say(
        "preparation.draw",
        volume=made.draw,
        drug=_solution(_drug(plan), made.drawn_from, plan),
        syringes=_syringes(made.draw_with),
    )
    final = made.final_volume
    if made.container is not None:
        yield _say("preparation.mix", volume=final)
    elif made.add.magnitude:
        syringes = _syringes(made.add_with)
        yield _say("preparation.add", diluent=made.add, syringes=syringes, volume=final)
    else:
        yield _say("preparation.add-none", volume=final)
    yield _say("preparation.label-the-bag")


def _say(code: str, **values: object) -> Run:
    return (Text(worded(code, **values)),)


def _begin(made: Preparation) -> Run:
    if made.container is None:
        return _say("preparation.empty-container")
    volume = Amount(made.container).text
    if made.overfill.magnitude:
        volume = worded("preparation.with-overfill", volume=volume, overfill=made.overfill)
    code = "preparation.full-bag" if made.container_stated else "preparation.full-bag-worked-out"
    return _say(code, volume=volume)


def vials_said(vials: Sequence[VialsNeeded]) -> str:
    """`2 vials of 500 mg in 50 mL and 1 vial of 100 mg in 10 mL`."""
    texts = []
    for size in vials:
        of = {"holds": Amount(size.holds).text, "volume": Amount(size.volume).text}
        texts.append(counted("preparation.vials", size.count, **of))
    return word("preparation.and").join(texts)
