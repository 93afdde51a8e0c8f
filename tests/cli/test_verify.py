"""`rechallenge verify`: a saved plan recomputed, its sheet compared."""

import json
import re
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from rechallenge.sheet.plan_json import plan_fingerprint
from rechallenge.version import __version__
from tests.cli.running import CASE_2, CASE_4, here, refused
from tests.sheet.damage import redraw, redrawn, resaved
from tests.tiers import slow_but

pytestmark = pytest.mark.usefixtures("each_file_is_parsed_once")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan and sheet of case 2 and of case 4."""
    folder = tmp_path_factory.mktemp("saved")
    for name, case in (("two", CASE_2), ("four", CASE_4)):
        assert here(*case, "-o", str(folder / f"{name}.json")).code == 0
        assert here(*case, "-o", str(folder / f"{name}.pdf")).code == 0
    return folder


def test_every_value_is_made_again_and_agrees(folder: Path) -> None:
    done = here("verify", str(folder / "two.json"))
    assert (done.code, done.err) == (0, "")
    lines = done.out.replace("\u00a0", " ").splitlines()
    assert lines[0].endswith("two.json: cadonilimab-stepwise, version 2, 375 mg of cadonilimab")
    assert lines[1].startswith("made again by rechallenge: all ")
    tree = json.loads((folder / "two.json").read_text("utf-8"))
    assert lines[2] == f"plan fingerprint {tree['fingerprint']}"
    to_confirm = sum(f["severity"] == "confirm" for f in tree["findings"])
    assert lines[3] == (
        f"DRAFT: {to_confirm} findings to confirm before use; not yet checked by a second person"
    )


def test_a_file_with_a_changed_value_is_refused_with_exit_code_1(
    folder: Path, tmp_path: Path
) -> None:
    text = (folder / "two.json").read_text("utf-8").replace('"exact": "150"', '"exact": "15"')
    changed = tmp_path / "changed.json"
    changed.write_text(text, "utf-8")
    refused(here("verify", str(changed)), 'is "15" in the file, and comes out as "150"', code=1)


def test_a_plan_of_another_release_is_named_with_it_by_verify_and_sheet(
    folder: Path, tmp_path: Path
) -> None:
    tree = json.loads((folder / "two.json").read_text("utf-8"))
    tree["inputs"]["software"] = "0.0.9"
    tree["fingerprint"] = plan_fingerprint(tree)
    older = tmp_path / "older.json"
    older.write_text(json.dumps(tree), "utf-8")
    note = f"This plan was made by rechallenge 0.0.9, and this is {__version__}."
    done = here("verify", str(older))
    assert (done.code, note in done.out, tree["fingerprint"] in done.out) == (0, True, True)
    printed = here("sheet", str(older), "--format", "text")
    assert (printed.code, note in printed.err, note in printed.out) == (0, True, False)


def test_a_file_that_is_not_a_plan_cannot_be_verified(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("{", "utf-8")
    refused(here("verify", str(path)), "plan.json:1:2: the file ends in the middle")


@pytest.mark.parametrize("paper", slow_but(["letter"], ["a4", "letter"]))
def test_the_sheet_of_the_plan_has_the_bytes_of_a_fresh_print(
    folder: Path, paper: str, tmp_path: Path
) -> None:
    plan, sheet = str(folder / "four.json"), str(tmp_path / "four.pdf")
    assert here("sheet", plan, "-o", sheet, "--paper", paper).code == 0
    done = here("verify", plan, "--sheet", sheet)
    assert (done.code, done.err) == (0, "")
    last, pages = done.out.splitlines()[-1], len(PdfReader(sheet).pages)
    assert pages > 1
    assert f"four.pdf: the same bytes as a fresh print of this plan: {pages} pages, " in last


def test_a_changed_dose_is_named_with_its_place(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "changed.pdf"
    other.write_bytes(
        redrawn(
            (folder / "two.pdf").read_bytes(),
            2,
            lambda page: page.retype(page.place_of("37.5 mg"), "375\u00a0mg"),
        )
    )
    done = here("verify", str(folder / "two.json"), "--sheet", str(other))
    assert done.code == 1
    assert re.search(
        r"^page 2, \d+ mm from the left and \d+ mm from the top: \"375 mg\" instead of "
        r"\"37\.5 mg\"$",
        done.out,
        re.M,
    )
    assert done.err.endswith(
        "changed.pdf: is not the sheet of this plan: 1 difference. Do not use it; print the sheet "
        "anew\n"
    )
    assert "the same bytes" not in done.out


@pytest.mark.slow
def test_a_white_box_over_a_page_and_a_note_on_it_are_named(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "covered.pdf"

    def damage(writer: PdfWriter) -> None:
        redraw(
            writer,
            1,
            lambda page: page.insert(-1, (b"g", (1,)), (b"re", (0, 0, 800, 300)), (b"f", ())),
        )
        writer.add_annotation(0, FreeText(text="60 mL/h", rect=(100, 100, 200, 150)))

    other.write_bytes(resaved((folder / "two.pdf").read_bytes(), damage))
    done = here("verify", str(folder / "two.json"), "--sheet", str(other))
    assert done.code == 1
    assert 'a line, an area or a picture was added over "' in done.out
    assert "page 1: what was laid on the page (notes, stamps, fields) differs" in done.out


def test_a_sheet_that_another_program_saved_again_could_not_be_proven(
    folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "again.pdf"
    other.write_bytes(resaved((folder / "two.pdf").read_bytes()))
    done = here("verify", str(folder / "two.json"), "--sheet", str(other))
    assert done.code == 1
    assert "could not be proven to be the sheet of this plan. No difference was found" in done.err
    assert "the same bytes" not in done.out


def test_the_sheet_of_another_release_is_named_with_both_releases(
    folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "older.pdf"

    def older(writer: PdfWriter) -> None:
        writer.add_metadata({"/Keywords": "rechallenge 0.0.9"})

    other.write_bytes(resaved((folder / "two.pdf").read_bytes(), older))
    done = here("verify", str(folder / "two.json"), "--sheet", str(other))
    assert done.code == 1
    assert (
        "could not be proven to be the sheet of this plan. It was made by rechallenge 0.0.9, "
        in (done.err)
    )
    assert f"a fresh print is made by rechallenge {__version__}, Typst " in done.err


def test_the_sheet_of_another_plan_is_named_as_such(folder: Path) -> None:
    done = here("verify", str(folder / "two.json"), "--sheet", str(folder / "four.pdf"))
    assert done.code == 1
    assert '"480 mg" instead of "375 mg"' in done.out
    assert "is not the sheet of this plan" in done.err


@pytest.mark.slow
def test_the_sheet_of_nearly_the_same_order_is_another_sheet(folder: Path, tmp_path: Path) -> None:
    # Ten millilitres more in the bag: the dose is the same, the rates are not. 10% of 260 mL is
    # 26 mL, in 30 min 52 mL/h.
    other = tmp_path / "other.pdf"
    order = ("--dose", "375 mg", "--volume", "260 mL")
    assert here("plan", "cadonilimab-stepwise", *order, "-o", str(other)).code == 0
    done = here("verify", str(folder / "two.json"), "--sheet", str(other))
    assert done.code == 1
    assert '"260 mL" instead of "250 mL"' in done.out
    assert re.search(r'"52" (instead of "50"|was added)', done.out)
    assert re.search(r'instead of "50"|"50" is missing', done.out)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"no sheet", b"{}"])
def test_a_file_that_is_not_a_sheet_is_refused(
    content: bytes, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(content)
    done = here("verify", str(folder / "two.json"), "--sheet", str(path))
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "sheet.pdf: " in done.err
    assert "Traceback" not in done.err
    refused_missing = here("verify", str(folder / "two.json"), "--sheet", str(tmp_path / "none"))
    assert (refused_missing.code, "no such file" in refused_missing.err) == (2, True)


@pytest.mark.parametrize("option", ["--sheet", "--continues"])
def test_what_cannot_be_read_is_told_before_anything_that_agrees(
    option: str, folder: Path, tmp_path: Path
) -> None:
    done = here("verify", str(folder / "two.json"), option, str(tmp_path / "absent"))
    assert (done.code, done.out) == (2, "")
    assert "no such file" in done.err
