"""Whether the plan says which drug it is for."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan

from .rule import CONFIRM, Rule, check


@check(
    Rule(
        "drug-not-named",
        (CONFIRM,),
        "a protocol for any drug with the drug that the order names",
        "the order, which names none",
        ("H-13",),
    )
)
def named(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A plan that says for no drug what it is for, so that nothing about one was compared."""
    if plan.drug is None:
        yield confirm("drug-not-named", "order.drug")
