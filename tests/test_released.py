"""What is released is what was tested: its packages, their licences, and what is in the wheel."""

import json
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tools import licences, sbom, vulnerabilities
from tools.locked import LOCK, ROOT, locked

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ASKED = [Requirement(one) for one in PYPROJECT["project"]["dependencies"]]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PINNED = locked()


def on(python: str) -> dict[str, str]:
    """The version of each package that the lock has for a Python."""
    here = {"python_version": python, "python_full_version": f"{python}.0"}
    fits = [one for one in PINNED if not one.marker or Marker(one.marker).evaluate(here)]
    names = [one.name for one in fits]
    assert len(set(names)) == len(names), python
    return {one.name: one.version for one in fits}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("asked", ASKED, ids=lambda one: one.name)
def test_the_lock_has_a_version_that_fits_of_all_that_is_asked_for(
    asked: Requirement, python: str
) -> None:
    version = on(python).get(canonicalize_name(asked.name))
    assert version is not None, "run `make lock`"
    assert asked.specifier.contains(version), "run `make lock`"


def test_each_package_in_the_lock_has_hashes_and_is_asked_for() -> None:
    names = {one.name for one in PINNED}
    direct = {canonicalize_name(one.name) for one in ASKED}
    for one in PINNED:
        assert one.hashes, one.name
        assert set(one.asked_for_by) <= names | {"rechallenge"}
        assert ("rechallenge" in one.asked_for_by) == (one.name in direct)
        assert one.asked_for_by, f"nothing asks for {one.name}; run `make lock`"


def test_the_lock_names_no_place_to_get_packages_from() -> None:
    text = LOCK.read_text("utf-8")
    assert not [word for word in ("://", "index-url", "find-links", "@ ") if word in text]


def test_a_line_of_the_lock_that_is_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a package, a hash or a remark"):
        locked("click==8.2.0 \\\n--index-url somewhere\n")


# Licences, and the list of parts


def test_the_page_of_licences_has_each_package_of_the_lock_in_its_version() -> None:
    written = licences.PAGE.read_text("utf-8")
    for one in PINNED:
        (row,) = [line for line in written.splitlines() if line.startswith(f"| {one.name} |")]
        assert one.version in row, "run `make lock`"
    # And no other: a heading, a row for each, and the two rows of fonts.
    rows = [line for line in written.splitlines() if line.startswith("| ")]
    assert len(rows) == 1 + len({one.name for one in PINNED}) + 2
    assert licences.not_allowed(written) == []


def test_a_licence_that_is_not_on_the_list_is_named() -> None:
    head = "| package | version | licence |\n"
    assert licences.not_allowed(head + "| a | 1 | MIT |\n| b | 2 | AGPL-3.0-only |\n") == [
        "b: AGPL-3.0-only"
    ]


@pytest.mark.parametrize(
    ("name", "licence"), [("click", "BSD-3-Clause"), ("segno", "BSD-3-Clause"), ("rich", "MIT")]
)
def test_a_licence_is_read_from_what_is_installed_also_where_it_is_stated_in_the_old_way(
    name: str, licence: str
) -> None:
    assert licences.licence_of(name) == licence


def test_the_list_of_parts_is_that_of_the_lock() -> None:
    assert sbom.FILE.read_text("utf-8") == sbom.text(PINNED), "run `make lock`"


def test_the_list_of_parts_says_which_part_asks_for_which() -> None:
    asks = {one["ref"]: one["dependsOn"] for one in sbom.sbom(PINNED)["dependencies"]}
    own = next(ref for ref in asks if ref.startswith("pkg:pypi/rechallenge@"))
    direct = {canonicalize_name(one.name) for one in ASKED}
    assert {ref.split("/")[1].split("@")[0] for ref in asks[own]} == direct
    (pydantic,) = (on for ref, on in asks.items() if ref.startswith("pkg:pypi/pydantic@"))
    assert any(ref.startswith("pkg:pypi/pydantic-core@") for ref in pydantic)


# Vulnerabilities

WANTED = {("a", "1"), ("b", "2")}
NONE: dict[str, object] = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "Dependency not found and could not be audited: b (2)"}
BAD = {"name": "b", "version": "2", "vulns": [{"id": "GHSA-x", "fix_versions": ["2.1"]}]}


def test_an_index_that_gives_no_answer_is_no_green_tick() -> None:
    lines, bad, whole = vulnerabilities.told("ConnectionError", WANTED)
    assert lines == ["vulnerabilities: NOT CHECKED, none of 2 packages (ConnectionError)"]
    assert (bad, whole) == (False, False)


def test_a_package_that_the_index_does_not_know_is_named_as_not_checked() -> None:
    lines, bad, whole = vulnerabilities.told({"dependencies": [NONE, SKIPPED]}, WANTED)
    assert lines[0] == "vulnerabilities: none is known of 1 packages"
    assert lines[1].startswith("vulnerabilities: NOT CHECKED, 1 of 2 packages; ")
    assert lines[1].endswith(": b 2")
    assert (bad, whole) == (False, False)
    nothing, *_ = vulnerabilities.told({"dependencies": []}, WANTED)
    assert len(nothing) == 1
    assert "none is known" not in nothing[0]


def test_a_known_vulnerability_is_named_with_the_version_that_mends_it() -> None:
    lines, bad, whole = vulnerabilities.told({"dependencies": [NONE, BAD]}, WANTED)
    assert lines == ["vulnerabilities: these are known:", "  b 2: GHSA-x, mended in 2.1"]
    assert (bad, whole) == (True, True)


@pytest.mark.parametrize(
    ("said", "strict", "code"),
    [("no answer", False, 0), ("no answer", True, 1), ({"dependencies": [NONE, BAD]}, False, 1)],
)
def test_only_a_vulnerability_stops_work_and_a_release_wants_all_checked(
    said: object, strict: bool, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vulnerabilities, "audited", lambda: said)
    monkeypatch.setattr(sys, "argv", ["vulnerabilities", *["--strict"] * strict])
    assert vulnerabilities.main() == code


# The wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    from hatchling.builders.wheel import WheelBuilder

    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return ZipFile(Path(built))


def test_the_wheel_holds_the_program_its_facts_its_licences_and_its_parts(wheel: ZipFile) -> None:
    names = wheel.namelist()
    (parts,) = [name for name in names if name.endswith(".dist-info/sboms/sbom.cdx.json")]
    assert json.loads(wheel.read(parts)) == sbom.sbom(PINNED)
    texts = [wheel.read(name).decode() for name in names if ".dist-info/licenses/" in name]
    assert any("MIT License" in text for text in texts)
    assert any("SIL OPEN FONT LICENSE" in text for text in texts)
    assert "rechallenge/protocols/stepwise.yaml" in names or any(
        name.endswith("/stepwise.yaml") for name in names
    )
    assert "rechallenge/py.typed" in names
    words = {name for name in names if name.startswith("rechallenge/words/zh_CN")}
    assert words == {"rechallenge/words/zh_CN.mo", "rechallenge/words/zh_CN.po"}


def test_the_wheel_holds_nothing_of_the_tests_and_the_tools(wheel: ZipFile) -> None:
    heads = {name.split("/")[0] for name in wheel.namelist()}
    assert {head for head in heads if not head.endswith(".dist-info")} == {"rechallenge"}
    wrong = [n for n in wheel.namelist() if "test_" in n or "goldens" in n or "__pycache__" in n]
    wrong += [n for n in wheel.namelist() if n.endswith(".pot")]
    assert wrong == []


def test_the_licence_of_the_wheel_names_that_of_its_fonts(wheel: ZipFile) -> None:
    (metadata,) = [n for n in wheel.namelist() if n.endswith(".dist-info/METADATA")]
    assert "License-Expression: MIT AND OFL-1.1\n" in wheel.read(metadata).decode()
