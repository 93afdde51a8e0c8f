"""The sheet on the screen says what the plan's view says, of the order as it stands; the PDF is one
key away."""

import stat
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from textual.pilot import Pilot

from rechallenge.sheet.note import plan_note
from rechallenge.sheet.text.plan import title_of
from rechallenge.sheet.view import SectionCode, view_of
from rechallenge.tui import viewing
from rechallenge.tui.app import Planner
from rechallenge.tui.screens.sheet import Sheet
from rechallenge.tui.viewing import NoViewer, Viewed
from rechallenge.tui.widgets.sheet_text import SectionText
from tests.tui.planning_room import (
    STEPWISE,
    plan_of,
    planner,
    press,
    run,
    shown,
    until,
    write,
)
from tests.tui.test_printing import told


async def sheet_of(app: Planner, pilot: Pilot[None]) -> Sheet:
    """The sheet, opened by its key."""
    await press(app, "f6")
    await until(pilot, lambda: isinstance(app.screen, Sheet), "the sheet")
    sheet = app.screen
    assert isinstance(sheet, Sheet)
    return sheet


def scrolled(sheet: Sheet, before: int) -> bool:
    return sheet.text.scroll_offset.y > before


def is_drawn(app: Planner, sheet: Sheet) -> bool:
    """Whether the screen shows the lines that the sheet was scrolled to."""
    lines = lines_of(sheet.text, sheet.text.scrollable_content_region.width)
    top, drawn = sheet.text.scroll_offset.y, shown(app).split("\n")[1:]
    screenful = lines[top : top + sheet.text.size.height]
    return all(b.startswith(a[:70].rstrip()) for a, b in zip(screenful, drawn, strict=False))


def lines_of(text: SectionText, width: int) -> list[str]:
    return [line.plain for line in text.lines_at(width)]


@pytest.mark.parametrize("width", [58, 78, 118, 198])
def test_every_section_is_on_the_screen_and_no_line_is_wider_than_it(width: int) -> None:
    view = view_of(plan_of(line="15 mL", primed="diluent", premed_lead="30 min"))
    text = SectionText()
    closing = [paragraph.text for paragraph in view.closing]
    text.show_sections(view.sections, first=title_of(view.head), last=closing)
    lines = lines_of(text, width)
    assert " ".join(lines).startswith(view.head.title)
    assert max(map(len, lines)) <= width
    codes = [section.code for section in view.sections]
    # Only an infusion that was stopped tells of its stops, and one that goes on of its beginning.
    elsewhere = (SectionCode.BEGUN, SectionCode.STOPS)
    assert codes == [code for code in SectionCode if code not in elsewhere]
    assert len(text.starts) == len(codes)
    assert [lines[start] for start in text.starts] == [s.heading.upper() for s in view]
    # 10% of 250 mL is 25 mL in 30 min, 50 mL/h; 225 mL in 90 min is 150 mL/h, 288 mg/h.
    said = " ".join(" ".join(lines).split())
    for value in ("50 mL/h", "25 mL", "150 mL/h", "225 mL", "288 mg/h", "[ ]"):
        assert value in said, value
    assert said.endswith(view.closing[-1].text)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
def test_page_down_alone_reads_the_whole_sheet_and_brackets_go_by_section(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def job() -> None:
        async with planner(tmp_path, size) as (app, pilot):
            write(app.session, STEPWISE)
            sheet = await sheet_of(app, pilot)
            assert "A4" in shown(app)
            read = ""
            for _ in range(12):
                await until(pilot, partial(is_drawn, app, sheet), "the screenful")
                read += shown(app)
                here = sheet.text.scroll_offset.y
                if here == sheet.text.max_scroll_y:
                    break
                await press(app, "pagedown")
                await until(pilot, partial(scrolled, sheet, here), "the next screenful")
            plan = app.session.evaluation.plan
            assert plan is not None
            for section in view_of(plan):
                assert section.heading.upper() in read
            assert "150 mL/h" in read
            await press(app, "home")
            await until(pilot, lambda: sheet.text.scroll_offset.y == 0, "the title")
            await press(app, "]")
            await until(
                pilot, lambda: sheet.text.scroll_offset.y == sheet.text.starts[0], "section 1"
            )
            await press(app, "[")
            await until(pilot, lambda: sheet.text.scroll_offset.y == 0, "the title")

    run(job())


def test_an_edit_changes_the_sheet_in_the_next_frame_or_says_why_there_is_none(
    tmp_path: Path,
) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            await sheet_of(app, pilot)
            await until(pilot, lambda: "480 mg" in shown(app), "the dose")
            app.session.write("dose", "375 mg")
            await pilot.pause()
            assert "375 mg" in shown(app)
            assert "480 mg" not in shown(app)
            app.session.write("dose", "")
            await pilot.pause()
            assert "375 mg" not in shown(app)
            assert "There is no sheet" in shown(app)

    run(job())


@pytest.mark.slow
def test_working_shows_the_sum_under_each_number_and_its_command(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            sheet = await sheet_of(app, pilot)
            assert "480 mg x 10% = 48 mg" not in "\n".join(lines_of(sheet.text, 78))
            await press(app, "w")
            assert "480 mg x 10% = 48 mg" in "\n".join(lines_of(sheet.text, 78))
            assert sheet.command.endswith("--working")

    run(job())


@pytest.mark.slow
def test_the_paper_on_the_screen_is_the_paper_of_the_pdf_and_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[bytes] = []

    def opened(self: Viewed, pdf: bytes) -> Path:
        handed.append(pdf)
        return Path("sheet.pdf")

    monkeypatch.setattr(Viewed, "open", opened)

    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            sheet = await sheet_of(app, pilot)
            # Landscape: A4 is 297 mm = 841.9 points wide, US Letter 11 inches = 792 points.
            for width, name, option in ((842, "A4", "a4"), (792, "US Letter", "letter")):
                await press(app, "v")
                await until(pilot, lambda: handed, "the PDF")
                assert round(PdfReader(BytesIO(handed.pop())).pages[0].mediabox.width) == width
                assert name in shown(app)
                assert f"--paper {option}" in sheet.command
                await press(app, "a")

    run(job())


@pytest.mark.slow
def test_a_label_that_cannot_be_printed_gives_the_reason_in_place_of_the_pdf(
    tmp_path: Path,
) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE | {"patient": "\u9f98"})
            await sheet_of(app, pilot)
            await press(app, "v")
            await until(pilot, lambda: "no font at hand can show" in told(app), "the reason")

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


@pytest.mark.slow
def test_without_a_desktop_the_screen_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            await sheet_of(app, pilot)
            await press(app, "v")
            await until(pilot, lambda: "this terminal has no desktop" in told(app), "the reason")

    run(job())


def test_one_key_copies_the_note_and_says_so(tmp_path: Path) -> None:
    async def job() -> None:
        # The smallest size, where the notification has least room.
        async with planner(tmp_path, (60, 20)) as (app, pilot):
            write(app.session, STEPWISE)
            await sheet_of(app, pilot)
            await press(app, "c")
            plan = app.session.evaluation.plan
            assert plan is not None
            assert app.clipboard == plan_note(plan)
            await until(pilot, lambda: "Copied: a note of" in told(app), "a word")
            assert "DRAFT: " in told(app)

    run(job())


def test_without_a_plan_nothing_is_copied(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            await app.run_action("copy_note")
            assert app.clipboard == ""
            await until(pilot, lambda: "There is no plan to copy" in told(app), "a word")

    run(job())
