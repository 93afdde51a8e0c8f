"""What reaches the vein: early steps that deliver nothing, drug that arrives faster than it was
set, too much or too little of it, and a bag that runs dry."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Severity, confirm
from rechallenge.model.places import STEP, Place
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import STAYS_IN_LINE, TENFOLD_JUMP, USUAL_JUMP
from rechallenge.quantities import unit_like
from rechallenge.words.codes import FindingCode

from .comparable import comparable
from .rates import rises, steepest
from .rule import CONFIRM, NOTE, Basis, Rule, asks, check

_PLACE = ("order", "line")


@check(
    asks(FindingCode.EARLY_STEPS_DELIVER_NOTHING, Basis.ARITHMETIC, "H-21"),
    asks(FindingCode.NOTHING_REACHES_THE_VEIN, Basis.ARITHMETIC, "H-21"),
)
def early_steps(plan: Plan) -> Iterator[Finding]:
    """Steps that run before any drug reaches the vein, or a plan in which none does without a
    flush."""
    if plan.delivery is None:
        return
    reaching = {step.number for step in plan.delivery.steps if step.dose.magnitude}
    dry_at, first = plan.delivery.dry_at, plan.delivery.first_drug
    empty = tuple(
        step.number
        for step in plan.steps
        if step.rate is not None and step.number not in reaching
        if step.dose.magnitude
        if dry_at is None or step.start < dry_at
    )
    if first is None:
        yield confirm(FindingCode.NOTHING_REACHES_THE_VEIN, _PLACE, ordered=plan.through_line)
    elif empty:
        yield confirm(
            FindingCode.EARLY_STEPS_DELIVER_NOTHING,
            (STEP, empty[0]),
            steps=empty,
            at=first.at,
            step=first.step,
            arrives=first.dose_rate,
            planned=next(s.dose_rate for s in plan.steps if s.dose_rate is not None),
        )


@check(asks(FindingCode.RESIDUE_AT_LATER_RATE, Basis.ARITHMETIC, "H-22"))
def residue(plan: Plan) -> Iterator[Finding]:
    """Drug of one bag that is still in the line when the next begins, and then runs faster than
    before."""
    for left in plan.delivery.residues if plan.delivery is not None else ():
        if left.arrives_at is None or left.arrives_at <= left.own_rate:
            continue
        at: Place = ("flush",) if left.step is None else (STEP, left.step)
        yield confirm(
            FindingCode.RESIDUE_AT_LATER_RATE,
            at,
            bag=left.bag,
            volume=left.volume,
            dose=left.dose,
            own=left.own_rate,
            arrives=left.arrives_at,
            during="flush" if left.step is None else left.step,
        )


@check(asks(FindingCode.MORE_THAN_ORDERED_ARRIVES, Basis.ARITHMETIC, "H-28"))
def above_dose(plan: Plan) -> Iterator[Finding]:
    """A shared line that was filled from a stronger bag than the last brings more to the vein than
    stays behind in it."""
    if plan.delivery is not None and plan.delivery.delivered > plan.through_line:
        reaches, ordered = plan.delivery.delivered, plan.through_line
        code = FindingCode.MORE_THAN_ORDERED_ARRIVES
        yield confirm(code, _PLACE, reaches=reaches, ordered=ordered)


@check(asks(FindingCode.BAG_DRY_BEFORE_END, Basis.ARITHMETIC, "H-08"))
def dry_bag(plan: Plan) -> Iterator[Finding]:
    """The last bag is empty before its steps end, because the line was filled from it."""
    if plan.delivery is None or plan.delivery.dry_at is None:
        return
    dry_at, bag = plan.delivery.dry_at, plan.delivery.left_in_line.bag
    running = next(step.number for step in plan.steps if step.bag == bag and step.end > dry_at)
    yield confirm(
        FindingCode.BAG_DRY_BEFORE_END,
        (STEP, running),
        bag=bag,
        at=dry_at,
        step=running,
        dry=plan.delivery.dry,
        line=plan.bag(bag).into_line,
    )


@check(asks(FindingCode.DOSE_LEFT_IN_LINE, STAYS_IN_LINE, "H-21"))
def left_in_line(plan: Plan) -> Iterator[Finding]:
    """The part of the dose that has not reached the vein, and the flush that delivers it. Drug
    beyond the dose may stay in the line."""
    if plan.delivery is None or plan.delivery.flush is None:
        return
    flush = plan.delivery.flush
    yield confirm(
        FindingCode.DOSE_LEFT_IN_LINE,
        ("order", "line"),
        STAYS_IN_LINE.source,
        dose=flush.dose,
        ordered=plan.dose.total,
        volume=flush.volume,
        rate=flush.rate,
        duration=flush.duration,
    )


@check(asks(FindingCode.DOSE_LOST_WITH_SET, Basis.ARITHMETIC, "H-21"))
def lost_with_set(plan: Plan) -> Iterator[Finding]:
    """Drug that is discarded with a set. Drug beyond the dose may be discarded too; then nothing of
    the dose is lost."""
    if plan.delivery is None:
        return
    flush, reaches = plan.delivery.flush, plan.delivery.delivered
    if flush is not None:
        reaches = reaches + flush.dose
    numbers = {bag.name: number for number, bag in enumerate(plan.bags)}
    for lost in plan.delivery.lost if reaches < plan.through_line else ():
        yield confirm(
            FindingCode.DOSE_LOST_WITH_SET,
            ("bags", numbers[lost.bag]),
            bag=lost.bag,
            volume=lost.volume,
            dose=lost.dose,
            reaches=reaches,
            ordered=plan.through_line,
        )


@check(
    Rule(FindingCode.VEIN_RATE_JUMP, (CONFIRM, NOTE), (USUAL_JUMP, TENFOLD_JUMP), ("H-22", "H-01"))
)
def jumps(plan: Plan) -> Iterator[Finding]:
    """Rises at the vein that are steeper than those set. Those of tenfold or more ask together; if
    there is none, the steepest that is above the largest of a published table is a note."""
    if plan.delivery is None:
        return
    set_to = {number: fold for _, number, _, fold in rises(plan.steps)}
    steep = [
        rise
        for rise in rises(plan.delivery.steps)
        if rise[-1] > max(USUAL_JUMP.value, set_to.get(rise[1], USUAL_JUMP.value))
    ]
    tenfold = [rise for rise in steep if rise[-1] >= TENFOLD_JUMP.value]
    code, most = FindingCode.VEIN_RATE_JUMP, sorted(steep, key=lambda rise: rise[-1])[-1:]
    if tenfold:
        yield from steepest(code, Severity.CONFIRM, TENFOLD_JUMP, tenfold)
    else:
        yield from steepest(code, Severity.NOTE, USUAL_JUMP, most)


@check(asks(FindingCode.VEIN_RATE_ABOVE_HIGHEST, Basis.DRUG_FILE, "H-22", "H-04"))
def highest_rate(plan: Plan) -> Iterator[Finding]:
    """Drug that arrives faster than a rate in the drug's file, and faster than any step is set
    to."""
    facts = plan.on_file.drug(plan.drug)
    drug = [a for a in plan.delivery.arrivals if a.bag is not None] if plan.delivery else []
    fastest = max(drug, key=lambda arrival: arrival.dose_rate, default=None)
    if facts is None or fastest is None:
        return
    if fastest.dose_rate <= max(s.dose_rate for s in plan.steps if s.dose_rate is not None):
        return
    for highest in facts.highest_rates:
        most = comparable(highest.rate, unit_like(fastest.dose_rate), plan)
        if most is not None and fastest.dose_rate > most:
            yield confirm(
                FindingCode.VEIN_RATE_ABOVE_HIGHEST,
                (STEP, fastest.step),
                highest.source,
                step=fastest.step,
                arrives=fastest.dose_rate,
                most=most,
                limit=highest.rate,
                drug=facts.name,
            )
