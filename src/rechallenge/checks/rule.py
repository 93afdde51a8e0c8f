"""A rule: the meaning and the source of one finding code, declared beside the check that finds it;
and the rules of the stages, which refuse what makes a plan impossible."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import LONGEST, Cited
from rechallenge.words import word
from rechallenge.words.codes import FindingCode

REFUSE, CONFIRM, NOTE = Severity.REFUSE, Severity.CONFIRM, Severity.NOTE
Look: TypeAlias = Callable[[Plan], Iterable[Finding]]


class Basis(StrEnum):
    """What a rule rests on, if that is not a limit with a citation."""

    DRUG_FILE = "drug-file"
    PUMP_FILE = "pump-file"
    PROTOCOL_FILE = "protocol-file"
    SITE_FILE = "site-file"
    TRANSLATION = "translation"
    ORDER = "order"
    ARITHMETIC = "arithmetic"


_Rests: TypeAlias = Basis | Cited | tuple[Basis | Cited, ...]


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


def _rule(
    severity: Severity,
    code: FindingCode,
    rests_on: _Rests,
    hazards: tuple[str, ...],
    remedy: tuple[str, ...] = (),
) -> Rule:
    bases = rests_on if isinstance(rests_on, tuple) else (rests_on,)
    return Rule(code, (severity,), bases, hazards, remedy)


def refuses(code: FindingCode, rests_on: _Rests, *hazards: str) -> Rule:
    """The rule of a finding that refuses."""
    return _rule(REFUSE, code, rests_on, hazards)


def asks(code: FindingCode, rests_on: _Rests, *hazards: str, remedy: tuple[str, ...] = ()) -> Rule:
    """The rule of a finding that asks to be confirmed."""
    return _rule(CONFIRM, code, rests_on, hazards, remedy)


def notes(code: FindingCode, rests_on: _Rests, *hazards: str, remedy: tuple[str, ...] = ()) -> Rule:
    """The rule of a finding that is a note."""
    return _rule(NOTE, code, rests_on, hazards, remedy)


class Check(NamedTuple):
    """A pure function from a plan to findings, with the rules it follows."""

    rules: tuple[Rule, ...]
    look: Look

    def __call__(self, plan: Plan) -> Iterator[Finding]:
        for finding in self.look(plan):
            declared = any(rule.covers(finding) for rule in self.rules)
            assert declared, f"{finding.code} ({finding.severity.value}) is not declared"
            yield finding


def check(*rules: Rule) -> Callable[[Look], Check]:
    """Declares the rules of a check; every check of a module is run."""
    return lambda look: Check(rules, look)


STAGE_RULES = (
    refuses(FindingCode.DOSE_NOT_DELIVERED, Basis.ARITHMETIC, "H-05"),
    refuses(FindingCode.DOSE_NOT_DELIVERED_ON_PUMP, Basis.ARITHMETIC, "H-05", "H-07"),
    refuses(FindingCode.BAG_OVERDRAWN, Basis.ARITHMETIC, "H-08"),
    refuses(FindingCode.BAG_OVERDRAWN_BY_LINE, Basis.ARITHMETIC, "H-08", "H-21"),
    refuses(FindingCode.BAG_EMPTY, Basis.ARITHMETIC, "H-08", "H-18"),
    refuses(FindingCode.NOTHING_LEFT, Basis.ARITHMETIC, "H-05", "H-18"),
    refuses(FindingCode.NOTHING_LEFT_FOR_BAG, Basis.ARITHMETIC, "H-05", "H-18"),
    refuses(FindingCode.UNTIL_IS_PAST, Basis.ARITHMETIC, "H-18"),
    refuses(FindingCode.NEXT_BEFORE_END, Basis.ARITHMETIC, "H-39"),
    refuses(FindingCode.RATE_OUT_OF_RANGE, Basis.PUMP_FILE, "H-07", "H-17"),
    refuses(FindingCode.VOLUME_OUT_OF_RANGE, Basis.PUMP_FILE, "H-07", "H-17"),
    refuses(FindingCode.SCHEDULE_TOO_LONG, LONGEST, "H-02"),
    refuses(FindingCode.DOSE_IN_ANOTHER_UNIT, Basis.DRUG_FILE, "H-02", "H-13"),
    refuses(FindingCode.PROOF_MISMATCH, Basis.ARITHMETIC, "H-05", "H-06"),
)
