"""`rechallenge site`, and what a site's own file does to the other commands."""

import io
import json
import os
import stat
import sys
from pathlib import Path

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.cli.exporting import LABELS
from rechallenge.sheet.plan_json import plan_json
from tests.cli.running import CASE_2, command, here, refused
from tests.cli.terminal import in_terminal
from tests.site.a_site import WHOLE, site_folder

ANSWERS = (
    "St Example Hospital\nDay unit 4B\n\n2222\n\nEurope/Berlin\n17:30\n\n\nalaris-gp\n20 mL\n"
    "diluent\nshared\n\n\n\n2 %\n\n"
    "standard\ncetirizine 10 mg IV 30 min before; famotidine 20 mg IV 30 min before\n\n"
    "Date of birth; Hospital number\nStop the infusion.; Call 2222.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECHALLENGE_PROTOCOLS", str(tmp_path))
    return tmp_path


def typed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is piped into the next command."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_what_is_answered_is_written_so_that_it_reads_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(ANSWERS, monkeypatch)
    previous = os.umask(0o027)
    try:
        outcome = here("site", "init")
    finally:
        os.umask(previous)
    assert (outcome.code, outcome.out.strip()) == (0, str(folder / "site.yaml"))
    # The site's folder is shared: 0666 without what the umask takes away, 0027.
    assert stat.S_IMODE((folder / "site.yaml").stat().st_mode) == 0o640
    assert here("check", str(folder / "site.yaml")).out == f"{folder / 'site.yaml'}: ok\n"
    told = here("site", "show").out
    for text in ("St Example Hospital", "alaris-gp", "20 mL", "cetirizine 10 mg IV 30 min before",
                 "Stop the infusion. / Call 2222.", "not reviewed as it is now",
                 "Logo, Language, Paper, Label sheet, Technique"):  # fmt: skip
        assert text in told
    said = json.loads(here("site", "show", "--format", "json").out)
    assert said["says"]["closing_time"] == "17:30"
    assert said["open"][:2] == ["logo", "language"]
    assert said["reviewed"] is None


def test_a_wrong_answer_in_a_pipe_writes_nothing_and_says_which(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(ANSWERS.replace("alaris-gp", "alaris"), monkeypatch)
    outcome = here("site", "init")
    assert outcome.code == 2
    assert "Pump: unknown pump alaris; did you mean alaris-gp?; nothing was written" in outcome.err
    assert list(folder.iterdir()) == []


def test_no_answer_at_all_writes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed("\n\n", monkeypatch)
    assert "nothing was written" in here("site", "init").err
    assert list(folder.iterdir()) == []


def test_an_existing_file_is_kept_unless_forced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site_folder(folder)
    typed(ANSWERS, monkeypatch)
    refused(here("site", "init"), "exists; edit it, or replace it with --force")
    assert (folder / "site.yaml").read_text("utf-8") == WHOLE
    assert here("site", "init", "--force").code == 0
    assert (folder / "site.yaml").read_text("utf-8") != WHOLE


def test_without_a_file_show_names_the_command_that_writes_one(folder: Path) -> None:
    refused(here("site", "show"), "there is no", "site.yaml", "`rechallenge site init`")


@pytest.mark.slow
def test_at_a_terminal_a_wrong_answer_is_asked_for_again_and_none_is_lost(tmp_path: Path) -> None:
    with in_terminal("site", "init", "--protocols", str(tmp_path)) as shown:
        shown.wait_for(b"Hospital")
        shown.send(b"St Example\n\n\n\n\nEurope/Berlinn\n")
        shown.wait_for(b"is not the name of a time zone")
        shown.send(b"Europe/Berlin\n")
        shown.wait_for(b"Unit closes")
        # The end of the input leaves out what follows.
        shown.send(b"17:30\n\x04")
        assert shown.wait_for_end() == 0
    written = (tmp_path / "site.yaml").read_text("utf-8")
    assert written == (
        "# yaml-language-server: $schema=schemas/site.json\n"
        'hospital: "St Example"\ntime_zone: "Europe/Berlin"\nclosing_time: "17:30"\n'
        "review: {status: unreviewed}\n"
    )


def test_a_plan_says_what_is_from_the_site_and_an_option_overrides_it(folder: Path) -> None:
    site_folder(folder)
    text = " ".join(here(*CASE_2).out.split())
    assert "Alaris GP" in text
    assert "From the site Premed timing, Pump, Line" in text
    assert "final volume (site.yaml: Day unit 4B" in text
    assert "30 min before (set by the site; time" in text
    told = json.loads(here(*CASE_2, "--pump", "generic", "--format", "json").out)
    assert told["pump"]["name"] == "generic"
    assert "pump" not in told["site"]["took"]
    assert told["site"]["hospital"] == "St Example Hospital"


@pytest.mark.parametrize("arguments", [CASE_2, ("site", "show")])
def test_a_broken_file_stops_every_command_that_would_use_it(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    site_folder(folder, WHOLE.replace("alaris-gp", "alaris-gq"))
    refused(here(*arguments), "site.yaml:10:1: pump: unknown pump alaris-gq; did you mean")


def test_a_value_of_the_site_that_an_order_cannot_use_is_named_as_the_sites(folder: Path) -> None:
    # 27 mL of line is more than the bag of 20 mL that is ordered.
    site_folder(folder)
    arguments = ("plan", "cadonilimab-stepwise", "--dose", "100 mg", "--volume", "20 mL")
    refused(here(*arguments), "--line: 27 mL", "the line is from site.yaml: Day unit 4B", "or none")
    assert here(*arguments, "--line", "none").code == 0


def test_a_review_holds_until_the_file_changes(folder: Path) -> None:
    path = site_folder(folder) / "site.yaml"

    def asks() -> bool:
        return "site-unreviewed" in here(*CASE_2, "--format", "json").out

    assert asks()
    assert here("review", str(path), "--by", "A. Pharmacist").code == 0
    assert not asks()
    path.write_text(path.read_text("utf-8").replace("bleep 17", "bleep 18"), "utf-8")
    assert asks()


@pytest.mark.slow
def test_names_of_the_site_and_on_file_are_completed(folder: Path) -> None:
    site_folder(folder)
    for words, name in (
        ("rechallenge plan stepwise --premed st", "standard"),
        ("rechallenge plan stepwise --pump alaris-gp", "alaris-gp"),
    ):
        outcome = command(
            COMP_WORDS=words, COMP_CWORD="4", _RECHALLENGE_COMPLETE="bash_complete",
            RECHALLENGE_PROTOCOLS=str(folder),
        )  # fmt: skip
        assert name in outcome.out


@pytest.mark.slow
def test_paper_and_labels_are_the_sites_unless_stated(folder: Path, tmp_path: Path) -> None:
    site_folder(folder)
    file = tmp_path / "plan.json"
    assert here(*CASE_2, "-o", str(file)).code == 0
    (folder / "site.yaml").unlink()
    by_site, letter, labels = (tmp_path / f"{name}.pdf" for name in ("site", "letter", "labels"))
    assert here("sheet", str(file), "-o", str(by_site)).code == 0
    assert here("sheet", str(file), "-o", str(letter), "--paper", "letter").code == 0
    assert by_site.read_bytes() == letter.read_bytes()
    assert here("sheet", str(file), "-o", str(labels), "--labels", "site").code == 0
    assert "L7165" in here("verify", str(file), "--sheet", str(labels)).out
    bare = tmp_path / "bare.json"
    assert here(*CASE_2, "-o", str(bare)).code == 0
    for name in LABELS:
        refused(here("sheet", str(bare), "-o", "x.pdf", "--labels", "site"), "--labels", name)


def test_a_plan_of_a_site_verifies_elsewhere_and_tells_where_the_site_differs(
    folder: Path, tmp_path: Path
) -> None:
    site_folder(folder)
    file = tmp_path / "plan.json"
    assert here(*CASE_2, "-o", str(file)).code == 0
    assert "has changed on file" not in here("verify", str(file)).out
    site_folder(folder, WHOLE.replace("alaris-gp", "generic"))
    outcome = here("verify", str(file))
    assert outcome.code == 0
    assert (
        "site.yaml has changed on file since this plan was made: pump was alaris-gp" in outcome.out
    )
    (folder / "site.yaml").unlink()
    assert "has changed on file" not in here("verify", str(file)).out


def test_a_second_person_is_not_asked_for_what_the_site_states(
    folder: Path, tmp_path: Path
) -> None:
    site_folder(folder)
    file = tmp_path / "plan.json"
    assert here(*CASE_2, "-o", str(file)).code == 0
    entered = ("--protocol", "cadonilimab-stepwise", "--drug", "cadonilimab", "--dose", "375 mg",
               "--volume", "250 mL", "--patient", "", "--start", "")  # fmt: skip
    outcome = here("verify", str(file), "--blind", "--initials", "CD", *entered)
    assert outcome.code == 0, outcome
    assert "checked by CD" in outcome.out


def test_from_python_a_site_is_used_only_where_it_is_named(folder: Path) -> None:
    site_folder(folder)
    protocol, order = read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL")
    assert plan(protocol, order).site is None
    made = plan(protocol, order, site=folder)
    assert made.order.pump == "alaris-gp"
    assert plan_json(made) == here(*CASE_2, "--format", "json").out
