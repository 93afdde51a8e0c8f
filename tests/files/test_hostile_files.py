"""Files made to do harm are refused with a sentence, in bounded work and memory."""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import rechallenge.files.find as find
from rechallenge.files.find import NotFound, Shelves, yaml_paths
from rechallenge.files.reading import MOST_PROBLEMS, Defect, UnusableFile, read_protocol
from rechallenge.model.consistency import MOST_PARAMETERS
from rechallenge.service.plan_file import read_plan
from rechallenge.sheet.plan_json import plan_json
from tests.cli.running import here, python
from tests.files.protocol_files import LINES, errors_of, with_line, write
from tests.sheet.orders import made
from tests.tiers import slow_but

HUGE = "9" * 5_000
"""More digits than Python turns into a number."""
CASE_2 = json.loads(plan_json(made("stepwise")))


def places(tree: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where each text, number or word of a plan file is."""
    if not isinstance(tree, dict | list):
        yield place
        return
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from places(value, (*place, key))


def with_value(place: tuple[Any, ...], value: object) -> bytes:
    """The plan file with another value at a place; HUGE as a number."""
    tree = json.loads(json.dumps(CASE_2))
    part = tree
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    return json.dumps(tree).replace('"@HUGE@"', HUGE).encode()


def last_keys() -> list[tuple[Any, ...]]:
    """A place of each name that a value has in a plan file."""
    return list({place[-1]: place for place in places(CASE_2)}.values())


@pytest.mark.parametrize("huge", slow_but(["@HUGE@"], ["@HUGE@", HUGE]))
def test_a_number_of_5000_digits_anywhere_in_a_plan_is_refused_at_its_line(
    tmp_path: Path, huge: str
) -> None:
    assert len(last_keys()) > 90
    path = tmp_path / "plan.json"
    # A number of so many digits is refused before its place is looked at.
    for place in last_keys()[:: 4 if huge == "@HUGE@" else 1]:
        path.write_bytes(with_value(place, huge))
        try:
            read_plan(path)
        except Defect as error:
            pytest.fail(f"{place}: {error}")
        except UnusableFile:
            continue


@pytest.mark.parametrize("line", range(1, len(LINES) + 1))
def test_a_number_of_5000_digits_anywhere_in_a_protocol_is_no_internal_error(
    tmp_path: Path, line: int
) -> None:
    text = LINES[line - 1]
    for number in ("10", "30", "90", "1"):
        if number in text:
            said = errors_of(tmp_path, with_line(line, text.replace(number, HUGE, 1)))
            assert not any("internal error" in one for one in said), said


@pytest.mark.parametrize("text", [f"%YAML 1.{HUGE}\n---\nid: x\n", 'id: "\\UFFFFFFFF"\n'])
def test_a_number_that_the_parser_of_yaml_cannot_hold_is_a_sentence(
    tmp_path: Path, text: str
) -> None:
    assert errors_of(tmp_path, text) == [
        "mine.yaml:1:1: this is not YAML: a number in it is too large"
    ]


@pytest.mark.slow
def test_a_file_of_more_values_than_anybody_writes_is_refused(tmp_path: Path) -> None:
    head = "\n".join(LINES[:10]) + "\n"
    for steps in ("  - x\n" * 20_000, "  [" + "x, " * 20_000 + "x]\n"):
        (said,) = errors_of(tmp_path, head + steps)
        assert said.endswith("is one value more than a file may have, which is 20,000")


@pytest.mark.parametrize("circle", [False, True])
def test_thousands_of_parameters_are_refused_before_they_are_followed(
    tmp_path: Path, circle: bool
) -> None:
    last = "$p0" if circle else "30 min"
    chain = ", ".join([*(f"p{n}: $p{n + 1}" for n in range(9_000)), f"p9000: {last}"])
    (said,) = errors_of(tmp_path, with_line(9, f"parameters: {{volume: required, {chain}}}"))
    assert said.startswith("mine.yaml:9:1: parameters: has 9,002 parameters, more than 100; write")


def test_as_many_parameters_as_a_protocol_may_have_are_followed_to_the_last(tmp_path: Path) -> None:
    # p0 to p97, with the volume and first_time: 100.
    chain = ", ".join(f"p{n}: $p{n + 1}" for n in range(MOST_PARAMETERS - 3))
    line = f"parameters: {{volume: required, first_time: $p0, {chain}, p97: 45 min}}"
    read = read_protocol(write(tmp_path, with_line(9, line)))
    assert len(read.parameters) == MOST_PARAMETERS


def test_the_first_20_problems_of_a_file_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    head = "\n".join(LINES[:10]) + "\n"
    said = errors_of(tmp_path, head + "  - x\n" * 3_000)
    assert len(said) == MOST_PROBLEMS + 1
    assert said[0].startswith("mine.yaml:11:5: infusion[0]: must be a mapping")
    # 3,000 less the 20 listed; the next is in line 31.
    assert said[-1] == (
        "mine.yaml:31:5: and 2,980 more problems from here on; correct those above first"
    )
    assert here("check", str(tmp_path / "mine.yaml")).err.endswith(
        "rechallenge: 1 file checked: 3000 problems\n"
    )


def test_a_folder_of_more_than_anybodys_protocols_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "MOST_FOLDERS", 3)
    monkeypatch.setattr(find, "MOST_FILES", 4)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    for name in "1234":
        (tmp_path / name).touch()
    assert yaml_paths(tmp_path) == []
    (tmp_path / "5").touch()
    with pytest.raises(NotFound, match="more than 3 folders or 4 files in it; name the folder"):
        yaml_paths(tmp_path)
    (tmp_path / "5").unlink()
    (tmp_path / "c").mkdir()
    with pytest.raises(NotFound, match="more than 3 folders"):
        Shelves(tmp_path).ids()


def test_the_first_20_files_without_a_heading_are_listed(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"x{number:02}.yaml").touch()
    outcome = here("protocols", "--protocols", str(tmp_path))
    assert outcome.code == 2
    lines = outcome.err.splitlines()
    assert len(lines) == 21
    assert "x19.yaml: does not state id" in lines[19]
    assert lines[20] == "rechallenge: and 10 more"


MEASURE = """
import os, re, sys
from pathlib import Path
from rechallenge.service.plan_file import read_plan
from rechallenge.service.checking import check_file
from rechallenge.tui.state.draft_store import DraftStore
from rechallenge.files.reading import UnusableFile
from rechallenge.tui.state.draft import BadDraft

def measure(path):
    try:
        if path.name == "draft-1.json":
            DraftStore.in_folder(path.parent).left()
            said = "a draft"
        elif path.suffix == ".json":
            read_plan(path)
            said = "a plan"
        else:
            said = check_file(path).problems[0].problem.sentence
    except (UnusableFile, BadDraft) as error:
        said = str(error)
    # What the system counts for a process also has what its parent was before it.
    most = re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1]
    print(path.parent.name, most, said.splitlines()[0], sep="\\t", flush=True)

# Each file is read by a process of its own, which has loaded the program already.
for path in map(Path, sys.argv[1:]):
    if os.fork() == 0:
        measure(path)
        os._exit(0)
    os.wait()
"""
TOO_LARGE: dict[str, tuple[str, str]] = {
    "a list of millions": ("p.json", '{"zz": [' + "1," * 2_400_000 + "1]}"),
    "mappings of millions": ("p.json", '{"zz": [' + "{}," * 1_600_000 + "1]}"),
    "as many values as are read": ("p.json", '{"zz": [' + '{"a":[1]},' * 33_000 + "1]}"),
    "as many deep values": ("p.json", '{"zz": [' + '[[[[[[[[[[1]]]]]]]]]],' * 9_000 + "]}"),
    "brackets": ("p.json", "[" * 4_900_000),
    "one text": ("p.json", '"' + "\\u00e9" * 800_000 + '"'),
    "a text of many pieces": ("p.json", '{"' + "\\n" * 2_400_000),
    "a draft of lists": ("draft-1.json", "[" + "{}," * 660_000 + "1]"),
    "steps that are none": ("p.yaml", "infusion:\n" + "- x\n" * 49_000),
    "keys that are none": ("p.yaml", "".join(f"k{n}: 1\n" for n in range(17_000))),
    "texts in brackets": ("p.yaml", "infusion: [" + "x," * 94_000 + "x]\n"),
    "flow": ("p.yaml", "infusion: [" + "{a: 1}, " * 24_000 + "]\n"),
}  # fmt: skip


SHEET = """
import re, sys
from pathlib import Path
from rechallenge.service.plan_file import read_plan
from rechallenge.service.sheet_check import check_sheet
try:
    print(check_sheet(read_plan(Path(sys.argv[1])).plan, Path(sys.argv[2])).verdict)
except ValueError as error:
    print(error)
print(re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1])
"""


def unpacking(size: int) -> bytes:
    """A PDF of one page whose content unpacks into so many bytes."""
    content = zlib.compress(b"q Q " * (size // 4), 1)
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
    )
    body, table = b"%PDF-1.7\n", b"xref\n0 5\n0000000000 65535 f \n"
    for number, part in enumerate(parts, 1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + table + end


@pytest.mark.slow
def test_a_page_that_unpacks_into_far_more_than_a_page_is_no_sheet_and_fills_no_memory(
    tmp_path: Path,
) -> None:
    plan, sheet = tmp_path / "plan.json", tmp_path / "sheet.pdf"
    plan.write_text(json.dumps(CASE_2))
    sheet.write_bytes(unpacking(250_000_000))
    said, most_kb = python("-c", SHEET, str(plan), str(sheet)).out.splitlines()
    assert "is not a PDF that can be read (LimitReachedError)" in said
    assert int(most_kb) < 200_000


@pytest.mark.slow
def test_a_file_is_refused_within_200_mb(tmp_path: Path) -> None:
    for name, (file, content) in TOO_LARGE.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text(content)
    lines = python("-c", MEASURE, *(str(tmp_path / n / f) for n, (f, _) in TOO_LARGE.items())).out
    told = {name: (int(kb), said) for name, kb, said in map(_three, lines.splitlines())}
    assert told.keys() == TOO_LARGE.keys()
    assert {name: kb for name, (kb, _) in told.items() if kb >= 200_000} == {}
    wrong = ("", "a plan", "a draft")
    assert {n: said for n, (_, said) in told.items() if said in wrong or "internal" in said} == {}


def _three(line: str) -> list[str]:
    return line.split("\t", 2)
