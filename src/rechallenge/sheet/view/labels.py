"""The label of each bag: what is written on it, for the worksheet and for a sheet of labels."""

from collections.abc import Iterator

from rechallenge.model.drug_limits import Stated
from rechallenge.model.making_up import Stability, lies_within
from rechallenge.model.plan import Plan
from rechallenge.model.preparation import Preparation
from rechallenge.sheet.names import shown_drug
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import aside, commas, things
from rechallenge.words.shown import NO_BREAK

from .at_once import route_said
from .bag_changes import rate_to_set
from .bags import letter_and_name, strength
from .cells import Blank, Cell, Run, Text, Tick, worded
from .codes import Label
from .rows import Fact, told

_ROOM = Text(" ")


def label_rows(plan: Plan, made: Preparation) -> Iterator[Fact]:
    """The rows of a bag's label, in order."""
    patient = plan.order.patient
    yield Fact(Label.PATIENT, (Blank() if patient is None else Text(patient),))
    holds = aside(holds_text("", made), strength(plan, made.concentration).text)
    named: Run = (
        (Text(f"{shown_drug(plan, plan.drug)}{holds}"),) if plan.drug else (Blank(), Text(holds))
    )
    yield Fact(Label.DRUG, named)
    of_all = {"letter": letter_and_name(plan, made.bag), "number": len(plan.bags)}
    if made.product is not None:
        yield told(Label.PRODUCT, made.product)
    yield told(Label.BAG, word("bag.of-all", **of_all))
    routes = dict.fromkeys(s.route for s in plan.steps if s.taken_from == made.bag) or (None,)
    yield told(Label.ROUTE, things(map(route_said, routes)))
    diluent: Run = tuple(_choice([for_reader(diluent.name) for diluent in made.diluents]))
    if made.is_undiluted:
        diluent = (Text(word("preparation.undiluted")),)
    yield Fact(Label.DILUENT, diluent)
    if rates := _rates(plan, made):
        yield told(Label.RATES, rates)
    yield Fact(Label.MADE_AT, (Blank(),))
    facts = plan.on_file.drug(plan.drug)
    for warning in facts.warnings if facts else ():
        yield told(Label.WARNING, warning.says)
    yield from (told(code, said.says) for code, said in giving(plan, made))
    keeps = _keeps(plan, made)
    for kept in keeps:
        text = worded("preparation.keeps", time=kept.time, at=commas(kept.conditions))
        yield Fact(Label.EXPIRES, (Text(text), _ROOM, Blank()))
    if not keeps:
        concentration = strength(plan, made.concentration).text
        unknown = word("preparation.no-stability", concentration=concentration)
        yield Fact(Label.EXPIRES, (Text(unknown), _ROOM, Blank()))
    for code in (Label.BATCH_OF_DRUG, Label.BATCH_OF_DILUENT, Label.PREPARED_BY, Label.CHECKED_BY):
        yield Fact(code, (Blank(),))


def giving(plan: Plan, made: Preparation) -> Iterator[tuple[Label, Stated]]:
    """What the drug's file says of filter, light, set and line."""
    facts = plan.on_file.drug(plan.drug)
    if facts is not None:
        yield from ((Label.FILTER, said) for said in facts.filter)
        yield from ((Label.LIGHT, said) for said in facts.light)
        yield from ((Label.SET, said) for said in facts.set)
    yield from ((Label.LINE, said) for said in made.line)


def _rates(plan: Plan, made: Preparation) -> str:
    """The lowest and the highest rate that the bag is run at; empty for one that is not run."""
    rates = sorted(s.rate for s in plan.steps if s.bag == made.bag and s.rate is not None)
    if not rates:
        return ""
    lowest, highest = (rate_to_set(plan, rate).alone for rate in (rates[0], rates[-1]))
    if lowest == highest:
        return lowest
    return word("labels.rates", lowest=lowest.partition(NO_BREAK)[0], highest=highest)


def _keeps(plan: Plan, made: Preparation) -> tuple[Stability, ...]:
    """How long the bag keeps, where that is known at its concentration: a time that is not of a
    range of its own is of the concentrations that the label states."""
    facts = plan.on_file.drug(plan.drug)
    known = facts.concentration if facts else None
    within = (
        known is not None
        and (known.lowest is not None or known.highest is not None)
        and lies_within(made.concentration, known.lowest, known.highest)
    )
    return tuple(kept for kept in made.keeps if within or kept.has_range)


def holds_text(name: str, made: Preparation) -> str:
    """What a bag holds: the drug named, its amount and the final volume."""
    return f"{name} {worded('bag.holds', drug=made.drug, volume=made.final_volume)}"


def _choice(names: list[str]) -> Iterator[Cell]:
    """One of several, to be ticked; a blank for none."""
    if len(names) < 2:
        yield Text(names[0]) if names else Blank()
    else:
        for place, name in enumerate(names):
            yield from ((Text("  "),) if place else ())
            yield from (Tick(), Text(f" {name}"))
