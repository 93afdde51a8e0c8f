"""One protocol in plain words: what it is, whom it is not for, its source and its doubts."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from rechallenge.model.consistency import VOLUME
from rechallenge.model.dosing import Dosing
from rechallenge.model.protocol import REQUIRED, Premedication, Protocol
from rechallenge.model.reaction import UNSTATED
from rechallenge.model.reading import Parameter
from rechallenge.model.review import SHORT
from rechallenge.quantities import Kind, Quantity, display, kind_of
from rechallenge.sheet.names import drug_name
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import commas, in_sentences, with_stop

from .as_written import bags_said, steps_said, value_said
from .at_once import route_as_written
from .blocks import Block, Items, Paragraph, Section
from .cells import Amount, Text, worded
from .codes import Label, ProtocolSection
from .reaction import bedside_text, reaction_text
from .rows import Fact, Facts
from .source import cited, review_text
from .timeline import vital_signs

_ParameterName: TypeAlias = Callable[[str], str]


def protocol_title(protocol: Protocol) -> tuple[str, ...]:
    """What the protocol is, for which drug, and for whom."""
    named = {"id": protocol.id, "version": protocol.version, "strategy": protocol.strategy}
    drug = word("show.drug", drug=drug_name(protocol.drug))
    scope = word("head.for", scope=protocol.scope)
    return for_reader(protocol.title), word("show.protocol", **named), drug, scope


def protocol_sections(protocol: Protocol, place: _ParameterName | None = None) -> Iterator[Section]:
    """The page about a protocol, by sections; `place` is how a front end names a parameter."""
    code = ProtocolSection
    doubts = (*_doubts(protocol), *map(for_reader, protocol.review.notes))
    reaction = Paragraph(reaction_text(protocol))
    if protocol.dosing is not None:
        yield Section(code.DOSING, tuple(_dosing(protocol.dosing)))
    if protocol.bags:
        yield Section(code.BAGS, (Items(tuple(bags_said(protocol))),))
    elif VOLUME in protocol.parameters:
        volume = value_said(protocol, Parameter(VOLUME))
        yield Section(code.BAGS, (Paragraph(word("show.one-bag", volume=volume)),))
    yield Section(code.STEPS, (Items(tuple(steps_said(protocol)), numbered=True),))
    premedication = tuple(_premedication(protocol, dose) for dose in protocol.premedication)
    stated = protocol.source.premedication
    beyond = (Paragraph(stated, Label.SOURCE, labelled=True),) if stated else ()
    listed = () if beyond and not premedication else (_listed(premedication),)
    yield Section(code.PREMEDICATION, (*listed, *beyond))
    yield Section(code.PARAMETERS, (_parameters(protocol, place),))
    yield Section(code.MONITORING, tuple(_monitoring(protocol)))
    bedside = tuple(map(bedside_text, protocol.bedside))
    yield Section(code.BEDSIDE, (_listed(bedside),))
    yield Section(code.REACTION, (reaction,))
    yield Section(
        code.NOT_FOR, (_listed(tuple(for_reader(excluded.says) for excluded in protocol.not_for)),)
    )
    yield Section(code.SOURCE, tuple(_source(protocol)))
    yield Section(code.DOUBTS, (_listed(doubts),))
    review = review_text(protocol)
    prints = word("show.fingerprint", fingerprint=protocol.fingerprint[:SHORT])
    said = Paragraph(with_stop(f"{review[0].upper()}{review[1:]}"))
    yield Section(code.REVIEW, (said, Paragraph(prints)))


def _listed(texts: tuple[str, ...]) -> Block:
    return Items(texts) if texts else Paragraph(word("show.none-stated"))


def _dosing(dosing: Dosing) -> Iterator[Block]:
    def said(name: str, value: Quantity | None) -> Iterator[Block]:
        if value is not None:
            yield Paragraph(worded(f"show.dosing-{name}", value=value))

    yield from said("dose", dosing.dose)
    if dosing.in_all is not None:
        is_share = kind_of(dosing.in_all) is Kind.SHARE
        code = "show.dosing-share-in-all" if is_share else "show.dosing-in-all"
        yield Paragraph(word(code, value=display(dosing.in_all, 7)))
    if dosing.weights is not None:
        yield from said("from", dosing.weights.lowest)
        yield from said("to", dosing.weights.highest)
    yield from said("weight-at-most", dosing.weight_at_most)
    yield from said("highest", dosing.highest)
    if dosing.source is not None:
        yield Paragraph(dosing.source, Label.SOURCE, labelled=True)


def _premedication(protocol: Protocol, dose: Premedication) -> str:
    when = word("premedication.time-not-stated")
    if dose.before != UNSTATED:
        when = word("premedication.before", time=value_said(protocol, dose.before))
    amount = Amount(dose.dose).text
    if dose.at_most is not None:
        amount = worded("show.at-most", dose=amount, at_most=dose.at_most)
    route = route_as_written(dose.route)
    said = commas((f"{drug_name(dose.drug)} {amount} {route}", when))
    return in_sentences((said, dose.note)) if dose.note else said


def _parameters(protocol: Protocol, place: _ParameterName | None) -> Block:
    rows = []
    for name, value in protocol.parameters.items():
        code, label = (Label.BAG_VOLUME, "") if name == VOLUME else (Label.PARAMETER, name)
        text = word("show.must-be-given")
        if value != REQUIRED:
            text = word("show.unless-set", value=value_said(protocol, value))
        rows.append(Fact(code, (Text(text),), place(name) if place else label))
    return Facts(tuple(rows)) if rows else Paragraph(word("show.only-the-dose"))


def _monitoring(protocol: Protocol) -> Iterator[Block]:
    monitoring = protocol.monitoring
    if monitoring is None:
        yield Paragraph(word("show.none-stated"))
        return
    said = (
        with_stop(vital_signs(monitoring.vitals)) if monitoring.vitals else word("show.none-stated")
    )
    yield Paragraph(said, Label.VITAL_SIGNS, labelled=True)
    if monitoring.observe_after is not None:
        yield Paragraph(worded("show.observe-after", time=monitoring.observe_after))
    yield Paragraph(monitoring.source, Label.SOURCE, labelled=True)


def _source(protocol: Protocol) -> Iterator[Block]:
    source = protocol.source
    yield Paragraph(cited(source))
    if source.patients:
        yield Paragraph(str(source.patients), Label.PATIENTS, labelled=True)
    if source.outcome:
        yield Paragraph(for_reader(source.outcome), Label.OUTCOME, labelled=True)


def _doubts(protocol: Protocol) -> Iterator[str]:
    for doubt in protocol.source.doubts:
        values = {"about": doubt.about, "printed": doubt.printed, "because": doubt.because}
        if doubt.may_mean:
            yield word("show.doubt-may-mean", may_mean=doubt.may_mean, **values)
        else:
            yield word("show.doubt", **values)
