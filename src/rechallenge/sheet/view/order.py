"""What was ordered, and the bags that it takes."""

from collections.abc import Iterator
from fractions import Fraction

from rechallenge.model.bands import ChosenBand
from rechallenge.model.consistency import VOLUME
from rechallenge.model.measures import ASKS_ABOVE
from rechallenge.model.plan import Bag, Plan
from rechallenge.model.reading import settled
from rechallenge.model.review import SHORT
from rechallenge.model.site import SiteOnFile
from rechallenge.quantities import PERCENT, Quantity
from rechallenge.sheet.names import shown_drug
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import commas

from .bags import bag_said, bags_by_letter, own_name, strength
from .blocks import Section
from .cells import Amount, Blank, Run, Text, Tick, formula_text, worded
from .codes import Column, Label, SectionCode
from .rows import Fact, Facts, Row, Table, in_like_units


def named_drug(plan: Plan) -> str:
    """The drug for people to read, or that the order names none."""
    return shown_drug(plan, plan.drug) if plan.drug else word("order.drug-not-named")


def dose_reached(plan: Plan) -> str:
    """How the dose follows from what was ordered; empty where it was ordered as it is."""
    if plan.dose.working:
        return formula_text(plan.dose.working[-1])
    dose, ordered = Amount(plan.dose.total).text, Amount(plan.order.dose).text
    return "" if dose == ordered else word("order.ordered-as", dose=dose, ordered=ordered)


def given_in_all(plan: Plan) -> str:
    """What the steps give, where the protocol states another amount than the ordered dose."""
    if plan.to_give == plan.dose.total:
        return ""
    share = Amount((plan.to_give / plan.dose.total).to(PERCENT), 5).text
    return worded("order.gives-in-all", dose=plan.to_give, share=share)


def difference_text(really: Quantity, ordered: Quantity) -> str:
    """By how much an amount is more or less than ordered, in percent; or that it is not."""
    if really == ordered:
        return word("preparation.same-drug")
    share = (really / ordered - 1).to(PERCENT)
    code = "preparation.more" if share.magnitude > 0 else "preparation.less"
    return worded(code, share=abs(share))


def order_section(plan: Plan) -> Section:
    """Drug and dose first; then the patient's measures, parameters, equipment and start."""
    facts = [Fact(code, (Text(text),), name) for code, name, text in _facts(plan)]
    after_patient = 0 if plan.order.patient is None else 1
    facts[after_patient:after_patient] = _identifiers(plan)
    return Section(SectionCode.ORDER, (Facts(tuple(facts)),))


def _identifiers(plan: Plan) -> Iterator[Fact]:
    """What the site wants compared with the patient besides the name: a box and a place to write
    for each."""
    for name in plan.site.said.identifiers if plan.site else ():
        yield Fact(Label.IDENTIFIER, (Tick(), Text(" "), Blank()), name)


def _facts(plan: Plan) -> Iterator[tuple[Label, str, str]]:
    order = plan.order
    if order.patient is not None:
        yield Label.PATIENT, "", order.patient
    yield Label.DRUG, "", named_drug(plan)
    yield Label.DOSE, "", dose_reached(plan) or Amount(plan.dose.total).text
    if in_all := given_in_all(plan):
        yield Label.GIVES_IN_ALL, "", in_all
    if plan.totals.dose != plan.to_give and not plan.stopped_for_good:
        difference = difference_text(plan.totals.dose, plan.to_give)
        text = worded("order.really-given", dose=plan.totals.dose, difference=difference)
        yield Label.REALLY_GIVEN, "", text
    if surface := plan.dose.body_surface:
        yield Label.BODY_SURFACE, "", worded("order.body-surface", **dict(surface))
    elif order.bsa is not None:
        yield Label.BODY_SURFACE, "", Amount(order.bsa).text
    elif order.height is not None:
        yield Label.HEIGHT, "", worded("order.height-not-used", height=order.height)
    if order.age is not None:
        yield Label.AGE, "", order.age
    weight = word("order.not-given") if order.weight is None else Amount(order.weight).text
    yield Label.WEIGHT, "", weight
    yield from (_parameter(plan, name) for name in plan.parameters if _is_of_order(plan, name))
    if not plan.runs:
        yield Label.PUMP, "", word("order.no-pump-needed")
    else:
        yield (
            Label.PUMP,
            "",
            word("order.no-pump") if plan.pump is None else for_reader(plan.pump.title),
        )
    if not plan.runs:
        yield Label.LINE, "", word("order.no-line-needed")
    elif plan.line is None:
        yield Label.LINE, "", word("order.no-line")
    else:
        yield Label.LINE, "", commas(filter(None, (plan.line.title, line_filled(plan))))
    start = f"{order.begins:%Y-%m-%d %H:%M}" if order.begins else word("order.no-start")
    if order.begins and order.time_zone:
        start = commas((start, order.time_zone))
    yield Label.START, "", start
    said = tuple(_earlier_reaction(plan))
    if said:
        yield Label.EARLIER_REACTION, "", commas(said)
    if plan.site is not None and (taken := commas(_taken(plan.site))):
        fingerprint = plan.site.fingerprint[:SHORT]
        text = word("order.from-site", taken=taken, file=plan.site.citation, print=fingerprint)
        yield Label.FROM_SITE, "", text


def _taken(site: SiteOnFile) -> Iterator[str]:
    """The name of each value that came from the site's file."""
    for name in site.took:
        if name == ASKS_ABOVE:
            share = Amount(settled(site.said.asks_above)).text
            yield word("order.asks-above", share=share)
        else:
            yield word(f"order.{name}")
    for name in site.premed_sets:
        yield word("order.premed-set", name=name)


def _earlier_reaction(plan: Plan) -> Iterator[str]:
    order = plan.order
    if order.reaction_kind:
        yield word(f"reaction-kind.{order.reaction_kind}")
    if order.reaction_grade:
        yield word("order.reaction-grade", grade=order.reaction_grade)
    if order.reaction_rate is not None:
        yield worded("order.reaction-rate", rate=order.reaction_rate)
    if order.reaction_dose is not None:
        yield worded("order.reaction-dose", dose=order.reaction_dose)
    if order.reaction_bag:
        # The bag may be of another protocol, which had the reaction.
        named = any(bag.name == order.reaction_bag for bag in plan.bags)
        bag = bag_said(plan, order.reaction_bag) if named else order.reaction_bag
        yield word("order.reaction-bag", bag=bag)


def line_filled(plan: Plan) -> str:
    """The line's dead volume, what it is primed with and, for several bags, how they share it."""
    line = plan.line
    assert line is not None
    filled = worded(f"line.primed-with-{line.primed}", volume=line.dead_volume)
    return filled if len(plan.bags) == 1 else commas((filled, word(f"line.{line.sets}")))


def _is_of_order(plan: Plan, name: str) -> bool:
    """Whether the order sets a parameter, or the patient's weight chooses its value. The others are
    on the protocol's own page."""
    order = plan.order
    if name == VOLUME and order.left is not None:
        return False
    is_set = name in order.settings or (name == VOLUME and order.volume is not None)
    return is_set or name in plan.bands


def _parameter(plan: Plan, name: str) -> tuple[Label, str, str]:
    value, stated = plan.parameters[name], plan.protocol.parameters[name]
    text = _value_text(value)
    if name in plan.bands:
        text = word("order.by-weight", value=text, band=_band_text(plan.bands[name]))
    elif isinstance(stated, Quantity | Fraction) and stated != value:
        text = word("order.set-by-the-order", value=text, stated=_value_text(stated))
    return (Label.BAG_VOLUME, "", text) if name == VOLUME else (Label.PARAMETER, name, text)


def _value_text(value: Quantity | Fraction) -> str:
    return str(value) if isinstance(value, Fraction) else Amount(value).text


def _band_text(band: ChosenBand) -> str:
    """`above 20 kg, up to 40 kg`."""
    ends = {end: value for end, value in band if value is not None}
    code = {("above",): "above", ("up_to",): "up-to", ("above", "up_to"): "between"}[tuple(ends)]
    return worded(f"order.band-{code}", **ends)


def bags_section(plan: Plan) -> Section | None:
    """One row for each bag, in the order of use, with the text of its label; None without bags."""
    if not plan.bags:
        return None
    columns = [Column.BAG, Column.NAME, Column.HOLDS, Column.VOLUME, Column.CONCENTRATION,
               Column.USED, Column.DISCARDED]  # fmt: skip
    if not plan.protocol.bags:
        columns.remove(Column.NAME)
    rows = in_like_units(
        _bag(plan, bag, place) for place, bag in enumerate(bags_by_letter(plan), 1)
    )
    return Section(SectionCode.BAGS, (Table(tuple(columns), rows),), len(plan.bags))


def _bag(plan: Plan, bag: Bag, place: int) -> Row:
    used = discarded = None
    if bag.into_line.magnitude:
        used = Text(worded("bag.into-line", volume=bag.into_line))
    if bag.discarded.magnitude:
        discarded = Amount((bag.discarded * bag.concentration).to(bag.drug.units))
    none = None if bag.discarded.magnitude else word("bag.none-discarded")
    return Row(
        {
            Column.BAG: Text(bag.letter),
            Column.NAME: Text(own_name(plan, bag.name)),
            Column.HOLDS: Amount(bag.drug),
            Column.VOLUME: Amount(bag.volume),
            Column.CONCENTRATION: strength(plan, bag.concentration),
            Column.USED: Amount(bag.used, beside=used),
            Column.DISCARDED: Amount(bag.discarded, instead=none, beside=discarded),
        },
        bag=bag.name,
        working=bag.working,
        label=_label(plan, bag, place),
    )


def _label(plan: Plan, bag: Bag, place: int) -> tuple[Run, ...]:
    """What to write on the bag: drug and amount in volume; strength, and which bag it is."""
    holds = worded("bag.holds", drug=bag.drug, volume=bag.volume)
    drug: Run = (Text(f"{word('bag.write-drug')} "), Blank(), Text(f" {holds}"))
    if plan.drug:
        drug = (Text(f"{shown_drug(plan, plan.drug)} {holds}"),)
    which = word("bag.lettered", letter=bag.letter)
    if len(plan.bags) > 1:
        which = word("bag.place", letter=bag.letter, place=place, bags=len(plan.bags))
    if plan.hangs(bag.name):
        which = word("bag.hangs", bag=which)
    return drug, (Text(commas((strength(plan, bag.concentration).per, which))),)
