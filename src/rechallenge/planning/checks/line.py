"""The line: steps that deliver nothing, residue that runs faster, drug that stays behind."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import LARGEST_LINE, SMALLEST_LINE
from rechallenge.planning.rule import CONFIRM, NOTE, Rule, check
from rechallenge.quantities import Quantity

_STAYS = "Harding, Nursing: up to 35% of a dose of 50 to 100 mL can stay in the line"


@check(
    Rule(
        "line-not-stated",
        (NOTE,),
        "whether the order states a line",
        SMALLEST_LINE.source,
        ("H-21",),
    ),
)
def not_stated(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`line-not-stated`: note (hazard H-21)."""
    if plan.line is None:
        yield Finding(
            code="line-not-stated",
            severity=NOTE,
            where="order.line",
            numbers={"least": SMALLEST_LINE.value, "most": LARGEST_LINE.value},
            source=SMALLEST_LINE.source,
        )


@check(
    Rule(
        "early-steps-deliver-nothing",
        (CONFIRM,),
        "the steps that leave drug in the line with those during which some reaches the vein",
        "plug flow, exact: no limit is involved",
        ("H-21",),
    ),
    Rule(
        "nothing-reaches-the-vein",
        (CONFIRM,),
        "the volume that is run with the dead volume of the line",
        "plug flow, exact: no limit is involved",
        ("H-21",),
    ),
)
def early_steps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`early-steps-deliver-nothing`, or `nothing-reaches-the-vein` where no drug arrives without a
    flush: confirm (hazard H-21)."""
    if plan.delivery is None:
        return
    reaching = {step.number for step in plan.delivery.steps if step.dose.magnitude}
    dry_at = plan.delivery.dry_at
    empty = [
        str(step.number)
        for step in plan.steps
        if step.dose.magnitude and step.number not in reaching
        if dry_at is None or step.start < dry_at
    ]
    first = plan.delivery.first_drug
    if first is None:
        yield _confirm("nothing-reaches-the-vein", "order.line", {"ordered": plan.dose.total})
    elif empty:
        begins = next(step for step in plan.steps if step.dose_rate is not None)
        assert begins.dose_rate is not None
        numbers: dict[str, Quantity | str] = {
            "steps": ", ".join(empty),
            "at": first.at,
            "step": str(first.step),
            "arrives": first.dose_rate,
            "planned": begins.dose_rate,
        }
        yield _confirm("early-steps-deliver-nothing", f"step {empty[0]}", numbers)


@check(
    Rule(
        "residue-at-later-rate",
        (CONFIRM,),
        "the rate at which the residue of a bag arrives with the highest of its own steps",
        "plug flow, exact: no limit is involved",
        ("H-22",),
    ),
)
def residue(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`residue-at-later-rate`: confirm (hazard H-22)."""
    for left in plan.delivery.residues if plan.delivery is not None else ():
        if left.arrives_at is None or left.arrives_at <= left.own_rate:
            continue
        during = "the flush" if left.step is None else f"step {left.step}"
        numbers: dict[str, Quantity | str] = {
            "bag": left.bag,
            "volume": left.volume,
            "dose": left.dose,
            "own": left.own_rate,
            "arrives": left.arrives_at,
            "during": during,
        }
        yield _confirm("residue-at-later-rate", during.removeprefix("the "), numbers)


@check(
    Rule(
        "dose-left-in-line",
        (CONFIRM,),
        "the dose at the vein when the last step ends with the ordered dose",
        _STAYS,
        ("H-21",),
    ),
)
def left_in_line(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`dose-left-in-line`: confirm (hazard H-21). Drug beyond the ordered dose may stay there."""
    if plan.delivery is None or plan.delivery.flush is None:
        return
    flush = plan.delivery.flush
    numbers: dict[str, Quantity | str] = {
        "dose": flush.dose,
        "ordered": plan.dose.total,
        "volume": flush.volume,
        "rate": flush.rate,
        "duration": flush.duration,
    }
    yield _confirm("dose-left-in-line", "order.line", numbers, _STAYS)


@check(
    Rule(
        "dose-lost-with-set",
        (CONFIRM,),
        "the dose in a set that is taken off with nothing",
        "plug flow, exact: no limit is involved",
        ("H-21",),
    ),
)
def lost_with_set(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`dose-lost-with-set`: confirm (hazard H-21). What a set was filled with beyond the dose is
    thrown away too, but nothing is lost of the dose then."""
    if plan.delivery is None or _reaches(plan) >= plan.dose.total:
        return
    numbers = {bag.name: number for number, bag in enumerate(plan.bags)}
    for lost in plan.delivery.lost:
        yield _confirm(
            "dose-lost-with-set",
            f"bags[{numbers[lost.bag]}]",
            {
                "bag": lost.bag,
                "volume": lost.volume,
                "dose": lost.dose,
                "reaches": _reaches(plan),
                "ordered": plan.dose.total,
            },
        )


@check(
    Rule(
        "bag-dry-before-end",
        (CONFIRM,),
        "what the steps and the fill of the line draw from the last bag with what it holds",
        "plug flow, exact: no limit is involved",
        ("H-08",),
    ),
)
def dry_bag(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`bag-dry-before-end`: confirm (hazard H-08)."""
    if plan.delivery is None or plan.delivery.dry_at is None:
        return
    dry_at, bag = plan.delivery.dry_at, plan.delivery.left_in_line.bag
    running = next(step for step in plan.steps if step.bag == bag and step.end > dry_at)
    yield _confirm(
        "bag-dry-before-end",
        f"step {running.number}",
        {
            "bag": bag,
            "at": dry_at,
            "step": str(running.number),
            "dry": plan.delivery.dry,
            "line": next(b.into_line for b in plan.bags if b.name == bag),
        },
    )


@check(
    Rule(
        "more-than-ordered-arrives",
        (CONFIRM,),
        "the dose at the vein with the ordered dose",
        "plug flow, exact: no limit is involved",
        ("H-28",),
    ),
)
def above_dose(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`more-than-ordered-arrives`: confirm. A shared line that was filled from a stronger bag than
    the last brings more to the vein than stays behind in it."""
    if plan.delivery is not None and plan.delivery.delivered > plan.dose.total:
        yield _confirm(
            "more-than-ordered-arrives",
            "order.line",
            {"reaches": plan.delivery.delivered, "ordered": plan.dose.total},
        )


def _reaches(plan: Plan) -> Quantity:
    """What reaches the vein in all, with the flush."""
    assert plan.delivery is not None
    flush = plan.delivery.flush
    return plan.delivery.delivered if flush is None else plan.delivery.delivered + flush.dose


def _confirm(
    code: str, where: str, numbers: dict[str, Quantity | str], source: str | None = None
) -> Finding:
    return Finding(code=code, severity=CONFIRM, where=where, numbers=numbers, source=source)
