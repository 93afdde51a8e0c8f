"""Bags that are made for nothing."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan

from .rule import NOTE, Rule, check


@check(
    Rule(
        "bag-unused",
        (NOTE,),
        "each bag with the steps that draw from it",
        "the protocol's own steps",
        ("H-08",),
    )
)
def unused(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A bag that is prepared and that no step draws from."""
    for number, bag in enumerate(plan.bags):
        if not bag.used.magnitude:
            yield note("bag-unused", f"bags[{number}]", {"bag": bag.name, "volume": bag.volume})
