"""`plan -o sheet.pdf`."""

from pathlib import Path

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.sheet.pdf.render import step_sheet_pdf

from .running import CASE_2, command, here, refused


def test_a_plan_is_printed_as_pdf_by_the_ending_of_its_file(tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    done = here(*CASE_2, "-o", str(target))
    assert (done.code, done.out) == (0, "")
    assert f"wrote {target}" in done.err
    it = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    assert target.read_bytes() == step_sheet_pdf(it)
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_two_runs_of_the_command_print_the_same_bytes(tmp_path: Path) -> None:
    targets = [tmp_path / name for name in ("one.pdf", "two.pdf")]
    for target in targets:
        done = command(*CASE_2, "-o", str(target))
        assert done.code == 0, done
    assert targets[0].read_bytes() == targets[1].read_bytes()


def test_paper_is_chosen_and_belongs_to_a_pdf(tmp_path: Path) -> None:
    a4, letter = tmp_path / "a4.pdf", tmp_path / "letter.pdf"
    assert here(*CASE_2, "-o", str(a4), "--paper", "a4").code == 0
    assert here(*CASE_2, "-o", str(letter), "--paper", "letter").code == 0
    assert a4.read_bytes() != letter.read_bytes()
    refused(here(*CASE_2, "--paper", "a4"), "--paper: text has no pages", "choose pdf")
    refused(here(*CASE_2, "-o", str(a4), "--paper", "a5"), "a5", "letter")


def test_labels_belong_to_a_pdf_and_have_a_size_of_their_own(tmp_path: Path) -> None:
    made = (*CASE_2, "--strength", "12.5 mg/mL", "--technique", "final volume")
    labels = tmp_path / "labels.pdf"
    assert here(*made, "--labels", "L7165", "-o", str(labels)).code == 0
    assert labels.read_bytes().startswith(b"%PDF")
    refused(here(*made, "--labels", "L7165"), "--labels: labels are a PDF, not text")
    both = ("--labels", "5164", "--paper", "a4", "-o", str(labels))
    refused(here(*made, *both), "--paper: a sheet of labels has its own size")
    refused(here(*made, "--labels", "L7163", "-o", str(labels)), "L7163", "L7165")
    refused(
        here(*CASE_2, "--labels", "L7165", "-o", str(tmp_path / "none.pdf")),
        "state the strength and the technique",
    )


def test_a_label_that_cannot_be_printed_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    said = here(*CASE_2, "--patient", "ไทย", "-o", str(target))
    refused(said, "the sheet was not printed", '"ไทย"', "RECHALLENGE_FONTS")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_sheet_is_kept_without_force(tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    target.write_bytes(b"mine")
    refused(here(*CASE_2, "-o", str(target)), "exists")
    assert target.read_bytes() == b"mine"
    assert here(*CASE_2, "-o", str(target), "--force").code == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_a_folder_of_fonts_adds_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECHALLENGE_FONTS", str(tmp_path))
    assert here(*CASE_2, "-o", str(tmp_path / "sheet.pdf")).code == 0
    monkeypatch.setenv("RECHALLENGE_FONTS", str(tmp_path / "none"))
    refused(
        here(*CASE_2, "-o", str(tmp_path / "other.pdf")), "RECHALLENGE_FONTS", "is not a folder"
    )
