"""What a terminal that is too small shows in place of a cut-off number."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from rechallenge.words import _

LEAST_WIDTH, LEAST_HEIGHT = 60, 20


class TooSmall(Screen[None]):
    """Asks for more room; the order waits behind it, whole."""

    def compose(self) -> ComposeResult:
        yield Static("", id="room", markup=False)

    def on_resize(self) -> None:
        width, height = self.app.size
        self.query_one(Static).update(
            _(
                "This terminal is {width} x {height}.\nThe planner needs {least_width} x "
                "{least_height}, so that no number is cut.\nMake it larger; your order is kept."
            ).format(
                width=width,
                height=height,
                least_width=LEAST_WIDTH,
                least_height=LEAST_HEIGHT,
            )
        )


def too_small(width: int, height: int) -> bool:
    return width < LEAST_WIDTH or height < LEAST_HEIGHT
