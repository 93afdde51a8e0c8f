"""What the tests of the planner share: a session without a screen, and a planner by keys."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from textual import events
from textual._context import visible_screen_stack
from textual.pilot import Pilot

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.model.plan import Plan
from rechallenge.tui.app import Planner
from rechallenge.tui.state.audits import Asked, Looked, look
from rechallenge.tui.state.session import Session
from rechallenge.tui.state.shelf import Shelf

NOON = datetime(2026, 11, 21, 12, 0)
SIZES = ((80, 24), (120, 40), (200, 60))
STEPWISE = {
    "protocol": "cadonilimab-stepwise",
    "dose": "10 mg/kg",
    "weight": "48 kg",
    "volume": "250 mL",
    "start": "2026-11-23 09:00",
}
"""480 mg in 250 mL: 10% over 30 min, 30 min of observation, the rest over 90 min."""
_PATIENCE_S = 60
NAMES = {" ": "space", "/": "slash", "-": "minus", ":": "colon", ".": "full_stop", ",": "comma",
         "[": "left_square_bracket", "]": "right_square_bracket"}  # fmt: skip
CHARACTERS = {"space": " "}


def shelf() -> Shelf:
    """The shipped protocols."""
    return Shelf(Shelves(shipped_folder()))


def session(**texts: str) -> Session:
    """A session at noon on one day, with these texts written into its fields in turn."""
    made = Session(shelf(), clock=lambda: NOON)
    write(made, texts)
    return made


def write(into: Session, texts: dict[str, str]) -> None:
    """Write texts into fields, one after the other."""
    for key, text in texts.items():
        into.write(key.replace("__", "."), text)


def plan_of(**texts: str) -> Plan:
    """The plan of a stepwise order with some texts changed."""
    plan = session(**{**STEPWISE, **texts}).evaluation.plan
    assert plan is not None
    return plan


@asynccontextmanager
async def planner(
    state: Path, size: tuple[int, int] = (80, 24), on: Shelf | None = None
) -> AsyncIterator[tuple[Planner, Pilot[None]]]:
    """A planner at a size, with its clock at noon."""
    app = Planner(on or shelf(), state)
    app.session.clock = lambda: NOON
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def audited_here(asked: Asked, shelves: Shelves) -> AsyncGenerator[Looked, None]:
    """An audit in this process, in place of one of its own."""
    for looked in look(asked, shelves):
        yield looked


async def until(pilot: Pilot[None], true: Callable[[], object], what: str) -> None:
    """Wait on a state, never on a time; a state that does not come is a failure by its name.

    Textual's own `pause` calls each widget and waits for all, at every look.
    """
    for _ in range(int(_PATIENCE_S / 0.01)):
        if true():
            return
        if pilot.app._exception_event.is_set():
            break
        await asyncio.sleep(0.01)
    raise AssertionError(f"waited in vain for: {what}")


async def press(app: Planner, *keys: str) -> None:
    """Press keys at once, as a scanner does, and wait until they have been dealt with everywhere.

    They are carried out one after the other, whatever each leads to: that is held by the tests of
    keys in order. To draw the screen after each of them costs more than what it does. Textual's own
    `press` waits until the process uses little time, a fifth of a second a key where the machine is
    busy; this waits for the messages themselves.
    """
    burst(app, keys)
    await carried_out(app)
    for _ in range(2):
        await _quiet(app)
    async with asyncio.timeout(_PATIENCE_S):
        while app.session.is_behind:
            await asyncio.sleep(0.001)


def burst(app: Planner, keys: Iterable[str]) -> None:
    """Send keys at once, and wait for none of them."""
    for key in keys:
        name = NAMES.get(key, key)
        app.post_message(events.Key(name, key if len(key) == 1 else CHARACTERS.get(key)))


async def carried_out(app: Planner) -> None:
    """Wait until the app has carried out every key that was sent to it."""
    arrived = asyncio.Event()
    if app.call_later(arrived.set):
        await arrived.wait()
        await app.all_carried_out()


async def _quiet(app: Planner) -> None:
    """Wait until the app, the screen and what has the focus have handled what was sent to them."""
    focused = app.screen.focused
    for pump in (app, app.screen, *((focused, *focused.ancestors) if focused else ())):
        done = asyncio.Event()
        if pump.is_running and pump.call_later(done.set):
            await done.wait()


async def type_text(app: Planner, text: str) -> None:
    """Type a text into what has the focus, key by key."""
    await press(app, *text)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run one test to its end."""
    asyncio.run(work)


def shown(app: Planner) -> str:
    """The screen as text, one line for each row, with what shows behind a dialog."""
    visible_screen_stack.set(app._background_screens)
    lines = app.screen._compositor.render_strips(app.size)
    return "\n".join(line.text.rstrip() for line in lines) + "\n"


def says(app: Planner, text: str) -> bool:
    """Whether a text is on the screen."""
    return text in shown(app)
