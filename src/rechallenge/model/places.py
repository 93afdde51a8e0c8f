"""Places of values in a file, an order or a plan: as keys and positions, and as text."""

import re
from typing import TypeAlias

from rechallenge.quantities import shown

Place: TypeAlias = tuple[str | int, ...]
"""Keys and list positions that lead to a value: `("infusion", 2, "over")`."""


def path_text(place: Place) -> str:
    """A place as people read it: `("infusion", 2, "over")` is `infusion[2].over`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{shown(part)}" if text else shown(part)
    return text


def place_of(path: str) -> Place:
    """The place that a path names: the inverse of `path_text`."""
    parts = re.findall(r"([^.\[\]]+)|\[(\d+)\]", path)
    return tuple(int(number) if number else name for name, number in parts)
