"""A table that somebody uses is opened in the planner, corrected there, and kept as a protocol."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from rechallenge.audit.agreement import Audit
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.tui.app import Planner
from rechallenge.tui.screens import table_audit
from rechallenge.tui.screens.order import OrderScreen
from rechallenge.tui.screens.paths import NameFile
from rechallenge.tui.screens.table_audit import TableAudit
from rechallenge.tui.screens.table_corrections import CorrectTable
from rechallenge.tui.state import audit_process, audits
from rechallenge.tui.state.audits import Asked, Looked, header_read, headers_offered, look
from rechallenge.tui.state.shelf import Shelf
from rechallenge.tui.widgets.table_grid import TableGrid
from tests.cli.running import here, python
from tests.plain import one_line
from tests.tui.planning_room import audited_here, carried_out, planner, press, run, shown, until
from tests.tui.screens import WARD
from tests.tui.test_printing import told


@pytest.fixture(autouse=True)
def _in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process takes a second to begin: one test of it has one."""
    if "apart" not in request.fixturenames:
        monkeypatch.setattr(table_audit, "audited_apart", audited_here)


@pytest.fixture
def apart() -> None:
    """An audit has a process of its own, as it does for people."""


def looked(asked: Asked) -> Looked:
    """What follows in the end."""
    return list(look(asked, Shelves(shipped_folder())))[-1]


@asynccontextmanager
async def opened(
    state: Path, size: tuple[int, int] = (80, 24), table: Path = WARD, on: Shelf | None = None
) -> AsyncIterator[tuple[Planner, Pilot[None], TableAudit]]:
    """A planner with a table in it, audited."""
    async with planner(state, size, on) as (app, pilot):
        await begin(app, str(table))
        screen = await audited(app, pilot)
        yield app, pilot, screen


async def begin(app: Planner, table: str) -> None:
    await press(app, "ctrl+l")
    await named(app, table)


async def named(app: Planner, text: str) -> None:
    """Name a file in the dialog, and take it."""
    assert isinstance(app.screen, NameFile)
    app.screen.entries["path"].show(text)
    await press(app, "enter")


async def audited(app: Planner, pilot: Pilot[None]) -> TableAudit:
    """The screen of the table, once its audit is done."""
    await until(pilot, lambda: isinstance(app.screen, TableAudit), "the table")
    screen = app.screen
    assert isinstance(screen, TableAudit)
    await until(pilot, lambda: screen.looked.is_over, "the audit")
    await pilot.pause()
    return screen


@pytest.mark.usefixtures("apart")
def test_the_cursor_of_the_table_and_that_of_the_findings_go_together(tmp_path: Path) -> None:
    async def job() -> None:
        async with opened(tmp_path) as (app, _pilot, screen):
            assert screen.grid.where == "line 4, column 5"
            assert "[x   2.6]" in shown(app)
            await press(app, "f2", "down")
            assert screen.grid.where == "line 9, column 7"
            # From the cell that was not read, up to a number that the second finding compares.
            await press(app, "down", "f2")
            assert screen.grid.where == "line 10, column 4"
            await press(app, "right", "right", "right")
            assert screen.grid.where == "line 10, column 7"
            assert screen.list.chosen == 1
            assert ">x  2. Step 8: 7.74 mg + 8 mg is 15.74 mg" in shown(app)

    run(job())


@pytest.mark.slow
def test_the_screen_says_what_the_command_says(tmp_path: Path) -> None:
    said = one_line(here("audit", str(WARD)).out)

    async def job() -> None:
        async with opened(tmp_path, (200, 60)) as (_app, _pilot, screen):
            assert len(screen.list.items) >= 3
            for item in screen.list.items:
                for line in item.lines:
                    assert line in said

    run(job())


@pytest.mark.slow
def test_a_column_is_corrected_by_keys_and_the_table_is_audited_anew(tmp_path: Path) -> None:
    async def job() -> None:
        async with opened(tmp_path) as (app, pilot, screen):
            await press(app, "c", *"conc")
            assert "concentration, mg/mL" in shown(app)
            await press(app, "escape", "c", *"wrong", "enter")
            assert "is not understood" in shown(app)
            # 2.6 is left out, and with it what it disagreed with.
            await press(app, "ctrl+u", "-", "enter")
            screen = await audited(app, pilot)
            assert "1 does not agree" in shown(app)
            assert screen.command == f"rechallenge audit {WARD} \\\n    --column 5=-"
            await press(app, "c", "ctrl+u", "enter")
            await audited(app, pilot)
            assert "2 do not agree" in shown(app)

    run(job())


@pytest.mark.slow
def test_no_finding_stands_beside_a_table_that_is_read_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def never_done(asked: Asked, shelves: Shelves) -> AsyncGenerator[Looked, None]:
        yield next(look(asked, shelves))
        await asyncio.sleep(1000)

    async def job() -> None:
        async with opened(tmp_path) as (app, pilot, screen):
            assert screen.list.items
            monkeypatch.setattr(table_audit, "audited_apart", never_done)
            await press(app, "c", "-", "enter")
            await until(pilot, lambda: "Comparing the numbers" in shown(app), "the head")
            assert screen.list.items == ()
            await press(app, "s")
            await until(pilot, lambda: "There is no audit yet" in told(app), "a word")

    run(job())


@pytest.mark.slow
def test_a_pasted_table_is_taken_whole_and_its_decimals_are_asked_for(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            await press(app, "ctrl+l")
            rows = ["Rate (mL/h);Time (min);Volume (mL)", *["5;15;1,25"] * 400]
            app.post_message(events.Paste("\r".join(rows[:5])))
            await carried_out(app)
            await audited(app, pilot)
            assert "may have a decimal comma. O sets the decimal sign" in one_line(shown(app))
            await press(app, "o", *["down"] * 4, *"comma", "enter")
            screen = await audited(app, pilot)
            assert "Nothing disagrees" in shown(app)
            assert screen.command == "rechallenge audit - \\\n    --decimal comma"
            # Longer than any text that a field takes.
            app.post_message(events.Paste("\r".join(rows * 60)))
            await carried_out(app)
            screen = await audited(app, pilot)
            assert "can be pasted; save it as a file" in screen.looked.why

    run(job())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        b"Rate (mL/h),Volume (mL)\n",
        b"PK\x03\x04 no workbook",
        b'a,b\n"',
        b"\xff\x00",
    ],
    ids=["empty", "no header", "no step", "broken workbook", "broken CSV", "binary"],
)
def test_a_table_that_cannot_be_read_is_refused_in_the_words_of_the_command(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    said = here("audit", str(path)).err.removeprefix("rechallenge: ").partition(";")[0].strip()
    assert looked(Asked(path)).why.startswith(said)
    assert said


def test_an_error_that_nobody_foresaw_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> Audit:
        raise RecursionError

    monkeypatch.setattr(audits, "audited", broken)
    assert "internal error (RecursionError" in looked(Asked(WARD)).why


@pytest.mark.usefixtures("apart")
def test_an_audit_that_ends_before_its_time_ends_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = "import os; os._exit(137)"
    monkeypatch.setattr(audit_process, "COMMAND", [sys.executable, "-c", code])

    async def job() -> None:
        async with opened(tmp_path) as (app, _pilot, _screen):
            assert "NO AUDIT" in shown(app)
            assert "The audit has ended before it was done" in one_line(shown(app))
            await press(app, "c", "s", "f2", "escape")
            assert isinstance(app.screen, OrderScreen)

    run(job())


_ENDLESS = """
import os, pathlib, time
from rechallenge.tui.screens import table_audit
from rechallenge.tui.screens.table_corrections import CorrectTable
from rechallenge.tui.state import audit_process, audits
def endless(*arguments):
    pathlib.Path({written!r}).write_text(str(os.getpid()))
    time.sleep(1000)
audits.audited = endless
from rechallenge.tui.state.audit_process import answer
answer()
"""
"""The process of an audit that is never done; it leaves its number in a file."""


@pytest.mark.slow
@pytest.mark.usefixtures("apart")
def test_leaving_ends_an_audit_that_goes_on_and_keys_work_meanwhile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written = tmp_path / "number"
    code = _ENDLESS.format(written=str(written))
    monkeypatch.setattr(audit_process, "COMMAND", [sys.executable, "-c", code])

    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            await begin(app, str(WARD))
            await until(pilot, lambda: "so far" in shown(app), "the table")
            await until(pilot, lambda: written.exists() and written.read_text(), "the audit")
            assert "Comparing the numbers" in shown(app)
            await press(app, "down", "right")
            assert "[ A" in shown(app)
            await press(app, "escape")
            await until(pilot, partial(is_gone, int(written.read_text())), "the audit to end")

    run(job())


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.slow
def test_the_options_of_the_command_are_fields_and_what_is_wrong_with_one_is_said(
    tmp_path: Path,
) -> None:
    async def job() -> None:
        async with opened(tmp_path) as (app, pilot, screen):
            await press(app, "o")
            dialog = app.screen
            assert isinstance(dialog, CorrectTable)
            wrong = {"across": "0", "decimal": "dot", "stated": "4.3 h", "pump": "no-such-pump"}
            for key, text in wrong.items():
                dialog.entries[key].show(text)
            said = dialog.answer(dialog.texts)
            assert isinstance(said, dict)
            assert set(said) == set(wrong)
            await press(app, "enter")
            assert "write a number from 1 to 60" in shown(app)
            for key in wrong:
                dialog.entries[key].show("")
            dialog.entries["range"].show("1-4")
            dialog.entries["stated"].show("total time=45 min; total dose=0.34 mg")
            await press(app, "enter")
            screen = await audited(app, pilot)
            # Lines 2 to 4 are three steps: 0.04 mg + 0.1 mg + 0.2 mg is 0.34 mg.
            assert "3 steps" in shown(app)
            assert screen.command.endswith(
                "--range 1-4 \\\n    --stated 'total time=45 min' \\\n"
                "    --stated 'total dose=0.34 mg'"
            )

    run(job())


@pytest.mark.slow
def test_a_table_is_kept_beside_the_sites_protocols_and_then_is_in_the_library(
    tmp_path: Path,
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    on = Shelf(Shelves(shipped_folder(), site))

    async def job() -> None:
        async with opened(tmp_path / "state", (120, 40), on=on) as (app, pilot, _screen):
            await press(app, "s")
            await named(app, f"{site}/Our Table.yaml")
            assert "write lower-case letters" in one_line(shown(app))
            await named(app, f"{site}/our-table.yaml")
            await until(pilot, lambda: "Kept as a protocol" in shown(app), "what is missing")
            assert "our-table.yaml:2:1: title: is missing; write it" in shown(app)
            assert "in the library (F3)" in one_line(shown(app))
            await press(app, "escape", "s")
            await named(app, f"{site}/our-table.yaml")
            await until(pilot, lambda: "exists" in shown(app), "the reason")

    run(job())
    assert "our-table" in [entry.id for entry in on.entries()]


def test_each_header_that_is_offered_is_read_as_what_it_says() -> None:
    assert all(header_read(text) == text for text in headers_offered())


def test_a_list_of_bags_above_the_steps_has_columns_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        "Solution,Volume (mL),Holds (mg)\nA,250,20\nStep,Bag,Rate (mL/h),Time (min)\n1,A,2,15\n"
    )
    seen = looked(Asked(path)).seen
    assert seen is not None
    # The row of bags is the second, that of the step the fourth.
    assert seen.said_of(1, 2)[1] == "Column 3, Holds (mg): what the bag holds, mg"
    assert seen.said_of(3, 2)[1] == "Column 3, Rate (mL/h): rate, mL/h"


@pytest.mark.slow
def test_only_the_rows_in_view_are_drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path, drawn = tmp_path / "long.csv", []
    path.write_text("Rate (mL/h),Time (min),Volume (mL)\n" + "2,15,0.5\n" * 250)
    row = TableGrid._row

    def counted(grid: TableGrid, number: int) -> object:
        drawn.append(number)
        return row(grid, number)

    async def job() -> None:
        async with opened(tmp_path / "state", table=path) as (app, _pilot, screen):
            monkeypatch.setattr(TableGrid, "_row", counted)
            await press(app, "ctrl+end")
            assert screen.grid.where == "line 251, column 3"
            assert {number for number in drawn if number < 200} == set()

    run(job())


@pytest.mark.slow
def test_the_planner_loads_nothing_of_tables_before_one_is_opened() -> None:
    code = """
import asyncio, sys, tempfile
from pathlib import Path
from rechallenge.tui.app import Planner
async def job():
    app = Planner(state=Path(tempfile.mkdtemp()))
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.press("f8")
asyncio.run(job())
print(*sys.modules, sep="\\n")
"""
    done = python("-c", code)
    assert done.code == 0, done
    loaded = done.out.split()
    assert "rechallenge.service.making" in loaded
    tables = (
        "rechallenge.audit",
        "charset_normalizer",
        "rechallenge.files.tables",
    )
    assert [name for name in loaded if name.startswith(tables)] == []
