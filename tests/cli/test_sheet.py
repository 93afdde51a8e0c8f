"""`rechallenge sheet`: a saved plan in every form, and nothing from a file that was changed."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from rechallenge.service import export_formats
from tests.cli.running import CASE_2, command, environment, here, here_in_bytes, refused
from tests.tiers import slow_but

ENDINGS = {form: ending for ending, form in export_formats.ENDINGS.items()}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan file."""
    path = tmp_path_factory.mktemp("saved") / "plan.json"
    assert here(*CASE_2, "-o", str(path)).code == 0
    return path


@pytest.mark.parametrize("form", slow_but(["text", "pdf"], ENDINGS))
def test_the_sheet_of_a_saved_plan_is_what_plan_would_have_written(
    form: str, saved: Path, tmp_path: Path
) -> None:
    ending = ENDINGS[form]
    first, second = tmp_path / f"first{ending}", tmp_path / f"second{ending}"
    assert here(*CASE_2, "-o", str(first)).code == 0
    done = here("sheet", str(saved), "-o", str(second))
    assert (done.code, done.out) == (0, "")
    assert done.err == f"rechallenge: wrote {second}\n"
    assert first.read_bytes() == second.read_bytes()
    assert second.stat().st_mode & 0o777 == 0o600
    # The same on stdout, byte for byte.
    assert here_in_bytes("sheet", str(saved), "--format", form) == (0, second.read_bytes(), b"")


def test_show_has_the_note_of_a_saved_plan_and_of_nothing_else(saved: Path) -> None:
    assert here("show", str(saved), "--format", "note").out == here(*CASE_2, "--format", "note").out
    refused(here("show", "cadonilimab-stepwise", "--format", "note"), "goes with a saved plan")
    refused(here("show", "generic", "--format", "note"), "goes with a saved plan")


def test_without_a_form_it_is_the_text(saved: Path) -> None:
    assert here("sheet", str(saved)).out == here(*CASE_2).out
    assert "37.5 mg / 30 min" in here("sheet", str(saved), "--working").out.replace("\u00a0", " ")


def test_letter_is_another_paper_than_a4(saved: Path, tmp_path: Path) -> None:
    sizes = []
    for paper in ("a4", "letter"):
        target = tmp_path / f"{paper}.pdf"
        assert here("sheet", str(saved), "-o", str(target), "--paper", paper).code == 0
        sizes.append(target.read_bytes())
    assert all(pdf.startswith(b"%PDF-") for pdf in sizes)
    assert sizes[0] != sizes[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["-o", "x.docx"],
            "ending is not one of .note.txt, .txt, .md, .csv, .fhir.json, .json, .pdf, .xlsx",
        ),
        (["-o", "x.pdf", "--format", "csv"], "the ending means pdf, but --format says csv"),
        (["-o", "x.fhir.json", "--format", "json"], "the ending means fhir"),
        (["--format", "csv", "--paper", "a4"], "--paper: csv has no pages"),
        (["--format", "csv", "--working"], "--working: csv has no working"),
        (["-o", "x.txt", "--print"], "--print: prints a PDF, not text"),
        (["--format", "docx"], "docx"),
        (["--paper", "a5"], "a5"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    arguments: list[str], says: str, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(here("sheet", str(saved), *arguments), says)
    refused(here(*CASE_2, *arguments), says)
    assert not list(tmp_path.iterdir())


def test_a_changed_file_has_no_sheet(saved: Path, tmp_path: Path) -> None:
    tree = json.loads(saved.read_text("utf-8"))
    tree["steps"][0]["rate"]["exact"] = "500"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(tree), "utf-8")
    target = tmp_path / "sheet.pdf"
    says = ('steps[0].rate.exact: is "500" in the file, and comes out as "50"', "was changed")
    refused(here("sheet", str(changed), "-o", str(target)), *says)
    assert not target.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "the file is empty"),
        ("id: my-protocol\n", "plan.json:1:1: this is not JSON"),
        ('{"schema": "rechallenge/plan/9"}', "which reads rechallenge/plan/1"),
    ],
)
def test_a_file_that_is_not_a_plan_has_no_sheet(content: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(content, "utf-8")
    refused(here("sheet", str(path)), says)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    refused(here("sheet", str(tmp_path / "none.json")), "none.json:1:1: no such file")
    refused(here("sheet", str(tmp_path)), "is a folder")
    refused(here("sheet"), "PLAN.json")


def test_an_existing_sheet_is_replaced_only_by_force(saved: Path, tmp_path: Path) -> None:
    target = tmp_path / "sheet.csv"
    target.write_bytes(b"old")
    refused(here("sheet", str(saved), "-o", str(target)), "exists", "--force")
    assert target.read_bytes() == b"old"
    assert here("sheet", str(saved), "-o", str(target), "--force").code == 0
    assert target.read_bytes().startswith(b"step,kind,past,bag,")


@pytest.mark.parametrize("form", ENDINGS)
def test_a_full_disk_leaves_nothing_behind_and_says_so(
    form: str, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    target = tmp_path / f"sheet{ENDINGS[form]}"
    refused(
        here("sheet", str(saved), "-o", str(target)), "was not written: no space left on device"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_file_that_grows_too_large_for_the_disk_is_not_left_half(
    saved: Path, tmp_path: Path
) -> None:
    # The kernel itself refuses to write more than 1,000 bytes to a file.
    limited = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from rechallenge.cli.main import main\n"
        "main()\n"
    )
    target = tmp_path / "sheet.md"
    done = subprocess.run(
        [sys.executable, "-c", limited, "sheet", str(saved), "-o", str(target)],
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"was not written: file too large" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", slow_but(["text", "pdf"], ENDINGS))
def test_a_folder_that_takes_no_file_is_named(
    form: str, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def read_only(path: str, *more: int, **named: int) -> int:
        if ".rechallenge-" in str(path):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return real(path, *more, **named)

    monkeypatch.setattr(os, "open", read_only)
    target = tmp_path / f"sheet{ENDINGS[form]}"
    refused(here("sheet", str(saved), "-o", str(target)), "was not written: read-only file system")
    monkeypatch.undo()
    not_a_folder = saved / f"sheet{ENDINGS[form]}"
    refused(here("sheet", str(saved), "-o", str(not_a_folder)), "was not written: not a directory")


FOR_A_TERMINAL_A_PROGRAM_AND_A_PRINTER = ("text", "json", "pdf")
"""Output is written in these ways, and each process takes long to begin."""


@pytest.mark.parametrize("form", slow_but(["text"], FOR_A_TERMINAL_A_PROGRAM_AND_A_PRINTER))
def test_a_closed_pipe_is_reported_as_a_failure(form: str, saved: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "rechallenge", "sheet", str(saved), "--format", form],
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 2
    assert done.stderr == b"rechallenge: the output is incomplete: it was closed\n"


@pytest.mark.parametrize("form", slow_but(["pdf"], FOR_A_TERMINAL_A_PROGRAM_AND_A_PRINTER))
def test_a_full_device_is_reported_as_a_failure(form: str, saved: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rechallenge", "sheet", str(saved), "--format", form],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    says = b"rechallenge: the output is incomplete: no space left on device\n"
    assert done.stderr == says


def test_machines_read_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    label = "Bed 4, \u4e2d\u6587"
    done = command(
        *CASE_2, "--patient", label, "--format", "json", LC_ALL="C", PYTHONUTF8="0",
        PYTHONIOENCODING="ascii",
    )  # fmt: skip
    assert done.code == 0
    assert json.loads(done.out)["order"]["patient"] == label
    path = tmp_path / "plan.json"
    path.write_text(done.out, "utf-8")
    assert json.loads(here("sheet", str(path), "--format", "fhir").out)["subject"] == {
        "display": label
    }


def test_the_sheet_of_an_answered_plan_is_not_a_draft(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    codes = {f["code"] for f in json.loads(here(*CASE_2, "--format", "json").out)["findings"]
             if f["severity"] == "confirm"}  # fmt: skip
    answers = [text for code in codes for text in ("--acknowledge", f"{code}=Read")]
    assert here(*CASE_2, *answers, "--initials", "AB", "-o", str(path)).code == 0
    text = here("sheet", str(path)).out
    assert "DRAFT" not in text
    assert "Acknowledged: Read (AB" in text
