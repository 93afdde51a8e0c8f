"""A site's own pump, from the numbers on one page of its manual."""

from pathlib import Path

import pytest

from rechallenge.files.facts import read_facts
from rechallenge.model.pump import Pump
from rechallenge.quantities import parse
from tests.cli.running import here

SLOW, FAST = "0.1 mL/h to 99.9 mL/h by 0.1 mL/h", "100 mL/h to 999 mL/h by 1 mL/h"
LATE = "101 mL/h to 999 mL/h by 1 mL/h"
STATED = ("--title", 'Acme "3"', "--rates", SLOW, "--rates", FAST, "--source", "Manual, page 4")


def new(site: Path, *options: str) -> tuple[int, str]:
    outcome = here("new", "our-pump", "--pump", "--protocols", str(site), *options)
    return outcome.code, outcome.err


def test_the_file_is_right_at_once_and_a_plan_can_name_it(tmp_path: Path) -> None:
    assert new(tmp_path, *STATED, "--volumes", "1 mL to 999 mL by 1 mL")[0] == 0
    pump = read_facts(tmp_path / "pumps" / "our-pump.yaml", "pumps")
    assert isinstance(pump, Pump)
    assert (pump.title, pump.source, pump.ends_by) == ('Acme "3"', "Manual, page 4", "volume")
    assert [band.highest for band in pump.rates] == [parse("99.9 mL/h"), parse("999 mL/h")]
    order = ("--dose", "375 mg", "--volume", "250 mL", "--pump", "our-pump")
    outcome = here("plan", "cadonilimab-stepwise", *order, "--protocols", str(tmp_path))
    assert 'Acme "3"' in outcome.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--title: is needed"),
        (("--title", "T"), "--rates: is needed"),
        (("--title", "T", "--rates", SLOW), "--source: is needed"),
        (("--title", "T", "--source", "S", "--rates", "0.1-99.9"), "is not a range"),
        (("--title", "T", "--source", "S", "--rates", SLOW.replace("mL", "ml")), "write"),
        ((*STATED[:4], "--source", "S", "--rates", LATE), "leaves a gap after the range before"),
        ((*STATED, "--from", "extended"), "--from: a pump file is not started from a protocol"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_its_option_and_no_file_is_written(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    code, error = new(tmp_path, *options)
    assert code == 2
    assert said in " ".join(error.split())
    assert list(tmp_path.rglob("*.yaml")) == []


def test_a_pump_file_that_exists_is_not_replaced(tmp_path: Path) -> None:
    new(tmp_path, *STATED)
    before = (tmp_path / "pumps" / "our-pump.yaml").read_bytes()
    code, _error = new(tmp_path, *STATED[2:], "--title", "Another")
    assert code == 2
    assert (tmp_path / "pumps" / "our-pump.yaml").read_bytes() == before


def test_an_option_of_a_pump_without_pump_is_refused(tmp_path: Path) -> None:
    outcome = here("new", "ours", "--title", "T", "--protocols", str(tmp_path))
    assert outcome.code == 2
    assert "--pump" in outcome.err
