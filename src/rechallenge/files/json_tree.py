"""A JSON file as plain values with the place of each; numbers stay the text they are.

Nothing is guessed. A repeated key, text after the end, NaN and endless nesting are refused, each
with its line and column. A sound file is read by Python's own reader, which knows no places; they
are worked out, token by token, when one is asked for and for any other file.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn, TypeAlias

from rechallenge.model.places import Place
from rechallenge.words import _
from rechallenge.words.shown import shown

from .spots import BadFile, Spot, decoded

DEEPEST = 30
MOST_VALUES = 100_000
"""Twenty times the longest plan: a list of millions is refused before it fills the memory."""
_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r'("(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+")'
    r"|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(true|false|null)"
    r"|([][{}:,])"
)
_WORDS = {"true": True, "false": False, "null": None}


def _is_cut(rest: str) -> bool:
    """Whether a file ends within a number or one of the three words of JSON."""
    return not rest.strip("-+.eE0123456789") or any(
        word.startswith(rest) for word in ("null", "true", "false")
    )


class Number(NamedTuple):
    """A JSON number as it is written."""

    text: str


JsonTree: TypeAlias = dict[str, "JsonTree"] | list["JsonTree"] | str | Number | bool | None


@dataclass(slots=True)
class JsonFile:
    """The values of a file, and the character at which each begins."""

    text: str
    tree: JsonTree = None
    starts: dict[Place, int] = field(default_factory=dict)

    def spot(self, place: Place) -> Spot:
        """Where a value begins; for a missing one, where the part that should hold it begins."""
        if not self.starts:
            self.starts = _token_by_token(self.text).starts
        while place and place not in self.starts:
            place = place[:-1]
        return self.spot_at(self.starts.get(place, 0))

    def spot_at(self, position: int) -> Spot:
        """The line and column of a character."""
        line_start = self.text.rfind("\n", 0, position) + 1
        return Spot(self.text.count("\n", 0, position) + 1, position - line_start + 1)


def read_json_tree(raw: bytes) -> JsonFile:
    """The values of a JSON file. Raises BadFile."""
    text = decoded(raw, _("this is no plan file"))
    # Half a character can only be escaped; each value but the first follows a bracket or a comma.
    most = text.count(",") + text.count("[") + text.count("{")
    if most < MOST_VALUES and "\\ud" not in text and "\\uD" not in text:
        with suppress(ValueError, RecursionError):
            tree = _SOUND.decode(text)
            _go_no_deeper(tree)
            return JsonFile(text, tree)
    return _token_by_token(text)


def _token_by_token(text: str) -> JsonFile:
    reader = _Reader(JsonFile(text))
    reader.file.tree = reader.value((), *reader.next())
    if reader.rest():
        raise reader.bad(_("there is more after the end of the plan"))
    return reader.file


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _without_repeats(pairs: list[tuple[str, JsonTree]]) -> JsonTree:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError
    return mapping


_SOUND = json.JSONDecoder(
    object_pairs_hook=_without_repeats,
    parse_float=Number,
    parse_int=Number,
    parse_constant=_no_constant,
)


def _go_no_deeper(tree: JsonTree, levels: int = DEEPEST) -> None:
    if isinstance(tree, dict | list) and tree:
        if not levels:
            raise ValueError
        for value in tree.values() if isinstance(tree, dict) else tree:
            _go_no_deeper(value, levels - 1)


class _Reader:
    """Takes one token after the other and makes values of them."""

    def __init__(self, file: JsonFile) -> None:
        self.file = file
        self._at = 0
        self._begin = 0
        self._values = 0

    def rest(self) -> bool:
        """Whether anything but white space is left."""
        self._skip()
        return self._at < len(self.file.text)

    def next(self) -> tuple[str, int]:
        """The next token, and which sort it is. Raises BadFile."""
        self._skip()
        matched = _TOKEN.match(self.file.text, self._at)
        if matched is None:
            if self._at == len(self.file.text):
                empty = not self.file.text.strip()
                raise self.bad(
                    _("the file is empty") if empty else _("the file ends in the middle")
                )
            if self.file.text[self._at] == '"' and '"' not in self.file.text[self._at + 1 :]:
                raise self.bad(_("the file ends in the middle of a text that begins here"))
            if _is_cut(self.file.text[self._at :]):
                raise self.bad(_("the file ends in the middle of what begins here"))
            found = shown(self.file.text[self._at : self._at + 10])
            raise self.bad(_("this is not JSON, at {found}").format(found=found))
        self._at = matched.end()
        sort = matched.lastindex
        assert sort is not None
        return matched[0], sort

    def value(self, place: Place, token: str, sort: int) -> JsonTree:
        """The value that begins with a token. Raises BadFile."""
        self.file.starts.setdefault(place, self._begin)
        if len(place) > DEEPEST:
            raise self.bad(_("it is nested more than {most} levels deep").format(most=DEEPEST))
        self._values += 1
        if self._values > MOST_VALUES:
            raise self.bad(_("a plan has at most {most} values").format(most=f"{MOST_VALUES:,}"))
        if sort == 1:
            return self._string(token)
        if sort == 2:
            return Number(token)
        if sort == 3:
            return _WORDS[token]
        if token == "{":
            return self._mapping(place)
        if token == "[":
            return self._sequence(place)
        raise self.bad(_("a value is missing before {token}").format(token=token))

    def bad(self, sentence: str) -> BadFile:
        """What is wrong at the token read last."""
        return BadFile(self.file.spot_at(self._begin), sentence)

    def _skip(self) -> None:
        space = _SPACE.match(self.file.text, self._at)
        assert space is not None
        self._at = self._begin = space.end()

    def _string(self, token: str) -> str:
        text: str = json.loads(token)
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            said = _("this text holds half of a character: {text}")
            raise self.bad(said.format(text=shown(text)))
        return text

    def _sequence(self, place: Place) -> list[JsonTree]:
        items: list[JsonTree] = []
        token, sort = self.next()
        while token != "]" or sort != 4:
            items.append(self.value((*place, len(items)), token, sort))
            token, sort = self._after_item("]")
        return items

    def _mapping(self, place: Place) -> dict[str, JsonTree]:
        items: dict[str, JsonTree] = {}
        token, sort = self.next()
        while token != "}" or sort != 4:
            if sort != 1:
                raise self.bad(_("a key in double quotes is missing"))
            key = self._string(token)
            here = (*place, key)
            if key in items:
                said = _("{key} is here twice, first in line {line}")
                raise self.bad(said.format(key=shown(key), line=self.file.spot(here).line))
            self.file.starts[here] = self._begin
            if self.next() != (":", 4):
                raise self.bad(_("a colon is missing after {key}").format(key=shown(key)))
            items[key] = self.value(here, *self.next())
            token, sort = self._after_item("}")
        return items

    def _after_item(self, end: str) -> tuple[str, int]:
        """The token after a comma, or the end of the list or mapping."""
        token, sort = self.next()
        if (token, sort) == (end, 4):
            return token, sort
        if (token, sort) != (",", 4):
            raise self.bad(_("a comma or {end} is missing").format(end=end))
        token, sort = self.next()
        if (token, sort) == (end, 4):
            raise self.bad(_("there is a comma before {end}").format(end=end))
        return token, sort


def leaves(tree: JsonTree) -> Iterator[JsonTree]:
    """Every value that holds no other."""
    if isinstance(tree, dict | list):
        for value in tree.values() if isinstance(tree, dict) else tree:
            yield from leaves(value)
    else:
        yield tree


def plain(tree: JsonTree) -> Any:
    """The same values, a whole number as an `int` and any other as its text."""
    if isinstance(tree, dict):
        return {key: plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [plain(value) for value in tree]
    if isinstance(tree, Number):
        return int(tree.text) if tree.text.isdigit() and len(tree.text) < 10 else tree.text
    return tree


def shown_json(value: JsonTree) -> str:
    """A value as it can be printed in a message: safe to show, and short."""
    if isinstance(value, Number):
        return shown(value.text)
    if isinstance(value, list):
        return _("a list of {number}").format(number=len(value))
    if isinstance(value, dict):
        exact, unit = value.get("exact"), value.get("unit")
        if isinstance(exact, str) and isinstance(unit, str):
            return shown(f"{exact} {unit}".strip())
        return _("a part with {number} keys").format(number=len(value))
    return f'"{shown(value)}"' if isinstance(value, str) else json.dumps(value)
