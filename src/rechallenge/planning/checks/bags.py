"""Bags that are made for nothing."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan


def unused(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`bag-unused`: note."""
    for number, bag in enumerate(plan.bags):
        if not bag.used.magnitude:
            yield Finding(
                code="bag-unused",
                severity=Severity.NOTE,
                where=f"bags[{number}]",
                numbers={"bag": bag.name, "volume": bag.volume},
            )
