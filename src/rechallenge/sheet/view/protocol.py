"""One protocol in plain words: what it is, whom it is not for, its source and its doubts."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TypeAlias

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST, WrittenBag
from rechallenge.model.bands import ByWeight
from rechallenge.model.consistency import VOLUME
from rechallenge.model.dosing import Dosing
from rechallenge.model.infusion import (
    IV,
    LINE,
    PUSH,
    WAITS,
    AtOnce,
    BagLadder,
    DoseLadder,
    FillLine,
    Ladder,
    Listed,
    Observe,
    Ramp,
    Waiting,
    Written,
)
from rechallenge.model.protocol import REQUIRED, Premedication, Protocol
from rechallenge.model.reaction import UNSTATED
from rechallenge.model.reading import Parameter
from rechallenge.model.review import SHORT
from rechallenge.quantities import Kind, Quantity, display, kind_of
from rechallenge.sheet.names import drug_name
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import (
    aside,
    commas,
    follow,
    in_sentences,
    things,
    with_label,
    with_stop,
)

from .at_once import route_as_written, route_said
from .blocks import Block, Items, Paragraph, Section
from .cells import Amount, Text, worded
from .codes import Label, ProtocolSection
from .reaction import bedside_text, reaction_text
from .rows import Fact, Facts
from .source import cited, review_text
from .timeline import vital_signs

Value: TypeAlias = Quantity | Fraction | Parameter | ByWeight | str
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
        yield Section(code.BAGS, (Items(tuple(_bags(protocol))),))
    elif VOLUME in protocol.parameters:
        volume = _shown(protocol, Parameter(VOLUME))
        yield Section(code.BAGS, (Paragraph(word("show.one-bag", volume=volume)),))
    yield Section(code.STEPS, (Items(tuple(_steps(protocol)), numbered=True),))
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


def _bags(protocol: Protocol) -> Iterator[str]:
    for bag in protocol.bags:
        code, volume = "show.bag", bag.volume
        if bag.diluent is not None:
            code, volume = "show.bag-of-diluent", bag.diluent
        assert volume is not None
        values = {"holds": _content(protocol, bag), "volume": _shown(protocol, volume)}
        yield word(code, bag=bag.name, **values)


def _content(protocol: Protocol, bag: WrittenBag) -> str:
    if bag.concentration is not None:
        return _shown(protocol, bag.concentration)
    if bag.dilution is not None:
        return word("show.of-full-strength", share=_plain(protocol, bag.dilution))
    if bag.holds == HOLDS_REST:
        return word("show.what-is-left")
    if bag.holds is None or bag.holds == HOLDS_DOSE:
        return word("show.whole-dose")
    return _given(protocol, bag.holds)


def _steps(protocol: Protocol) -> Iterator[str]:
    for written in protocol.infusion:
        said = [_step(protocol, written)]
        if isinstance(written, FillLine):
            yield from said
            continue
        if written.go_on_if:
            said.append(with_label(word(Label.GO_ON_IF), written.go_on_if))
        yield follow((*said, written.note or ""))


def _step(protocol: Protocol, written: Written) -> str:
    if isinstance(written, Observe):
        return word("show.observe", time=_shown(protocol, written.observe))
    if isinstance(written, FillLine):
        volume, rate = _shown(protocol, written.fill), _shown(protocol, written.rate)
        sentence = word("show.fill", volume=volume, rate=rate)
        if written.fill == LINE:
            sentence = word("show.fill-line", rate=rate)
        return word("show.from-bag", bag=written.bag, step=sentence) if written.bag else sentence
    text = commas(_infusing(protocol, written))
    sentence = with_stop(f"{text[0].upper()}{text[1:]}")
    if isinstance(written, BagLadder):
        sentence = word("show.from-bags", bags=things(written.bags), step=sentence)
    elif written.bag:
        sentence = word("show.from-bag", bag=written.bag, step=sentence)
    between = "-between" if isinstance(written, Listed | Ladder) else ""
    for name in WAITS:
        if (time := getattr(written, name)) is not None:
            wait = word(f"show.{name.replace('_', '-')}{between}", time=_shown(protocol, time))
            sentence = follow((sentence, wait))
    return sentence


def _infusing(protocol: Protocol, written: Waiting) -> Iterator[str]:
    def say(name: str, value: Value) -> str:
        shown = _speed if name in ("rate", "up-to") else _shown
        return word(f"show.{name}", value=shown(protocol, value))

    if isinstance(written, AtOnce | DoseLadder):
        doses = written.doses if isinstance(written, DoseLadder) else (written.at_once,)
        given = things(_given(protocol, dose) for dose in doses)
        route = written.route or protocol.route
        said = route_said(PUSH if route == IV else route)
        yield word("show.at-once", value=given, route=said)
        if isinstance(written, AtOnce) and written.form is not None:
            yield for_reader(written.form)
    elif isinstance(written, Ladder):
        rates = things(_speed(protocol, rate) for rate in written.rates)
        yield word("show.rate", value=rates)
        yield say("each-for", written.every)
    elif isinstance(written, Ramp):
        yield say("rate", written.rate)
        increase, every = _speed(protocol, written.increase), _shown(protocol, written.every)
        yield word("show.faster", increase=increase, every=every)
        yield say("up-to", written.up_to)
        yield word("show.until-in", value=_given(protocol, written.give))
    else:
        give = "bag" if isinstance(written, BagLadder) else getattr(written, "give", None)
        if give is not None:
            yield word("show.give", value=_given(protocol, give))
        for name in ("rate", "over", "until"):
            value = getattr(written, name, None)
            if value is not None:
                yield say(name, value)


def _given(protocol: Protocol, give: Value) -> str:
    if give in ("rest", "bag"):
        return word("show.rest-of-dose" if give == "rest" else "show.rest-of-bag")
    shown = _shown(protocol, give)
    return word("show.of-the-dose", share=shown) if _is_percent(protocol, give) else shown


def _speed(protocol: Protocol, rate: Value) -> str:
    shown = _shown(protocol, rate)
    return word("show.of-full-rate", share=shown) if _is_percent(protocol, rate) else shown


def _is_percent(protocol: Protocol, value: Value) -> bool:
    stands_for = protocol.parameters.get(value.name) if isinstance(value, Parameter) else value
    return isinstance(stands_for, Quantity) and kind_of(stands_for) is Kind.SHARE


def _shown(protocol: Protocol, value: Value) -> str:
    """A value as written; a bare fraction is a share of the full rate."""
    if isinstance(value, Fraction):
        return word("show.of-full-rate", share=value)
    return _plain(protocol, value)


def _plain(protocol: Protocol, value: Value) -> str:
    if isinstance(value, Parameter):
        stands_for = protocol.parameters[value.name]
        required = stands_for == REQUIRED
        shown = word("show.set-by-order") if required else _shown(protocol, stands_for)
        return aside(str(value), shown)
    if isinstance(value, ByWeight):
        return by_weight_text(value)
    return Amount(value).text if isinstance(value, Quantity) else str(value)


def by_weight_text(value: ByWeight) -> str:
    """`3 mL/kg up to 20 kg, 100 mL up to 40 kg, 200 mL above`."""
    said = []
    for band in value.bands:
        stated = str(band.value) if isinstance(band.value, Fraction) else Amount(band.value).text
        if band.up_to is None:
            said.append(word("show.band-above", value=stated))
        else:
            said.append(worded("show.band-up-to", value=stated, weight=band.up_to))
    return commas(said)


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
        when = word("premedication.before", time=_shown(protocol, dose.before))
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
            text = word("show.unless-set", value=_shown(protocol, value))
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
