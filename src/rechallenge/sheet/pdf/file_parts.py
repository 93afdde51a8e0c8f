"""The parts of two PDF files beside each other: whatever a page or a file has but its drawing.

Page sizes, crop boxes, notes laid on a page, fonts, pictures, tags: each part is compared whole, as
values. How a file is laid out in bytes, compressed and numbered, is not compared.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

Pair: TypeAlias = tuple[Any, Any]
Part: TypeAlias = str
"""The name of a part in the file, such as `/CropBox`; one of the resources by its own name."""

_OF_A_PAGE = {"/Contents", "/Parent"}
_OF_A_FILE = {"/Pages"}
_BACK_OR_PACKING = {"/Parent", "/P", "/Pg", "/Length", "/Filter", "/DecodeParms"}
_GROUPS = ("/Resources",)


def parts_of_page_that_differ(one: Any, other: Any) -> list[Part]:
    """The parts of two pages that differ, without what they draw."""
    return _parts(one, other, _OF_A_PAGE)


def parts_of_file_that_differ(one: Any, other: Any) -> list[Part]:
    """The parts of two catalogues that differ, without the pages."""
    return _parts(one, other, _OF_A_FILE)


def _parts(one: Any, other: Any, apart: set[str]) -> list[Part]:
    found: list[Part] = []
    for key in sorted((one.keys() | other.keys()) - apart):
        ours, theirs = one.get(key), other.get(key)
        if key in _GROUPS and ours is not None and theirs is not None:
            found += _parts(ours.get_object(), theirs.get_object(), set())
        elif not _same((ours, theirs)):
            found.append(key)
    return found


def _same(pair: Pair) -> bool:
    """Whether two values are equal, whatever they refer to included. Without recursion: a file may
    nest its values as deep as it likes."""
    seen: set[tuple[int, int]] = set()
    waiting = [pair]
    while waiting:
        one, other = waiting.pop()
        if hasattr(one, "idnum") and hasattr(other, "idnum"):
            if (one.idnum, other.idnum) in seen:
                continue
            seen.add((one.idnum, other.idnum))
        one, other = (v.get_object() if hasattr(v, "get_object") else v for v in (one, other))
        if isinstance(one, dict) and isinstance(other, dict):
            if one.get("/Type") == other.get("/Type") == "/Page":
                continue  # Pages are compared each for itself.
            if _data(one) != _data(other) or (one.keys() ^ other.keys()) - _BACK_OR_PACKING:
                return False
            keys = (one.keys() & other.keys()) - _BACK_OR_PACKING
            waiting += _raw_pairs(one, other, keys)
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            waiting += zip(list.__iter__(one), list.__iter__(other), strict=True)
        elif one != other:
            return False
    return True


def _raw_pairs(one: Any, other: Any, keys: set[str]) -> Iterator[Pair]:
    for key in keys:
        yield one.raw_get(key), other.raw_get(key)


def _data(value: Any) -> bytes | None:
    """What a stream holds, unpacked; None for what is no stream."""
    data: bytes | None = value.get_data() if hasattr(value, "get_data") else None
    return data
