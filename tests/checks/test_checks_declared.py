"""Every code has what it needs: a rule, a sentence, a source, a hazard and a test."""

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from string import Formatter

import pytest

from rechallenge.checks import CHECKS, RULES
from rechallenge.checks.rule import CONFIRM, NOTE, REFUSE, STAGE_RULES, Basis, Check, Rule, check
from rechallenge.model.finding import Finding, Number, Severity, note
from rechallenge.model.finding import found as finding_of
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.planning import limits
from rechallenge.quantities import ML, quantity
from rechallenge.sheet.finding_text import finding_text
from rechallenge.words.codes import COMPARES, FindingCode
from rechallenge.words.findings import MORE, SENTENCES, UNSAID, numbers_in
from rechallenge.words.phrases import PHRASES
from tests.planning.making import planned

ROOT = Path(__file__).parents[2]
HERE = Path(__file__)
CODES = [code.value for code in FindingCode]
HAZARDS = re.findall(r"^### (H-[0-9]{2}):", (ROOT / "docs" / "hazards.md").read_text("utf-8"), re.M)
CITED = [value for value in vars(limits).values() if isinstance(value, limits.Cited)]
RULED = [rule.code.value for rule in RULES]


def constants(path: Path) -> Iterator[str]:
    """Every text in a module, and every member of `FindingCode` that it names, by its value."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "FindingCode":
            yield FindingCode[node.attr].value


def named_in_tests() -> set[str]:
    """Every text in the other tests."""
    paths = (path for path in (ROOT / "tests").rglob("test_*.py") if path != HERE)
    return {text for path in paths for text in constants(path)}


def test_a_code_has_one_rule() -> None:
    times = {code: RULED.count(code) for code in CODES}
    assert {code: n for code, n in times.items() if n != 1} == {}, "declared so often in checks/"


def test_a_code_has_a_sentence_and_says_what_it_compares() -> None:
    assert [code for code in CODES if not SENTENCES.get(code)] == [], "not in words/findings.py"
    assert [code for code in CODES if not COMPARES.get(code)] == [], "not in words/codes.py"
    assert [code for code in CODES if COMPARES[code].endswith(".")] == []


def test_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) == set(COMPARES) == set(CODES)


def test_a_sentence_is_short_and_names_no_option_and_no_file_syntax() -> None:
    for code in CODES:
        text = re.sub(r"\{[^}]*\}", "X", SENTENCES[code])
        assert all(len(part.split()) <= 20 for part in re.split(r"(?<=[.;:]) ", text)), code
        assert "--" not in text, code
        assert "`" not in text, code
        assert text.endswith((".", "X")), code


def test_a_rule_rests_on_a_file_arithmetic_or_a_limit_with_its_citation() -> None:
    for rule in RULES:
        assert rule.rests_on, f"{rule.code} has no source"
        for source in rule.rests_on:
            known = isinstance(source, Basis) or any(source is cited for cited in CITED)
            assert known, f"{rule.code}: {source} is in no file and not in planning/limits.py"
        assert rule.source.strip(), f"{rule.code} has an empty source"


def test_a_rule_controls_a_hazard_of_the_page() -> None:
    for rule in RULES:
        assert rule.hazards, f"{rule.code} has no hazard"
        unknown = set(rule.hazards) - set(HAZARDS)
        assert not unknown, f"{rule.code}: {unknown} is not in docs/hazards.md"


@pytest.mark.slow
def test_a_code_is_named_by_a_test() -> None:
    named = named_in_tests()
    assert [code for code in CODES if code not in named] == [], "no test names these"


def test_what_answers_a_finding_are_fields_of_the_order() -> None:
    for rule in RULES:
        assert set(rule.remedy) <= set(Order.model_fields), rule.code
        assert rule.severities == tuple(sorted(rule.severities, key=list(Severity).index))


def made_with() -> Iterator[tuple[str, set[str], bool]]:
    """Each place in the sources that makes a finding of a code written there: the code, the names
    of its numbers, and whether more may come in a mapping."""
    for path in (ROOT / "src" / "rechallenge").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            made = getattr(node.func, "id", "")
            if made in ("refusal", "confirm", "note", "found"):
                for argument in node.args:
                    if isinstance(argument, ast.Attribute):
                        names = {keyword.arg for keyword in node.keywords}
                        if getattr(argument.value, "id", "") == "FindingCode":
                            yield (
                                FindingCode[argument.attr].value,
                                {name for name in names if name},
                                None in names,
                            )


def test_every_finding_is_made_with_the_numbers_of_its_sentence() -> None:
    made = list(made_with())
    assert len(made) > 30
    for code, names, more in made:
        needed = numbers_in(code)
        assert names <= needed | MORE.keys() | UNSAID, (
            f"{code} has {sorted(names - needed)} besides"
        )
        assert more or needed <= names, f"{code} lacks {sorted(needed - names)}"


def sample(how: str) -> Number:
    """A number that can be spelled so."""
    samples: dict[str, Number] = {
        "steps": (1, 2, 3, 5),
        "drug": "carboplatin",
        "word": "weight",
        "changes": ("restart.at_most", "50 %", "75 %"),
        "clock": datetime(2026, 11, 21, 9),
    }
    return samples.get(how, quantity(5, ML))


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_can_be_made_from_its_numbers(code: str) -> None:
    parts = list(Formatter().parse(SENTENCES[code]))
    numbers = {name: sample(how or "") for _, name, how, _ in parts if name}
    finding = finding_of(CONFIRM, FindingCode(code), ("bags", 0), None, **numbers)
    text = finding_text(finding)
    assert "{" not in text
    assert text.startswith(parts[0][0])
    missing = {name: value for name, value in numbers.items() if name != next(iter(numbers), None)}
    if numbers:
        with pytest.raises(AssertionError, match=code):
            finding_of(CONFIRM, FindingCode(code), ("bags", 0), None, **missing)


def test_every_code_among_the_numbers_has_a_phrase() -> None:
    assert all(what in PHRASES for limit in CITED if (what := getattr(limit, "what", "")))
    assert all(basis.value in PHRASES for basis in Basis)


def test_stages_only_refuse_and_each_rule_belongs_to_one_of_the_two() -> None:
    assert all(rule.severities == (REFUSE,) for rule in STAGE_RULES)
    assert len(RULES) == len(STAGE_RULES) + sum(len(each.rules) for each in CHECKS)
    assert all(each.rules for each in CHECKS)


RULE = Rule(FindingCode.BAG_EMPTY, (NOTE,), (Basis.ORDER,), ("H-08",))


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        (FindingCode.BAG_EMPTY, CONFIRM),
        (FindingCode.DRUG_NOT_NAMED, NOTE),
        (FindingCode.BAG_EMPTY, NOTE),
    ],
)
def test_a_finding_that_its_check_does_not_declare_never_leaves_it(
    code: FindingCode, severity: Severity
) -> None:
    def look(plan: Plan) -> Iterator[Finding]:
        yield finding_of(severity, code, ("bags",), None)

    looking: Check = check(RULE)(look)
    plan = planned({"give": "rest", "over": "1 h"})
    if (code, severity) == (FindingCode.BAG_EMPTY, NOTE):
        assert list(looking(plan)) == [note(code, ("bags",))]
    else:
        with pytest.raises(AssertionError, match="is not declared"):
            list(looking(plan))
