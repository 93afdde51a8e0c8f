"""One plot as lines of text: a title with its key, a scale at the left, curves, a cursor."""

from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from textual.content import Content

from rechallenge.quantities import MIN, display_number, quantity
from rechallenge.sheet import curve
from rechallenge.sheet.view import Moment
from rechallenge.tui.state.canvas import DASH_DOT, DASHED, DOTTED, SOLID, Canvas

_SAMPLES = {SOLID: "\u2812\u2812\u2812", DASHED: "\u2812\u2812 \u2812",
            DOTTED: "\u2802\u2810\u2802", DASH_DOT: "\u2812\u2810\u2812"}  # fmt: skip
CURSOR = "\u2502"
_MOST_UPWARDS = 5


class Line(NamedTuple):
    """One curve, with what the key calls it."""

    name: str
    points: curve.Curve
    rhythm: tuple[int, ...]
    style: str


class Plot(NamedTuple):
    """Curves of one unit."""

    title: str
    lines: tuple[Line, ...]


def plot_lines(
    plot: Plot,
    end: Fraction,
    columns: int,
    height: int,
    cursor: int | None,
    gutter: int,
    width: int = 0,
) -> list[Content]:
    """The plot: the title with its key, then `height` lines with the scale in `gutter` cells.

    Where title and key are wider than `width`, the key stands on a line of its own.
    """
    highest = max((y for line in plot.lines for _, y in line.points), default=Fraction(0))
    top = curve.axis(highest, _MOST_UPWARDS).end
    canvas = _drawn(plot, columns, height, end, top)
    key = Content("  ").join(
        Content.assemble((_SAMPLES[line.rhythm], line.style), f" {line.name}")
        for line in plot.lines
    )
    title = Content.assemble((f" {plot.title}", "bold"), "   ")
    marks = _marks(top, height)
    lines = [title + key]
    if 0 < width < lines[0].cell_length:
        lines, height = [title, Content(" ") + key], height - 1
        marks = _marks(top, height)
        canvas = _drawn(plot, columns, height, end, top)
    for row in range(height):
        scale = marks.get(row, "").rjust(gutter - 2)
        edge = "\u2524" if row in marks else "\u2502"
        lines.append(Content.assemble((f"{scale} {edge}", "dim"), _row(plot, canvas, row, cursor)))
    return lines


def _marks(top: Fraction, height: int) -> dict[int, str]:
    """The numbers on the scale, by row: the top, nothing, and half way where a row is there."""
    marks = {0: display_number(top), height - 1: "0"}
    if height >= 5 and height % 2:
        marks[height // 2] = display_number(top / 2)
    return marks


def _drawn(plot: Plot, columns: int, height: int, end: Fraction, top: Fraction) -> Canvas:
    canvas = Canvas(columns, height)
    # Drawn from the last to the first, so that the plan itself lies on top.
    for number, line in reversed(list(enumerate(plot.lines))):
        canvas.draw(line.points, (end, top), line.rhythm, number)
    return canvas


def _row(plot: Plot, canvas: Canvas, row: int, cursor: int | None) -> Content:
    cells = []
    for column in range(canvas.width):
        character, line = canvas.cell(column, row)
        style = plot.lines[line].style if line is not None else ""
        if column == cursor:
            character, style = (CURSOR if character == " " else character), "$cursor"
        cells.append((style, character))
    runs = groupby(cells, key=lambda cell: cell[0])
    return Content.assemble(*(("".join(c for _, c in run), style) for style, run in runs))


def time_lines(
    start: datetime | None, end: Fraction, columns: int, cursor: int | None, gutter: int
) -> list[Content]:
    """The time under a plot, in minutes or by the clock."""
    most = max(2, columns // (7 if start is None else 8))
    ticks = [mark for mark in curve.time_axis(end, most - 1).marks if mark <= end]
    edge, labels = ["\u2500"] * columns, [" "] * (columns + gutter)
    for tick in ticks:
        column = round((columns - 1) * tick / end)
        edge[column] = "\u2534"
        label = Moment(quantity(tick, MIN), start).clock or display_number(tick)
        left = min(len(labels) - len(label), max(0, gutter + column - len(label) // 2))
        if all(c == " " for c in labels[max(0, left - 1) : left + len(label) + 1]):
            labels[left : left + len(label)] = label
    if cursor is not None:
        edge[cursor] = "\u25b2"
    if start is None:
        labels[:4] = " min"
    rule = Content.assemble((" " * (gutter - 1) + "\u2514" + "".join(edge), "dim"))
    return [rule, Content.styled("".join(labels), "dim")]
