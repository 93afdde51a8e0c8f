"""Several things of which one is meant."""

from collections.abc import Sequence

from . import word


def either(parts: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`. Raises ValueError for no part at all."""
    *before, last = parts
    return word("list.or", before=", ".join(before), last=last) if before else last
