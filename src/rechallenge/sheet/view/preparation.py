"""The preparation worksheet: what to do, line by line, with the label of each bag."""

from collections.abc import Iterator, Sequence

from rechallenge.model.plan import Plan
from rechallenge.model.preparation import Preparation, VialsNeeded
from rechallenge.sheet.names import drug_name
from rechallenge.words import counted, word

from .bags import letter_and_name
from .blocks import Block, Fact, Facts, Instructions, Paragraph, Part, Section
from .cells import Amount, Blank, Run, Text
from .codes import Label, SectionCode
from .labels import holds_text, label_rows

_ROOM = Text(" ")


def preparation_section(plan: Plan) -> Section:
    """How each bag is made and labelled, what is the same for all of several bags said once; or
    that this was not worked out."""
    if not plan.preparation:
        said = Paragraph(word("preparation.not-worked-out"))
        return Section(SectionCode.PREPARATION, (said,))
    blocks: list[Block] = []
    if plan.vials:
        blocks.append(Paragraph(word("preparation.vial-rule")))
    shared = _shared(plan)
    if shared:
        blocks.append(Facts(shared))
    blocks += (_part(plan, made, shared) for made in plan.preparation)
    if len(plan.preparation) > 1 and plan.vials:
        blocks.append(Paragraph(word("preparation.together", vials=_vials(plan.vials))))
    return Section(SectionCode.PREPARATION, tuple(blocks))


def _shared(plan: Plan) -> tuple[Fact, ...]:
    if len(plan.preparation) < 2:
        return ()
    first, *others = [list(_facts(made)) for made in plan.preparation]
    return tuple(fact for fact in first if all(fact in facts for facts in others))


def _part(plan: Plan, made: Preparation, shared: tuple[Fact, ...]) -> Part:
    name = drug_name(plan.drug) if plan.drug else word("preparation.the-drug")
    own = tuple(fact for fact in _facts(made) if fact not in shared)
    return Part(
        word("bag.lettered", letter=letter_and_name(plan, made.bag)),
        holds_text(name, made),
        Amount(made.concentration),
        (
            *((Facts(own),) if own else ()),
            Instructions(tuple(_instructions(made, name)), made.working),
            Facts(tuple(label_rows(plan, made)), boxed=True),
        ),
    )


def _facts(made: Preparation) -> Iterator[Fact]:
    """What a bag is made from and how, each with its source."""
    strength = made.strength_source or word("preparation.from-order")
    yield _sourced(Label.STRENGTH, Amount(made.strength).text, strength)
    technique = made.technique_source or word("preparation.from-order")
    how = word(f"technique.{made.technique.replace(' ', '-')}")
    yield _sourced(Label.TECHNIQUE, how, technique)
    if made.diluents:
        either = [f"{diluent.name} ({diluent.source})" for diluent in made.diluents]
        yield Fact(Label.DILUENT, (Text(word("preparation.or").join(either)),))
    else:
        none = Text(word("preparation.no-diluent"))
        yield Fact(Label.DILUENT, (none, _ROOM, Blank()))
    if made.diluent_volume is not None:
        volume = word("preparation.of-diluent", volume=_range(made))
        yield _sourced(Label.ON_FILE, volume, made.diluent_volume.source)
    yield from (_sourced(Label.NEVER_IN, never.name, never.source) for never in made.not_in)
    yield from (_sourced(Label.LINE, said.says, said.source) for said in made.line)


def _sourced(code: Label, text: str, source: str) -> Fact:
    return Fact(code, (Text(f"{text} ({source})"),))


def _range(made: Preparation) -> str:
    stated = made.diluent_volume
    assert stated is not None
    lowest, highest = (
        end if end is None else Amount(end).text for end in (stated.lowest, stated.highest)
    )
    if lowest is None or highest is None:
        code = "preparation.at-most" if lowest is None else "preparation.at-least"
        return word(code, volume=highest or lowest)
    if lowest == highest:
        return lowest
    return word("preparation.range", lowest=lowest, highest=highest)


def _instructions(made: Preparation, name: str) -> Iterator[Run]:
    """What a technician does, one thing at a time."""
    if made.vials:
        yield _say("preparation.take-vials", vials=_vials(made.vials))
    else:
        volume = Amount(made.from_vials).text
        yield (*_say("preparation.take-any-vials", volume=volume), _ROOM, Blank())
    before = f"{name} {Amount(made.strength).text}"
    for dilution in made.dilutions:
        amounts = {n: Amount(getattr(dilution, n)).text for n in ("take", "diluent", "make")}
        strength = Amount(dilution.concentration).text
        yield _say("preparation.dilute", drug=before, strength=strength, **amounts)
        before = word("preparation.the-dilution", strength=strength)
    yield _begin(made)
    if made.withdraw.magnitude:
        overfill = "-overfill" if made.overfill.magnitude else ""
        yield _say(f"preparation.withdraw{overfill}", volume=Amount(made.withdraw).text)
    yield _say("preparation.draw", volume=Amount(made.draw).text, drug=before)
    final = Amount(made.final_volume).text
    if made.container is not None:
        yield _say("preparation.mix", volume=final)
    elif made.add.magnitude:
        yield _say("preparation.add", diluent=Amount(made.add).text, volume=final)
    else:
        yield _say("preparation.add-none", volume=final)
    yield _say("preparation.label-the-bag")


def _say(code: str, **values: object) -> Run:
    return (Text(word(code, **values)),)


def _begin(made: Preparation) -> Run:
    if made.container is None:
        return _say("preparation.empty-container")
    volume = Amount(made.container).text
    if made.overfill.magnitude:
        overfill = Amount(made.overfill).text
        volume = word("preparation.with-overfill", volume=volume, overfill=overfill)
    code = "preparation.full-bag" if made.container_stated else "preparation.full-bag-worked-out"
    return _say(code, volume=volume)


def _vials(vials: Sequence[VialsNeeded]) -> str:
    """`2 vials of 500 mg in 50 mL and 1 vial of 100 mg in 10 mL`."""
    texts = []
    for size in vials:
        of = {"holds": Amount(size.holds).text, "volume": Amount(size.volume).text}
        texts.append(counted("preparation.vials", size.count, **of))
    return word("preparation.and").join(texts)
