"""The keys of a screen, as many as fit whole; a click on one is that key."""

from textual import events
from textual.content import Content
from textual.widget import Widget

from rechallenge.sheet.text.columns import columns_of

Key = tuple[str, str, str]
"""A key as it is printed on a keyboard, what it does, and the action."""


class KeyLine(Widget):
    """One line at the foot of a screen, of what works there now. The first key, help, names all the
    others."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        super().__init__()
        self.keys = keys

    def show(self, keys: tuple[Key, ...]) -> None:
        if keys != self.keys:
            self.keys = keys
            self.refresh()

    def render(self) -> Content:
        return (
            Content("  ")
            .join(
                Content.assemble((key, "$accent bold"), f" {does}")
                for key, does, _ in self._fitting()
            )
            .pad_left(1)
        )

    async def on_click(self, event: events.Click) -> None:
        left = 1
        for key, does, action in self._fitting():
            right = left + columns_of(key) + 1 + columns_of(does)
            if left <= event.x < right:
                await self.run_action(action)
                return
            left = right + 2

    def _fitting(self) -> list[Key]:
        room = self.size.width - 2
        chosen = []
        for entry in self.keys:
            room -= columns_of(entry[0]) + columns_of(entry[1]) + 3
            if room < -2:
                break
            chosen.append(entry)
        return chosen
