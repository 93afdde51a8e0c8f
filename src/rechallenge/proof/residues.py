"""Drug of one bag that arrives at the next bag's rate, and the moment it arrives fastest."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import zip_longest

from rechallenge.model.delivery import Delivery
from rechallenge.model.line import Line

from .agreement import Agreement
from .integrating import Found
from .plain_numbers import NOTHING, number
from .sets import Set


def prove_peak(
    delivery: Delivery, sets: list[Set], found: list[Found], unit: str, agreement: Agreement
) -> None:
    """The largest ratio of a dose rate at the vein to the highest planned so far."""
    arriving: dict[int, Fraction] = {}
    for one in sets:
        for (step, _, _), pieces in one.passed:
            for _, _, strength in pieces:
                if (per_h := strength * step.rate) > arriving.get(step.step.number, NOTHING):
                    arriving[step.step.number] = per_h
    planned, peak = NOTHING, (NOTHING, 0, NOTHING, NOTHING)
    for step in found:
        if not step.step.clears_line and step.rate * step.strength > planned:
            planned = step.rate * step.strength
        at_vein = arriving.get(step.step.number, NOTHING)
        if planned and at_vein / planned > peak[0]:
            peak = (at_vein / planned, step.step.number, at_vein, planned)
    stated, where = delivery.peak, "delivery.peak"
    if stated is None or not peak[0]:
        agreement.word(where, stated is not None, bool(peak[0]))
        return
    agreement.word(f"{where}.step", stated.step, peak[1])
    agreement.amount(f"{where}.dose_rate", stated.dose_rate, peak[2], f"{unit}/h")
    agreement.amount(f"{where}.planned", stated.planned, peak[3], f"{unit}/h")


def prove_residues(
    delivery: Delivery, line: Line, sets: list[Set], unit: str, agreement: Agreement
) -> None:
    """At each change of bag on a shared line: what of the bag before is still on its way."""
    fastest: dict[str | None, Fraction] = {}
    shared = sets if line.sets == "shared" else []
    found = [(one, change) for one in shared for change in _changes(one, fastest)]
    agreement.word("delivery.residues", len(delivery.residues), len(found))
    for place, (stated, (one, change)) in enumerate(zip(delivery.residues, found, strict=False)):
        where, (before, moved, volume, own) = f"delivery.residues[{place}]", change
        ends = moved + one.stream.dead
        rates = [
            (step.rate, step.step.number)
            for (step, start, end), _ in one.passed
            if end > start and end > ends - volume and start < ends
        ]
        arrives_at, step_number = NOTHING, None
        for rate, number_of_step in rates:
            if rate > arrives_at:
                arrives_at, step_number = rate, number_of_step
        flush = delivery.flush
        if flush is not None and ends > one.stop and one is sets[-1]:
            reaches = one.stop + number(flush.volume, "mL")
            rate = number(flush.rate, "mL/h")
            if reaches > ends - volume and rate > arrives_at:
                arrives_at, step_number = rate, None
        agreement.word(f"{where}.bag", stated.bag, before.bag)
        agreement.amount(f"{where}.volume", stated.volume, volume, "mL")
        agreement.amount(f"{where}.dose", stated.dose, volume * before.strength, unit)
        agreement.amount(f"{where}.own_rate", stated.own_rate, own, "mL/h")
        agreement.amount(f"{where}.arrives_at", stated.arrives_at, arrives_at or None, "mL/h")
        agreement.word(f"{where}.step", stated.step, step_number)


def _changes(
    one: Set, fastest: dict[str | None, Fraction]
) -> Iterator[tuple[Found, Fraction, Fraction, Fraction]]:
    """The last step before each change of bag, the volume moved by then, how much of that bag's
    solution stands in the line behind all others, and the fastest its steps had run, also through
    a set before this one."""
    passages = [passage for passage, _ in one.passed]
    for (step, _, moved), after in zip_longest(passages, passages[1:]):
        if not step.step.clears_line and step.rate > fastest.get(step.bag, NOTHING):
            fastest[step.bag] = step.rate
        if after is None or after.step.bag == step.bag:
            continue
        volume = NOTHING
        for bag, of_it, _ in reversed(list(one.stream.pieces(moved, moved + one.stream.dead))):
            if bag != step.bag:
                break
            volume += of_it
        yield step, moved, volume, fastest.get(step.bag, NOTHING)
