"""The plan compared with the drug's file: concentration, how long a bag keeps, shortest time and
highest rate."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from rechallenge.model.finding import Finding, Number, confirm, note
from rechallenge.model.places import STEP
from rechallenge.model.plan import Bag, Plan
from rechallenge.planning.limits import DILUTE_BY_DESIGN
from rechallenge.planning.order.strength import product_of
from rechallenge.planning.timeline.clock import whole_time
from rechallenge.quantities import MIN, quantity, unit_like
from rechallenge.words.codes import FindingCode

from .comparable import comparable
from .rule import Basis, asks, check, notes

_DESENSITIZATION = "desensitization"


@check(
    asks(FindingCode.CONCENTRATION_OUTSIDE_RANGE, Basis.DRUG_FILE, "H-19"),
    notes(FindingCode.CONCENTRATION_BELOW_BY_DESIGN, (Basis.DRUG_FILE, DILUTE_BY_DESIGN), "H-19"),
)
def concentration(plan: Plan) -> Iterator[Finding]:
    """Bags outside the range, of those that run. The dilute bags of a desensitisation lie below it
    by design: they are one note, and only the bag that gives most of the dose asks."""
    facts = plan.on_file.drug(plan.drug)
    if facts is None or facts.concentration is None:
        return
    range_, drug, dilute = facts.concentration, str(plan.drug), []
    bags = [each for each in enumerate(plan.bags) if each[1].name not in plan.only_drawn_from]
    most = max((_given_from(bag, plan) for _, bag in bags), default=Fraction(0))
    for number, bag in bags:
        found = bag.concentration
        for limit, side in ((range_.lowest, "below"), (range_.highest, "above")):
            bound = None if limit is None else comparable(limit, unit_like(found), plan)
            if limit is None or bound is None:
                continue
            if not (found < bound if side == "below" else found > bound):
                continue
            dilutes = plan.protocol.strategy == _DESENSITIZATION and _given_from(bag, plan) < most
            if side == "below" and dilutes:
                dilute.append((number, bag))
                continue
            yield confirm(
                FindingCode.CONCENTRATION_OUTSIDE_RANGE,
                ("bags", number),
                range_.source,
                bag=bag.name,
                concentration=found,
                side=side,
                what="lowest-concentration" if side == "below" else "highest-concentration",
                limit=limit,
                drug=drug,
            )
    if dilute and range_.lowest is not None:
        yield note(
            FindingCode.CONCENTRATION_BELOW_BY_DESIGN,
            ("bags", dilute[0][0]),
            f"{range_.source}; {DILUTE_BY_DESIGN.source}",
            bags=tuple(bag.name for _, bag in dilute),
            concentration=min(bag.concentration for _, bag in dilute),
            limit=range_.lowest,
            drug=drug,
        )


def _given_from(bag: Bag, plan: Plan) -> Fraction:
    given = (Fraction(step.dose.magnitude) for step in plan.steps if step.bag == bag.name)
    return sum(given, start=Fraction(0))


@check(asks(FindingCode.STABILITY_EXCEEDED, Basis.DRUG_FILE, "H-19"))
def stability(plan: Plan) -> Iterator[Finding]:
    """Each storage time on file that the plan exceeds, the shortest first. When the bag was made is
    not known, so the time before step 1 is not counted. The times are of infusions."""
    facts, taken = plan.on_file.drug(plan.drug), whole_time(plan)
    product = product_of(plan.order, facts, plan.dose.unit)
    known = (
        kept
        for kept in (facts.stability if facts and plan.runs else ())
        if any(kept.is_for(product, bag.concentration) for bag in plan.bags)
    )
    begins, connected, more = plan.order.start, plan.order.bag_started, dict[str, Number]()
    if begins is not None and connected is not None:
        taken = taken + quantity((begins - connected) // timedelta(minutes=1), MIN)
        more["connected"] = connected
    for kept in sorted(known, key=lambda entry: entry.time):
        if taken > kept.time:
            yield confirm(
                FindingCode.STABILITY_EXCEEDED,
                ("infusion",),
                kept.source,
                taken=taken,
                limit=kept.time,
                at=", ".join(kept.conditions),
                drug=str(plan.drug),
                **more,
            )


@check(asks(FindingCode.FASTER_THAN_SHORTEST, Basis.DRUG_FILE, "H-01", "H-04"))
def shortest(plan: Plan) -> Iterator[Finding]:
    """A whole infusion as written, pauses left out, that takes less time than the shortest one on
    file, unless the file names the protocol as one with a source of its own. Of one that begins in
    the middle or goes on after a stop, the time before is not known here."""
    facts = plan.on_file.drug(plan.drug)
    least = None if facts is None else facts.shortest_infusion
    running = [step.duration for step in plan.as_written if step.rate is not None]
    if least is None or least.over is None or not running or plan.stops or plan.order.given:
        return
    if plan.protocol.id in least.other_protocols:
        return
    taken = sum(running, start=quantity(0, MIN))
    if taken < least.over:
        yield confirm(
            FindingCode.FASTER_THAN_SHORTEST,
            ("infusion",),
            least.source,
            taken=taken,
            least=least.over,
            drug=str(plan.drug),
        )


@check(asks(FindingCode.RATE_ABOVE_USUAL_HIGHEST, Basis.DRUG_FILE, "H-01", "H-04"))
def highest_rate(plan: Plan) -> Iterator[Finding]:
    """Steps that run faster than a rate in the drug's file; one finding for each such rate."""
    facts = plan.on_file.drug(plan.drug)
    for highest in facts.highest_rates if facts else ():
        if plan.protocol.id in highest.other_protocols:
            continue
        above = [
            (rate, most, step.number)
            for step in plan.steps
            for rate in (step.rate, step.dose_rate)
            if rate is not None
            if (most := comparable(highest.rate, unit_like(rate), plan)) is not None and rate > most
        ]
        if above:
            fastest, most, _ = sorted(above, key=lambda found: found[0])[-1]
            yield confirm(
                FindingCode.RATE_ABOVE_USUAL_HIGHEST,
                (STEP, above[0][2]),
                highest.source,
                steps=tuple(number for _, _, number in above),
                fastest=fastest,
                most=most,
                limit=highest.rate,
                drug=str(plan.drug),
            )
