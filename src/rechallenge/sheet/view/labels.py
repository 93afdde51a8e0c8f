"""The label of each bag: what is written on it, for the worksheet and for a sheet of labels."""

from collections.abc import Iterator

from rechallenge.model.plan import Plan
from rechallenge.model.preparation import Preparation
from rechallenge.sheet.names import drug_name
from rechallenge.words import word

from .bags import letter_and_name
from .blocks import Fact
from .cells import Amount, Blank, Cell, Run, Text, Tick
from .codes import Label

_ROOM = Text(" ")


def label_rows(plan: Plan, made: Preparation) -> Iterator[Fact]:
    """The rows of a bag's label, in order."""
    patient = plan.order.patient
    yield Fact(Label.PATIENT, (Blank() if patient is None else Text(patient),))
    holds = f"{holds_text('', made)} ({Amount(made.concentration).text})"
    named: Run = (Text(f"{drug_name(plan.drug)}{holds}"),) if plan.drug else (Blank(), Text(holds))
    yield Fact(Label.DRUG, named)
    yield Fact(Label.DILUENT, tuple(_choice([diluent.name for diluent in made.diluents])))
    yield Fact(Label.ROUTE, (Text(word("route.intravenous")),))
    yield Fact(Label.BAG, (Text(letter_and_name(plan, made.bag)),))
    for kept in made.keeps:
        text = word("preparation.keeps", time=Amount(kept.time).text, at=kept.at)
        yield Fact(Label.EXPIRES, (Text(text), _ROOM, Blank()))
    if not made.keeps:
        yield Fact(Label.EXPIRES, (Text(word("preparation.no-stability")), _ROOM, Blank()))
    for code in (Label.MADE_AT, Label.PREPARED_BY, Label.CHECKED_BY):
        yield Fact(code, (Blank(),))


def holds_text(name: str, made: Preparation) -> str:
    """What a bag holds: the drug named, its amount and the final volume."""
    drug, volume = Amount(made.drug).text, Amount(made.final_volume).text
    return f"{name} {word('bag.holds', drug=drug, volume=volume)}"


def _choice(names: list[str]) -> Iterator[Cell]:
    """One of several, to be ticked; a blank for none."""
    if len(names) < 2:
        yield Text(names[0]) if names else Blank()
    else:
        for place, name in enumerate(names):
            yield from ((Text("  "),) if place else ())
            yield from (Tick(), Text(f" {name}"))
