"""Bags that are made for nothing."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.rule import NOTE, Rule, check


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
            yield Finding(
                code="bag-unused",
                severity=NOTE,
                where=f"bags[{number}]",
                numbers={"bag": bag.name, "volume": bag.volume},
            )
