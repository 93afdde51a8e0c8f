"""The planner in the made-up language, in a process of its own: what each widget shows, as JSON.

python -m tests.words.pseudo_planner FOLDER           FOLDER holds the files of the Greek site
python -m tests.words.pseudo_planner FOLDER zh-CN     in Chinese, in a terminal of 80x24
"""

import asyncio
import json
import sys
from functools import partial
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from rechallenge.words import speak
from rechallenge.words.languages import Pseudo, book_in

if TYPE_CHECKING:
    from textual.widget import Widget

ORDER = {
    "protocol": "omega-12", "dose": "10 mg/kg", "weight": "48 kg", "volume": "250 mL",
    "start": "2026-11-23 09:00", "pump": "omega", "line": "20 mL", "primed": "diluent",
    "measures": "omega",
}  # fmt: skip
KEYS = (
    ("order", (), ()),
    ("section 1", ("f2", "1"), ()),
    *((f"section {number}", (str(number),), ()) for number in range(2, 10)),
    ("answer", ("4", "enter"), ("escape",)),
    ("help", ("f1",), ("escape",)),
    ("compare", ("f5",), ("escape",)),
    ("sheet", ("f6",), ("escape",)),
    ("stopped", ("f10", "down", *"12 mL", "f2"), ("escape", "right", "enter")),
    ("save", ("ctrl+s",), ("escape",)),
    ("leave", ("ctrl+q",), ("escape",)),
)
"""Each screen by the keys that lead to it from the one before, and those that lead back."""
OPEN, CLOSE = "\u0323", "\u0325"
"""Marks on the letter before, which take no column."""


class Marked(NullTranslations):
    """The texts of a translation at their own width: where the mark at the end is missing, a text
    was cut."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self._said = book_in(tag)

    def info(self) -> dict[str, str]:
        return self._said.info()

    def gettext(self, message: str) -> str:
        return self._marked(self._said.gettext(message))

    def pgettext(self, context: str, message: str) -> str:
        return self._marked(self._said.pgettext(context, message))

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self._marked(self._said.npgettext(context, msgid1, msgid2, n))

    def _marked(self, text: str) -> str:
        return f"{OPEN}{text}{CLOSE}"


def shown(widget: "Widget") -> str:
    """What a widget shows, in one line."""
    lines = (widget.render_line(y).text for y in range(widget.size.height))
    return " ".join(" ".join(lines).split())


async def screens(folder: Path, size: tuple[int, int]) -> dict[str, list[tuple[str, bool]]]:
    """What each screen shows: the text of each widget without widgets in it, and whether there is
    more of it to scroll to."""
    from textual.widget import Widget
    from textual.widgets import Input

    from rechallenge.files.find import Shelves, shipped_folder
    from rechallenge.tui.state.shelf import Shelf
    from rechallenge.tui.widgets.order_field import OrderField
    from tests.tui.planning_room import planner, press, until, write
    from tests.tui.screens import still

    found: dict[str, list[tuple[str, bool]]] = {}
    shelf = Shelf(Shelves(shipped_folder(), folder / "site"))
    async with planner(folder / "state", size, shelf) as (app, pilot):
        write(app.session, ORDER)
        await until(pilot, lambda: app.session.evaluation.plan is not None, "a plan")
        for name, keys, back in KEYS:
            await press(app, *keys)
            await pilot.pause(0)
            looks: list[str] = []
            await until(pilot, partial(still, app, looks), "the screen to stand still")
            leaves = [
                widget
                for widget in app.screen.walk_children()
                if isinstance(widget, Widget)
                and widget.is_on_screen
                and (isinstance(widget, OrderField) or not widget.children)
                and not isinstance(widget, Input)
            ]
            found[name] = [(shown(widget), widget.allow_vertical_scroll) for widget in leaves]
            await press(app, *back)
    return found


if __name__ == "__main__":
    _folder, *_tags = sys.argv[1:]
    speak(Marked(*_tags) if _tags else Pseudo())
    print(json.dumps(asyncio.run(screens(Path(_folder), (80, 24) if _tags else (200, 60)))))
