"""The line: whether the order states one."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import LARGEST_LINE, SMALLEST_LINE

from .rule import NOTE, Rule, check


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
    """An order without a line: when the drug reaches the vein is not known then."""
    if plan.line is None:
        yield note(
            "line-not-stated",
            "order.line",
            {"least": SMALLEST_LINE.value, "most": LARGEST_LINE.value},
            SMALLEST_LINE.source,
        )
