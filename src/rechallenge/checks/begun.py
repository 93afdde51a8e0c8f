"""An infusion that begins in the middle: what nobody here has measured is asked."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.plan import Plan
from rechallenge.words.codes import FindingCode

from .rule import Basis, asks, check


@check(
    asks(FindingCode.BEGINS_IN_THE_MIDDLE, Basis.ORDER, "H-38"),
    asks(FindingCode.BAG_HANGS, Basis.ORDER, "H-38", remedy=("left_strength",)),
)
def before(plan: Plan) -> Iterator[Finding]:
    """The dose that was given before, and the concentration of the bag that hangs."""
    begun = plan.begun
    if begun is None:
        return
    yield confirm(
        FindingCode.BEGINS_IN_THE_MIDDLE,
        ("order", "given"),
        given=begun.given,
        ordered=plan.dose.total,
        remaining=begun.remaining,
    )
    if begun.bag is None or begun.left is None or begun.concentration is None:
        return
    if plan.order.left_strength is None:
        yield confirm(
            FindingCode.BAG_HANGS,
            ("order", "left"),
            bag=begun.bag,
            left=begun.left,
            remaining=begun.remaining,
            concentration=begun.concentration,
        )


@check(
    asks(FindingCode.EARLIER_LINE_UNKNOWN, Basis.ORDER, "H-21", "H-38", remedy=("line", "primed"))
)
def line(plan: Plan) -> Iterator[Finding]:
    """What the line holds at the start, where no line is stated."""
    if plan.begun is not None and plan.line is None:
        yield confirm(FindingCode.EARLIER_LINE_UNKNOWN, ("order", "line"))
