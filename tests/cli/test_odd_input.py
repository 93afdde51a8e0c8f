"""Input that is easily lost or obeyed: said twice, not used, hidden, endless."""

import os
from pathlib import Path

import pytest

from tests.cli.running import CASE_2, command, here

STEPWISE = ("plan", "stepwise", "--dose", "100 mg", "--volume", "250 mL")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--dose", "5 mg"), '--dose: is given 2 times, "100 mg", "5 mg"; keep one'),
        (
            ("--set", "first_share=5 %", "--set", "first_share=50 %"),
            '--set first_share: is given 2 times, "5 %", "50 %"; keep one',
        ),
        (
            ("--bsa", "1.8 m2", "--height", "170 cm"),
            "--height: a body surface area (bsa) is given too",
        ),
        (("--set", "first_share=5"), '"5 %"'),
        (("--set", "volume=5 mL"), "--volume"),
        (("--start", "25:00"), '"25:00" is not a date and a 24-hour time'),
        (("--start", "9:00"), '"09:00" for today'),
        (("--start", "2026-11-21 9:00"), '"2026-11-21 9:00" is not'),
        (("--start", "1999-12-31 09:00"), "is not a date"),
        (("--set", "observation=8 day"), "schedule-too-long"),
        (("--set", "second_time=90000 day"), "a plan may take 10,080 min at most"),
    ],
)
def test_an_option_that_would_lose_something_is_refused(
    more: tuple[str, ...], message: str
) -> None:
    outcome = here(*STEPWISE, *more)
    assert message in outcome.err
    assert outcome.out == ""
    assert outcome.code in (1, 2)


@pytest.mark.parametrize(
    "arguments",
    [
        (*STEPWISE, "--set", "a\x07=5 mg"),
        (*STEPWISE, "--start", "9\x07"),
        (*STEPWISE, "extra\x1b[2J"),
        (*STEPWISE, "-o", "y\x07.docx"),
        (*STEPWISE, "-o", "/nowhere/y\x07.txt"),
        ("show", "x\x1b]0;y\x07"),
    ],
)
def test_no_control_character_of_an_argument_reaches_the_terminal(
    arguments: tuple[str, ...],
) -> None:
    outcome = here(*arguments)
    assert outcome.code == 2
    assert outcome.err.replace("\n", "").isprintable()


def test_a_drug_name_is_utf_8_whatever_the_locale_says() -> None:
    named = ("--drug", "卡度尼利单抗")
    outcome = command(*STEPWISE, *named, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="")
    assert (outcome.code, outcome.err) == (0, "")
    assert "卡度尼利单抗" in outcome.out
    assert outcome.out.splitlines()[-1].startswith("Protocol fingerprint")


def test_a_name_too_long_for_the_file_system_is_an_error_that_says_so(tmp_path: Path) -> None:
    outcome = here(*CASE_2, "-o", str(tmp_path / ("n" * 300 + ".txt")))
    assert outcome.code == 2
    assert "was not written: file name too long" in outcome.err


def test_an_interruption_while_writing_leaves_no_file_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    outcome = here(*CASE_2, "-o", str(tmp_path / "plan.json"))
    assert outcome.code == 130
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_and_the_file_it_points_to_is_written(tmp_path: Path) -> None:
    link, there = tmp_path / "plan.txt", tmp_path / "there.txt"
    there.write_text("old")
    link.symlink_to(there)
    assert "exists" in here(*CASE_2, "-o", str(link)).err
    assert here(*CASE_2, "-o", str(link), "--force").code == 0
    assert link.is_symlink()
    assert there.read_text().startswith("DRAFT")


def test_a_device_or_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "plan.txt"
    os.mkfifo(pipe)
    assert "is not an ordinary file" in here(*CASE_2, "-o", str(pipe), "--force").err
    assert pipe.is_fifo()


def test_a_drug_that_is_nearly_known_is_named_and_another_gets_those_for_any() -> None:
    slip = here("protocols", "--drug", "cadonilimabb")
    assert slip.code == 2
    assert "did you mean cadonilimab?" in slip.err
    other = here("protocols", "--drug", "examplumab")
    assert other.code == 0
    assert "no protocol names examplumab" in other.err
    assert "stepwise" in other.out


def test_every_value_that_does_not_fit_is_reported() -> None:
    outcome = here(*STEPWISE, "--set", "first_time=5 mg", "--set", "second_time=5 mg")
    assert outcome.err.count("a time is needed") == 2


def test_text_is_written_as_utf_8(tmp_path: Path) -> None:
    target = tmp_path / "plan.txt"
    order = ("--dose", "375 mg", "--volume", "250 mL", "--drug", "\u4e2d", "-o", str(target))
    assert here("plan", "stepwise", *order).code == 0
    assert b"\xe4\xb8\xad" in target.read_bytes()
