"""What a terminal that is too small shows in place of a cut-off number."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

LEAST_WIDTH, LEAST_HEIGHT = 60, 20


class TooSmall(Screen[None]):
    """Asks for more room; the order waits behind it, whole."""

    def compose(self) -> ComposeResult:
        yield Static("", id="room", markup=False)

    def on_resize(self) -> None:
        """Say how much room there is, and how much is needed."""
        width, height = self.app.size
        self.query_one(Static).update(
            f"This terminal is {width} x {height}.\nThe planner needs {LEAST_WIDTH} x "
            f"{LEAST_HEIGHT}, so that no number is cut.\nMake it larger; your order is kept."
        )


def too_small(width: int, height: int) -> bool:
    """Whether a terminal is smaller than the planner can be read in."""
    return width < LEAST_WIDTH or height < LEAST_HEIGHT
