"""Searching in what is shown: a line to type into, the matches in turn, and how many there are."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from rechallenge.words import _

from .text_field import TextField


class Searchable(Protocol):
    """What can be searched."""

    def seek(self, sought: str) -> int:
        """Mark a text wherever it is, and say in how many lines or rows; empty ends that."""
        raise NotImplementedError

    def go_to_match(self, number: int) -> None:
        """Bring one of these into view, by its number from 0."""
        raise NotImplementedError


class Place(NamedTuple):
    """One place to search, by its name; `show` brings it onto the screen and into focus."""

    name: str
    target: Searchable
    show: Callable[[], None]


class SearchLine(Horizontal):
    """The line at the foot: Enter goes to the match, n and N to the next and the one before.

    `places` is asked when a search begins; the first of them is where the person is.
    """

    def __init__(self, places: Callable[[], list[Place]]) -> None:
        super().__init__(id="search-line", classes="search-line")
        self.display = False
        self._places_now = places
        self._places: list[Place] = []
        self._matches: list[tuple[Place, int]] = []
        self._at = 0
        self.field = TextField(changed=self._find, placeholder=_("a word of the result"))
        self._count = Static("", id="search-count", markup=False)

    def compose(self) -> ComposeResult:
        yield Static(_("Search"), classes="label", markup=False)
        yield self.field
        yield self._count

    def begin(self) -> None:
        """Search anew, in what is shown now."""
        self.end()
        self._places = self._places_now()
        self.display = bool(self._places)
        self._say()
        self.field.focus()

    def end(self) -> None:
        """End the search; nothing stays marked."""
        self.field.value = ""
        self.display = False
        self._places = []

    def step(self, by: int) -> None:
        if self._matches:
            self._at = (self._at + by) % len(self._matches)
            self._go()

    def on_input_submitted(self, event: TextField.Submitted) -> None:
        event.stop()
        self.step(0)

    def _find(self, text: str) -> None:
        sought = text.strip()
        self._matches = [
            (place, number) for place in self._places for number in range(place.target.seek(sought))
        ]
        self._at = 0
        self._say()

    def _go(self) -> None:
        place, number = self._matches[self._at]
        place.show()
        # Where it is in a place that was out of sight is known once that is laid out.
        self.call_after_refresh(place.target.go_to_match, number)
        self._say()

    def _say(self) -> None:
        said = _("Enter: first, n, N: others")
        if self._matches:
            now = {"at": self._at + 1, "number": len(self._matches)}
            said = _("{at} of {number} in {place}; n, N")
            said = said.format(place=self._matches[self._at][0].name, **now)
        elif self.field.value.strip():
            said = _("not found")
        self._count.update(Content(said))


def lines_with(lines: list[str], sought: str) -> list[int]:
    """The numbers of the lines that have a text, in any case; none for an empty one."""
    wanted = sought.casefold()
    return [n for n, line in enumerate(lines) if wanted and wanted in line.casefold()]


def marked(content: Content, sought: str) -> Content:
    """With the text marked wherever it is, which shows without colour too."""
    plain, wanted = content.plain.casefold(), sought.casefold()
    if not wanted or len(plain) != len(content.plain):
        return content
    start = plain.find(wanted)
    while start >= 0:
        content = content.stylize("reverse bold", start, start + len(wanted))
        start = plain.find(wanted, start + len(wanted))
    return content
