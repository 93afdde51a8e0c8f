"""A protocol whose worked example does not come out is not planned with, wherever it lies."""

from pathlib import Path

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_source
from rechallenge.model.problems import UnusableProtocol
from rechallenge.model.protocol import Protocol
from rechallenge.service import examples
from rechallenge.service.making import make
from tests.cli.running import here
from tests.files.protocol_files import RIGHT, write

EXAMPLE = """examples:
  - order: {dose: 100 mg, volume: 100 mL}
    steps: [{rate: 20 mL/h, dose: 10 mg}, {observe: 30 min}, {dose: 90 mg}]
"""
WRONG = EXAMPLE.replace("rate: 20 mL/h", "rate: 21 mL/h").replace("90 mg", "91 mg")
ORDER = Order(dose="375 mg", volume="250 mL")
SHELVES = Shelves(shipped_folder())


def of(folder: Path, content: str) -> Protocol:
    return read_protocol(write(folder, content))


def test_a_protocol_whose_example_comes_out_is_planned_with(tmp_path: Path) -> None:
    assert len(plan(of(tmp_path, RIGHT + EXAMPLE), ORDER).steps) == 3


def test_the_first_value_that_does_not_come_out_is_named(tmp_path: Path) -> None:
    protocol = of(tmp_path, RIGHT + WRONG)
    for _again in range(2):
        with pytest.raises(UnusableProtocol) as caught:
            plan(protocol, ORDER)
        (problem,) = caught.value.problems
        assert problem.place == ("examples", 0, "steps", 0, "rate")
        # 10% of 100 mL in 30 min
        assert "21 mL/h was worked out by hand; the plan has 20 mL/h." in problem.sentence


def test_the_command_says_the_line_and_prints_no_schedule(tmp_path: Path) -> None:
    path = write(tmp_path, RIGHT + WRONG)
    outcome = here("plan", str(path), "--dose", "375 mg", "--volume", "250 mL")
    assert (outcome.code, outcome.out) == (2, "")
    assert f"{path}:16:14: examples[0].steps[0].rate: 21 mL/h was worked out" in outcome.err
    assert "the file" in outcome.err


def test_the_shipped_folder_is_no_exception(tmp_path: Path) -> None:
    shipped = shipped_folder() / "any-drug" / "extended.yaml"
    text = shipped.read_text("utf-8")
    (tmp_path / "any-drug").mkdir()
    assert "rate: 125 mL/h" in text
    write(tmp_path / "any-drug", text.replace("rate: 125 mL/h", "rate: 124 mL/h"), shipped.name)
    with pytest.raises(UnusableProtocol, match=r"124 mL/h was worked out by hand"):
        make(read_source("extended", Shelves(tmp_path)).protocol, ORDER, SHELVES)


def test_examples_are_run_once_for_one_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def counted(protocol: Protocol) -> object:
        tried.append(protocol.id)
        return iter(())

    monkeypatch.setattr(examples, "_problems", counted)
    monkeypatch.setattr(examples, "_TRIED", {})
    protocol = of(tmp_path, RIGHT + EXAMPLE)
    for _again in range(3):
        plan(protocol, ORDER)
    plan(of(tmp_path, "# A comment\n" + RIGHT + EXAMPLE), ORDER)
    assert tried == ["mine"]
    plan(of(tmp_path, RIGHT + EXAMPLE.replace("100 mg", "200 mg")), ORDER)
    assert tried == ["mine", "mine"]


def test_a_protocol_changed_in_memory_is_tried_again(tmp_path: Path) -> None:
    right, wrong = of(tmp_path, RIGHT + EXAMPLE), of(tmp_path, RIGHT + WRONG)
    plan(right, ORDER)
    changed = right.model_copy(update={"examples": wrong.examples})
    assert changed.fingerprint == right.fingerprint
    with pytest.raises(UnusableProtocol):
        plan(changed, ORDER)
