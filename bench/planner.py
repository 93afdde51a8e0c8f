"""The planner: how long it takes to be usable, and from a key to what it paints."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from rich.console import RenderableType
from textual import events
from textual.screen import Screen

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.tui import app
from rechallenge.tui.app import Planner
from rechallenge.tui.start import settle_memory
from rechallenge.tui.state.shelf import Shelf

SIZES = ((80, 24), (120, 40), (200, 60))
FRAME_MS = 1000 / 60
TWELVE_STEPS = {
    "protocol": "ceftazidime-12-step",
    "dose": "2000 mg",
    "start": "09:00",
    "line": "20 mL",
    "primed": "diluent",
    "sets": "shared",
}
READY = "def on_ready(self): os._exit(0)"
EMPTY = f"""
import os, textual.app, pint
from pydantic import BaseModel
class Empty(textual.app.App):
    {READY}
Empty().run(headless=True, size=(80, 24))
"""
"""`import pydantic` alone loads nothing of it."""
OURS = f"""
import os, tempfile
from pathlib import Path
from rechallenge.tui.start import planner
{READY}
with tempfile.TemporaryDirectory() as folder:
    made = planner(Path(folder))
    # Instead of what is loaded after the first frame.
    type(made).on_ready = on_ready
    made.run(headless=True, size=(80, 24))
"""


class Frame(NamedTuple):
    """A frame that was painted: the CPU time of the process in seconds, and how far the schedule is
    that it shows: 0 for one of an earlier text, 1 for that of the text, 2 where it is proven."""

    at: float
    shows: int


class Watched(Planner):
    """A planner that notes each frame it paints."""

    CSS_PATH = str(Path(app.__file__).with_name("planner.tcss"))

    def __init__(self, shelf: Shelf, state: Path) -> None:
        super().__init__(shelf, state)
        self.frames: list[Frame] = []

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        shows = 0
        if not self.session.is_behind and self.session.evaluation.plan is not None:
            shows = 2 if self.session.evaluation.plan.proof else 1
        self.frames.append(Frame(time.process_time(), shows))


def keystrokes() -> None:
    """Print how long a key takes, a line for each size, in CPU time: another process that keeps the
    machine busy does not count."""
    for size in SIZES:
        times = asyncio.run(_repaints(size))
        painted, shown, proven = (statistics.median(column) for column in zip(*times, strict=True))
        slow = statistics.quantiles([first for first, *_ in times], n=20)[-1]
        wide, high = size
        print(
            f"key to its repaint with 12 steps and a line at {wide} x {high}: median {painted:.1f} "
            f"ms of CPU, p95 {slow:.1f} ms; aim: the median within one frame, {FRAME_MS:.1f} ms; "
            f"to the schedule: {shown:.1f} ms; to the schedule recomputed: {proven:.1f} ms"
        )


async def _repaints(size: tuple[int, int]) -> list[tuple[float, float, float]]:
    """Milliseconds from a key in the dose's field to the frame that has its text, to the one that
    has the schedule that follows, and to the one in which that is proven."""
    settle_memory()  # as the program does before it runs
    with tempfile.TemporaryDirectory() as folder:
        planner = Watched(Shelf(Shelves(shipped_folder())), Path(folder))
        async with planner.run_test(size=size) as pilot:
            for key, text in TWELVE_STEPS.items():
                planner.session.write(key, text)
            field = planner.order_screen.form.field("dose")
            assert field is not None
            field.entry.focus()
            await pilot.pause(0.2)
            field.entry.cursor_position = 1
            times = []
            for number in range(120):
                planner.frames.clear()
                began = time.process_time()
                # 2000 mg becomes 21000 mg, and 2000 mg again.
                key, character = ("backspace", "\x7f") if number % 2 else ("1", "1")
                planner.post_message(events.Key(key, character))
                while not (planner.frames and planner.frames[-1].shows == 2):
                    await asyncio.sleep(0.001)
                times.append(
                    (
                        _until(0, planner.frames, began),
                        _until(1, planner.frames, began),
                        _until(2, planner.frames, began),
                    )
                )
                await pilot.pause(0.02)
            return times[20:]


def _until(shows: int, frames: list[Frame], began: float) -> float:
    """Milliseconds to the first frame that shows so much."""
    return (next(frame.at for frame in frames if frame.shows >= shows) - began) * 1000
