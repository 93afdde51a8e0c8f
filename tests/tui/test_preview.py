"""The preview shows the pages that are printed, of the order as it stands, and no others."""

import re
import stat
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from textual.pilot import Pilot

from rechallenge.sheet.pdf.page_text import page_lines, pages_of
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.pdf.tagged import read_tagged
from rechallenge.tui import viewing
from rechallenge.tui.app import Planner
from rechallenge.tui.screens.sheet import Sheet
from rechallenge.tui.viewing import NoViewer, Viewed
from tests.tui.planning_room import STEPWISE, planner, press, run, session, shown, until, write
from tests.tui.test_printing import told


async def previewed(app: Planner, pilot: Pilot[None]) -> Sheet:
    """The sheet with its pages made."""
    await until(pilot, lambda: isinstance(app.screen, Sheet), "the sheet")
    sheet = app.screen
    assert isinstance(sheet, Sheet)
    await until(pilot, lambda: sheet.preview is not None, "the pages")
    await app.workers.wait_for_complete()
    await pilot.pause()
    return sheet


def words_of(text: str) -> set[str]:
    """The words of a text, without the marks between them."""
    return set(re.sub(r"[:,]", " ", text.replace("-\n", "-")).split())


@pytest.mark.parametrize("width", [58, 78, 118, 198])
def test_every_word_that_a_page_draws_is_shown_and_no_line_is_wider_than_the_screen(
    width: int,
) -> None:
    plan = session(**STEPWISE, line="15 mL", primed="diluent", premed_lead="30 min").evaluation.plan
    assert plan is not None
    pdf = step_sheet_pdf(plan)
    pages = pages_of(pdf)
    assert len(pages) == len(PdfReader(BytesIO(pdf)).pages)
    lines = [line.text for page in pages for line in page_lines(page, width)]
    assert max(map(len, lines)) <= width
    words = words_of(" ".join(lines))
    read = list(read_tagged(pdf).root.every("H1", "H2", "P", "LBody", "Span", "TH", "TD"))
    assert len(read) > 100
    for element in read:
        assert words_of(element.text) <= words, element.text
    assert {"DRAFT", "Stevens-Johnson", "[Chart"} <= words


def test_a_rate_stands_under_its_header_or_where_there_is_no_room_beside_it() -> None:
    plan = session(**STEPWISE).evaluation.plan
    assert plan is not None
    page = pages_of(step_sheet_pdf(plan))[0]
    wide = [line.text for line in page_lines(page, 118)]
    header = next(line for line in wide if line.startswith("Step "))
    # 10% of 250 mL is 25 mL in 30 min, 50 mL/h; 225 mL in 90 min is 150 mL/h.
    for rate, volume in (("50 mL/h", "25 mL"), ("150 mL/h", "225 mL")):
        row = next(line for line in wide if f"  {rate}" in line)
        assert row.index(rate) == header.index("Rate")
        assert row.index(f" {volume}") + 1 == header.index("Volume")
    narrow = " ".join(line.text.strip() for line in page_lines(page, 78))
    first, second = (part.split("Step: ")[0] for part in narrow.split("Step: ")[1::2])
    assert "Rate to set: 50 mL/h" in first
    assert "Volume to infuse: 25 mL" in first
    assert "Rate to set: 150 mL/h" in second
    assert "Volume to infuse: 225 mL" in second


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
def test_page_down_alone_reads_through_every_page_and_the_head_counts_them(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def job() -> None:
        async with planner(tmp_path, size) as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "f6")
            sheet = await previewed(app, pilot)
            count = len(sheet.page.pages)
            assert f"page 1 of {count}, A4" in shown(app)
            read = ""
            for _ in range(40):
                read += shown(app)
                await press(app, "pagedown")
                await pilot.pause()
            assert f"page {count} of {count}" in shown(app)
            assert "150 mL/h" in read
            assert "Preparation worksheet" in read
            await press(app, *["["] * count)
            assert f"page 1 of {count}" in shown(app)
            await press(app, "]")
            assert f"page 2 of {count}" in shown(app)

    run(job())


def test_an_edit_blanks_the_pages_at_once_and_shows_those_of_the_new_order(
    tmp_path: Path,
) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "f6")
            sheet = await previewed(app, pilot)
            assert "480 mg" in shown(app)
            app.session.write("dose", "375 mg")
            assert sheet.preview is None
            assert sheet.page.pages == ()
            await previewed(app, pilot)
            assert "375 mg" in shown(app)
            assert "480 mg" not in shown(app)
            app.session.write("dose", "")
            await pilot.pause()
            assert sheet.page.pages == ()
            assert "There is no sheet" in shown(app)

    run(job())


def test_the_paper_that_is_shown_is_the_paper_of_the_pdf_and_of_the_command(
    tmp_path: Path,
) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "f6")
            sheet = await previewed(app, pilot)
            # Landscape: A4 is 297 mm = 841.9 points wide, US Letter 11 inches = 792 points.
            for width, name, option in ((842, "A4", "a4"), (792, "US Letter", "letter")):
                made = sheet.preview
                assert made is not None
                assert round(PdfReader(BytesIO(made.pdf)).pages[0].mediabox.width) == width
                assert name in shown(app)
                assert f"--paper {option}" in sheet.command
                await press(app, "a")
                await previewed(app, pilot)

    run(job())


def test_a_label_that_cannot_be_printed_is_said_in_place_of_the_pages(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE | {"patient": "\u9f98"})
            await press(app, "f6")
            sheet = await previewed(app, pilot)
            assert sheet.page.pages == ()
            assert "no font at hand can show" in shown(app)
            await press(app, "v")
            await until(pilot, lambda: "no pages to view" in told(app), "the reason")

    run(job())


def test_a_viewer_is_handed_a_file_of_its_owner_alone_that_goes_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(viewing, "viewer_command", lambda: ("true",))
    viewed = Viewed()
    path = viewed.open(b"%PDF")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b"%PDF"
    viewed.remove()
    assert not path.exists()
    monkeypatch.setattr(viewing, "viewer_command", lambda: ("false",))
    with pytest.raises(NoViewer, match=r"ended with 1.*S saves"):
        viewed.open(b"%PDF")
    viewed.remove()


def test_without_a_desktop_the_screen_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "f6")
            await previewed(app, pilot)
            await press(app, "v")
            await until(pilot, lambda: "this terminal has no desktop" in told(app), "the reason")

    run(job())
