"""What is written down for a published table: the file and the order that give its numbers, numbers
in its notes, and numbers that cannot be right."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Planned:
    """A shipped protocol and the order to plan it for."""

    protocol: str
    order: dict[str, Any]


@dataclass(frozen=True)
class Noted:
    """A number that stands in a table's notes, in the words `says`, with no cell of its own.

    `step` is None for the total time.
    """

    says: str
    printed: str
    key: str
    protocol: str
    step: int | None
    order: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Slip:
    """A printed number and the exact one. `said` is how the protocol file quotes the print."""

    printed: str
    true: Fraction
    said: str
    why: str
    protocol: str
