"""The planner: how long it takes to be usable, and from a key to the repainted schedule."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from rich.console import RenderableType
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
EMPTY = """
import textual.app, pint, pydantic
class Empty(textual.app.App):
    def on_ready(self):
        self.exit()
Empty().run(headless=True, size=(80, 24))
"""
OURS = """
import tempfile
from pathlib import Path
from rechallenge.tui.start import planner
with tempfile.TemporaryDirectory() as folder:
    made = planner(Path(folder))
    # Instead of what is loaded after the first frame.
    type(made).on_ready = lambda self: self.exit()
    made.run(headless=True, size=(80, 24))
"""


class Watched(Planner):
    """A planner that says when a frame was painted."""

    CSS_PATH = str(Path(app.__file__).with_name("planner.tcss"))

    def __init__(self, shelf: Shelf, state: Path) -> None:
        super().__init__(shelf, state)
        self.painted = asyncio.Event()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        self.painted.set()


def keystrokes() -> None:
    """Print how long a key takes to the schedule repainted, a line for each size."""
    for size in SIZES:
        times = asyncio.run(_repaints(size))
        shown, proven = ([frames[n] for frames in times] for n in (0, 1))
        middle, slow = statistics.median(shown), statistics.quantiles(shown, n=20)[-1]
        wide, high = size
        print(
            f"key to repainted schedule of 12 steps at {wide} x {high}: median {middle:.1f} ms, "
            f"p95 {slow:.1f} ms; aim: the median within one frame, {FRAME_MS:.1f} ms; "
            f"to the schedule recomputed: median {statistics.median(proven):.1f} ms"
        )


async def _repaints(size: tuple[int, int]) -> list[tuple[float, float]]:
    """Milliseconds from a change of the dose's text to the frame that shows what follows, and to
    the frame that says it was recomputed."""
    settle_memory()  # as the program does before it runs
    with tempfile.TemporaryDirectory() as folder:
        planner = Watched(Shelf(Shelves(shipped_folder())), Path(folder))
        async with planner.run_test(size=size) as pilot:
            for key, text in TWELVE_STEPS.items():
                planner.session.write(key, text)
            await pilot.press("f2")
            field = planner.order_screen.form.field("dose")
            assert field is not None
            assert planner.session.evaluation.plan is not None
            times: list[tuple[float, float]] = []
            for number in range(120):
                frames = []
                planner.painted.clear()
                began = time.perf_counter()
                field.entry.value = "2000 mg" if number % 2 else "1900 mg"
                for _ in range(2):
                    await planner.painted.wait()
                    planner.painted.clear()
                    frames.append((time.perf_counter() - began) * 1000)
                times.append((frames[0], frames[1]))
                await pilot.pause(0.02)
            return times[20:]
