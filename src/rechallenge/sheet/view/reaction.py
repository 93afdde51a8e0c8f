"""If the patient reacts: what is ready at the bedside, what to do, and where it is noted."""

from collections.abc import Iterator

from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.model.protocol import Protocol
from rechallenge.model.reaction import BedsideDrug, Treatment
from rechallenge.quantities import Quantity
from rechallenge.sheet.names import drug_name, shown_drug
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import aside, clauses, commas, follow, things, with_stop

from .at_once import route_as_written
from .blocks import Block, Items, Paragraph, Section
from .cells import Amount, Blank, Cell, Text, Tick, worded
from .codes import Column, Label, SectionCode
from .rows import Fact, Facts, Row, Table

_TO_NOTE = {
    Column.STOPPED_AT: Blank(5),
    Column.INFUSED: Blank(8),
    Column.SEEN: Blank(12),
    Column.GIVEN: Blank(12),
    Column.RESTARTED: Blank(12),
    Column.INITIALS: Blank(4),
}
_LINES = 3
_TO_ORDER = 2
"""Rows for what the prescriber orders beside what the source states."""
_THINGS = 3
_NOTHING = OnFile()


def bedside_section(plan: Plan) -> Section:
    """A box to tick for each thing and drug at the bedside; epinephrine has one in any case, its
    dose to be written in where the protocol states none."""
    items = plan.runs_by.bedside
    columns = [Column.TICK, Column.ITEM]
    texts = (Text(bedside_text(item, plan.on_file)) for item in items)
    rows = [Row({Column.TICK: Tick(), Column.ITEM: text}) for text in texts]
    drugs = {item.drug.lower() for item in items if isinstance(item, BedsideDrug)}
    if not drugs & {"epinephrine", "adrenaline"}:
        named: dict[Column, Cell] = {
            Column.ITEM: Text(word("bedside.epinephrine")),
            Column.DOSE: Blank(16),
        }
        rows.insert(0, Row({Column.TICK: Tick(), **named}))
        columns.append(Column.DOSE)
    if not items:
        rows += [Row({Column.TICK: Tick(), Column.ITEM: Blank(30)})] * _THINGS
    table = Table(tuple(columns), tuple(rows))
    said = () if items else (Paragraph(word("bedside.not-in-file")),)
    return Section(SectionCode.BEDSIDE, (*said, table))


def bedside_text(item: str | BedsideDrug, on_file: OnFile = _NOTHING) -> str:
    """A thing or a drug at the bedside: `epinephrine 0.3 mg IM, adults`."""
    if isinstance(item, str):
        return for_reader(item)
    text = _treatment(item, on_file)
    return commas((text, item.note)) if item.note else text


def reaction_section(plan: Plan) -> Section:
    """The stop rule, whom to call, and the site's own procedure; the drugs that the source reports
    giving or wants ready, as boxes to tick; what the drug's file says of going on; and lines to
    note what happened."""
    stop = Paragraph(word("reaction.stop" if plan.runs else "reaction.give-no-more"), Label.STOP)
    telephone = None if plan.site is None else plan.site.said.telephone
    call = Facts((Fact(Label.CALL, (Text(telephone) if telephone else Blank(24),)),))
    ready = [item for item in plan.runs_by.bedside if isinstance(item, BedsideDrug)]
    given = tuple(_row(plan, drug) for drug in _once((*plan.runs_by.if_reaction, *ready)))
    to_order = (_row(plan, None),) * _TO_ORDER
    columns = (Column.TICK, Column.DRUG, Column.DOSE, Column.ROUTE, Column.GIVEN_AT,
               Column.INITIALS)  # fmt: skip
    blocks: list[Block] = [stop, call, *_procedure(plan)]
    blocks.append(Paragraph(_stated(plan.runs_by, given), Label.GIVEN))
    blocks.append(Table(columns, (*given, *to_order)))
    if advice := tuple(_advice(plan)):
        blocks.append(Items(advice, code=Label.ADVICE))
    blocks.append(Facts((Fact(Label.RESTART, _restart(plan)),)))
    noted = Row(dict(_TO_NOTE))
    blocks.append(Table(tuple(_TO_NOTE), (noted,) * _LINES))
    return Section(SectionCode.REACTION, tuple(blocks))


def _procedure(plan: Plan) -> Iterator[Block]:
    """What the site itself does in a reaction, under its name: it is not the source's."""
    if plan.site is not None and (lines := plan.site.said.reaction_procedure):
        named = plan.site.name
        heading = word("reaction.procedure", site=named) if named else ""
        yield Paragraph(heading or word("reaction.procedure-unnamed"), Label.PROCEDURE)
        yield Items(lines, numbered=True, code=Label.PROCEDURE)


def _once(drugs: tuple[Treatment, ...]) -> Iterator[Treatment]:
    seen: set[tuple[str, str, str]] = set()
    for drug in drugs:
        key = (drug.drug.lower(), str(drug.dose), drug.route)
        if key not in seen:
            yield drug
        seen.add(key)


def _row(plan: Plan, drug: Treatment | None) -> Row:
    dose: Cell = Blank(8)
    name = shown_drug(plan, drug.drug) if drug else ""
    if isinstance(drug, BedsideDrug) and drug.note:
        name = commas((name, drug.note))
    if drug is not None and isinstance(drug.dose, Quantity):
        dose = Amount(drug.dose)
    return Row(
        {
            Column.TICK: Tick(),
            Column.DRUG: Text(name) if drug else Blank(20),
            Column.DOSE: dose,
            Column.ROUTE: Text(route_as_written(drug.route)) if drug else Blank(8),
            Column.GIVEN_AT: Blank(5),
            Column.INITIALS: Blank(4),
        }
    )


def _stated(protocol: Protocol, given: tuple[Row, ...]) -> str:
    if protocol.if_reaction:
        return word("reaction.reported")
    return word("reaction.ready" if given else "reaction.no-treatment")


def _advice(plan: Plan) -> Iterator[str]:
    facts = plan.on_file.drug(plan.drug)
    for advice in facts.reactions if facts else ():
        said = word(f"phrase.{advice.advises.replace(' ', '-')}")
        restart = advice.restart
        again = "" if restart is None else worded("reaction.restart-at", share=restart)
        when = with_stop(advice.when) if advice.when else ""
        advises = follow((with_stop(said), again, when))
        grades = things(advice.grades)
        yield word("reaction.advice", grades=grades, advises=advises, source=advice.source)


def _restart(plan: Plan) -> tuple[Cell, ...]:
    facts = plan.on_file.drug(plan.drug)
    by_grade = facts is not None and any(one.restart is not None for one in facts.reactions)
    if by_grade:
        return (Text(word("reaction.restart-by-grade")),)
    if facts is None or facts.restart is None:
        return Text(f"{word('reaction.no-restart-rule')} "), Blank(20)
    rule = facts.restart
    when = f"{word('list.comma')}{rule.when}" if rule.when else ""
    said = worded("reaction.restart", share=rule.at_most, when=when, source=rule.source)
    return (Text(said),)


def reaction_text(protocol: Protocol, on_file: OnFile = _NOTHING) -> str:
    """The treatment that the source reports, as one sentence; or that it names none."""
    if not protocol.if_reaction:
        return word("reaction.no-treatment")
    return word(
        "reaction.given", drugs=clauses(_treatment(one, on_file) for one in protocol.if_reaction)
    )


def _treatment(treatment: Treatment, on_file: OnFile) -> str:
    dose = treatment.dose
    name = drug_name(treatment.drug, on_file.names_of(treatment.drug))
    if isinstance(dose, Quantity):
        named = f"{name} {Amount(dose).text}"
    else:
        named = aside(name, word("reaction.no-dose"))
    return f"{named} {route_as_written(treatment.route)}"
