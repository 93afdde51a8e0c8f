"""A planner in which planning is slow, and which writes down what is in its fields on F11.

python -m tests.tui.watched_planner STATE LONGEST_S
"""

import json
import random
import sys
import time
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from rechallenge.tui import app
from rechallenge.tui.app import Planner
from rechallenge.tui.state import evaluation, session, typing_step
from rechallenge.tui.state.draft import DraftOrder
from rechallenge.tui.state.evaluation import Evaluation
from rechallenge.tui.state.shelf import Shelf
from rechallenge.tui.widgets.text_field import TextField

WRITTEN = "written.json"


class Watched(Planner):
    """F11 writes what takes the focus, in order, with text and cursor of each field."""

    CSS_PATH = str(Path(app.__file__).with_name("planner.tcss"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f11", "write_down", priority=True)]
    written = 0

    def action_write_down(self) -> None:
        """Write it, whole or not at all."""
        self.written += 1
        chain = self.screen.focus_chain
        tree = {
            "number": self.written,
            "screen": type(self.screen).__name__,
            "focus": chain.index(self.focused) if self.focused in chain else -1,
            "places": [
                [place.value, place.cursor_position] if isinstance(place, TextField) else None
                for place in chain
            ],
        }
        part = self.folder / "part"
        part.write_text(json.dumps(tree))
        part.replace(self.folder / WRITTEN)


def run(state: Path, longest_s: float) -> None:
    """Run it."""
    evaluate, dice = evaluation.evaluate, random.Random(1)

    def slow(draft: DraftOrder, shelf: Shelf) -> Evaluation:
        time.sleep(dice.random() * longest_s)
        return evaluate(draft, shelf)

    vars(session)["evaluate"] = slow
    # On a busy machine, keys that were sent together may be read apart.
    vars(typing_step)["PAUSE_S"] = 1e9
    Watched(state=state).run()


if __name__ == "__main__":
    run(Path(sys.argv[1]), float(sys.argv[2]))
