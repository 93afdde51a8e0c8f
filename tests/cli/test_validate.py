"""A site validates its installation: orders that were worked by hand are made and compared."""

import re
from pathlib import Path

import pypdfium2
import pytest

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.service.validation import read_cases, results, shipped_cases
from tests.tiers import slow_but

from .running import here

SHIPPED = shipped_cases().read_text("utf-8")


def pages(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def changed(folder: Path, old: str, new: str) -> Path:
    """The shipped orders with one text changed."""
    assert SHIPPED.count(old) == 1
    path = folder / "ours.yaml"
    path.write_text(SHIPPED.replace(old, new), "utf-8")
    return path


def test_twenty_orders_come_out_as_they_were_worked_by_hand() -> None:
    done = list(results(read_cases(shipped_cases()), Shelves(shipped_folder())))
    assert len(done) == 20
    assert [result.case.title for result in done if not result.agrees] == []


def test_every_value_that_was_worked_by_hand_is_compared() -> None:
    keys = ("volume", "holds", "concentration", "discarded", "total", "first_drug", "rate",
            "duration", "dose", "dose_rate", "cumulative_dose", "observe")  # fmt: skip
    written = "\n".join(line for line in SHIPPED.splitlines() if "order:" not in line)
    worked = re.findall(rf"\b(?:{'|'.join(keys)}): ~?[0-9]", written)
    done = results(read_cases(shipped_cases()), Shelves(shipped_folder()))
    assert sum(len(result.compared) for result in done) == len(worked)


WRONG = [
    ("rate: 2.1 mL/h", "rate: 2.2 mL/h", "Step 1: Rate 2.1 mL/h; by hand 2.2 mL/h"),
    ("discarded: 231.5 mL", "discarded: 231 mL", "Bag Solution 1: Discard 231.5 mL; by"),
    ("total: 245.625 min", "total: 4 h", "Whole infusion: 245.625 min; by hand 4 h"),
    ("first_drug: 7.2 min", "first_drug: 0 min", "First drug reaches the vein at: 7.2 min; by"),
    ("refused: [dose-in-another-unit]", "refused: [nothing-left]", "measured in mg: DIFFERS"),
    ("dose: 375 units", "dose: 375 mg", "a plan was made, but the order must be refused"),
    ("protocol: vancomycin-10-mg-min", "protocol: vancomycin-20", "mg/min: DIFFERS .*vancom"),
    ("name: Solution 2,", "name: Solution 9,", "is no bag of the plan"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    slow_but([WRONG[0], WRONG[4]], WRONG),
)
def test_what_does_not_come_out_is_named_and_the_installation_fails(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    done = here("validate", str(changed(tmp_path, old, new)))
    assert done.code == 1
    assert re.search(says, " ".join(done.out.split()))
    assert "1 of 20 orders DID NOT come out as worked by hand." in done.out


def test_a_case_says_steps_or_refusals_and_not_both(tmp_path: Path) -> None:
    both = changed(tmp_path, "refused: [dose-in-another-unit]", "by_hand: [nothing]")
    done = here("validate", str(both))
    assert done.code == 2
    assert "cases[18]: states either the steps" in done.err


@pytest.mark.slow
def test_letters_that_no_font_shows_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    ours, page = (
        changed(tmp_path, "One bag over two hours", "\u0f56\u0f7c\u0f51"),
        tmp_path / "p.pdf",
    )
    outcome = here("validate", str(ours), "-o", str(page))
    assert (outcome.code, page.exists()) == (2, False)
    assert outcome.err.startswith("rechallenge: the page was not printed: no font at hand can show")


@pytest.mark.slow
def test_the_page_to_sign_has_the_values_and_the_form_has_none(tmp_path: Path) -> None:
    page, form = tmp_path / "page.pdf", tmp_path / "form.pdf"
    assert here("validate", "-o", str(page)).code == 0
    assert here("validate", "--form", "-o", str(form)).code == 0
    signed, blank = pages(page), pages(form)
    assert "20 of 20 orders came out as worked by hand" in signed
    assert "Released for use by" in signed
    # 187.5 mg/h is the dose rate of the first order, and stands in no order.
    assert "187.5" in signed
    assert "187.5" not in blank
    assert "came out" not in blank
    assert "refused" not in blank
    assert "Worked by hand by" in blank


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--form",), "--form: the form is a PDF; write -o FILE.pdf"),
        (("-o", "page.txt"), "-o page.txt: the page is a PDF; write -o FILE.pdf"),
        (("missing.yaml",), "missing.yaml:1:1: no such file or directory"),
    ],
)
def test_a_command_that_cannot_be_used_as_written_says_what_to_write(
    arguments: tuple[str, ...], says: str
) -> None:
    done = here("validate", *arguments)
    assert done.code == 2
    assert says in done.err
