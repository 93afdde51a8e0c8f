"""What reaches the vein, read off curves that the line's dead volume shifts; what stands in a line
at the end, and the flush that brings it there."""

from collections.abc import Iterable
from fractions import Fraction

from rechallenge.model.delivery import Arrival, Delivery, DrugInLine
from rechallenge.model.line import Line
from rechallenge.model.plan import Plan

from .agreement import Agreement
from .begun import at_vein_before
from .grid import Grid, at_least, at_most, volumes_of
from .integrating import Found
from .plain_numbers import NOTHING
from .sets import Piece, Set, sets_of


def prove_delivery(
    delivery: Delivery,
    plan: Plan,
    line: Line,
    found: list[Found],
    ordered: Fraction,
    unit: str,
    agreement: Agreement,
) -> list[Set]:
    """Every amount of the delivery but the residues and the peak. Gives the lines."""
    sets = sets_of(line, plan, found)
    ends_with = next(one for one in reversed(found) if one.bag is not None)
    last = next(s for s in sets if s.stream.steps[-1] is ends_with)
    before = at_vein_before(plan, unit)
    _prove_first_drug(delivery, sets, unit, agreement)
    _prove_by_step(delivery, sets, found, before, unit, agreement)
    _prove_arrivals(delivery.arrivals, sets, unit, agreement)
    arrived = sum((one.arrived for one in sets), start=before)
    agreement.amount("delivery.delivered", delivery.delivered, arrived, unit)
    taken_off = [one for one in sets if one is not last and one.standing[1]]
    taken_off.sort(key=lambda one: one.taken_off)
    agreement.word("delivery.lost", len(delivery.lost), len(taken_off))
    for place, (lost, one) in enumerate(zip(delivery.lost, taken_off, strict=False)):
        _prove_standing(f"delivery.lost[{place}]", lost, one, unit, agreement)
    _prove_standing("delivery.left_in_line", delivery.left_in_line, last, unit, agreement)
    dry = last.stream.moved - last.stop
    agreement.amount("delivery.dry", delivery.dry, dry, "mL")
    empty = last.time_of(last.stop)
    agreement.amount("delivery.dry_at", delivery.dry_at, empty and empty[0], "min")
    missing = NOTHING if plan.stopped_for_good else ordered - arrived
    _prove_flush(plan, delivery, last, missing, unit, agreement)
    return sets


def _prove_first_drug(delivery: Delivery, sets: list[Set], unit: str, agreement: Agreement) -> None:
    firsts = []
    for one in sets:
        moved = one.stream.first_drug()
        reached = None if moved is None or moved >= one.stop else one.time_of(moved)
        if reached is not None and moved is not None:
            at, step = reached
            ((_, _, strength), *_) = one.stream.pieces(moved, moved + step.volume)
            firsts.append((at, step.step.number, step.rate * strength))
    stated, where = delivery.first_drug, "delivery.first_drug"
    if stated is None or not firsts:
        agreement.word(where, stated is not None, bool(firsts))
        return
    at, number_of_step, per_h = sorted(firsts)[0]
    agreement.amount(f"{where}.at", stated.at, at, "min")
    agreement.word(f"{where}.step", stated.step, number_of_step)
    agreement.amount(f"{where}.dose_rate", stated.dose_rate, per_h, f"{unit}/h")


def _prove_by_step(
    delivery: Delivery,
    sets: list[Set],
    found: list[Found],
    arrived: Fraction,
    unit: str,
    agreement: Agreement,
) -> None:
    passing = {
        passage.step.step.number: (one, passage, arriving)
        for one in sets
        for passage, arriving in one.passed
    }
    agreement.word("delivery.steps", len(delivery.steps), len(found))
    for place, (stated, step) in enumerate(zip(delivery.steps, found, strict=False)):
        where, dose, fastest = f"delivery.steps[{place}]", NOTHING, NOTHING
        if step.step.number in passing:
            one, (_, before, after), arriving = passing[step.step.number]
            dose = one.stream.dose_at(after) - one.stream.dose_at(before)
            for _, _, strength in arriving:
                if (per_h := strength * step.rate) > fastest:
                    fastest = per_h
        arrived += dose
        agreement.word(f"{where}.number", stated.number, step.step.number)
        agreement.amount(f"{where}.dose", stated.dose, dose, unit)
        agreement.amount(f"{where}.cumulative_dose", stated.cumulative_dose, arrived, unit)
        agreement.amount(f"{where}.dose_rate", stated.dose_rate, fastest or None, f"{unit}/h")


def _prove_arrivals(
    stated: tuple[Arrival, ...], sets: list[Set], unit: str, agreement: Agreement
) -> None:
    """Each stretch by its place on the curve: stretches follow one another and leave none out."""
    due = sorted(
        (passage.step.start, passage.step, arriving)
        for one in sets
        for passage, arriving in one.passed
        if arriving
    )
    place = 0
    for _, step, arriving in due:
        clock = step.start
        for bag, volume, strength in _joined(arriving):
            where = f"delivery.arrivals[{place}]"
            if place >= len(stated):
                agreement.differs("delivery.arrivals", len(stated), place + 1)
                return
            arrival = stated[place]
            ends = clock + volume * 60 / step.rate
            agreement.word(f"{where}.step", arrival.step, step.step.number)
            agreement.word(f"{where}.bag", arrival.bag, bag)
            agreement.amount(f"{where}.start", arrival.start, clock, "min")
            agreement.amount(f"{where}.end", arrival.end, ends, "min")
            agreement.amount(f"{where}.volume", arrival.volume, volume, "mL")
            agreement.amount(f"{where}.dose", arrival.dose, volume * strength, unit)
            per_h = strength * step.rate
            agreement.amount(f"{where}.dose_rate", arrival.dose_rate, per_h, f"{unit}/h")
            clock, place = ends, place + 1
    agreement.word("delivery.arrivals", len(stated), place)


def _joined(arriving: Iterable[Piece]) -> list[Piece]:
    """What arrives, what comes of one bag in one piece."""
    joined: list[Piece] = []
    for bag, volume, strength in arriving:
        if joined and joined[-1][0] == bag:
            joined[-1] = (bag, joined[-1][1] + volume, strength)
        else:
            joined.append((bag, volume, strength))
    return joined


def _prove_standing(
    where: str, stated: DrugInLine, one: Set, unit: str, agreement: Agreement
) -> None:
    """The drug that stands in one line after its last step."""
    volume, dose = one.standing
    agreement.word(f"{where}.bag", stated.bag, one.bag)
    agreement.amount(f"{where}.volume", stated.volume, volume, "mL")
    agreement.amount(f"{where}.dose", stated.dose, dose, unit)


def _prove_flush(
    plan: Plan, delivery: Delivery, last: Set, missing: Fraction, unit: str, agreement: Agreement
) -> None:
    """The least volume that brings what is missing, or all that is in the line if that is less; on
    a pump the next that can be set, whole mL where none is stated: down where more drug follows."""
    stated, where = delivery.flush, "delivery.flush"
    _, left = last.standing
    brings, volume = missing if missing < left else left, Fraction(0)
    if brings > 0:
        volume = last.stream.volume_for(last.arrived + brings) - last.stop
    if brings > 0 and plan.pump is not None:
        grids = volumes_of(plan.pump) or [Grid(Fraction(0), None, Fraction(1))]
        if brings == left:
            volume = at_least(volume, grids) or volume
        else:
            volume = at_most(volume, grids) or Fraction(0)
            brings = last.stream.dose_at(last.stop + volume) - last.arrived
    if stated is None or brings <= 0:
        agreement.word(where, stated is not None, brings > 0)
        return
    ends_with = last.stream.steps[-1]
    start, rate = ends_with.start + ends_with.minutes, ends_with.rate
    if (empty := last.time_of(last.stop)) is not None:
        start = empty[0]
        for step in last.stream.steps:
            if step.start + step.minutes > start and step.rate < rate:
                rate = step.rate
    agreement.amount(f"{where}.volume", stated.volume, volume, "mL")
    agreement.amount(f"{where}.rate", stated.rate, rate, "mL/h")
    agreement.amount(f"{where}.start", stated.start, start, "min")
    agreement.amount(f"{where}.duration", stated.duration, volume * 60 / rate, "min")
    agreement.amount(f"{where}.dose", stated.dose, brings, unit)
