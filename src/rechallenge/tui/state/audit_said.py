"""What is said of a table on its screen: the head, and items to choose among by their headings."""

from collections.abc import Iterator
from typing import NamedTuple

from rechallenge.sheet.audit_view import Found
from rechallenge.words import _, counted, word

from .audits import Looked
from .seen_table import NOTED, UNREAD, WRONG

_MOST_NOT_READ = 200


class Item(NamedTuple):
    """Something said of a table: its paragraphs, and the places of its cells, the first of which
    the cursor goes to. `mark` says what it is without colour."""

    mark: str
    lines: tuple[str, ...]
    cells: tuple[str, ...]


class Group(NamedTuple):
    """Items under a heading; `lines` are said in place of items."""

    heading: str
    items: tuple[Item, ...] = ()
    lines: tuple[str, ...] = ()


def groups_of(looked: Looked) -> Iterator[Group]:
    """All that is said of a table, what matters most first."""
    if looked.why:
        yield Group(_("No audit"), lines=(f"{WRONG} {looked.why}",))
    if looked.notes:
        yield Group(_("How it was read"), lines=looked.notes)
    view = looked.view
    if view is not None:
        found = tuple(_item(number, one) for number, one in enumerate(view.found, 1))
        clean = () if found else (view.clean,)
        yield Group(word("audit.heading.disagrees"), found, clean)
        notes = tuple(Item(NOTED, (one.text,), (one.where,)) for one in view.notes)
        said = word("audit.not-slips" if notes else "audit.nothing-stands-out")
        yield Group(word("audit.heading.notes"), notes, (said,))
    if looked.seen is not None and looked.seen.unread:
        unread = looked.seen.unread.items()
        items = tuple(Item(UNREAD, (said,), (where,)) for where, said in unread)
        left = len(items) - _MOST_NOT_READ
        more = (_("and {number} cells more").format(number=f"{left:,}"),) if left > 0 else ()
        yield Group(word("audit.heading.not-read"), items[:_MOST_NOT_READ], more)
    if view is not None:
        yield Group(word("audit.heading.compared"), lines=view.compared)
        yield Group(word("audit.heading.looked"), lines=view.looked)


def _item(number: int, one: Found) -> Item:
    lines = (f"{number}. {one.claims[0]}", *one.claims[1:], *one.explained)
    return Item(WRONG if one.is_slip else NOTED, lines, one.cells)


def head_of(looked: Looked) -> tuple[str, str, str]:
    """The head of the screen: what has come out, the style of that, and the name of the table."""
    seen = looked.seen
    named = _("Table") if seen is None else seen.name
    if seen is not None and seen.all_rows > len(seen.rows):
        shown = _("{table}, its first {shown} rows of {all}")
        named = shown.format(table=named, shown=f"{len(seen.rows):,}", all=f"{seen.all_rows:,}")
    if looked.why:
        return _("NO AUDIT"), "reverse", named
    if looked.done is None:
        return _("Comparing the numbers"), "reverse", named
    slips = len(looked.done.slips)
    named = f"{named}   {word('audit.steps', count=len(looked.done.found.lines))}"
    if slips:
        return counted("planner.disagree", slips), "$refused", named
    return _("Nothing disagrees"), "$ready", named
