"""The screens that are kept as goldens, and how each is reached by keys."""

import asyncio
import re
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rechallenge.tui.app import Planner
from tests.tui.planning_room import STEPWISE, planner, press, shown, until, write

GOLDENS = Path(__file__).with_name("goldens")
WITH_LINE = STEPWISE | {"line": "15 mL", "primed": "diluent", "premed_lead": "30 min"}
REFUSED = STEPWISE | {"protocol": "stepwise", "settings.second_time": "1 min"}
WRONG = {"dose": "1,5 mg", "weight": "[red]48 kg[/]\x1b[31m", "volume": "5", "start": "9:00"}
PLAIN, WIDER, WIDEST, LEAST = (80, 24), (120, 40), (200, 60), (60, 20)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: an order, a size, a theme, and the keys that lead to the screen."""

    name: str
    size: tuple[int, int] = PLAIN
    order: dict[str, str] = field(default_factory=lambda: dict(WITH_LINE))
    keys: tuple[str, ...] = ()
    theme: str = "dark"


SCREENS = (
    Shot("empty", order={}),
    Shot("order"),
    Shot("order-wrong", order=WRONG, keys=("down",)),
    Shot("refused", order=REFUSED, keys=("f2",)),
    *(
        Shot(name, keys=("f2", str(number)))
        for number, name in enumerate(
            ("steps", "chart", "premedication", "findings", "bags", "vein", "times", "working",
             "more"), 1)
    ),
    Shot("chart-cursor", keys=("f2", "2", *["right"] * 8)),
    Shot("chart-by-dose", keys=("f2", "2", "r")),
    Shot("acknowledge", keys=("f2", "4", "enter")),
    Shot("library", keys=("f3", *"cadonilimab")),
    Shot("library-drug", keys=("f3", *"mabthera drug")),
    Shot("compare", keys=("f5",)),
    Shot("compare-chart", keys=("f5", "v")),
    Shot("sheet", keys=("f6",)),
    Shot("sheet-working", keys=("f6", "w", "]", "]")),
    Shot("sheet-120", WIDER, keys=("f6", "]", "]")),
    Shot(
        "stopped",
        keys=("f10", "down", *"12 mL", "down", *"09:15", "down", "down", *"30 min", "f2"),
    ),
    Shot("save", keys=("ctrl+s",)),
    Shot("open", keys=("ctrl+n", "right", "right", "enter", "ctrl+o"), order={}),
    Shot("leave", keys=("ctrl+q",)),
    Shot("help", keys=("f1",)),
    Shot("jump", keys=("f9",)),
    Shot("choices", keys=(*["down"] * 16, "f4")),
    Shot("order-120", WIDER),
    Shot("findings-120-light", WIDER, keys=("f2", "4"), theme="light"),
    Shot("steps-120-contrast", WIDER, keys=("f2",), theme="high-contrast"),
    Shot("compare-120", WIDER, keys=("f5",)),
    Shot("library-200", WIDEST, keys=("f3", *"cadonilimab")),
    Shot("order-200", WIDEST, keys=("f2",)),
    Shot("steps-60", LEAST, keys=("f2",)),
    Shot("too-small", (50, 18)),
)  # fmt: skip


def still(app: Planner, looks: list[str]) -> bool:
    """Whether the screen has shown the same for five looks."""
    looks.append(shown(app))
    return len(looks) >= 5 and len(set(looks[-5:])) == 1


async def taken(shot: Shot, state: Path) -> tuple[str, str]:
    """One screen as text and as SVG."""
    async with planner(state, shot.size) as (app, pilot):
        app.theme = shot.theme
        write(app.session, shot.order)
        # Where a list is scrolled to depends on what it showed when the key came.
        for key in (None, *shot.keys):
            if key is not None:
                await press(app, key)
            looks: list[str] = []
            await until(pilot, partial(still, app, looks), "the screen to stand still")
        svg = app.export_screenshot(simplify=True)
        # Rich numbers the classes of a picture by its content and that of its process.
        return shown(app), re.sub(r"terminal-\d+", "terminal", svg)


async def write_all() -> None:
    """Write every golden anew."""
    for shot in SCREENS:
        with tempfile.TemporaryDirectory() as folder:
            text, svg = await taken(shot, Path(folder))
        (GOLDENS / f"{shot.name}.txt").write_text(text, "utf-8")
        (GOLDENS / f"{shot.name}.svg").write_text(svg, "utf-8")
    known = {shot.name for shot in SCREENS}
    for path in GOLDENS.iterdir():
        if path.stem not in known:
            path.unlink()


if __name__ == "__main__":
    asyncio.run(write_all())
