"""What a YAML file says: plain values, every scalar kept as text, with the position of each."""

from dataclasses import dataclass, field
from typing import TypeAlias

from rechallenge.model.places import Place

from .spots import Spot

DEEPEST = 12
"""The most levels that values may be nested."""
MOST_VALUES = 20_000
"""Sixty times those of the longest file that ships: more would only fill the memory."""

Tree: TypeAlias = dict[str, "Tree"] | tuple["Tree", ...] | str


@dataclass(slots=True)
class Document:
    """A file's values, and the position of each: its line and column, where its characters begin
    and end, and where its key begins; and which mappings are written in braces."""

    tree: Tree
    spots: dict[Place, Spot] = field(default_factory=dict)
    slices: dict[Place, tuple[int, int]] = field(default_factory=dict, compare=False)
    starts: dict[Place, int] = field(default_factory=dict, compare=False)
    flow: set[Place] = field(default_factory=set, compare=False)

    def spot(self, place: Place) -> Spot:
        """The position of a value; for a missing one, that of its mapping."""
        while place and place not in self.spots:
            place = place[:-1]
        return self.spots.get(place, Spot(1, 1))
