"""What differs between a page of a file and the same page of a fresh print.

Texts are compared at their places and in both directions, then everything else that is drawn, then
what the page has besides. Every difference is named with its place on the paper.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from .drawn import DrawnShape, DrawnText, drawn_on
from .file_parts import parts_of_page_that_differ

_MM = 25.4 / 72
_NEAR = 40.0
"""Points along a line: a number that ends at the right edge of its column begins elsewhere when it
gets another digit."""


class Differs(StrEnum):
    """What can differ between a file and a fresh print."""

    TEXT_CHANGED = "text-changed"
    TEXT_MISSING = "text-missing"
    TEXT_ADDED = "text-added"
    TEXT_MOVED = "text-moved"
    TEXT_LOOK = "text-look"
    SHAPE_ADDED = "shape-added"
    SHAPE_MISSING = "shape-missing"
    DRAWING_ORDER = "drawing-order"
    PAGE_PART = "page-part"
    PAGE_ELSEWHERE = "page-elsewhere"
    PAGE_DOUBLED = "page-doubled"
    PAGE_MISSING = "page-missing"
    PAGE_UNKNOWN = "page-unknown"
    FILE_PART = "file-part"


OF_A_PLANNED_TEXT = (
    Differs.TEXT_CHANGED, Differs.TEXT_MISSING, Differs.TEXT_MOVED, Differs.TEXT_LOOK,
)  # fmt: skip
"""Each says of one text of the fresh print that the file does not have it as it is."""


class Difference(NamedTuple):
    """One thing that differs: on which page of the file (of the fresh print for a missing page, 0
    for the whole file), what the file has, what a fresh print has, and where on the page, in whole
    millimetres from its left and its upper edge."""

    what: Differs
    page: int
    found: str = ""
    planned: str = ""
    at: tuple[int, int] | None = None


class Page(NamedTuple):
    """A page and what it draws, in order."""

    page: Any
    drawn: tuple[DrawnText | DrawnShape, ...]

    @classmethod
    def read(cls, page: Any) -> "Page":
        """A page of a file that is open."""
        return cls(page, tuple(drawn_on(page)))

    @property
    def texts(self) -> list[DrawnText]:
        """Its texts, without those of spaces alone."""
        return [one for one in self.drawn if isinstance(one, DrawnText) and one.text.strip()]

    @property
    def shapes(self) -> list[DrawnShape]:
        """Everything that it draws but texts."""
        return [one for one in self.drawn if isinstance(one, DrawnShape)]

    def at(self, x: float, y: float) -> tuple[int, int]:
        """A point as millimetres from the left and the upper edge."""
        box = self.page.mediabox
        return round((x - float(box.left)) * _MM), round((float(box.top) - y) * _MM)


def page_differences(number: int, page: Page, ours: Page) -> Iterator[Difference]:
    """What differs on a page, which has this number in the file."""
    drawn = [*_texts(number, page, ours), *_shapes(number, page, ours)]
    yield from drawn
    if not drawn and list(map(_whole, page.drawn)) != list(map(_whole, ours.drawn)):
        yield Difference(Differs.DRAWING_ORDER, number)
    for part in parts_of_page_that_differ(page.page, ours.page):
        yield Difference(Differs.PAGE_PART, number, found=part)


def _texts(number: int, page: Page, ours: Page) -> Iterator[Difference]:
    """Texts without a counterpart, each beside the one most likely to have been meant."""
    added, missing = _only(page.texts, ours.texts), _only(ours.texts, page.texts)
    for what, apart in _WAYS:
        for here in list(added):
            near = [(gap, there) for there in missing if (gap := apart(here, there)) is not None]
            if near:
                there = min(near, key=lambda pair: pair[0])[1]
                added.remove(here)
                missing.remove(there)
                at = page.at(here.x, here.y)
                yield Difference(what, number, here.text, there.text, at)
    for here in added:
        yield Difference(Differs.TEXT_ADDED, number, found=here.text, at=page.at(here.x, here.y))
    for there in missing:
        at = ours.at(there.x, there.y)
        yield Difference(Differs.TEXT_MISSING, number, planned=there.text, at=at)


def _in_place(here: DrawnText, there: DrawnText) -> float | None:
    return 0 if (here.x, here.y) == (there.x, there.y) else None


def _another_look(here: DrawnText, there: DrawnText) -> float | None:
    return _in_place(here, there) if here.text == there.text else None


def _moved(here: DrawnText, there: DrawnText) -> float | None:
    if here.text != there.text:
        return None
    return abs(here.x - there.x) + abs(here.y - there.y)


def _near_on_its_line(here: DrawnText, there: DrawnText) -> float | None:
    gap = abs(here.x - there.x)
    return gap if here.y == there.y and gap <= _NEAR else None


_WAYS: tuple[tuple[Differs, Callable[[DrawnText, DrawnText], float | None]], ...] = (
    (Differs.TEXT_LOOK, _another_look),
    (Differs.TEXT_CHANGED, _in_place),
    (Differs.TEXT_MOVED, _moved),
    (Differs.TEXT_CHANGED, _near_on_its_line),
)
"""How a text of the file can answer to one of the fresh print, the surest first, and how far the
two are apart then."""


def _shapes(number: int, page: Page, ours: Page) -> Iterator[Difference]:
    """Shapes and pictures that one page has and the other lacks, with the texts within them."""
    sides = ((Differs.SHAPE_ADDED, page, ours), (Differs.SHAPE_MISSING, ours, page))
    for what, one, other in sides:
        for shape in _only(one.shapes, other.shapes):
            left, low, right, high = shape.box
            within = [t.text for t in one.texts if left <= t.x <= right and low <= t.y <= high]
            yield Difference(what, number, ", ".join(within), at=one.at(left, high))


_Drawn = TypeVar("_Drawn", DrawnText, DrawnShape)


def _only(some: list[_Drawn], others: list[_Drawn]) -> list[_Drawn]:
    """Those that the others lack, as often as they lack them."""
    lacking = Counter(map(_whole, others))
    lacking.subtract(map(_whole, some))
    only = []
    for one in some:
        if lacking[_whole(one)] < 0:
            lacking[_whole(one)] += 1
            only.append(one)
    return only


def _whole(one: DrawnText | DrawnShape) -> tuple[object, ...]:
    """Everything about it that is seen; the marks of tags are no part of it."""
    if isinstance(one, DrawnShape):
        return (one.look,)
    return one.text, one.x, one.y, one.size, one.look
