"""Starting the planner, with the memory kept so that typing never waits for it."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import Planner


def planner(state: Path | None = None) -> "Planner":
    """The planner, ready to be run, in the language in use. `state` is the folder of its drafts, if
    not the usual one."""
    settle_memory()
    from .app import Planner

    made = Planner(state=state)
    # What is loaded by now stays; looking through it again and again would be felt in typing.
    gc.freeze()
    return made


def run() -> None:
    planner().run()


def settle_memory() -> None:
    """Look for what nothing uses any more seldom: loading makes much, and drops almost none."""
    gc.set_threshold(20_000, 20, 20)
