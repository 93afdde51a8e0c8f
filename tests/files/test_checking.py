"""What checking a file finds beyond its form, and what it says is left open."""

from pathlib import Path

import pytest

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.service.checking import check_file, to_check
from tests.files.protocol_files import RIGHT, with_line, write

EXAMPLE = """examples:
  - order: {dose: 100 mg, volume: 100 mL}
    steps: [{dose: 10 mg}, {observe: 30 min}, {dose: 90 mg}]
"""


def sentences(folder: Path, content: str, name: str = "mine.yaml") -> list[str]:
    return [p.problem.sentence for p in check_file(write(folder, content, name)).problems]


def test_a_right_file_with_an_example_has_no_problem(tmp_path: Path) -> None:
    report = check_file(write(tmp_path, RIGHT + EXAMPLE))
    assert report.problems == ()
    assert report.examples == 1


def test_a_file_without_an_example_was_not_checked(tmp_path: Path) -> None:
    (sentence,) = sentences(tmp_path, RIGHT)
    assert "no arithmetic could be checked" in sentence


def test_an_id_must_be_the_file_name(tmp_path: Path) -> None:
    (sentence,) = sentences(tmp_path, RIGHT + EXAMPLE, "other.yaml")
    assert sentence == "is mine, but the file is named other.yaml; give both the same name"


def test_an_id_that_ships_is_not_free(tmp_path: Path) -> None:
    path = shipped_folder() / "any-drug" / "extended.yaml"
    (sentence,) = sentences(tmp_path, path.read_text("utf-8"), "extended.yaml")
    assert "is the id of a shipped protocol" in sentence
    assert check_file(path).problems == ()


def test_a_parameter_that_stands_nowhere_is_a_problem(tmp_path: Path) -> None:
    content = with_line(11, "  - {give: 10 %, over: 30 min}") + EXAMPLE
    (sentence,) = sentences(tmp_path, content)
    assert sentence == "is used nowhere; write $first_time where it belongs, or leave it out"


@pytest.mark.parametrize(
    ("number", "line", "sentence"),
    [
        (9, "parameters: {volume: required, First-Time: 30 min}", "cannot name a parameter"),
        (6, "scope: Note: adults", "put the text in double quotes"),
        (11, "  - {give: 1,000 mg, over: $first_time}", "a comma ends a value here"),
        (11, "  - {give: 20, over: $first_time}", '"20 %", "20 mg"'),
        (11, "  - {bag: B, give: 10 %, over: $first_time}", "the file has none; leave it out"),
        (11, "  - {rate: 1/4, over: $first_time}", "write `full_rate: 100 mL/h`"),
    ],
)
def test_what_is_easily_written_wrong_is_told_how_to_write(
    tmp_path: Path, number: int, line: str, sentence: str
) -> None:
    assert any(sentence in found for found in sentences(tmp_path, with_line(number, line)))


@pytest.mark.parametrize("written", ["0.01", "5 %", "1:100", "1/0"])
def test_a_dilution_is_a_fraction_and_says_so(tmp_path: Path, written: str) -> None:
    bag = f"bags: [{{name: A, volume: 100 mL, dilution: '{written}'}}]\n"
    (sentence,) = sentences(tmp_path, RIGHT + bag)
    assert "write it as 1/100" in sentence


def test_a_bag_after_the_one_that_holds_the_rest_is_refused(tmp_path: Path) -> None:
    bags = "bags: [{name: A, volume: 1 L, holds: rest}, {name: B, volume: 1 L}]\n"
    content = with_line(13, "  - {bag: B, give: rest, over: 90 min}") + bags
    (sentence,) = sentences(tmp_path, content)
    assert sentence == "comes after A, which holds the rest; use A last"


def test_an_example_whose_order_no_pump_runs_is_a_problem(tmp_path: Path) -> None:
    # 10% of 1,000 mL in 5 min is 1,200 mL/h; the generic pump ends at 999 mL/h.
    content = RIGHT.replace("first_time: 30 min", "first_time: 5 min") + EXAMPLE
    content = content.replace("volume: 100 mL", "volume: 1 L")
    (sentence,) = sentences(tmp_path, content)
    assert sentence.startswith("rate-out-of-range for examples[0]: 1,200 mL/h is above")


def test_an_example_is_planned_with_the_facts_of_the_site(tmp_path: Path) -> None:
    slow = "name: generic\ntitle: Ours\nrates: [{lowest: 1 mL/h, highest: 50 mL/h, step: 1 mL/h}]\n"
    (tmp_path / "pumps").mkdir()
    pump = write(tmp_path / "pumps", f"{slow}ends_by: time\nsource: Its manual\n", "generic.yaml")
    path = write(tmp_path, RIGHT + EXAMPLE)
    shelves = Shelves(shipped_folder(), tmp_path)
    # 90 mL in 90 min is 60 mL/h.
    (problem,) = check_file(path, shelves).problems
    assert problem.problem.sentence.startswith("rate-out-of-range for examples[0]: 60 mL/h is")
    pump.write_text(f"{slow}ends_by: never\n")
    assert check_file(path, shelves).problems[0].path == str(pump)


def problems_in(folder: Path) -> list[str]:
    files = to_check(str(folder), Shelves(shipped_folder()))
    found = (problem for file in files for problem in check_file(*file).problems)
    return [str(problem).removeprefix(f"{folder}/") for problem in found]


def test_a_folder_is_checked_with_its_own_pumps(tmp_path: Path) -> None:
    slow = "name: generic\ntitle: Ours\nrates: [{lowest: 1 mL/h, highest: 50 mL/h, step: 1 mL/h}]\n"
    (tmp_path / "pumps").mkdir()
    write(tmp_path / "pumps", f"{slow}ends_by: time\nsource: Its manual\n", "generic.yaml")
    write(tmp_path, RIGHT + EXAMPLE)
    # 90 mL in 90 min is 60 mL/h.
    (line,) = problems_in(tmp_path)
    assert line.startswith(
        "mine.yaml:13:5: infusion[2]: rate-out-of-range for examples[0]: 60 mL/h"
    )


def test_two_files_of_one_id_are_each_named(tmp_path: Path) -> None:
    for ward in ("a", "b"):
        (tmp_path / ward).mkdir()
        write(tmp_path / ward, RIGHT + EXAMPLE)
    assert problems_in(tmp_path) == [
        f"{here}/mine.yaml:1:1: id: mine is also the id of {tmp_path}/{other}/mine.yaml; give one "
        "of the two another id and file name"
        for here, other in ("ab", "ba")
    ]
    assert problems_in(tmp_path / "a") == []


def test_what_lies_in_hidden_folders_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    write(tmp_path / ".github" / "workflows", "on: push\n", "check.yaml")
    write(tmp_path, RIGHT + EXAMPLE)
    assert problems_in(tmp_path) == []
    assert "check" not in Shelves(shipped_folder(), tmp_path).ids()


@pytest.mark.parametrize("kind", ["drugs", "pumps", "lines", "measures"])
def test_a_folder_of_facts_is_checked_as_facts(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shipped_folder() / kind
    monkeypatch.chdir(folder)
    for named in (str(folder), f"{folder}/", "."):
        reports = [check_file(*file) for file in to_check(named, Shelves(shipped_folder()))]
        assert {report.kind for report in reports} == {kind.removesuffix("s")}
        assert not any(report.problems for report in reports)


def test_what_is_left_open_is_told_with_its_line() -> None:
    path = shipped_folder() / "cadonilimab" / "cadonilimab-stepwise.yaml"
    told = [f"{p.problem.path}: {p.problem.sentence}" for p in check_file(path).open_points]
    assert told == [
        "parameters.volume: the order must state it",
        "premedication[0].before: the source states no time",
        "premedication[1].before: the source states no time",
        "premedication[2].before: the source states no time",
        "review: not reviewed",
    ]
