"""`--print` hands the sheet to the print service, says what it did, and fails in plain words."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from rechallenge.service.printing import NotPrinted, print_pdf
from tests.cli.print_service import print_service
from tests.cli.running import CASE_2, Outcome, here, refused


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return print_service(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "plan.json"
    assert here(*CASE_2, "--patient", "Bed 4", "-o", str(path)).code == 0
    return path


def job(service: Path) -> tuple[list[str], bytes]:
    arguments = (service / "arguments").read_text("utf-8").split("\n")
    return arguments, (service / "input").read_bytes()


def done(outcome: Outcome) -> str:
    assert (outcome.code, outcome.out) == (0, ""), outcome
    return outcome.err


def test_a_saved_plan_goes_to_the_usual_printer_as_pdf(service: Path, saved: Path) -> None:
    said = done(here("sheet", str(saved), "--print"))
    assert said == (
        "rechallenge: sent to the usual printer by `lp`: request id is ward-17 (1 file(s))\n"
    )
    arguments, pdf = job(service)
    # The queue shows the name of the job to everyone: no patient in it.
    assert arguments == ["-t", "rechallenge cadonilimab-stepwise", "-"]
    assert pdf.startswith(b"%PDF-")


def test_a_named_printer_gets_exactly_the_file_that_is_written_too(
    service: Path, saved: Path, tmp_path: Path
) -> None:
    target = tmp_path / "sheet.pdf"
    said = done(here("sheet", str(saved), "-o", str(target), "--print", "ward-4"))
    assert "wrote" in said
    assert "sent to printer ward-4 by `lp`" in said
    arguments, pdf = job(service)
    assert arguments == ["-d", "ward-4", "-t", "rechallenge cadonilimab-stepwise", "-"]
    assert pdf == target.read_bytes()


def test_plan_prints_too(service: Path) -> None:
    done(here(*CASE_2, "--print", "ward-4", "--paper", "letter"))
    assert job(service)[0][:2] == ["-d", "ward-4"]


def test_an_unknown_printer_is_an_error_in_the_words_of_the_service(
    service: Path, saved: Path
) -> None:
    said = refused(here("sheet", str(saved), "--print", "unknown"))
    assert said == (
        "rechallenge: --print: `lp` did not take the sheet: lp: The printer or class does not "
        "exist. \\x1b[31m\n"
    )


@pytest.mark.parametrize("name", ["-o", "a b", "x\ty", "\x1b[2J", "--help"])
def test_a_printer_name_that_could_be_an_option_or_hides_characters_is_refused(
    name: str, service: Path
) -> None:
    with pytest.raises(NotPrinted, match="is not the name of a printer"):
        print_pdf(b"%PDF-", name, "title")
    assert not (service / "arguments").exists()


def test_without_a_print_service_it_says_what_to_do(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refused(
        here("sheet", str(saved), "--print"), "--print: there is no print service", "save the PDF"
    )


def test_an_lp_that_cannot_be_run_is_reported(service: Path, saved: Path) -> None:
    (service / "lp").write_bytes(b"\x7fnothing to run")
    refused(here("sheet", str(saved), "--print"), "`lp` cannot be run", "nothing was printed")


def test_an_lp_that_never_answers_is_not_waited_for_for_ever(
    service: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("lp", 60)

    monkeypatch.setattr(subprocess, "run", never)
    refused(here("sheet", str(saved), "--print"), "has not answered for 60 s", "look at the queue")


def test_nothing_is_printed_of_a_refused_plan(service: Path) -> None:
    order = ("--dose", "375 mg", "--volume", "250 mL", "--set", "first_time=1 s")
    refused(here("plan", "stepwise", *order, "--print"), "rate-out-of-range", code=1)
    assert not (service / "arguments").exists()


def test_on_windows_the_sheet_goes_to_the_program_that_prints_pdfs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    handed: list[tuple[str, str, bytes]] = []

    def startfile(path: str, verb: str) -> None:
        handed.append((path, verb, Path(path).read_bytes()))

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", startfile, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = print_pdf(b"%PDF-1.7", "", "title")
    [(path, verb, content)] = handed
    assert (verb, content) == ("print", b"%PDF-1.7")
    assert path in said
    with pytest.raises(NotPrinted, match="on Windows the sheet goes to the usual printer"):
        print_pdf(b"%PDF-1.7", "ward-4", "title")


def test_on_windows_without_a_program_for_pdfs_no_file_is_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def startfile(path: str, verb: str) -> None:
        raise OSError(1155, "No application is associated with the specified file")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", startfile, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(NotPrinted, match="no program here prints PDFs"):
        print_pdf(b"%PDF-1.7", "", "title")
    assert not list(tmp_path.iterdir())
