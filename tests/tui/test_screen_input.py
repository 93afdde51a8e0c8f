"""What a person may do to a field: paste anything, resize at any moment; nothing crashes."""

import time
from functools import partial
from pathlib import Path

import pytest
from textual import events

from rechallenge.quantities import display
from rechallenge.sheet.text.grid import line_text
from rechallenge.sheet.text.plan import table_grid
from rechallenge.sheet.view import SectionCode, sections_of
from rechallenge.tui.app import Planner
from rechallenge.tui.screens.room import TooSmall
from rechallenge.tui.state import session
from rechallenge.tui.state.draft import DraftOrder
from rechallenge.tui.state.evaluation import Evaluation, FieldStatus, evaluate
from rechallenge.tui.state.shelf import Shelf
from tests.tiers import slow_but
from tests.tui.planning_room import SIZES, STEPWISE, planner, press, run, shown, until, write

PASTED = (
    "5 mg", "1,000", "\uff15\uff10 mg", "5" * 10_000, "[red]5 mg[/red]", "[@click=app.quit]5 mg[/]",
    "\x1b[31m5 mg\x1b[0m", "5 mg\n6 mg", "\x1b]0;title\x07", "\ud800", "\u202e5 mg", "'; rm -rf /",
    "5 mg\r\n", "\t5 mg",
)  # fmt: skip


def dose_of(app: Planner) -> str:
    field = app.order_screen.form.field("dose")
    assert field is not None
    return field.entry.value


def holds(app: Planner, text: str) -> bool:
    return dose_of(app) == text


def test_pasted_text_is_kept_as_it_is_shown_and_never_obeyed(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, {k: v for k, v in STEPWISE.items() if k != "dose"})
            field = app.order_screen.form.field("dose")
            assert field is not None
            field.entry.focus()
            await pilot.pause()
            for text in PASTED:
                app.session.write("dose", "")
                await until(pilot, lambda: dose_of(app) == "", "an empty field")
                field.entry.post_message(events.Paste(text))
                await until(pilot, partial(holds, app, text), f"{text[:20]!a} in the field")
                assert app.session.draft.text("dose") == text
                await until(pilot, lambda: not app.session.is_behind, "what follows")
                usable = text == "5 mg"
                assert (app.session.evaluation.plan is not None) is usable, ascii(text)
                drawn = shown(app)
                assert "\x1b" not in drawn
                refused = field.state.status is FieldStatus.REFUSED
                assert refused is not usable, ascii(text)
                assert ("NO RESULT" in drawn) is refused, ascii(text)
                assert app.is_running

    run(job())


def asks_for_room(app: Planner, expected: bool) -> bool:
    return isinstance(app.screen, TooSmall) is expected


@pytest.mark.slow
def test_a_terminal_resized_in_the_middle_of_an_edit_keeps_text_and_focus(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            field = app.order_screen.form.field("weight")
            assert field is not None
            field.entry.focus()
            await press(app, "backspace")
            for width, height in ((60, 20), (50, 18), (200, 60), (30, 5), (118, 40), (80, 24)):
                await pilot.resize_terminal(width, height)
                asks = partial(asks_for_room, app, width < 60 or height < 20)
                await until(pilot, asks, "the screen of that size")
            await until(pilot, lambda: field.entry.has_focus, "the focus where it was")
            assert app.session.draft.text("weight") == "48 k"
            await press(app, "g")
            assert app.session.evaluation.plan is not None

    run(job())


@pytest.mark.parametrize("size", slow_but([(SIZES[0],)], [(size,) for size in SIZES]), ids=str)
def test_the_numbers_on_the_screen_are_the_plans(size: tuple[int, int], tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path, size) as (app, pilot):
            write(app.session, {**STEPWISE, "line": "15 mL", "primed": "diluent"})
            plan = app.session.evaluation.plan
            assert plan is not None
            await press(app, "f2", "1")
            await until(pilot, lambda: app.order_screen.result.steps.has_focus, "the steps")
            drawn = shown(app)
            (section,) = sections_of(plan, SectionCode.STEPS)
            table = table_grid(section.table, app.order_screen.result.steps.content_size.width)
            lines = [line_text(line) for row in (table.head, *table.rows) for line in row]
            assert len(lines) >= 5
            for line in lines:
                assert line.strip() in drawn
            assert plan.steps[0].rate is not None
            assert display(plan.steps[0].rate) in drawn

    run(job())


@pytest.mark.parametrize("takes", slow_but([0.3], [0, 0.3]), ids=["at once", "slowly"])
def test_no_number_stands_beside_a_newer_text_without_a_word(
    takes: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(draft: DraftOrder, shelf: Shelf) -> Evaluation:
        time.sleep(takes)
        return evaluate(draft, shelf)

    async def job() -> None:
        async with planner(tmp_path, (120, 40)) as (app, pilot):
            write(app.session, STEPWISE)
            await until(pilot, lambda: "to confirm" in shown(app), "a plan that is recomputed")
            assert "150 mL/h" in shown(app)
            monkeypatch.setattr(session, "evaluate", slowly)
            field = app.order_screen.form.field("dose")
            assert field is not None
            for text in ("480 m", "480 mg", "48 mg"):
                await until(pilot, lambda: "Recomputing" not in shown(app), "what follows")
                field.entry.value = text
                frame = shown(app)
                assert f" {text} " in frame
                assert "Recomputing" in frame or "NO RESULT" in frame
                assert "= 480 mg" not in frame
                # A number that could be read before the next one is there is blanked as well.
                assert not takes or text != "48 mg" or "150 mL/h" not in frame
            await until(pilot, lambda: "= 48 mg" in shown(app), "what follows")
            field.entry.value = "10 mg/kg x"
            await until(pilot, lambda: "NO RESULT" in shown(app), "the reason")
            assert "150 mL/h" not in shown(app)

    run(job())


_ONCE = (*"cgls", *"bdehimptvwxyz", "f4", "f7", "tab", "shift+tab", "ctrl+z", "ctrl+y", "ctrl+t")
"""The app's own keys, which do the same in each section, and letters that are bound in none."""


@pytest.mark.slow
@pytest.mark.parametrize("sections", slow_but(["1"], ["1", "23", "456", "789"]))
def test_every_key_of_a_keyboard_does_no_harm(sections: str, tmp_path: Path) -> None:
    # The other digits open the other sections, each from the one before.
    keys = [*"abcdefghijklmnoprstuvwxyz", "f4", "f7", "tab", "shift+tab", "home", "end", "pageup",
            "pagedown", "left", "right", "up", "down", "delete", "backspace", "ctrl+z", "ctrl+y",
            "ctrl+t", "escape", "f2", "0"]  # fmt: skip

    async def job() -> None:
        async with planner(tmp_path) as (app, _):
            write(app.session, STEPWISE)
            for section in sections:
                await press(app, "f2", section)
                for key in keys:
                    if key in _ONCE and section != sections[0]:
                        continue
                    await press(app, key)
                    if app.screen is not app.order_screen:
                        await press(app, "escape")
                assert app.is_running

    run(job())


@pytest.mark.slow
def test_a_field_that_is_typed_into_stays_in_view_when_those_above_it_grow(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE | {"line": "15 mL"})
            field = app.order_screen.form.field("primed")
            assert field is not None
            field.entry.focus()
            await until(pilot, lambda: "Primed with" in shown(app), "the field in view")
            write(app.session, {"dose": "1,000 mg", "weight": "1,000 kg", "volume": "1,000 mL"})
            for _ in range(5):
                await press(app, "d")
            await until(pilot, lambda: "Primed with    ddddd" in shown(app), "the field in view")

    run(job())


@pytest.mark.slow
def test_the_head_says_that_a_plan_is_being_recomputed_until_it_is(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            await until(pilot, lambda: "to confirm" in shown(app), "a plan that is recomputed")
            app.session.write("dose", "375 mg")
            frame = shown(app)
            assert "375 mg" in frame
            assert "Recomputing" in frame
            assert "to confirm" not in frame
            await until(pilot, lambda: "Recomputing" not in shown(app), "the recomputation")
            assert "to confirm" in shown(app)
            plan = app.session.evaluation.plan
            assert plan is not None
            assert plan.proof is not None

    run(job())
