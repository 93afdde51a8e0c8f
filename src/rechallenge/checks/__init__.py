"""Checks: each looks at one thing in a plan and reports what it finds. A check never changes a
number or stops another check."""

from collections import Counter
from collections.abc import Iterator, Mapping

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.frozen import FrozenDict
from rechallenge.model.places import STEP, Place
from rechallenge.model.plan import Plan
from rechallenge.words.codes import FindingCode

from . import (
    begun,
    body,
    closing,
    dose,
    drug,
    line,
    line_not_stated,
    premedication,
    preparation,
    protocol_limits,
    pump,
    rates,
    rechallenge,
    site,
    source,
    stops,
    strategy,
    translation,
    unknown,
)
from .rule import STAGE_RULES, Check, Rule

_MODULES = (
    begun, body, closing, dose, drug, line, line_not_stated, premedication, preparation,
    protocol_limits, pump, rates, rechallenge, site, source, stops, strategy, translation, unknown,
)  # fmt: skip
CHECKS = tuple(
    found for module in _MODULES for found in vars(module).values() if isinstance(found, Check)
)
RULES: tuple[Rule, ...] = (*STAGE_RULES, *(rule for check in CHECKS for rule in check.rules))
"""Every rule that a plan is made under: those of the stages, then those of the checks."""


def remedy_of(finding: Finding) -> tuple[str, ...]:
    """The fields of the order that answer a finding, where stating them does."""
    return next(rule.remedy for rule in RULES if rule.code is finding.code)


def findings(plan: Plan) -> tuple[Finding, ...]:
    """What all checks find: what refuses first, then what asks for an answer, each in the order of
    the codes. No two of one code have the same place."""
    found = [f for check in CHECKS for f in check(plan)]
    for stop, rest in enumerate(plan.rests):
        if rest is not None:
            found += _of_rest(rest, ("stops", stop, "protocol"), found)
    severities, codes = list(Severity), list(FindingCode)
    found.sort(key=lambda f: (severities.index(f.severity), codes.index(f.code)))
    letters = {bag.name: bag.letter for bag in plan.bags}
    named = {name.lower(): plan.on_file.names_of(name) for name in _drugs_named(plan)}
    names = FrozenDict({name: found for name, found in named.items() if found})
    return tuple(_with_names(one, letters, names) for one in _at_its_own_place(found))


def _drugs_named(plan: Plan) -> Iterator[str]:
    for facts in plan.on_file.drugs:
        yield from (facts.name, *(other.name for other in facts.names), *facts.also)
    yield from plan.on_file.names


def _of_rest(rest: Plan, at: Place, found: list[Finding]) -> list[Finding]:
    """What is found in the plan for what remained, by another protocol, and not in the whole. What
    it says of the order and of single steps is said of the whole."""
    whole = [(one.code, one.numbers) for one in found]
    return [
        one.model_copy(update={"place": (*at, *one.place)})
        for check in CHECKS
        for one in check(rest)
        if one.place[0] not in ("order", STEP) and (one.code, one.numbers) not in whole
    ]


def _with_names(
    finding: Finding, letters: dict[str, str], drug_names: Mapping[str, Mapping[str, str]]
) -> Finding:
    """A refusal leaves no plan in which a letter could be looked up: it keeps the bags' names."""
    if finding.severity is Severity.REFUSE:
        letters = {}
    names = {"letters": FrozenDict(letters), "drug_names": drug_names}
    return finding.model_copy(update=names)


def _at_its_own_place(findings: list[Finding]) -> list[Finding]:
    """A second finding of one code at one place, such as a second dose limit, gets the place
    `#2`."""
    seen = Counter[tuple[str, str]]()
    placed = []
    for finding in findings:
        at = (finding.code, finding.where)
        seen[at] += 1
        again = () if seen[at] == 1 else (f"#{seen[at]}",)
        placed.append(finding.model_copy(update={"place": (*finding.place, *again)}))
    return placed
