"""The place of a value in a file, an order or a plan: as keys and positions, and as text."""

import re
from typing import TypeAlias

from rechallenge.words.shown import shown

Place: TypeAlias = tuple[str | int, ...]
"""Keys and list positions that lead to a value: `("infusion", 2, "over")`."""

STEP = "step"
"""The key of a step of the plan by its number, which begins at 1; positions begin at 0."""


def path_text(place: Place) -> str:
    """A place as people read it: `("infusion", 2, "over")` is `infusion[2].over`, and
    `("step", 3)`, a step by its number, is `step 3`. A last part `#2` is set apart. What the proof
    says in words of a place stands after a comma: `stopped[0], what follows`."""
    *before, last = place or ("",)
    if place[:1] == (STEP,) or str(last).startswith("#"):
        return " ".join((path_text(tuple(before)), str(last))) if before else str(last)
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f"{'.' if text and not part.startswith(', ') else ''}{shown(part)}"
    return text


def place_of(path: str) -> Place:
    """The place that a path names: the inverse of `path_text`."""
    if numbered := re.fullmatch(rf"{STEP} (\d+)", path):
        return STEP, int(numbered[1])
    parts = re.findall(r"([^.\[\]]+)|\[(\d+)\]", path)
    return tuple(int(number) if number else name for name, number in parts)
