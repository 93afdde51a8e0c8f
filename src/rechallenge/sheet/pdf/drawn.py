"""What a page of a PDF draws, in its order: texts, and everything else as shapes.

A text is read from the letters that are drawn, so text that was changed in the file is read as it
was changed. Each text and shape carries its look: colour, font, clipping and whatever else was in
force when it was drawn, so that a text that is there but cannot be seen has another look.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from .operations import ordinary_operations

_Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top."""

HEADER = -1
"""In place of a mark: headers, footers and decoration, which are read out by no screen reader."""
_AT_ORIGIN: _Matrix = (1, 0, 0, 1, 0, 0)
_SUBSET = re.compile(r"^/[A-Z]{6}\+")
_PATHS = (b"m", b"l", b"c", b"v", b"y", b"h", b"re")
_PAINTS = (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"n")
_PICTURES = (b"Do", b"sh", b"INLINE IMAGE")


class DrawnText(NamedTuple):
    """Letters drawn in one go: where they begin and their size, in points, and the mark by which
    the tags refer to them; None without one."""

    text: str
    x: float
    y: float
    size: float
    look: str
    mark: int | None = None


class DrawnShape(NamedTuple):
    """A path that was filled or stroked, or a picture, and the box around it, in points."""

    box: _Box
    look: str


def drawn_on(page: Any) -> Iterator[DrawnText | DrawnShape]:
    """Everything that the content of a page draws, in order. Raises what pypdf raises."""
    from pypdf.generic import ContentStream

    fonts = page.get("/Resources", {}).get("/Font", {})
    painter = _Painter({name: fonts[name].get_object() for name in fonts})
    content = page.get_contents()
    operations: Any = []
    if content is not None:
        operations = ordinary_operations(content.get_data())
        if operations is None:
            operations = ContentStream(content, page.pdf).operations
    for operands, operator in operations:
        yield from painter.draw(operator, operands)


class _Painter:
    """The state of drawing, as operators change it."""

    def __init__(self, fonts: dict[str, Any]) -> None:
        self.fonts = fonts
        self.letters = {name: _letters(font) for name, font in fonts.items()}
        self.state: dict[str, object] = {}
        self.matrix = self.text_matrix = _AT_ORIGIN
        self.saved: list[tuple[dict[str, object], _Matrix, str, float]] = []
        self.path: list[tuple[float, float]] = []
        self.shape: list[object] = []
        self.marks: list[int | None] = []
        self.font, self.size, self.leading = "", 0.0, 0.0

    def draw(self, operator: bytes, operands: Any) -> Iterator[DrawnText | DrawnShape]:
        """Take one operator, and yield what it draws."""
        if operator in (b"Tj", b"TJ", b"'", b'"'):
            if operator in (b"'", b'"'):
                self._place(b"T*", ())
            yield self._text(operands[0] if operator == b"TJ" else operands)
        elif operator in _PATHS:
            self._add(operator, [float(operand) for operand in operands])
        elif operator in _PAINTS or operator in _PICTURES:
            if operator in _PICTURES:
                self._add(b"re", [0, 0, 1, 1])
            if operator != b"n":
                yield DrawnShape(_box(self.path), repr((operator, _plain(operands), self._look())))
            self.path, self.shape = [], []
        elif operator in (b"W", b"W*"):
            self.state["W"] = (self.state.get("W"), tuple(self.shape))
        elif operator in (b"q", b"Q", b"cm"):
            self._keep(operator, operands)
        elif operator in (b"BT", b"Tm", b"Td", b"TD", b"T*", b"TL"):
            self._place(operator, operands)
        elif operator in (b"BDC", b"BMC"):
            self.marks.append(_mark(operands))
            if operands[0] == "/OC":
                self.state["OC"] = _plain(operands)
        elif operator == b"EMC":
            del self.marks[-1:]
        elif operator == b"Tf":
            self.font, self.size = str(operands[0]), float(operands[1])
            name = str(self.fonts.get(self.font, {}).get("/BaseFont", ""))
            self.state["Tf"] = (_SUBSET.sub("/", name), round(self.size, 2))
        else:
            self.state[operator.decode("latin-1")] = _plain(operands)

    def _keep(self, operator: bytes, operands: Any) -> None:
        if operator == b"q":
            self.saved.append((dict(self.state), self.matrix, self.font, self.size))
        elif operator == b"cm":
            self.matrix = _times(operands, self.matrix)
        elif self.saved:
            self.state, self.matrix, self.font, self.size = self.saved.pop()

    def _place(self, operator: bytes, operands: Any) -> None:
        if operator == b"BT":
            self.text_matrix = _AT_ORIGIN
        elif operator == b"Tm":
            self.text_matrix = _times(operands, _AT_ORIGIN)
        elif operator == b"TL":
            self.leading = float(operands[0])
        else:
            if operator == b"TD":
                self.leading = -float(operands[1])
            x, y = (0, -self.leading) if operator == b"T*" else operands
            self.text_matrix = _times((1, 0, 0, 1, x, y), self.text_matrix)

    def _text(self, parts: Any) -> DrawnText:
        letters, font = self.letters.get(self.font), self.fonts.get(self.font, {})
        wide = 2 if font.get("/Subtype") == "/Type0" else 1
        codes = b"".join(part.original_bytes for part in parts if hasattr(part, "original_bytes"))
        text = "".join(
            (letters or {}).get(int.from_bytes(codes[n : n + wide], "big"))
            or ("\ufffd" if wide == 2 else chr(codes[n]))
            for n in range(0, len(codes), wide)
        )
        kerning = tuple(_plain(part) for part in parts if not hasattr(part, "original_bytes"))
        a, b, c, d, x, y = _times(self.text_matrix, self.matrix)
        look = repr((kerning, [round(part, 3) for part in (a, b, c, d)], self._look()))
        mark = next((mark for mark in reversed(self.marks) if mark is not None), None)
        size = round(self.size * (c * c + d * d) ** 0.5, 2)
        return DrawnText(text, round(x, 2), round(y, 2), size, look, mark)

    def _add(self, operator: bytes, numbers: list[float]) -> None:
        if operator == b"re":
            x, y, wide, high = numbers
            numbers = [x, y, x + wide, y, x + wide, y + high, x, y + high]
        points = [
            _times((1, 0, 0, 1, *pair), self.matrix)[4:]
            for pair in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        self.path += points
        self.shape.append((operator, [(round(x, 2), round(y, 2)) for x, y in points]))

    def _look(self) -> object:
        return self.shape, sorted(self.state.items(), key=lambda item: item[0])


def _times(one: Any, other: _Matrix) -> _Matrix:
    a, b, c, d, x, y = map(float, one)
    e, f, g, h, right, up = other
    turned = (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)
    return *turned, x * e + y * g + right, x * f + y * h + up


def _box(path: list[tuple[float, float]]) -> _Box:
    across, up = [x for x, _ in path] or [0.0], [y for _, y in path] or [0.0]
    return min(across), min(up), max(across), max(up)


def _plain(value: Any) -> object:
    """A value of a file without the way in which it was written."""
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    if isinstance(value, dict):
        return tuple(sorted((str(key), _plain(below)) for key, below in value.items()))
    return round(float(value), 3) if isinstance(value, int | float) else str(value)


def _mark(operands: Any) -> int | None:
    """The mark that a piece of a page begins with; None for one inside of another."""
    if operands[0] == "/Artifact":
        return HEADER
    properties = operands[1] if len(operands) > 1 else {}
    mark: int | None = properties.get("/MCID") if hasattr(properties, "get") else None
    return mark


def _letters(font: Any) -> dict[int, str]:
    """The letters that a font's codes stand for, from its ToUnicode map."""
    if "/ToUnicode" not in font:
        return {}
    listed = font["/ToUnicode"].get_data().decode("latin-1")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", listed, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", listed, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(text, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                letters[code] = chr(start + code - int(first, 16))
    return letters
