"""The planner in the made-up language, in a process of its own: what each widget shows, as JSON.

python -m tests.words.pseudo_planner FOLDER    FOLDER holds the files of the Greek site
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rechallenge.words import speak
from rechallenge.words.pseudo import Pseudo

if TYPE_CHECKING:
    from textual.widget import Widget

ORDER = {
    "protocol": "omega-12", "dose": "10 mg/kg", "weight": "48 kg", "volume": "250 mL",
    "start": "2026-11-23 09:00", "pump": "omega", "line": "20 mL", "primed": "diluent",
}  # fmt: skip
KEYS = (
    ("order", ()),
    *((f"section {number}", ("f2", str(number))) for number in range(1, 10)),
    ("answer", ("f2", "4", "enter")),
    ("help", ("f1",)),
    ("compare", ("f5",)),
    ("sheet", ("f6",)),
    ("save", ("ctrl+s",)),
    ("leave", ("ctrl+q",)),
)


def shown(widget: "Widget") -> str:
    """What a widget shows, in one line."""
    lines = (widget.render_line(y).text for y in range(widget.size.height))
    return " ".join(" ".join(lines).split())


async def screens(folder: Path) -> dict[str, list[tuple[str, bool]]]:
    """What each screen shows: the text of each widget without widgets in it, and whether there is
    more of it to scroll to."""
    from textual.widget import Widget
    from textual.widgets import Input

    from rechallenge.files.find import Shelves, shipped_folder
    from rechallenge.tui.state.shelf import Shelf
    from tests.tui.planning_room import planner, press, until, write

    found: dict[str, list[tuple[str, bool]]] = {}
    for name, keys in KEYS:
        shelf = Shelf(Shelves(shipped_folder(), folder / "site"))
        async with planner(folder / name, (200, 60), shelf) as (app, pilot):
            write(app.session, ORDER)
            await until(pilot, lambda app=app: app.session.evaluation.plan is not None, "a plan")  # type: ignore[misc]
            await press(app, *keys)
            leaves = [
                widget
                for widget in app.screen.walk_children()
                if isinstance(widget, Widget)
                and widget.is_on_screen
                and not widget.children
                and not isinstance(widget, Input)
            ]
            found[name] = [(shown(widget), widget.allow_vertical_scroll) for widget in leaves]
    return found


if __name__ == "__main__":
    speak(Pseudo())
    print(json.dumps(asyncio.run(screens(Path(sys.argv[1])))))
