"""Curves as braille dots: two by four to a character cell, each line with a rhythm of its own, so
that lines are told apart without colour."""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from rechallenge.sheet.curve import Curve

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK = 0x2800
SOLID, DOTTED, DASHED, DASH_DOT = (1,), (1, 0, 0), (1, 1, 1, 1, 0, 0, 0), (1, 1, 1, 0, 0, 1, 0, 0)
RHYTHMS = (SOLID, DASHED, DOTTED, DASH_DOT)


@dataclass(slots=True)
class Canvas:
    """Character cells to draw in; each keeps the last line that put a dot into it."""

    width: int
    height: int
    _cells: dict[tuple[int, int], int] = field(default_factory=dict)
    _line: dict[tuple[int, int], int] = field(default_factory=dict)

    def draw(
        self,
        points: Curve,
        most: tuple[Fraction, Fraction],
        rhythm: tuple[int, ...],
        line: int,
    ) -> None:
        """A curve from (0, 0) at the bottom left to `most`, minutes and value, at the top right."""
        x_most, y_most = most
        if not x_most or not y_most:
            return
        wide, high = 2 * self.width - 1, 4 * self.height - 1
        dots = [(round(wide * x / x_most), high - round(high * y / y_most)) for x, y in points]
        beat = 0
        for (x0, y0), (x1, y1) in pairwise(dots):
            length = max(abs(x1 - x0), abs(y1 - y0))
            for step in range(length + 1 if length else 0):
                if rhythm[beat % len(rhythm)]:
                    x = x0 + _share(x1 - x0, step, length)
                    self._dot(x, y0 + _share(y1 - y0, step, length), line)
                # The end of one piece is the beginning of the next, and counts once.
                beat += step < length
        if len(dots) == 1:
            self._dot(*dots[0], line)

    def cell(self, column: int, row: int) -> tuple[str, int | None]:
        """The character of a cell, a space where nothing is drawn, and which line drew there."""
        dots = self._cells.get((column, row), 0)
        return (chr(_BLANK + dots) if dots else " "), self._line.get((column, row))

    def _dot(self, x: int, y: int, line: int) -> None:
        cell = (x // 2, y // 4)
        if 0 <= cell[0] < self.width and 0 <= cell[1] < self.height:
            self._cells[cell] = self._cells.get(cell, 0) | _DOTS[y % 4][x % 2]
            self._line[cell] = line


def _share(whole: int, step: int, steps: int) -> int:
    return (2 * whole * step + steps) // (2 * steps)
