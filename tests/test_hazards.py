"""The page of hazards: every hazard stands there once, and what it names is really there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "hazards.md").read_text("utf-8")
SOURCE = ROOT / "src" / "rechallenge"
KNOWN = (
    "H-01", "H-02", "H-03", "H-04", "H-05", "H-06", "H-07", "H-08", "H-09", "H-10", "H-11", "H-12",
    "H-13", "H-14", "H-15", "H-16", "H-17", "H-18", "H-19", "H-20", "H-21", "H-22", "H-23", "H-24",
)  # fmt: skip
"""The hazards that the work began with; later ones may be added to the page."""


def entries(section: str) -> list[tuple[str, str]]:
    """The id and the text of each hazard in a section of the page."""
    (text,) = re.findall(rf"^## {section}\n(.*?)(?=^## |\Z)", PAGE, re.S | re.M)
    return re.findall(r"^### (H-[0-9]{2}): \S[^\n]*\n(.*?)(?=^### |\Z)", text, re.S | re.M)


CONTROLLED = entries("Controlled")
OPEN = entries("Not controlled yet")
EVERY = [hazard for hazard, _ in (*CONTROLLED, *OPEN)]
NAMED_TESTS = sorted(set(re.findall(r"`(tests/[^`\s]+)`", PAGE)))
NAMED_MODULES = sorted(set(re.findall(r"`((?!tests/)[\w/]+\.(?:py|txt))`", PAGE)))
IDS = [hazard for hazard, _ in CONTROLLED]


@cache
def names_in(path: Path) -> set[str]:
    """The test functions of a file, those of a class as `TestClass::test_name`."""
    tree = ast.parse(path.read_text("utf-8"))
    bodies = [("", tree.body)]
    bodies += [
        (f"{node.name}::", node.body) for node in tree.body if isinstance(node, ast.ClassDef)
    ]
    return {
        f"{of}{node.name}"
        for of, body in bodies
        for node in body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("hazard", KNOWN)
def test_a_known_hazard_stands_in_one_section(hazard: str) -> None:
    assert EVERY.count(hazard) == 1


def test_every_heading_is_an_id_and_a_name() -> None:
    assert len(EVERY) == len(re.findall(r"^###", PAGE, re.M))


def test_no_hazard_stands_twice_and_each_section_is_in_order() -> None:
    assert len(EVERY) == len(set(EVERY))
    for section in (CONTROLLED, OPEN):
        ids = [hazard for hazard, _ in section]
        assert ids == sorted(ids)


@pytest.mark.parametrize(("hazard", "text"), CONTROLLED, ids=IDS)
def test_a_controlled_hazard_has_cause_control_module_and_test(hazard: str, text: str) -> None:
    parts = re.findall(r"^- (Cause|Control|Left open|Tests):", text, re.M)
    assert [part for part in parts if part != "Left open"] == ["Cause", "Control", "Tests"]
    before, _, tests = text.partition("- Tests:")
    assert any(f"`{module}`" in before for module in NAMED_MODULES)
    listed = re.findall(r"^  - `tests/[\w/]+\.py::(?:Test\w+::)?test_\w+`$", tests, re.M)
    assert listed
    assert len(listed) == len(set(listed)) == tests.count("- `")


@pytest.mark.parametrize(("hazard", "text"), OPEN, ids=[hazard for hazard, _ in OPEN])
def test_a_hazard_without_a_control_says_how_things_stand(hazard: str, text: str) -> None:
    assert len(text.split()) >= 10
    assert "- Control:" not in text


@pytest.mark.parametrize("named", NAMED_TESTS)
def test_a_named_test_exists(named: str) -> None:
    path, _, function = named.partition("::")
    assert (ROOT / path).is_file()
    assert function in names_in(ROOT / path)


@pytest.mark.parametrize("module", NAMED_MODULES)
def test_a_named_module_exists(module: str) -> None:
    assert (SOURCE / module).is_file()
