"""Plots as lines of text: a title with its key, a scale at the left, curves in braille dots, a time
axis. Each curve has a rhythm of its own, so that curves are told apart without colour."""

from datetime import datetime
from fractions import Fraction
from itertools import groupby, pairwise
from typing import NamedTuple

from textual.content import Content

from rechallenge.quantities import MIN, display_number, quantity
from rechallenge.sheet.curve import Curve, axis, time_axis
from rechallenge.sheet.text.columns import columns_of
from rechallenge.sheet.view import Moment

SOLID, DOTTED, DASHED, DASH_DOT = (1,), (1, 0, 0), (1, 1, 1, 1, 0, 0, 0), (1, 1, 1, 0, 0, 1, 0, 0)
RHYTHMS = (SOLID, DASHED, DOTTED, DASH_DOT)
GUTTER = 12
"""Cells at the left of a plot, for its scale."""
_SAMPLES = {SOLID: "\u2812\u2812\u2812", DASHED: "\u2812\u2812 \u2812",
            DOTTED: "\u2802\u2810\u2802", DASH_DOT: "\u2812\u2810\u2812"}  # fmt: skip
_CURSOR = "\u2502"
_MOST_UPWARDS = 5
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a braille character, by the row and column of its dots."""
_CHARACTERS = " " + "".join(map(chr, range(0x2801, 0x2900)))


class Line(NamedTuple):
    """One curve, with what the key calls it."""

    name: str
    points: Curve
    rhythm: tuple[int, ...]
    style: str


class Plot(NamedTuple):
    """Curves of one unit."""

    title: str
    lines: tuple[Line, ...]


class Canvas:
    """Character cells of two by four dots; each keeps the last line that put a dot into it."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.lines: list[list[int | None]] = [[None] * width for _ in range(height)]
        self._dots = [[0] * width for _ in range(height)]

    def draw(self, line: Line, most: tuple[Fraction, Fraction], number: int) -> None:
        """A curve from (0, 0) at the bottom left to `most`, minutes and value, at the top right."""
        x_most, y_most = most
        if not x_most or not y_most:
            return
        wide, high = 2 * self.width - 1, 4 * self.height - 1
        dots = [(round(wide * x / x_most), high - round(high * y / y_most)) for x, y in line.points]
        beat = 0
        for (x0, y0), (x1, y1) in pairwise(dots):
            length = max(abs(x1 - x0), abs(y1 - y0))
            for step in range(length + 1 if length else 0):
                if line.rhythm[beat % len(line.rhythm)]:
                    x, y = x0 + _share(x1 - x0, step, length), y0 + _share(y1 - y0, step, length)
                    self._dots[y // 4][x // 2] |= _DOTS[y % 4][x % 2]
                    self.lines[y // 4][x // 2] = number
                # The end of one piece is the beginning of the next, and counts once.
                beat += step < length

    def text(self, row: int) -> str:
        """The characters of a row, a space where nothing is drawn."""
        return "".join([_CHARACTERS[dots] for dots in self._dots[row]])


def _share(whole: int, step: int, steps: int) -> int:
    return (2 * whole * step + steps) // (2 * steps)


def plot_lines(
    plot: Plot, end: Fraction, columns: int, height: int, cursor: int | None = None, width: int = 0
) -> list[Content]:
    """The plot: the title with its key, then `height` lines with the scale at their left.

    Where title and key are wider than `width`, the key stands on one of those lines.
    """
    key = Content("  ").join(
        Content.assemble((_SAMPLES[line.rhythm], line.style), f" {line.name}")
        for line in plot.lines
    )
    title = Content.assemble((f" {plot.title}", "bold"), "   ")
    lines = [title + key]
    if 0 < width < lines[0].cell_length:
        lines, height = [title, Content(" ") + key], height - 1
    highest = max((y for line in plot.lines for _, y in line.points), default=Fraction(0))
    top = axis(highest, _MOST_UPWARDS).end
    canvas = Canvas(columns, height)
    # Drawn from the last to the first, so that the plan itself lies on top.
    for number, line in reversed(list(enumerate(plot.lines))):
        canvas.draw(line, (end, top), number)
    marks = _marks(top, height)
    for row in range(height):
        scale = marks.get(row, "").rjust(GUTTER - 2)
        edge = "\u2524" if row in marks else "\u2502"
        drawn = _row(plot, canvas, row, cursor)
        lines.append(Content.assemble((f"{scale} {edge}", "dim"), *drawn))
    return lines


def _marks(top: Fraction, height: int) -> dict[int, str]:
    """The numbers on the scale, by row: the top, nothing, and half way where a row is there."""
    marks = {0: display_number(top), height - 1: "0"}
    if height >= 5 and height % 2:
        marks[height // 2] = display_number(top / 2)
    return marks


def _row(plot: Plot, canvas: Canvas, row: int, cursor: int | None) -> list[tuple[str, str]]:
    """A row as text with its styles."""
    text, owners = canvas.text(row), canvas.lines[row]
    styles: dict[int | None, str] = {None: "", -1: "$cursor"}
    styles |= {number: line.style for number, line in enumerate(plot.lines)}
    if cursor is not None:
        mark = _CURSOR if text[cursor] == " " else text[cursor]
        text = text[:cursor] + mark + text[cursor + 1 :]
        owners[cursor] = -1
    runs, left = [], 0
    for owner, cells in groupby(owners):
        right = left + len(list(cells))
        runs.append((text[left:right], styles[owner]))
        left = right
    return runs


def time_lines(
    start: datetime | None, end: Fraction, columns: int, cursor: int | None = None
) -> list[Content]:
    """The time under a plot, in minutes or by the clock."""
    most = max(2, columns // (7 if start is None else 8))
    ticks = [mark for mark in time_axis(end, most - 1).marks if mark <= end]
    edge, labels = ["\u2500"] * columns, [" "] * (columns + GUTTER)
    for tick in ticks:
        column = round((columns - 1) * tick / end)
        edge[column] = "\u2534"
        label = Moment(quantity(tick, MIN), start).clock or display_number(tick)
        size = columns_of(label)
        left = min(len(labels) - size, max(0, GUTTER + column - size // 2))
        if all(c == " " for c in labels[max(0, left - 1) : left + size + 1]):
            # A wide letter stands in its first column, and leaves the second to itself.
            labels[left : left + size] = [
                c for letter in label for c in (letter, "")[: columns_of(letter)]
            ]
    if cursor is not None:
        edge[cursor] = "\u25b2"
    if start is None:
        labels[:4] = " min"
    rule = Content.assemble((" " * (GUTTER - 1) + "\u2514" + "".join(edge), "dim"))
    return [rule, Content.styled("".join(labels), "dim")]
