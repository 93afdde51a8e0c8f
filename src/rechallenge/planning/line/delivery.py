"""Delivery: what reaches the vein, and when, from the flow through the line."""

from rechallenge.model.delivery import (
    Arrival,
    Delivery,
    DrugInLine,
    Flush,
    Peak,
    Residue,
)
from rechallenge.model.line import Line
from rechallenge.model.plan import Bag, Step
from rechallenge.quantities import MIN, ML, ML_PER_H, Quantity, Unit, quantity, unit_like

from .arriving import arrivals_of, by_step, first_drug
from .flow import Change, Push, flow, plain
from .flushing import flush_of
from .plugs import Plugs, dose_of, first_with, volume_of, with_drug


def delivered(
    steps: tuple[Step, ...], bags: tuple[Bag, ...], line: Line, dose: Quantity
) -> Delivery:
    """The plan's drug at the vein, exact: plug flow through a shared line, or through each bag's
    own set. `steps` and `bags` are those of `connected`; `dose` is what was ordered."""
    unit = unit_like(dose)
    moved = flow(steps, bags, line)
    arrivals = tuple(a for push in moved.pushes for a in arrivals_of(push, unit))
    drug = tuple(a for a in arrivals if a.bag is not None)
    at_vein = sum((a.dose for a in drug), start=quantity(0, unit))
    missing = plain(dose - at_vein, unit)
    standing = moved.lines[moved.last]
    brought = first_with(standing, missing) if missing > 0 else ()
    flush = flush_of(brought, moved, steps, dose, at_vein) if brought else None
    return Delivery(
        first_drug=first_drug(drug[0], steps, line) if drug else None,
        steps=by_step(steps, drug, unit),
        arrivals=arrivals,
        peak=_peak(drug, steps),
        residues=tuple(
            _residue(change, moved.pushes, flush, brought, unit) for change in moved.changes
        ),
        delivered=at_vein,
        lost=tuple(
            _standing(bag, plugs, unit)
            for bag, plugs in moved.lines.items()
            if bag is not None and bag != moved.last
        ),
        left_in_line=_standing(moved.last_bag, standing, unit),
        dry=quantity(moved.dry, ML),
        dry_at=None if moved.dry_at is None else quantity(moved.dry_at, MIN),
        flush=flush,
    )


def _peak(drug: tuple[Arrival, ...], steps: tuple[Step, ...]) -> Peak | None:
    """The arrival that is fastest against the highest dose rate planned up to its step."""
    found: Peak | None = None
    highest: Quantity | None = None
    for step in steps:
        if step.dose_rate is not None and (highest is None or step.dose_rate > highest):
            highest = step.dose_rate
        for arrival in drug:
            if arrival.step != step.number:
                continue
            assert highest is not None, "drug is planned before any arrives"
            if found is None or arrival.dose_rate / highest > found.dose_rate / found.planned:
                found = Peak(step=step.number, dose_rate=arrival.dose_rate, planned=highest)
    return found


def _residue(
    change: Change, pushes: tuple[Push, ...], flush: Flush | None, brought: Plugs, unit: Unit
) -> Residue:
    of_it = change.residue
    arriving: list[tuple[Quantity, int | None]] = [
        (quantity(push.rate, ML_PER_H), push.step)
        for push in pushes
        if push.step >= change.step and any(plug.continues(of_it) for plug in push.leaving)
    ]
    if flush is not None and any(plug.continues(of_it) for plug in brought):
        arriving.append((flush.rate, None))
    # The sort is stable: of steps at the same rate, the first is named.
    arriving.sort(key=lambda found: found[0], reverse=True)
    arrives_at, step = arriving[0] if arriving else (None, None)
    return Residue(
        bag=str(of_it.bag),
        volume=quantity(of_it.volume, ML),
        dose=quantity(of_it.dose, unit),
        own_rate=quantity(change.own_rate, ML_PER_H),
        arrives_at=arrives_at,
        step=step,
    )


def _standing(bag: str, plugs: Plugs, unit: Unit) -> DrugInLine:
    return DrugInLine(
        bag=bag,
        volume=quantity(volume_of(with_drug(plugs)), ML),
        dose=quantity(dose_of(plugs), unit),
    )
