"""A site's folder is shared and under version control: who may read a file, what a change of it
shows, and that nobody's change is lost."""

import difflib
import io
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rechallenge.cli import review as review_command
from rechallenge.files.find import schema_file, shipped_folder
from rechallenge.files.writing import NotWritten, write_whole
from rechallenge.service.checking import check_file
from tests.cli.running import CASE_2, here, python, refused
from tests.files.protocol_files import RIGHT
from tests.tiers import slow_but

EXAMPLE = """examples:
  - order: {dose: 100 mg, volume: 100 mL}
    steps: [{dose: 10 mg}, {observe: 30 min}, {dose: 90 mg}]
"""
MINE = RIGHT.replace("id: mine", "id: ours") + EXAMPLE
BY = ("--by", "A. Pharmacist", "--date", "2026-03-02")
PUMP = ("our-pump", "--pump", "--title", "Ours", "--source", "Its manual, page 3",
        "--rates", "0.1 mL/h to 99.9 mL/h by 0.1 mL/h")  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


@pytest.fixture
def ours(site: Path) -> Path:
    path = site / "ours.yaml"
    path.write_text(MINE)
    return path


@pytest.fixture(params=[0o002, 0o027, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `site init` is told: the hospital."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("St Example Hospital\n"))


# Who may read


def test_what_a_site_shares_is_written_with_the_umask_and_a_plan_is_not(
    site: Path, tmp_path: Path, umask: int, answers: None
) -> None:
    more = ("--protocols", str(site))
    assert here("new", "ours", "--from", "stepwise", *more).code == 0
    assert here("new", *PUMP, *more).code == 0
    assert here("site", "init", *more).code == 0
    files = ("ours.yaml", "pumps/our-pump.yaml", "site.yaml", "schemas/protocol.json")
    assert {mode(site / name) for name in files} == {0o666 & ~umask}
    assert {mode(site / name) for name in ("pumps", "schemas")} == {0o777 & ~umask}
    plan = tmp_path / "plan.json"
    assert here(*CASE_2, "-o", str(plan)).code == 0
    assert mode(plan) == 0o600


def test_a_review_leaves_the_permissions_of_a_file_whatever_the_umask(
    ours: Path, umask: int
) -> None:
    ours.chmod(0o664)
    assert here("review", str(ours), *BY).code == 0
    assert mode(ours) == 0o664


def test_a_review_leaves_the_group_of_a_file(ours: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only an administrator may give a file to any group")
    os.chown(ours, -1, 12345)
    assert here("review", str(ours), *BY).code == 0
    assert ours.stat().st_gid == 12345


# The schema


@pytest.mark.parametrize(
    ("arguments", "name", "kind"),
    [
        (("ours", "--from", "stepwise"), "ours.yaml", "protocol"),
        (PUMP, "pumps/our-pump.yaml", "pump"),
        (None, "site.yaml", "site"),
    ],
)
def test_a_new_file_names_the_copy_of_its_schema_in_the_folder(
    arguments: tuple[str, ...] | None, name: str, kind: str, site: Path, answers: None
) -> None:
    old = site / "schemas" / f"{kind}.json"
    old.parent.mkdir()
    old.write_text("{}")
    command = ("site", "init") if arguments is None else ("new", *arguments)
    assert here(*command, "--protocols", str(site)).code == 0
    start, _, named = (site / name).read_text().splitlines()[0].partition("$schema=")
    assert start == "# yaml-language-server: "
    assert not Path(named).is_absolute()
    assert "://" not in named
    schema = site / name / ".." / named
    assert schema.resolve() == site.resolve() / "schemas" / f"{kind}.json"
    assert json.loads(schema.resolve().read_text()) == json.loads(schema_file(kind).read_text())


# What a change shows


def changed(before: bytes, after: bytes) -> list[str]:
    """The lines that differ, each with its end."""
    was, now = (text.decode().splitlines(keepends=True) for text in (before, after))
    return [line[0] + line[2:] for line in difflib.ndiff(was, now) if line[0] in "+-"]


SIGNED = ["-  status: unreviewed{end}", "+  status: reviewed{end}", "+  by: A. Pharmacist{end}",
          "+  date: 2026-03-02{end}"]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", slow_but([b"\xef\xbb\xbf"], [b"", b"\xef\xbb\xbf"]))
@pytest.mark.parametrize("last", ["{end}", "{end}{end}  {end}", "{end}# The end{end}"])
def test_a_review_changes_its_own_lines_and_no_others(
    end: str, mark: bytes, last: str, ours: Path
) -> None:
    block = "review: # by the committee\n  status: unreviewed # yet\n"
    text = MINE.replace("review: {status: unreviewed}\n", block).rstrip()
    before = mark + text.replace("\n", end).encode() + last.format(end=end).encode()
    ours.write_bytes(before)
    assert here("review", str(ours), *BY).code == 0
    after = ours.read_bytes()
    *signed, fingerprint = changed(before, after)
    assert fingerprint.startswith("+  fingerprint: ")
    assert fingerprint.endswith(end)
    said = [line.format(end=end) for line in SIGNED]
    said[:2] = [f"{line.removesuffix(end)} # yet{end}" for line in said[:2]]
    assert signed == said
    assert here("check", str(ours)).code == 0
    # Again, by another person: two lines differ, and each keeps its comment.
    commented = after.replace(b"by: A. Pharmacist", b"by: A. Pharmacist # ours")
    ours.write_bytes(commented)
    assert here("review", str(ours), "--by", "B. Pharmacist", *BY[2:]).code == 0
    again = changed(commented, ours.read_bytes())
    assert [line[:5] for line in again] == ["-  by", "+  by", "-  fi", "+  fi"]
    assert again[1] == f"+  by: B. Pharmacist # ours{end}"


@pytest.mark.parametrize("last", ["\n", "", "\n\n", "\r\n"])
def test_a_review_is_put_at_the_end_of_a_file_that_has_none(last: str, site: Path) -> None:
    assert here("new", *PUMP, "--protocols", str(site)).code == 0
    pump = site / "pumps" / "our-pump.yaml"
    text = pump.read_text().replace("review: {status: unreviewed}\n", "").rstrip()
    before = (text.replace("\n", "\r\n") if "\r" in last else text) + last
    pump.write_bytes(before.encode())
    assert here("review", str(pump), *BY).code == 0
    after = pump.read_bytes().decode()
    assert after.startswith(before)
    added = after.removeprefix(before).removeprefix("" if last else "\n")
    assert added.startswith("review: {status: reviewed, by: A. Pharmacist, date: 2026-03-02, ")
    assert added.endswith("}\r\n" if "\r" in last else "}\n")


# Others at work


def test_a_file_that_another_changed_during_a_review_stays_as_it_is_now(
    ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_between(*arguments: object, **more: object) -> None:
        ours.write_text(MINE + "# Theirs\n")
        write_whole(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(review_command, "write_whole", in_between)
    refused(here("review", str(ours), *BY), "was changed by someone else in the meantime")
    assert ours.read_text() == MINE + "# Theirs\n"
    assert list(ours.parent.iterdir()) == [ours]


def test_what_is_signed_is_what_was_checked(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def then_changed(path: Path, *more: object) -> object:
        report = check_file(path, *more)  # type: ignore[arg-type]
        path.write_text(MINE.replace("over: 90 min", "over: 80 min"))
        return report

    monkeypatch.setattr(review_command, "check_file", then_changed)
    refused(here("review", str(ours), *BY), "was changed by someone else in the meantime")
    assert "reviewed," not in ours.read_text()


ADD = """
import sys
from pathlib import Path
from rechallenge.files.writing import NotWritten, write_whole
path = Path(sys.argv[1])
for number in range(20):
    while True:
        was = path.read_bytes()
        line = f"{sys.argv[2]} {number}\\n".encode()
        try:
            write_whole(path, was + line, replace=True, shared=True, instead_of=was)
            break
        except NotWritten:
            pass
"""


def test_of_many_writers_none_loses_what_another_wrote(site: Path) -> None:
    path = site / "lines"
    path.write_bytes(b"")
    names = "abcd"
    with ThreadPoolExecutor(len(names)) as writers:
        ended = list(writers.map(lambda name: python("-c", ADD, str(path), name), names))
    assert [one.err for one in ended] == [""] * len(names)
    # Four writers, twenty lines each.
    assert sorted(path.read_text().split("\n")[:-1]) == sorted(
        f"{name} {number}" for name in names for number in range(20)
    )


def denied(*_: object, **__: object) -> int:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    "arguments",
    [("new", "next", "--from", "stepwise"), ("new", *PUMP), ("review", "ours", *BY)],
)
def test_a_folder_that_is_read_only_is_a_sentence(
    arguments: tuple[str, ...], ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An administrator may write anywhere, so the system's refusal is put in its place.
    monkeypatch.setattr(os, "open", denied)
    refused(here(*arguments, "--protocols", str(ours.parent)), "was not written: permission denied")
    monkeypatch.undo()
    assert ours.read_text() == MINE
    assert [path for path in ours.parent.rglob("*") if path.is_file()] == [ours]


def test_a_file_that_is_read_only_is_not_signed(
    ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    refused(here("review", str(ours), *BY), "ours.yaml is read-only; make it writable")
    assert ours.read_text() == MINE


def test_a_folder_that_cannot_be_made_is_a_sentence(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "mkdir", denied)
    outcome = here("new", *PUMP, "--protocols", str(site))
    refused(outcome, f"the folder {site}/pumps was not made: permission denied")


# Ids and paths

NAMED: dict[str, Callable[[str], tuple[str, ...]]] = {
    "check": lambda one: ("check", one),
    "show": lambda one: ("show", one),
    "review": lambda one: ("review", one, *BY),
    "plan": lambda one: ("plan", one, "--dose", "100 mg", "--volume", "100 mL"),
    "compare": lambda one: ("compare", one, "extended", "--dose", "100 mg", "--volume", "100 mL"),
    "new": lambda one: ("new", "next", "--from", one),
}
OF_FACTS = ("check", "show", "review")


@pytest.mark.parametrize("command", NAMED)
@pytest.mark.parametrize("by", ["id", "path", "name of the file"])
def test_each_command_takes_a_protocol_by_id_and_by_path(
    command: str, by: str, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ours.parent)
    monkeypatch.setenv("RECHALLENGE_PROTOCOLS", str(ours.parent))
    named = {"id": "ours", "path": str(ours), "name of the file": "ours.yaml"}[by]
    outcome = here(*NAMED[command](named))
    assert outcome.code == 0, outcome


@pytest.mark.parametrize("command", OF_FACTS)
@pytest.mark.parametrize(
    ("kind", "shipped", "also"),
    [
        ("drugs", "rituximab", "MabThera"),
        ("pumps", "alaris-gp", None),
        ("lines", "primary-15", None),
    ],
)
@pytest.mark.parametrize("by", ["name", "path", "another name"])
def test_each_command_takes_facts_by_name_and_by_path(
    command: str,
    kind: str,
    shipped: str,
    also: str | None,
    by: str,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RECHALLENGE_PROTOCOLS", str(site))
    path = site / kind / f"{shipped}.yaml"
    path.parent.mkdir()
    path.write_bytes((shipped_folder() / kind / path.name).read_bytes())
    named = {"name": shipped, "path": str(path), "another name": also or shipped.upper()}[by]
    outcome = here(*NAMED[command](named))
    assert outcome.code == 0, outcome
    assert command != "review" or "status: reviewed" in path.read_text()


def test_a_shipped_file_is_not_signed_by_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_command, "write_whole", denied)
    shipped = shipped_folder() / "any-drug" / "stepwise.yaml"
    before = shipped.read_bytes()
    said = refused(here("review", "stepwise", *BY), "is a shipped file")
    assert str(shipped) in said
    assert shipped.read_bytes() == before


def test_a_writer_who_was_not_told_what_it_replaces_replaces_anything(ours: Path) -> None:
    with pytest.raises(NotWritten, match="in the meantime"):
        write_whole(ours, b"", replace=True, instead_of=b"other")
    write_whole(ours, b"new", replace=True)
    assert ours.read_bytes() == b"new"
