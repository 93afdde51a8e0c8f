"""Files as people ordinarily write them, read line by line: ten times as fast as by a parser of all
of YAML.

Whatever is not in the few shapes below is left to that parser, and so is every mistake:
`tests/files/test_ordinary_yaml.py` holds that the two never read a file differently.

- `key: value`, `key:` over something indented, `- item`, and comments on lines of their own
- text without quotes, also over several lines; text in double quotes without escapes; `>-`
- `{key: value, ...}` and `[item, ...]`
"""

import re
from bisect import bisect_right
from itertools import accumulate

from rechallenge.model.places import Place

from .document import DEEPEST, MOST_VALUES, Document, Tree
from .spots import Spot

_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?: +|$)")
_FLOW_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*): +(?=[^ \n])")
_FLOW_TEXT = re.compile(r"[^\s,\[\]{}:?#\-\"'&*!|>%@`][^,\[\]{}:?#\n]*")
_QUOTED = re.compile(r'"([^"\\\n]*)"')
_NOT_FIRST = frozenset(" -?:,[]{}#&*!|>'\"%@`")


class _Other(Exception):
    """Something in another shape."""


def read_ordinary(text: str) -> Document | None:
    """The values of a file; None for one that the parser must read."""
    lines = text.split("\n")
    # A last line without an end, and blanks before one, are for the parser.
    if lines.pop() or not all(map(str.isprintable, lines)) or " \n" in text:
        return None
    try:
        return _Reader(text, lines).document()
    except (_Other, IndexError):
        return None


class _Reader:
    """Reads at a line, and notes where each value is; `_end` is the end of the last one."""

    def __init__(self, text: str, lines: list[str]) -> None:
        self._text, self._lines = text, lines
        self._begins = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self._at = self._end = 0
        self._read = Document(tree="")

    def document(self) -> Document:
        if self._indent() != 0:
            raise _Other
        self._read.tree = self._mapping(0, ())
        if self._at < len(self._lines):
            raise _Other
        return self._read

    def _indent(self) -> int:
        """Go on to the next line with a value, and give its indent; -1 at the end of the file."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            begins = line.lstrip(" ")
            if begins and begins[0] != "#":
                return len(line) - len(begins)
            self._at += 1
        return -1

    def _placed(self, place: Place, column: int) -> int:
        """Note where a value begins in this line, unless its key has been noted."""
        if len(place) > DEEPEST or len(self._read.spots) > MOST_VALUES:
            raise _Other
        self._read.spots.setdefault(place, Spot(self._at + 1, column + 1))
        return self._begins[self._at] + column

    def _keyed(self, place: Place, key: str, begins: int, items: dict[str, Tree]) -> Place:
        if key in items:
            raise _Other
        here = (*place, key)
        line = bisect_right(self._begins, begins) - 1
        self._read.spots[here] = Spot(line + 1, begins - self._begins[line] + 1)
        self._read.starts[here] = begins
        return here

    def _closed(self, place: Place, begins: int) -> None:
        self._read.slices[place] = (begins, self._end)

    def _mapping(self, column: int, place: Place) -> Tree:
        begins, items = self._placed(place, column), dict[str, Tree]()
        while True:
            key = _KEY.match(self._lines[self._at], column)
            if key is None:
                raise _Other
            here = self._keyed(place, key[1], self._begins[self._at] + column, items)
            alone = key.end() == len(key.string)
            items[key[1]] = (
                self._below(column, here) if alone else self._value(key.end(), column, here)
            )
            if self._ends(column):
                break
        self._closed(place, begins)
        return items

    def _below(self, column: int, place: Place) -> Tree:
        """What is under a key that has nothing beside it."""
        self._at += 1
        indent = self._indent()
        if self._lines[self._at].startswith("- ", indent) and indent >= column:
            return self._sequence(indent, place)
        if indent <= column:
            raise _Other
        return self._mapping(indent, place)

    def _sequence(self, column: int, place: Place) -> Tree:
        begins, items = self._placed(place, column), list[Tree]()
        while self._lines[self._at].startswith("- ", column):
            line, here = self._lines[self._at], (*place, len(items))
            begin = len(line) - len(line[column + 1 :].lstrip(" "))
            keyed = _KEY.match(line, begin)
            items.append(self._mapping(begin, here) if keyed else self._value(begin, column, here))
            if self._ends(column):
                break
        self._closed(place, begins)
        return tuple(items)

    def _ends(self, column: int) -> bool:
        """Whether a mapping or a list in this column ends before the next line."""
        indent = self._indent()
        if indent > column:
            raise _Other
        return indent < column

    def _value(self, column: int, outer: int, place: Place) -> Tree:
        """A value that begins in this line. More lines of it lie further in than `outer`."""
        line, begins = self._lines[self._at], self._placed(place, column)
        if line[column] in "{[":
            read = self._flow(begins, place)
            self._at = bisect_right(self._begins, self._end) - 1
            if self._end + 1 != self._begins[self._at + 1]:
                raise _Other
            self._at += 1
            return self._alone(read, outer)
        if quoted := _QUOTED.fullmatch(line, column):
            read, self._end = quoted[1], self._begins[self._at] + len(line)
            self._at += 1
        elif line.endswith(">-") and len(line) == column + 2:
            read = self._folded(outer)
        elif line[column] in _NOT_FIRST:
            raise _Other
        else:
            read = self._text_without_quotes(column, outer)
        self._closed(place, begins)
        return self._alone(read, outer)

    def _alone(self, read: Tree, outer: int) -> Tree:
        """The value, unless something further in follows it."""
        if self._indent() > outer:
            raise _Other
        return read

    def _text_without_quotes(self, column: int, outer: int) -> str:
        parts, part = [], self._lines[self._at][column:]
        while True:
            if ": " in part or " #" in part or part.endswith(":"):
                raise _Other
            parts.append(part)
            self._end = self._begins[self._at + 1] - 1
            self._at += 1
            line = self._lines[self._at] if self._at < len(self._lines) else ""
            part = line.lstrip(" ")
            if not part or part[0] == "#" or len(line) - len(part) <= outer:
                return " ".join(parts)

    def _folded(self, outer: int) -> str:
        """Text after `>-`: lines are joined, and a blank line is a line break."""
        self._at += 1
        first, text = self._lines[self._at], ""
        indent = len(first) - len(first.lstrip(" "))
        if not first or indent <= outer:
            raise _Other
        breaks = 0
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line and not line.startswith(" " * indent):
                break
            if line.startswith(" ", indent):
                raise _Other
            if line:
                text += ("\n" * breaks or " ") + line[indent:]
            breaks = 0 if line else breaks + 1
            self._at += 1
        self._end = self._begins[self._at]
        return text[1:]

    def _flow(self, at: int, place: Place) -> Tree:
        """What is in brackets; it ends at `_end`."""
        begins, braces = at, self._text[at] == "{"
        keyed, listed = dict[str, Tree](), list[Tree]()
        if braces:
            self._read.flow.add(place)
        at = self._next(at + 1)
        while self._text[at] not in "]}":
            here: Place = (*place, len(listed))
            if braces:
                key = _FLOW_KEY.match(self._text, at)
                if key is None:
                    raise _Other
                here = self._keyed(place, key[1], at, keyed)
                keyed[key[1]] = self._flow_value(key.end(), here)
            else:
                listed.append(self._flow_value(at, here))
            at = self._next(self._end)
            if self._text[at] == ",":
                at = self._next(at + 1)
            elif self._text[at] not in "]}":
                raise _Other
        if self._text[at] != ("}" if braces else "]"):
            raise _Other
        self._end = at + 1
        self._closed(place, begins)
        return keyed if braces else tuple(listed)

    def _flow_value(self, at: int, place: Place) -> Tree:
        if len(place) > DEEPEST or len(self._read.spots) > MOST_VALUES:
            raise _Other
        line = bisect_right(self._begins, at) - 1
        self._read.spots.setdefault(place, Spot(line + 1, at - self._begins[line] + 1))
        if self._text[at] in "{[":
            return self._flow(at, place)
        if found := _QUOTED.match(self._text, at):
            text, self._end = found[1], found.end()
        elif found := _FLOW_TEXT.match(self._text, at):
            text = found[0].rstrip(" ")
            self._end = at + len(text)
        else:
            raise _Other
        self._closed(place, at)
        return text

    def _next(self, at: int) -> int:
        """Where the next character is that is neither a blank nor a line break."""
        while self._text[at] in " \n":
            at += 1
        return at
