"""The bags and steps of a protocol as its file has them, in plain words."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST, WrittenBag
from rechallenge.model.bands import ByWeight
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
from rechallenge.model.protocol import REQUIRED, Protocol
from rechallenge.model.reading import Parameter
from rechallenge.quantities import Kind, Quantity, kind_of
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import aside, commas, follow, things, with_label, with_stop

from .at_once import route_said
from .cells import Amount, worded
from .codes import Label

_Value: TypeAlias = Quantity | Fraction | Parameter | ByWeight | str


def bags_said(protocol: Protocol) -> Iterator[str]:
    """A sentence for each bag."""
    for bag in protocol.bags:
        code, volume = "show.bag", bag.volume
        if bag.diluent is not None:
            code, volume = "show.bag-of-diluent", bag.diluent
        assert volume is not None
        values = {"holds": _content(protocol, bag), "volume": value_said(protocol, volume)}
        yield word(code, bag=bag.name, **values)


def _content(protocol: Protocol, bag: WrittenBag) -> str:
    if bag.concentration is not None:
        return value_said(protocol, bag.concentration)
    if bag.dilution is not None:
        return word("show.of-full-strength", share=_plain(protocol, bag.dilution))
    if bag.holds == HOLDS_REST:
        return word("show.what-is-left")
    if bag.holds is None or bag.holds == HOLDS_DOSE:
        return word("show.whole-dose")
    return _given(protocol, bag.holds)


def steps_said(protocol: Protocol) -> Iterator[str]:
    """What each step of the infusion says."""
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
        return word("show.observe", time=value_said(protocol, written.observe))
    if isinstance(written, FillLine):
        volume, rate = (
            value_said(protocol, written.fill),
            value_said(protocol, written.rate),
        )
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
            wait = word(f"show.{name.replace('_', '-')}{between}", time=value_said(protocol, time))
            sentence = follow((sentence, wait))
    return sentence


def _infusing(protocol: Protocol, written: Waiting) -> Iterator[str]:
    def say(name: str, value: _Value) -> str:
        shown = _speed if name in ("rate", "up-to") else value_said
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
        increase, every = (
            _speed(protocol, written.increase),
            value_said(protocol, written.every),
        )
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


def _given(protocol: Protocol, give: _Value) -> str:
    if give in ("rest", "bag"):
        return word("show.rest-of-dose" if give == "rest" else "show.rest-of-bag")
    shown = value_said(protocol, give)
    return word("show.of-the-dose", share=shown) if _is_percent(protocol, give) else shown


def _speed(protocol: Protocol, rate: _Value) -> str:
    shown = value_said(protocol, rate)
    return word("show.of-full-rate", share=shown) if _is_percent(protocol, rate) else shown


def _is_percent(protocol: Protocol, value: _Value) -> bool:
    stands_for = protocol.parameters.get(value.name) if isinstance(value, Parameter) else value
    return isinstance(stands_for, Quantity) and kind_of(stands_for) is Kind.SHARE


def value_said(protocol: Protocol, value: _Value) -> str:
    """A value as written; a bare fraction is a share of the full rate."""
    if isinstance(value, Fraction):
        return word("show.of-full-rate", share=value)
    return _plain(protocol, value)


def _plain(protocol: Protocol, value: _Value) -> str:
    if isinstance(value, Parameter):
        stands_for = protocol.parameters[value.name]
        required = stands_for == REQUIRED
        shown = word("show.set-by-order") if required else value_said(protocol, stands_for)
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
