"""Every code that a check or a stage can emit is declared, once, and explained everywhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rechallenge.checks import CHECKS, RULES
from rechallenge.checks.rule import CONFIRM, NOTE, REFUSE, Check, Rule, check
from rechallenge.checks.stage_rules import STAGE_RULES
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.sheet.wording import SENTENCES
from tests.planning.making import planned

ROOT = Path(__file__).parents[2]
ROOMS = ("planning", "checks", "proof", "service")
CODES = [rule.code for rule in RULES]
TABLE = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8").partition("## Findings")[2]
HAZARDS = re.findall(r"^### (H-[0-9]{2}):", (ROOT / "docs" / "hazards.md").read_text("utf-8"), re.M)
HYPHENATED = re.compile(r"[a-z]+(-[a-z]+)+")


def sources() -> Iterator[Path]:
    """The modules of the rooms that make findings."""
    for room in ROOMS:
        yield from sorted((ROOT / "src" / "rechallenge" / room).rglob("*.py"))


def made_codes() -> Iterator[str]:
    """The codes of all findings that these rooms make, as their source has them."""
    for path in sources():
        tree = ast.parse(path.read_text("utf-8"))
        rules = {
            id(node.args[0])
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Rule"
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in rules:
                yield str(node.value)


def literal_codes() -> Iterator[str]:
    """What stands as `code=` of a finding."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "code":
                yield from (
                    str(part.value)
                    for part in ast.walk(node.value)
                    if isinstance(part, ast.Constant) and HYPHENATED.fullmatch(str(part.value))
                )


def test_every_code_is_declared_once_and_has_a_sentence() -> None:
    assert sorted(CODES) == sorted(set(CODES)) == sorted(SENTENCES)


def test_every_declared_code_is_made_somewhere_and_every_made_code_is_declared() -> None:
    assert set(CODES) <= set(made_codes())
    assert set(literal_codes()) <= set(CODES)


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_a_rule_says_what_it_compares_its_source_a_known_hazard_and_its_row(rule: Rule) -> None:
    assert rule.compares
    assert not rule.compares.endswith(".")
    assert rule.source
    assert rule.hazards
    assert set(rule.hazards) <= set(HAZARDS)
    assert rule.severities == tuple(sorted(rule.severities, key=list(Severity).index))
    (row,) = [line for line in TABLE.splitlines() if f"`{rule.code}`" in line.split(" | ")[0]]
    severity = row.split("|")[2]
    assert all(each.value in severity for each in rule.severities)
    assert not any(each.value in severity for each in set(Severity) - set(rule.severities))


def test_stages_only_refuse_and_each_rule_belongs_to_one_of_the_two() -> None:
    assert all(rule.severities == (REFUSE,) for rule in STAGE_RULES)
    assert len(RULES) == len(STAGE_RULES) + sum(len(each.rules) for each in CHECKS)
    assert all(each.rules for each in CHECKS)


RULE = Rule("bag-unused", (NOTE,), "a with b", "nobody", ("H-08",))


@pytest.mark.parametrize(
    ("code", "severity"), [("bag-unused", CONFIRM), ("bag-empty", NOTE), ("bag-unused", NOTE)]
)
def test_a_finding_that_its_check_does_not_declare_never_leaves_it(
    code: str, severity: Severity
) -> None:
    def look(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
        yield Finding(code=code, severity=severity, where="bags")

    looking: Check = check(RULE)(look)
    plan = planned({"give": "rest", "over": "1 h"})
    if (code, severity) == ("bag-unused", NOTE):
        assert [f.code for f in looking(plan, OnFile())] == ["bag-unused"]
    else:
        with pytest.raises(AssertionError, match="is not declared"):
            list(looking(plan, OnFile()))
