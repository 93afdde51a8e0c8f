"""What the line keeps at the end: a bag that runs dry, a dose still in it, or gone with a set."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Numbers, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity

from .rule import CONFIRM, Rule, check

_PLUG_FLOW = "plug flow, exact: no limit is involved"
_STAYS = "Harding, Nursing: up to 35% of a dose of 50 to 100 mL can stay in the line"


@check(
    Rule(
        "bag-dry-before-end",
        (CONFIRM,),
        "what the steps and the fill of the line draw from the last bag with what it holds",
        _PLUG_FLOW,
        ("H-08",),
    ),
)
def dry_bag(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """The last bag empty before its steps end, since the line took its fill from it."""
    if plan.delivery is None or plan.delivery.dry_at is None:
        return
    dry_at, bag = plan.delivery.dry_at, plan.delivery.left_in_line.bag
    running = next(step for step in plan.steps if step.bag == bag and step.end > dry_at)
    yield confirm(
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
        "dose-left-in-line",
        (CONFIRM,),
        "the dose at the vein when the last step ends with the ordered dose",
        _STAYS,
        ("H-21",),
    ),
)
def left_in_line(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """What is missing of the dose at the vein, and the flush that brings it. Drug beyond the dose
    may stay in the line."""
    if plan.delivery is None or plan.delivery.flush is None:
        return
    flush = plan.delivery.flush
    numbers: Numbers = {
        "dose": flush.dose,
        "ordered": plan.dose.total,
        "volume": flush.volume,
        "rate": flush.rate,
        "duration": flush.duration,
    }
    yield confirm("dose-left-in-line", "order.line", numbers, _STAYS)


@check(
    Rule(
        "dose-lost-with-set",
        (CONFIRM,),
        "the dose in a set that is taken off with nothing",
        _PLUG_FLOW,
        ("H-21",),
    ),
)
def lost_with_set(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Drug that is thrown away with a set. What a set was filled with beyond the dose goes too, but
    nothing is lost of the dose then."""
    if plan.delivery is None or _reaches(plan) >= plan.dose.total:
        return
    numbers = {bag.name: number for number, bag in enumerate(plan.bags)}
    for lost in plan.delivery.lost:
        yield confirm(
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


def _reaches(plan: Plan) -> Quantity:
    """What reaches the vein in all, with the flush."""
    assert plan.delivery is not None
    flush = plan.delivery.flush
    return plan.delivery.delivered if flush is None else plan.delivery.delivered + flush.dose
