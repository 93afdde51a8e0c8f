"""The screens that are kept as goldens, and how each is reached by keys."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest.mock import patch

from rechallenge.tui.app import Planner
from rechallenge.tui.screens import table_audit
from rechallenge.tui.screens.table_audit import TableAudit
from rechallenge.tui.state.audits import Asked
from tests.tui.planning_room import STEPWISE, audited_here, planner, press, shown, until, write

GOLDENS = Path(__file__).with_name("goldens")
WARD = Path(__file__).with_name("ward.csv")
"""A table of ten steps. Line 4 has 2.6 mL for 2.5 mL, and line 9 has 15.84 mg for 15.74 mg."""
WITH_LINE = STEPWISE | {"line": "15 mL", "primed": "diluent", "premed_lead": "30 min"}
REFUSED = STEPWISE | {"protocol": "stepwise", "settings.second_time": "1 min"}
WRONG = {"dose": "1,5 mg", "weight": "[red]48 kg[/]\x1b[31m", "volume": "5", "start": "9:00"}
PLAIN, WIDER, WIDEST, LEAST = (80, 24), (120, 40), (200, 60), (60, 20)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the keys that lead to it from the one before, and its theme."""

    name: str
    keys: tuple[str, ...] = ()
    theme: str = "dark"


@dataclass(frozen=True, slots=True)
class Walk:
    """Pictures taken one after the other in one planner, of an order at a size; of a table that is
    opened above it, where one is named."""

    shots: tuple[Shot, ...]
    size: tuple[int, int] = PLAIN
    order: dict[str, str] = field(default_factory=lambda: dict(WITH_LINE))
    table: Path | None = None


WALKS = (
    Walk(
        (Shot("empty"), Shot("open", ("ctrl+n", "right", "right", "enter", "ctrl+o"))), order={}
    ),
    Walk(
        (Shot("offers", (*"cado", "down")), Shot("unfolded", ("escape", "f12"))), order={}
    ),
    Walk((Shot("order-wrong", ("down",)),), order=WRONG),
    Walk((Shot("refused", ("f2",)),), order=REFUSED),
    Walk((
        Shot("order"),
        Shot("save", ("ctrl+s",)),
        Shot("leave", ("escape", "ctrl+q")),
        Shot("help", ("escape", "f1")),
        Shot("jump", ("escape", "f9")),
        Shot("library", ("escape", "f3", *"cadonilimab")),
        Shot("compare", ("escape", "f5")),
        Shot("compare-chart", ("v",)),
        Shot("sheet", ("escape", "f6")),
        Shot("sheet-working", ("w", "]", "]")),
        Shot("choices", ("escape", *["down"] * 8, "f4")),
    )),
    Walk((
        Shot("steps", ("f2", "1")),
        Shot("chart", ("2",)),
        Shot("chart-by-dose", ("r",)),
        Shot("chart-cursor", ("r", *["right"] * 8)),
        Shot("premedication", ("3",)),
        Shot("bags", ("5",)),
        Shot("vein", ("6",)),
        Shot("times", ("7",)),
        Shot("working", ("8",)),
        Shot("more", ("9",)),
        Shot("findings", ("4",)),
        Shot("acknowledge", ("enter",)),
        Shot("library-drug", ("escape", "f3", *"mabthera drug")),
    )),
    Walk((
        Shot(
            "stopped",
            ("f10", "down", *"12 mL", "down", *"09:15", "down", "down", *"30 min", "f2"),
        ),
    )),
    Walk((
        Shot("order-120"),
        Shot("compare-120", ("f5",)),
        Shot("sheet-120", ("escape", "f6", "]", "]")),
        Shot("findings-120-light", ("escape", "f2", "4"), theme="light"),
    ), WIDER),
    Walk((Shot("steps-120-contrast", ("f2",), theme="high-contrast"),), WIDER),
    Walk((
        Shot("library-200", ("f3", *"cadonilimab")), Shot("order-200", ("escape", "f2")),
    ), WIDEST),
    Walk((Shot("steps-60", ("f2",)),), LEAST),
    Walk((
        Shot("audit"), Shot("audit-findings", ("f2", "down")), Shot("audit-column", ("c", *"dose")),
    ), order={}, table=WARD),
    Walk((Shot("audit-120"),), WIDER, order={}, table=WARD),
    Walk((Shot("audit-60"),), LEAST, order={}, table=WARD),
    Walk((Shot("too-small"),), (50, 18)),
)  # fmt: skip


def still(app: Planner, looks: list[str]) -> bool:
    """Whether the screen has shown the same for five looks."""
    looks.append(shown(app))
    return len(looks) >= 5 and len(set(looks[-5:])) == 1


async def taken(walk: Walk, state: Path) -> AsyncIterator[tuple[str, str, str]]:
    """The name of each picture of a walk, the screen as text and as SVG."""
    async with planner(state, walk.size) as (app, pilot):

        async def stands_still() -> None:
            await pilot.pause(0)
            looks: list[str] = []
            await until(pilot, partial(still, app, looks), "the screen to stand still")

        write(app.session, walk.order)
        if walk.table is not None:
            screen = TableAudit(Asked(walk.table), app.session.shelf.shelves)
            with patch.object(table_audit, "audited_apart", audited_here):
                await app.push_screen(screen)
                await until(pilot, lambda: screen.looked.is_over, "the audit")
        for shot in walk.shots:
            if shot is walk.shots[0] or shot.theme != app.theme:
                app.theme = shot.theme
                await stands_still()
            if shot.keys:
                await press(app, *shot.keys)
                await stands_still()
            svg = app.export_screenshot(simplify=True)
            # Rich numbers the classes of a picture by its content and that of its process.
            yield shot.name, shown(app), re.sub(r"terminal-\d+", "terminal", svg)


async def write_all() -> None:
    """Write every golden anew."""
    for walk in WALKS:
        with tempfile.TemporaryDirectory() as folder:
            async for name, text, svg in taken(walk, Path(folder)):
                (GOLDENS / f"{name}.txt").write_text(text, "utf-8")
                (GOLDENS / f"{name}.svg").write_text(svg, "utf-8")
    known = {shot.name for walk in WALKS for shot in walk.shots}
    for path in GOLDENS.iterdir():
        if path.stem not in known:
            path.unlink()


if __name__ == "__main__":
    asyncio.run(write_all())
