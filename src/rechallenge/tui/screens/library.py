"""The library: every protocol there is and every file of facts, searched by words, each in plain
words beside the list."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.widgets.option_list import Option

from rechallenge.files.facts import read_facts
from rechallenge.files.find import NotFound, kind_of_facts
from rechallenge.files.headings import LibraryEntry
from rechallenge.files.reading import UnusableFile
from rechallenge.files.summaries import matching
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.view.facts import facts_sections, facts_title
from rechallenge.sheet.view.protocol import protocol_sections, protocol_title
from rechallenge.tui.state.shelf import Shelf
from rechallenge.tui.widgets.choice_list import ChoiceList, row
from rechallenge.tui.widgets.key_line import KeyLine
from rechallenge.tui.widgets.sheet_text import SectionText
from rechallenge.tui.widgets.text_field import TextField
from rechallenge.words import _
from rechallenge.words.lists import commas, with_label

SIDE_BY_SIDE = 130

_MOVES = {
    "down": "action_cursor_down",
    "up": "action_cursor_up",
    "pagedown": "action_page_down",
    "pageup": "action_page_up",
}


class ProtocolList(ChoiceList[LibraryEntry]):
    """The protocols found; one that cannot be used says why and cannot be chosen for an order."""

    def rows_at(self, width: int) -> list[Option]:
        if not self.items:
            return [row([Content(f" {_('Nothing here has all these words.')}")], can_choose=False)]
        return [row(_lines(entry, width)) for entry in self.items]


class Library(Screen[str | None]):
    """Search, read, choose. Leaving by Escape changes nothing."""

    HELP: ClassVar[str] = _(
        "The library of protocols, drugs, pumps, lines and measures. Type words of a drug, a "
        "strategy or a title, in any order; the list keeps what has all of them. Down goes into "
        "the list, Tab to the page, Enter takes the protocol into the order. The page of a drug "
        "or a pump has each fact with its source; Enter searches for its name.\n\nA protocol "
        "from your own folder is marked 'own'. If a file cannot be used, its page says why."
    )
    command = "rechallenge protocols\nrechallenge drugs\nrechallenge show NAME"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("slash", "search", "Search", show=False),
    ]

    def __init__(self, shelf: Shelf, chosen: str = "") -> None:
        super().__init__(id="library")
        self._shelf, self._named = shelf, chosen
        self._all: tuple[LibraryEntry, ...] = ()
        self._also: dict[str, tuple[str, ...]] = {}
        self.search = TextField(
            changed=self._find, placeholder=_("words: a drug, a pump, a strategy, a title")
        )
        self.list = ProtocolList(id="protocols")
        self.page = SectionText(id="page")
        self._keys = KeyLine(())

    def compose(self) -> ComposeResult:
        with Horizontal(classes="search-line"):
            yield Static(_("Search"), classes="label", markup=False)
            yield self.search
        with Horizontal(id="shelves"):
            yield self.list
            yield self.page
        yield self._keys

    def on_mount(self) -> None:
        self._all = self._shelf.entries() + self._shelf.facts()
        self._also = self._shelf.other_names()
        self.list.show_items(self._all)
        ids = [entry.named for entry in self._all]
        self.list.chosen = ids.index(self._named) if self._named in ids else 0
        self.search.focus()
        self._read()

    def on_resize(self) -> None:
        self.set_class(self.app.size.width >= SIDE_BY_SIDE, "-side-by-side")

    def on_input_submitted(self) -> None:
        self.action_take()

    def on_key(self, event: object) -> None:
        key = getattr(event, "key", "")
        if key in _MOVES and self.search.has_focus:
            getattr(self.list, _MOVES[key])()

    def on_descendant_focus(self) -> None:
        self._say_keys()

    def on_option_list_option_highlighted(self) -> None:
        self._read()

    def on_option_list_option_selected(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        """Take the chosen protocol into the order, where it can be used."""
        entry = self.list.item
        if entry is None:
            return
        if not entry.version:
            self.search.value = entry.id
            return
        try:
            self._shelf.source(entry.named)
        except (NotFound, UnusableFile):
            self.notify(_("This file cannot be used; the page says why."), markup=False)
            return
        self.dismiss(entry.named)

    def action_search(self) -> None:
        self.search.focus()

    def action_leave(self) -> None:
        self.dismiss(None)

    def _find(self, words: str) -> None:
        self.list.show_items(matching(self._all, words, self._also))
        self.list.chosen = 0
        self._read()

    def _read(self) -> None:
        entry = self.list.item
        try:
            if entry is None:
                self.page.show("")
            elif kind := kind_of_facts(entry.path):
                facts = read_facts(entry.path, kind)
                self.page.show_sections(tuple(facts_sections(facts)), first=facts_title(facts))
            else:
                protocol = self._shelf.source(entry.named).protocol
                self.page.show_sections(
                    tuple(protocol_sections(protocol)), first=protocol_title(protocol)
                )
        except (NotFound, UnusableFile) as error:
            self.page.show(_why_unusable(error))
        self.page.scroll_home(animate=False)
        self._say_keys()

    def _say_keys(self) -> None:
        entry, keys = self.list.item, [("F1", _("Help"), "app.help")]
        if entry is not None and not entry.trouble and not self.page.has_focus:
            does = _("Choose") if entry.version else _("Its protocols")
            keys.append(("Enter", does, "screen.take"))
        if self.search.has_focus:
            keys.append(("Tab", _("To the list"), "app.focus_next"))
        else:
            keys.append(("/", _("Search"), "screen.search"))
        if self.list.has_focus:
            keys.append(("Tab", _("Read the page"), "app.focus_next"))
        self._keys.show((*keys, ("Esc", _("Back"), "screen.leave")))


def _why_unusable(error: NotFound | UnusableFile) -> str:
    if isinstance(error, NotFound):
        return _("This protocol cannot be used.\n\n{why}").format(why=error)
    problems = "\n\n".join(map(str, error.problems))
    return _("This file cannot be used as it is written.\n\n{why}").format(why=problems)


def _lines(entry: LibraryEntry, width: int) -> tuple[Content, ...]:
    own = f"  {_('own')}" if entry.own else ""
    head = Content.assemble((f" {entry.id}", "bold"), (own, "italic"))
    if entry.trouble:
        told = wrapped(f"x {entry.trouble}", 3, 5, width)
        return (head, *map(Content, told.split("\n")))
    of = with_label(commas((drug_name(entry.drug), entry.strategy)), entry.title)
    if not entry.version:
        of = with_label(entry.strategy, entry.title) if entry.title else entry.strategy
    return (head, *(Content.styled(line, "dim") for line in wrapped(of, 3, 3, width).split("\n")))
