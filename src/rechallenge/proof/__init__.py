"""Last stage, proving: the plan worked out a second time, by other means, before it is handed out.

Nothing here imports the solver or uses its arithmetic: amounts are bare fractions by a table of
units of their own, read from the programmed steps alone. What the two do not agree on is refused.
"""

from fractions import Fraction

from rechallenge.model.plan import Plan
from rechallenge.model.verification import Proof

from .agreement import Agreement
from .at_once import prove_at_once
from .bags import prove_bags, stated_contents, to_give, written_contents
from .begun import prove_begun, prove_slow_enough
from .integrating import Contents, given_at_once, integrated
from .order import drug_unit, prove_dose, prove_parameters, prove_units
from .premedication import prove_premedication
from .pump import prove_ceilings, prove_given, prove_settable, prove_volumes
from .steps import prove_steps, prove_totals, prove_written_places
from .timeline import prove_timeline
from .working import prove_working

METHOD = (
    "Each step's rate integrated over its duration gives its volume, and the bag's concentration "
    "its dose; starts, shares, totals, bags, timeline and the ordered dose follow from the order "
    "in plain fractions; every rate and volume to set was looked for on the pump's own grid, and "
    "every sum that is shown was worked out again"
)
_METHOD_OF_LINE = (
    "; at the vein, the curve of the drug that leaves the bags, shifted by the line's dead volume"
)


def proof_of(plan: Plan) -> Proof:
    """The proof of a plan. Raises Refused (`proof-mismatch`), with each place at which the plan's
    number is not the proof's."""
    agreement = Agreement()
    for rest in plan.rests:
        if rest is not None:
            # Refused where the two do not agree; in this plan it is held against its stop.
            proof_of(rest)
    unit = drug_unit(plan.order.dose)
    prove_units(plan, unit, agreement)
    ordered = prove_dose(plan, agreement)
    prove_parameters(plan, agreement)
    before, in_all = prove_begun(plan, ordered, unit, agreement), to_give(plan, ordered, unit)
    found = list(integrated(plan.steps, stated_contents(plan, unit), in_all, before))
    as_ordered = written_contents(plan, ordered - before, unit)
    written = list(integrated(plan.as_written, as_ordered, in_all, before))
    lists, unstopped = [("as_written", written)], found
    more: list[Contents] = []
    if plan.stops:
        from .rests import contents_of_rests, whole_after
        from .stops import prove_stops

        stated = stated_contents(plan, unit)
        unstopped = list(integrated(plan.without_stops, stated, in_all, before))
        lists.append(("planned", unstopped))
        more = contents_of_rests(plan, unit)
        whole = whole_after(plan, len(plan.stops), unstopped[-1].given, unit)
        prove_steps("steps", plan, found, whole, unit, agreement)
        prove_stops(plan, found, unstopped[-1].given, unit, agreement)
    else:
        lists.append(("steps", found))
    for name, steps in lists:
        prove_steps(name, plan, steps, steps[-1].given, unit, agreement)
        prove_written_places(name, plan, steps, agreement)
    agreement.amount("as_written, all doses", plan.to_give, in_all, unit)
    for (name, steps), holding in zip(
        lists, (as_ordered, stated_contents(plan, unit)), strict=True
    ):
        prove_at_once(name, plan, steps, holding, ordered - before, in_all, unit, agreement)
    if _as_ordered(plan):
        prove_given(plan, unstopped, in_all, unit, agreement)
    else:
        agreement.amount("steps, all doses", plan.totals.dose, found[-1].given, unit)
    prove_volumes(plan, found, agreement)
    prove_slow_enough(plan, unstopped, unit, agreement)
    if plan.pump is not None:
        prove_settable(found, plan.pump, agreement)
        prove_ceilings(plan, found, unit, agreement)
    prove_totals(plan, found, unit, agreement)
    prove_bags(plan, found, unstopped, ordered, more, unit, agreement)
    prove_premedication(plan, agreement)
    prove_timeline(plan, found, agreement)
    prove_working(plan, agreement)
    agreement.word("delivery", plan.delivery is not None, plan.line is not None)
    if plan.line is not None and plan.delivery is not None:
        # Loaded only for the plans that have a line, as the proof of stops is.
        from .line import prove_line
        from .residues import prove_peak, prove_residues
        from .vein import prove_delivery

        prove_line(plan, plan.line, found, agreement)
        at_once = sum((one.dose for one in found if given_at_once(one)), start=Fraction(0))
        through_line = found[-1].given - at_once
        sets = prove_delivery(plan.delivery, plan, plan.line, found, through_line, unit, agreement)
        prove_peak(plan.delivery, sets, found, unit, agreement)
        prove_residues(plan.delivery, plan.line, sets, unit, agreement)
    method = METHOD if plan.delivery is None else METHOD + _METHOD_OF_LINE
    return Proof(method=f"{method}.", agreed=agreement.agreed())


def _as_ordered(plan: Plan) -> bool:
    """Whether every bag holds exactly what was ordered."""
    return all(
        made.drug == made.ordered and made.final_volume == made.ordered_volume
        for made in plan.preparation
    )
