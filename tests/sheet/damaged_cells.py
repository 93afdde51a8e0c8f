"""Damage to what is printed in a cell: each text of each page, in each way that it can be changed.

A cell is drawn as one text or a few. To damage every text is to damage every cell, whatever it is:
a rate, a label, a name, a heading, a page number.
"""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple, TypeAlias

from pypdf import PdfWriter

from rechallenge.sheet.pdf.drawn import DrawnText, drawn_on
from rechallenge.sheet.pdf.page_differences import Difference, Differs

from .damage import Content, resaved

COVERED = "covered"
_UNITS = ("mL/h", "mg/h", "mL", "mg", "min", "kg", "%", "h")


class Change(NamedTuple):
    """What is written in the place of a text; nothing for one that is taken out or covered."""

    way: str
    page: int
    place: int
    was: str
    now: str

    @property
    def told(self) -> tuple[int, str, str, str]:
        """How the report tells it: page, what, what the file has and what it should have."""
        what = Differs.TEXT_CHANGED if self.now else Differs.TEXT_MISSING
        return self.page, what, self.now, self.was


def changes(content: Content, page: int, nth: int) -> dict[str, Change]:
    """Every change to the nth text of a page that its font has the letters for, by its way."""
    place, font, was = content.texts[nth]
    others = [text for _, of, text in content.texts if of == font and text.strip() and text != was]
    found = {"removed": "", COVERED: ""}
    for way, make in _WAYS.items():
        tries = (now for now in make(was, others) if now != was and now.strip())
        now = next((now for now in tries if content.can_write(place, now)), None)
        if now is not None:
            found[way] = now
    return {way: Change(way, page, place, was, now) for way, now in found.items()}


def _digit(was: str, others: list[str]) -> Iterator[str]:
    for digit in "1234567890":
        yield re.sub("[0-9]", digit, was, count=1)


def _doubled(was: str, others: list[str]) -> Iterator[str]:
    yield re.sub("[0-9]", lambda digit: digit[0] * 2, was, count=1)


def _exchanged(was: str, others: list[str]) -> Iterator[str]:
    yield re.sub(r"([0-9])(\.?)(?!\1)([0-9])", r"\3\2\1", was, count=1)


def _of_another_cell(was: str, others: list[str]) -> Iterator[str]:
    """Only a number in the place of a number; it stands elsewhere on the page."""
    yield from (text for text in others if _number(was) and _number(text))


def _unit(was: str, others: list[str]) -> Iterator[str]:
    for unit in _UNITS:
        if re.search(rf"(?<=[0-9]\u00a0){unit}$", was) or was == unit:
            yield from (was.removesuffix(unit) + other for other in _UNITS if other != unit)
            return


def _word(was: str, others: list[str]) -> Iterator[str]:
    """A word in the place of another, or the same letters in another order."""
    words = was.split("\u00a0")
    yield from (text for text in others if not _number(was) and not _number(text))
    yield "\u00a0".join(reversed(words))
    yield was[::-1]
    yield was * 2


def _number(text: str) -> bool:
    return bool(re.search("[0-9]", text))


_WAYS: dict[str, Callable[[str, list[str]], Iterator[str]]] = {
    "digit changed": _digit,
    "digit doubled": _doubled,
    "digits exchanged": _exchanged,
    "number of another cell": _of_another_cell,
    "unit changed": _unit,
    "word changed": _word,
}
SWAPPED = "swapped with another row"
WAYS = ("removed", COVERED, SWAPPED, *_WAYS)
Choose: TypeAlias = Callable[[int, int, Collection[str]], str | None]
"""Which way a text is changed: from its page, its number there, and the ways there are."""


def damaged(pdf: bytes, choose: Choose) -> tuple[bytes, list[Change]]:
    """The file with each text changed in the way that is chosen for it, or left; and the changes.
    A text that was swapped with one before it is not asked about."""
    done: list[Change] = []

    def damage(writer: PdfWriter) -> None:
        for number in range(1, len(writer.pages) + 1):
            content = Content(writer, number)
            drawn = [
                one for one in drawn_on(writer.pages[number - 1]) if isinstance(one, DrawnText)
            ]
            of_page = dict(_chosen(content, number, choose))
            for change in of_page.values():
                if change.way != COVERED:
                    content.retype(change.place, change.now)
            for nth, change in of_page.items():
                if change.way == COVERED:
                    box = (drawn[nth].x - 1, drawn[nth].y - 1, 9, 9)
                    content.insert(-1, (b"g", (1,)), (b"re", box), (b"f", ()))
            content.keep()
            done.extend(of_page.values())

    return resaved(pdf, damage), done


def _chosen(content: Content, page: int, choose: Choose) -> Iterator[tuple[int, Change]]:
    taken = set[int]()
    for nth, (_place, _font, was) in enumerate(content.texts):
        if nth in taken or not was.strip():
            continue
        possible = changes(content, page, nth)
        partner = next(
            (n for n in _alike(content, nth) if n not in taken and content.texts[n][2] != was), None
        )
        way = choose(page, nth, [*possible, *([] if partner is None else [SWAPPED])])
        if way == SWAPPED and partner is not None:
            for one, other in ((nth, partner), (partner, nth)):
                taken.add(one)
                place, _font, text = content.texts[one]
                yield one, Change(SWAPPED, page, place, text, content.texts[other][2])
        elif way in possible:
            yield nth, possible[way]


def _alike(content: Content, nth: int) -> Iterator[int]:
    """The texts further on that are written with the same letters, numbers for a number."""
    _place, font, was = content.texts[nth]
    for n in range(nth + 1, len(content.texts)):
        _place, of, text = content.texts[n]
        if of == font and text.strip() and _number(text) == _number(was):
            yield n


def is_told(change: Change, differences: tuple[Difference, ...]) -> bool:
    """Whether a report names a change, with its page and what it should be."""
    if change.way == COVERED:
        return any(
            one.what is Differs.SHAPE_ADDED and one.page == change.page and change.was in one.found
            for one in differences
        )
    return change.told in {(one.page, one.what, one.found, one.planned) for one in differences}
