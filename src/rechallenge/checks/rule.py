"""A rule: the meaning and the source of one finding code, declared beside the check that finds
it."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import Cited
from rechallenge.words import word
from rechallenge.words.codes import FindingCode

REFUSE, CONFIRM, NOTE = Severity.REFUSE, Severity.CONFIRM, Severity.NOTE
Look: TypeAlias = Callable[[Plan, OnFile], Iterable[Finding]]


class Basis(StrEnum):
    """What a rule rests on, if that is not a limit with a citation."""

    DRUG_FILE = "drug-file"
    PUMP_FILE = "pump-file"
    PROTOCOL_FILE = "protocol-file"
    SITE_FILE = "site-file"
    ORDER = "order"
    ARITHMETIC = "arithmetic"


class Rule(NamedTuple):
    """One finding code: the severities it may have, what it rests on, the hazards
    (`docs/hazards.md`) it is a control for, and the fields of the order that answer it."""

    code: FindingCode
    severities: tuple[Severity, ...]
    rests_on: tuple[Basis | Cited, ...]
    hazards: tuple[str, ...]
    remedy: tuple[str, ...] = ()

    @property
    def compares(self) -> str:
        """What is compared with what."""
        return word(f"compares.{self.code}")

    @property
    def source(self) -> str:
        """What it rests on, for a person to read."""
        named = (
            word(f"phrase.{each}") if isinstance(each, Basis) else each.source
            for each in self.rests_on
        )
        return "; ".join(dict.fromkeys(named))

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is one that this rule declares."""
        return finding.code is self.code and finding.severity in self.severities


class Check(NamedTuple):
    """A pure function from a plan, and what is on file, to findings, with the rules it follows."""

    rules: tuple[Rule, ...]
    look: Look

    def __call__(self, plan: Plan, on_file: OnFile) -> Iterator[Finding]:
        for finding in self.look(plan, on_file):
            declared = any(rule.covers(finding) for rule in self.rules)
            assert declared, f"{finding.code} ({finding.severity.value}) is not declared"
            yield finding


def check(*rules: Rule) -> Callable[[Look], Check]:
    """Declares the rules of a check; every check of a module is run."""
    return lambda look: Check(rules, look)
