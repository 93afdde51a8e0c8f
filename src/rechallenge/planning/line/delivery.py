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
from rechallenge.model.plan import Step
from rechallenge.model.pump import Pump
from rechallenge.planning.state.infusion_state import InfusionState
from rechallenge.planning.state.line_contents import (
    BagChange,
    Plugs,
    dose_of,
    volume_of,
    with_drug,
)
from rechallenge.quantities import MIN, ML, ML_PER_H, Quantity, Unit, quantity, unit_like

from .arriving import arrivals_of, by_step, first_drug
from .flow import Push, plain, set_name
from .flushing import flush_of, to_flush


def delivered(
    steps: tuple[Step, ...],
    pushes: tuple[Push, ...],
    begin: InfusionState,
    end: InfusionState,
    line: Line,
    pump: Pump | None,
    dose: Quantity,
    *,
    for_good: bool,
) -> Delivery:
    """The drug at the vein, exact: plug flow through a shared line, or through each bag's own set.

    `steps` and what they pushed are those between the two states; `dose` is what was ordered. What
    reached the vein before counts in every sum. There is no flush where the infusion was stopped
    `for_good`.
    """
    unit = unit_like(dose)
    arrivals = tuple(a for push in pushes for a in arrivals_of(push, unit))
    drug = tuple(a for a in arrivals if a.bag is not None)
    at_vein, contents = quantity(end.line.at_vein, unit), end.line
    last = set_name(str(end.bag), line)
    missing = plain(dose - at_vein, unit)
    in_use = contents.sets[last]
    taken_off = [(bag, plugs) for bag, plugs in contents.sets.items() if bag != last]
    brought, volume = (
        to_flush(in_use, missing, pump) if missing > 0 and not for_good else ((), quantity(0, ML))
    )
    flush = flush_of(brought, volume, steps, end, dose) if brought else None
    return Delivery(
        first_drug=first_drug(drug[0], steps, line) if drug else None,
        steps=by_step(steps, drug, quantity(begin.line.at_vein, unit)),
        arrivals=arrivals,
        peak=_peak(drug, steps),
        residues=tuple(
            _residue(change, pushes, flush, brought, unit) for change in contents.changes
        ),
        delivered=at_vein,
        lost=tuple(
            drug_in_line(bag, plugs, unit)
            for bag, plugs in (*contents.lost, *taken_off)
            if bag is not None
        ),
        left_in_line=drug_in_line(str(end.bag), in_use, unit),
        dry=end.bag_in_use.lacks,
        dry_at=None if contents.dry_at is None else quantity(contents.dry_at, MIN),
        flush=flush,
    )


def _peak(drug: tuple[Arrival, ...], steps: tuple[Step, ...]) -> Peak | None:
    """The arrival that is fastest against the highest dose rate planned up to its step."""
    highest: Quantity | None = None
    found: Peak | None = None
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
    change: BagChange, pushes: tuple[Push, ...], flush: Flush | None, brought: Plugs, unit: Unit
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


def drug_in_line(bag: str, plugs: Plugs, unit: Unit) -> DrugInLine:
    """What stands in one set."""
    return DrugInLine(
        bag=bag,
        volume=quantity(volume_of(with_drug(plugs)), ML),
        dose=quantity(dose_of(plugs), unit),
    )
