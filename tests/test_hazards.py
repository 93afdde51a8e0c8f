"""The page of hazards: every hazard stands there once, and what it names is really there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from rechallenge.checks import RULES

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "hazards.md").read_text("utf-8")
SOURCE = ROOT / "src" / "rechallenge"
KNOWN = (
    "H-01", "H-02", "H-03", "H-04", "H-05", "H-06", "H-07", "H-08", "H-09", "H-10", "H-11", "H-12",
    "H-13", "H-14", "H-15", "H-16", "H-17", "H-18", "H-19", "H-20", "H-21", "H-22", "H-23", "H-24",
)  # fmt: skip
"""The hazards that the work began with; later ones may be added to the page."""


def section(name: str) -> str | None:
    """The text of a section of the page; None where there is none."""
    found = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", PAGE, re.S | re.M)
    assert len(found) < 2, f"{name} stands twice"
    return found[0] if found else None


def entries(text: str) -> list[tuple[str, str]]:
    """The id and the text of each hazard in a section."""
    return re.findall(r"^### (H-[0-9]{2}): \S[^\n]*\n(.*?)(?=^### |\Z)", text, re.S | re.M)


CONTROLLED = entries(section("Controlled") or "")
OPEN = entries(section("Not controlled yet") or "")
EVERY = [hazard for hazard, _ in (*CONTROLLED, *OPEN)]
NAMED_TESTS = sorted(set(re.findall(r"`(tests/[^`\s]+)`", PAGE)))
NAMED_MODULES = sorted(set(re.findall(r"`((?!tests/)[\w/]+\.(?:py|txt))`", PAGE)))
IDS = [hazard for hazard, _ in CONTROLLED]
TEST_LINE = r"  - `tests/[\w/]+\.py::(?:Test\w+::)?test_\w+`"


@cache
def names_in(path: Path) -> dict[str, bool]:
    """The test functions of a file, those of a class as `TestClass::test_name`, and whether each is
    slow: marked as that, all its cases at once."""
    tree = ast.parse(path.read_text("utf-8"))
    bodies = [("", tree.body)]
    bodies += [
        (f"{node.name}::", node.body) for node in tree.body if isinstance(node, ast.ClassDef)
    ]
    return {
        f"{of}{node.name}": "pytest.mark.slow" in map(ast.unparse, node.decorator_list)
        for of, body in bodies
        for node in body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_a_known_hazard_stands_in_one_section() -> None:
    assert [hazard for hazard in KNOWN if EVERY.count(hazard) != 1] == []


def test_every_heading_is_an_id_and_a_name() -> None:
    assert len(EVERY) == len(re.findall(r"^\s*#{3,}", PAGE, re.M))


def test_the_page_has_these_sections_and_none_is_empty() -> None:
    """What is not controlled yet has a section only while there is something in it."""
    with_hazards = ["Controlled", "Not controlled yet"] if OPEN else ["Controlled"]
    assert re.findall(r"^##(?!#) *(.*)$", PAGE, re.M) == with_hazards
    assert CONTROLLED


def test_no_hazard_stands_twice_and_each_section_is_in_order() -> None:
    assert len(EVERY) == len(set(EVERY))
    for hazards in (CONTROLLED, OPEN):
        ids = [hazard for hazard, _ in hazards]
        assert ids == sorted(ids)


def test_every_hazard_that_a_rule_names_is_on_the_page() -> None:
    named = {hazard for rule in RULES for hazard in rule.hazards}
    assert named
    assert named <= set(EVERY)


@pytest.mark.parametrize(("hazard", "text"), CONTROLLED, ids=IDS)
def test_a_controlled_hazard_has_cause_control_module_and_test(hazard: str, text: str) -> None:
    parts = re.findall(r"^- ([^:\n]+):(.*?)(?=^- |\Z)", text, re.S | re.M)
    names = [name for name, _ in parts]
    assert names in (
        ["Cause", "Control", "Tests"],
        ["Cause", "Control", "Left open", "Tests"],
    )
    assert not text[: text.index("- Cause:")].strip()
    said = dict(parts)
    assert all(len(said[name].split()) >= 3 for name in names if name != "Tests")
    assert any(f"`{module}`" in said["Control"] for module in NAMED_MODULES)
    listed = said["Tests"].strip("\n").split("\n")
    assert all(re.fullmatch(TEST_LINE, line) for line in listed)
    assert len(listed) == len(set(listed))
    assert not any("tests/" in said[name] for name in names if name != "Tests")


def test_a_hazard_without_a_control_says_how_things_stand() -> None:
    for _, text in OPEN:
        assert len(text.split()) >= 10
        assert "- Control:" not in text


def test_every_named_test_exists() -> None:
    assert len(NAMED_TESTS) > 100
    split = [(named, *named.split("::", 1)) for named in NAMED_TESTS]
    assert [named for named, path, *_ in split if not (ROOT / path).is_file()] == []
    assert [named for named, path, name in split if name not in names_in(ROOT / path)] == []


def test_every_hazard_has_a_test_that_is_not_slow() -> None:
    """`make test` leaves out the slow ones."""
    of_each = {
        hazard: [named.split("::", 1) for named in re.findall(r"`(tests/[^`\s]+)`", text)]
        for hazard, text in CONTROLLED
    }
    assert [h for h, tests in of_each.items() if all(names_in(ROOT / p)[n] for p, n in tests)] == []


def test_every_named_module_exists() -> None:
    assert [module for module in NAMED_MODULES if not (SOURCE / module).is_file()] == []
