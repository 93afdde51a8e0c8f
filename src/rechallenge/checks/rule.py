"""A rule: what one finding code means and rests on, declared beside the code that finds it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan

REFUSE, CONFIRM, NOTE = Severity.REFUSE, Severity.CONFIRM, Severity.NOTE
Look: TypeAlias = Callable[[Plan, OnFile], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One finding code: the severities it may have, what is compared with what in one sentence,
    the source that this rests on, and the hazards (`docs/hazards.md`) it is a control for."""

    code: str
    severities: tuple[Severity, ...]
    compares: str
    source: str
    hazards: tuple[str, ...]

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is one that this rule declares."""
        return finding.code == self.code and finding.severity in self.severities


@dataclass(frozen=True, slots=True)
class Check:
    """A pure function from a plan, and what is on file, to findings, with the rules it follows."""

    rules: tuple[Rule, ...]
    look: Look

    def __call__(self, plan: Plan, on_file: OnFile) -> Iterator[Finding]:
        for finding in self.look(plan, on_file):
            declared = any(rule.covers(finding) for rule in self.rules)
            assert declared, f"{finding.code} ({finding.severity.value}) is not declared"
            yield finding


def check(*rules: Rule) -> Callable[[Look], Check]:
    """Declares the rules of a check. Nothing is registered: `CHECKS` names each check."""
    return lambda look: Check(rules, look)
