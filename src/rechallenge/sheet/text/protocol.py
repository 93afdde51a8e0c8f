"""One protocol in plain words: what it is, whom it is not for, its source and its doubts."""

from collections.abc import Iterator
from fractions import Fraction

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST, WrittenBag
from rechallenge.model.consistency import VOLUME
from rechallenge.model.infusion import Infuse, Ladder, Observe, Ramp, Written
from rechallenge.model.protocol import REQUIRED, UNSTATED, Premedication, Protocol
from rechallenge.model.reading import Parameter
from rechallenge.quantities import Kind, Quantity, kind_of
from rechallenge.sheet.names import drug_name

from .layout import amount, labelled, wrapped
from .reaction import reaction_lines
from .review import review_text
from .source import cited

OF_FULL_RATE = " of the full rate"


def protocol_text(protocol: Protocol) -> str:
    """The page that `rechallenge show` prints, 80 columns."""
    sections = (
        _title(protocol),
        ("BAGS", *_bags(protocol)),
        ("WHAT IS DONE", *_steps(protocol)),
        ("PREMEDICATION", *_premedication(protocol)),
        ("WHAT THE ORDER MAY SET", *_parameters(protocol)),
        ("MONITORING", *_monitoring(protocol)),
        ("IF THE PATIENT REACTED", *reaction_lines(protocol)),
        ("NOT FOR", *_listed(protocol.not_for)),
        ("SOURCE", *_source(protocol)),
        ("DOUBTS AND OPEN POINTS", *_doubts(protocol)),
        ("REVIEW", *_review(protocol)),
        ("TRY IT", *_try(protocol)),
    )
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _title(protocol: Protocol) -> Iterator[str]:
    yield wrapped(protocol.title)
    yield wrapped(f"{protocol.id}, version {protocol.version}, strategy {protocol.strategy}")
    yield wrapped(f"Drug: {drug_name(protocol.drug)}")
    yield wrapped(f"For: {protocol.scope}")


def _bags(protocol: Protocol) -> Iterator[str]:
    if not protocol.bags:
        volume = _told(protocol, Parameter(VOLUME))
        yield wrapped(f"One bag: the whole dose in {volume}.", 2)
    for bag in protocol.bags:
        yield wrapped(
            f"- {bag.name}: {_content(protocol, bag)} in {_told(protocol, bag.volume)}", 2, 4
        )


def _content(protocol: Protocol, bag: WrittenBag) -> str:
    if bag.concentration is not None:
        return _told(protocol, bag.concentration)
    if bag.dilution is not None:
        return f"{_told(protocol, bag.dilution).removesuffix(OF_FULL_RATE)} of full strength"
    if bag.holds == HOLDS_REST:
        return "what is left of the dose"
    if bag.holds is None or bag.holds == HOLDS_DOSE:
        return "the whole dose"
    return _given(protocol, bag.holds)


def _steps(protocol: Protocol) -> Iterator[str]:
    for number, written in enumerate(protocol.infusion, 1):
        yield wrapped(f"{number}. {_step(protocol, written)}", 2, 5)
        if written.go_on_if:
            yield wrapped(f"Go on only if: {written.go_on_if}", 5)
        if written.note:
            yield wrapped(written.note, 5)


def _step(protocol: Protocol, written: Written) -> str:
    def told(value: Quantity | Fraction | Parameter | str) -> str:
        return _told(protocol, value)

    if isinstance(written, Observe):
        return f"Observe for {told(written.observe)}; nothing runs."
    bag = f"From {written.bag}: " if written.bag else ""
    return bag + _sentence(_infusing(protocol, written))


def _sentence(parts: list[str]) -> str:
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _infusing(protocol: Protocol, written: Infuse | Ladder | Ramp) -> list[str]:
    def told(value: Quantity | Fraction | Parameter | str) -> str:
        return _told(protocol, value)

    if isinstance(written, Ladder):
        rates = ", ".join(told(rate) for rate in written.rates)
        return [f"run at {rates}", f"each for {told(written.every)}"]
    if isinstance(written, Ramp):
        return [
            f"run at {told(written.rate)}",
            f"faster by {told(written.increase)} every {told(written.every)}",
            f"up to {told(written.up_to)}",
            f"until {_given(protocol, written.give)} is in",
        ]
    parts = []
    if written.give is not None:
        parts.append(f"give {_given(protocol, written.give)}")
    if written.rate is not None:
        parts.append(f"run at {told(written.rate)}")
    if written.over is not None:
        parts.append(f"over {told(written.over)}")
    if written.until is not None:
        parts.append(f"until {told(written.until)} after the start")
    return parts


def _given(protocol: Protocol, give: Quantity | Fraction | Parameter | str) -> str:
    if give in ("rest", "bag"):
        return "the rest of the dose" if give == "rest" else "all that is left in the bag"
    value = protocol.parameters.get(give.name) if isinstance(give, Parameter) else give
    of_dose = isinstance(value, Quantity) and kind_of(value) is Kind.SHARE
    return f"{_told(protocol, give)}{' of the dose' if of_dose else ''}"


def _told(protocol: Protocol, value: Quantity | Fraction | Parameter | str) -> str:
    if isinstance(value, Parameter):
        stands_for = protocol.parameters[value.name]
        shown = "set by the order" if stands_for == REQUIRED else _told(protocol, stands_for)
        return f"{value} ({shown})"
    if isinstance(value, Fraction):
        return f"{value}{OF_FULL_RATE}"
    return value if isinstance(value, str) else amount(value)


def _premedication(protocol: Protocol) -> Iterator[str]:
    if not protocol.premedication:
        yield "  None stated."
    for dose in protocol.premedication:
        yield wrapped(f"- {drug_name(dose.drug)} {amount(dose.dose)} {dose.route}, "
                      f"{_when(protocol, dose)}", 2, 4)  # fmt: skip
        if dose.note:
            yield wrapped(dose.note, 4)


def _when(protocol: Protocol, dose: Premedication) -> str:
    if dose.before == UNSTATED:
        return "time not stated by the source"
    return f"{_told(protocol, dose.before)} before"


def _parameters(protocol: Protocol) -> Iterator[str]:
    rows = []
    for name, value in protocol.parameters.items():
        option = "--volume" if name == VOLUME else f"--set {name}="
        needed = "must be given: the source does not state it"
        rows.append(
            (option, needed if value == REQUIRED else f"{_told(protocol, value)} unless set")
        )
    yield from labelled(rows) if rows else ["  Nothing beyond the dose."]


def _monitoring(protocol: Protocol) -> Iterator[str]:
    monitoring = protocol.monitoring
    if monitoring is None:
        yield "  None stated."
        return
    vitals = [f"every {amount(r.every)}" if r.every is not None else r.when
              for r in monitoring.vitals]  # fmt: skip
    yield wrapped(f"Vital signs: {', '.join(vitals)}.", 2)
    if monitoring.observe_after is not None:
        yield wrapped(f"Observe for {amount(monitoring.observe_after)} afterwards.", 2)
    yield wrapped(f"Source: {monitoring.source}", 2)


def _source(protocol: Protocol) -> Iterator[str]:
    source = protocol.source
    yield wrapped(cited(source), 2)
    if source.patients:
        yield wrapped(f"Patients: {source.patients}", 2)
    if source.outcome:
        yield wrapped(f"Outcome: {source.outcome}", 2, 4)


def _doubts(protocol: Protocol) -> Iterator[str]:
    for doubt in protocol.source.doubts:
        meant = f"; {doubt.may_mean} may be meant" if doubt.may_mean else ""
        yield wrapped(
            f"- {doubt.about} is printed as {doubt.printed}{meant}. {doubt.because}", 2, 4
        )
    yield from _listed(protocol.review.notes, none=not protocol.source.doubts)


def _listed(texts: tuple[str, ...], *, none: bool = True) -> Iterator[str]:
    if not texts and none:
        yield "  None stated."
    for text in texts:
        yield wrapped(f"- {text}", 2, 4)


def _review(protocol: Protocol) -> Iterator[str]:
    phrase = review_text(protocol)
    yield wrapped(f"{phrase[0].upper()}{phrase[1:]}.", 2)
    yield wrapped(f"Fingerprint {protocol.fingerprint[:12]} (the file without its review)", 2)


def _try(protocol: Protocol) -> Iterator[str]:
    """The first example as a command that can be copied: one option to a line."""
    if not protocol.examples:
        yield "  No worked example in the file."
        return
    order = protocol.examples[0].order
    stated = [(f"--{name}", str(value)) for name, value in order if value and name != "settings"]
    options = [f'{option} "{value}"' for option, value in stated]
    options += [f'--set {name}="{value}"' for name, value in order.settings.items()]
    lines = [f"  rechallenge plan {protocol.id}", *(f"    {option}" for option in options)]
    yield from (f"{line} \\" for line in lines[:-1])
    yield lines[-1]
