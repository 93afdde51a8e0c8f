"""A sheet is verified in the language it was printed in, whichever is in use, by its bytes: what
it says of its language decides nothing."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from rechallenge.service.plan_file import read_plan
from rechallenge.service.sheet_check import SheetReport, check_sheet
from rechallenge.sheet.pdf.render import labels_pdf, step_sheet_pdf, typeset
from rechallenge.sheet.pdf.sheet import sheet_data
from rechallenge.sheet.plan_json import plan_json
from rechallenge.words import speaking
from rechallenge.words.languages import book_in
from tests.tiers import slow_but

from .printed import made

PLAN = "case-2"
IN_CHINESE = "The sheet was printed in the translation zh-CN"
pytestmark = pytest.mark.usefixtures("each_file_is_parsed_once")


@contextmanager
def language(tag: str, *, reviewed: bool = True) -> Iterator[None]:
    with speaking(book_in(tag), partial(bool, reviewed)):
        yield


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    path.write_text(plan_json(made(PLAN)), "utf-8")
    return path


@pytest.fixture
def verified(plan_file: Path, tmp_path: Path) -> Callable[[bytes], SheetReport]:
    """Whether a file is the sheet of the plan, told in English."""

    def check(pdf: bytes) -> SheetReport:
        path = tmp_path / "sheet.pdf"
        path.write_bytes(pdf)
        return check_sheet(read_plan(plan_file).plan, path, lambda: read_plan(plan_file).plan)

    return check


@cache
def sheet_in(path: Path, tag: str, *, reviewed: bool = True) -> bytes:
    with language(tag, reviewed=reviewed):
        return step_sheet_pdf(read_plan(path).plan, paper="letter")


@pytest.mark.parametrize(
    ("tag", "reviewed", "said"),
    slow_but(
        [("zh-CN", True, (f"{IN_CHINESE}, reviewed.",))],
        [
            ("en", True, ()),
            ("zh-CN", True, (f"{IN_CHINESE}, reviewed.",)),
            ("zh-CN", False, (f"{IN_CHINESE}, unreviewed.",)),
        ],
    ),
)
def test_a_sheet_is_verified_in_the_language_it_was_printed_in(
    plan_file: Path,
    verified: Callable[[bytes], SheetReport],
    tag: str,
    reviewed: bool,
    said: tuple[str, ...],
) -> None:
    report = verified(sheet_in(plan_file, tag, reviewed=reviewed))
    assert report.same
    assert report.lines == said


def test_a_chinese_reader_is_told_of_an_english_sheet(
    plan_file: Path, verified: Callable[[bytes], SheetReport]
) -> None:
    with language("zh-CN"):
        report = verified(sheet_in(plan_file, "en"))
    assert report.same
    assert report.lines == ("该步骤单以英文打印。",)


def test_the_sheet_says_its_language_on_each_page_and_in_the_file(plan_file: Path) -> None:
    reader = PdfReader(BytesIO(sheet_in(plan_file, "zh-CN", reviewed=False)))
    assert all("zh-CN" in page.extract_text() for page in reader.pages)
    assert reader.metadata is not None
    assert str(reader.metadata["/Keywords"]).endswith(", zh-CN")


def altered(path: Path, tag: str, change: Callable[[Any], None]) -> bytes:
    """The sheet in a language, printed with something else in it."""
    with language(tag):
        data: Any = copy.deepcopy(sheet_data(read_plan(path).plan, "letter"))
        before = copy.deepcopy(data)
        change(data)
        assert data != before
        return typeset(data)


def another_rate(data: Any) -> None:
    row = next(row for row in data["steps"]["rows"] if "150" in str(row))
    for key, value in row.items():
        if isinstance(value, str) and value.startswith("150"):
            row[key] = value.replace("150", "105")
            return


def another_language(data: Any) -> None:
    data["software"] = data["software"].replace(", zh-CN", "")
    data["words"]["printed-by"] = data["words"]["printed-by"].replace(", zh-CN", "")


@pytest.mark.parametrize("change", slow_but([another_rate], [another_rate, another_language]))
def test_a_chinese_sheet_with_anything_else_in_it_is_refused_and_the_place_named(
    plan_file: Path, verified: Callable[[bytes], SheetReport], change: Callable[[Any], None]
) -> None:
    report = verified(altered(plan_file, "zh-CN", change))
    assert not report.same
    # It is compared with the Chinese print: against the English one, every text would differ.
    assert report.lines[0] == "The sheet was printed in the translation zh-CN, reviewed."
    assert len(report.lines) < 100
    if change is another_rate:
        assert any('"105' in line and '"150' in line for line in report.lines)


@pytest.mark.slow
def test_a_sheet_with_pages_of_two_languages_is_refused(
    plan_file: Path, verified: Callable[[bytes], SheetReport]
) -> None:
    pages = [PdfReader(BytesIO(sheet_in(plan_file, tag))).pages for tag in ("zh-CN", "en")]
    mixed = PdfWriter()
    for number, page in enumerate(pages[0]):
        mixed.add_page(pages[1][number] if number == 1 else page)
    written = BytesIO()
    mixed.write(written)
    report = verified(written.getvalue())
    assert not report.same
    assert any("page 2" in line for line in report.lines)


@pytest.mark.slow
def test_the_sheet_of_another_plan_is_refused_in_every_language(
    plan_file: Path, verified: Callable[[bytes], SheetReport]
) -> None:
    assert plan_file.exists()
    for tag in ("en", "zh-CN"):
        with language(tag):
            other = step_sheet_pdf(made("case-4"), paper="letter")
        assert not verified(other).same


@pytest.mark.slow
def test_labels_are_verified_in_the_language_they_were_printed_in(tmp_path: Path) -> None:
    file, pdf = tmp_path / "plan.json", tmp_path / "labels.pdf"
    file.write_text(plan_json(made("three-bags")), "utf-8")
    with language("zh-CN", reviewed=False):
        printed = labels_pdf(read_plan(file).plan, "L7165")
    pdf.write_bytes(printed)
    assert "translation unreviewed" in PdfReader(BytesIO(printed)).pages[0].extract_text()
    report = check_sheet(read_plan(file).plan, pdf, lambda: read_plan(file).plan)
    assert report.same
    assert "unreviewed" in report.lines[0]
    assert not check_sheet(read_plan(file).plan, pdf).same
