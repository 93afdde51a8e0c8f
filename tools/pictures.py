"""Take the pictures of the planner in `docs/pictures` anew: `python -m tools.pictures`.

They are one session from a protocol to a sheet, the one that the tutorial tells.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from functools import partial
from html import unescape
from pathlib import Path

from tests.tui.planning_room import planner, press, until, write
from tests.tui.screens import still

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZE = (120, 40)
ORDER = {"dose": "10 mg/kg", "weight": "48 kg", "volume": "250 mL", "start": "2026-11-23 09:00"}
LINE = {"line": "15 mL", "primed": "diluent"}
SESSION: tuple[tuple[tuple[str, ...], dict[str, str], str], ...] = (
    (("f3", "cadonilimab slow"), {}, "library"),
    (("enter",), ORDER, "order"),
    (("f2", "8"), {}, "working"),
    (("4",), {}, "findings"),
    (("enter",), {}, "question"),
    (("escape", "f6"), {}, "sheet"),
    (("escape",), LINE, ""),
    (("2", *["right"] * 9), {}, "chart"),
    (("f5",), {}, "compare"),
)
"""The keys, or what is typed; what is then written into fields; the name of the picture, if one is
taken."""


async def taken(state: Path) -> AsyncIterator[tuple[str, str]]:
    """Each picture of the session by its name, as SVG."""
    async with planner(state, SIZE) as (app, pilot):

        async def stands_still() -> None:
            looks: list[str] = []
            await until(pilot, partial(still, app, looks), "the screen to stand still")

        for keys, texts, name in SESSION:
            for key in keys:
                await press(app, *(key if " " in key else (key,)))
                # Where a cursor goes depends on what the screen showed when the key came.
                await stands_still()
            write(app.session, texts)
            await stands_still()
            assert name == "library" or app.session.evaluation.plan, name
            svg = app.export_screenshot(title="rechallenge", simplify=True)
            if name:
                yield name, re.sub(r"terminal-\d+", name, svg)


def text_of(svg: str) -> str:
    """What a picture says, without its spaces."""
    found = re.findall(r"<text [^>]*>([^<]*)</text>", svg)
    return re.sub(r"\s", "", unescape("".join(found)))


async def write_all() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as folder:
        async for name, svg in taken(Path(folder)):
            (PICTURES / f"{name}.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    asyncio.run(write_all())
