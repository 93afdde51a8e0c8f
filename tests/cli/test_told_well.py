"""Messages for people: in `show`, in refusals, and at the limits of a machine."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from rechallenge.files.find import shipped_folder
from tests.cli.running import CASE_2, environment, here
from tests.service.of_each_kind import with_few_quick

STEPWISE = ("plan", "stepwise", "--dose", "100 mg", "--volume", "250 mL", "--drug", "x")


@pytest.mark.parametrize("named", with_few_quick())
def test_the_command_that_show_offers_works_as_it_is_copied(named: str) -> None:
    offered = here("show", named).out.partition("TRY IT\n")[2]
    words = shlex.split(offered.replace("\\\n", " "), comments=True)
    assert words[0] == "rechallenge"
    assert here(*words[1:]).code == 0


def test_show_offers_no_value_that_the_protocol_has_and_calls_the_others_samples(
    tmp_path: Path,
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "id: mine\ntitle: Mine\ndrug: any\nstrategy: stepwise\nversion: 1\nscope: Adults\n"
        "source: {citation: A journal}\nreview: {status: unreviewed}\n"
        "parameters: {volume: required, first: 10 %, time: 1 h}\n"
        "infusion: [{give: $first, over: $time}, {give: rest, over: 1 h}]\n"
        "examples:\n  - order: {dose: 100 mg, volume: 100 mL,"
        " settings: {first: 10 %, time: 30 min}}\n"
        "    total: 90 min\n    steps: [{number: 1, dose: 10 mg}]\n"
    )
    offered = here("show", str(path)).out.partition("TRY IT\n")[2]
    assert "samples, which the source does not state: volume\n" in offered
    assert '--set time="30 min"' in offered
    assert "--set first" not in offered


def test_show_says_what_each_bag_holds_and_what_was_given_for_the_reaction() -> None:
    bags = here("show", "acetylcysteine-3-bag").out
    assert "Bag 1: 150 mg/kg in $diluent_1 (3 mL/kg up to 20 kg, 100 mL" in bags
    dilute = here("show", "ceftazidime-12-step").out
    assert "- Solution 1: 1% of the dose in 250 mL" in dilute
    assert "- Solution 3: what is left of the dose in 250 mL" in dilute
    assert "promethazine 25 mg IM" in here("show", "cadonilimab-slow-start").out


def test_show_names_no_bag_for_doses_by_mouth_and_says_that_no_vital_signs_are_stated() -> None:
    page = here("show", "amoxicillin-challenge-10-90").out
    assert "by mouth" in page
    assert "\nBAGS\n" not in page
    assert "Vital signs: None stated." in page
    assert "\nBAGS\n" in here("show", "stepwise").out


def test_a_rounded_clock_time_is_marked() -> None:
    order = ("--dose", "2000 mg", "--start", "2026-11-23 09:00")
    text = here("plan", "ceftazidime-12-step", *order).out
    # 340.575 min after 09:00 is 14:40:34.5
    assert re.search(r"~14:41 +~340.6 min +infusion ends", text)
    assert "  09:15 " in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("plan", "acetylcysteine-3-bag", "--dose", "200 mg/kg", "--weight", "60 kg"),
         1, "Order 18,000 mg"),
        (("plan", "carboplatin-13-step", "--dose", "100 mg", "--set", "volume_a=50 mL", "--set",
          "volume_b=100 mL", "--set", "volume_c=300 mL"), 1, "Order more"),
        ((*STEPWISE, "--set", "first_share=110 %"), 1, "give less before it"),
        ((*STEPWISE, "--premed-lead", "999999 day"), 2, "more than a week"),
        ((*CASE_2, "--premed-lead", "8 day", "--start", "09:00"), 2, "more than a week"),
        (("plan", "carboplatin-12-step", "--dose", "400 mg"), 2, "--set rate_11: "),
        ((*CASE_2, "-o", "plan.json", "--format", "text"), 2, "the ending means json"),
        (("check", "x" * 300 + ".yaml"), 2, "file name too long"),
        (("plan", "x" * 300 + ".yaml", "--dose", "1 mg"), 2, "file name too long"),
        (("review", "x.yaml", "--by", ""), 2, "--by: "),
    ],
)  # fmt: skip
def test_a_refusal_says_what_helps(arguments: tuple[str, ...], code: int, said: str) -> None:
    outcome = here(*arguments)
    assert outcome.code == code
    assert said in outcome.err
    assert "internal error" not in outcome.err


def test_ordering_what_a_refusal_offers_is_accepted() -> None:
    order = ("--dose", "18000 mg", "--weight", "60 kg")
    assert here("plan", "acetylcysteine-3-bag", *order).code == 0


def test_a_strategy_that_cannot_take_the_order_does_not_hide_the_others() -> None:
    outcome = here("compare", "extended", "slow-start", "--dose", "5000 units", "--volume", "1 L")
    assert outcome.code == 2
    assert "slow-start: " in outcome.err
    assert outcome.out.split()[0] == "extended"


def test_a_missing_standard_output_is_reported_without_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m rechallenge protocols >&-"],
        capture_output=True, env=environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("command", "code"),
    [("plan stepwise --dose '1 mg' -o p.json 2>&-", 0),
     ("audit - <&-", 2)],
)  # fmt: skip
def test_what_is_closed_at_the_start_ends_no_command_and_changes_no_exit_code(
    command: str, code: int, tmp_path: Path
) -> None:
    volume = "--volume '100 mL'" if command.startswith("plan") else ""
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m rechallenge {command} {volume}"],
        capture_output=True, env=environment(), check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == code
    assert b"internal error" not in done.stderr
    assert (tmp_path / "p.json").exists() == (code == 0)


def test_a_pipe_is_not_a_protocol_file(tmp_path: Path) -> None:
    pipe = tmp_path / "x.yaml"
    os.mkfifo(pipe)
    assert "is not an ordinary file" in here("check", str(pipe)).err


def test_a_heading_may_be_anywhere_in_a_file(tmp_path: Path) -> None:
    text = (shipped_folder() / "any-drug" / "extended.yaml").read_text("utf-8")
    late = text.replace("id: extended", "id: late").replace("version: 1\n", "") + "version: 1\n"
    (tmp_path / "late.yaml").write_text(late, "utf-8")
    outcome = here("protocols", "--protocols", str(tmp_path))
    assert (outcome.code, outcome.err) == (0, "")
    assert "late " in outcome.out


def test_a_file_whose_id_is_not_its_name_is_reported(tmp_path: Path) -> None:
    text = (shipped_folder() / "any-drug" / "extended.yaml").read_text("utf-8")
    (tmp_path / "hidden.yaml").write_text(text, "utf-8")
    outcome = here("protocols", "--protocols", str(tmp_path))
    assert outcome.code == 2
    assert "has the id extended; give the id and the file the same name" in outcome.err


def test_a_folder_called_drugs_holds_protocols_like_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "drugs"
    folder.mkdir()
    text = (shipped_folder() / "any-drug" / "extended.yaml").read_text("utf-8")
    (folder / "ours.yaml").write_text(text.replace("id: extended", "id: ours"), "utf-8")
    assert "ours" in here("protocols", "--protocols", str(folder)).out


def test_a_protocol_of_thousands_of_steps_is_refused(tmp_path: Path) -> None:
    text = (shipped_folder() / "any-drug" / "extended.yaml").read_text("utf-8")
    rates = ", ".join(["5 mL/h"] * 201)
    many = text.replace("infusion:\n", f"infusion:\n  - {{rates: [{rates}], every: 1 min}}\n")
    path = tmp_path / "extended.yaml"
    path.write_text(many, "utf-8")
    assert "has 202 steps" in here("plan", str(path), "--dose", "1 mg", "--volume", "1 L").err


@pytest.mark.parametrize(
    ("drug", "says"),
    [
        # One that several protocols are for, and one that none is for.
        ("Rituximab", "rituximab-90-min, rituximab-first, "),
        ("examplumab", "No protocol is for examplumab; for any drug there are "),
    ],
)
def test_an_order_for_another_drug_lists_the_protocols_for_it(drug: str, says: str) -> None:
    outcome = here("plan", "ceftazidime-12-step", "--dose", "2000 mg", "--drug", drug)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"is for ceftazidime, not {drug}; choose a protocol for it" in outcome.err
    assert says in outcome.err
    assert "leave" not in outcome.err
