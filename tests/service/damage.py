"""Damage done to a plan file: to every value in it, in every way that a slip may do it."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rechallenge.files.json_tree import Number, read_json_tree
from rechallenge.model.places import Place

_OTHER_UNIT = {"mg": "mL", "mL": "mg", "mg/h": "mL/h", "mL/h": "mg/h", "min": "h", "h": "min",
               "mg/mL": "mcg/mL", "kg": "g", "%": "mg"}  # fmt: skip


class Damage(NamedTuple):
    """What was done to the value at a place, and the whole file afterwards; `twice` says that the
    key of the value is to be written twice."""

    way: str
    place: Place
    tree: Any
    twice: bool = False

    @property
    def content(self) -> str:
        """The file as text."""
        if not self.twice:
            return _text(self.tree)
        value, marked = at(self.tree, self.place), _text(_with(self.tree, self.place, "\0"))
        (line,) = [line for line in marked.split("\n") if r"\u0000" in line]
        once = line.replace(r'"\u0000"', json.dumps(_plain(value), ensure_ascii=False))
        return marked.replace(line, f"{once.rstrip(',')},\n{once}")


def file_of(content: str) -> Any:
    """A plan file as its reader has it, numbers as they are written."""
    return read_json_tree(content.encode()).tree


def leaves(tree: Any, place: Place = ()) -> Iterator[Place]:
    """The places of all values that hold no other; an empty part is one."""
    if isinstance(tree, dict | list) and tree:
        items = tree.items() if isinstance(tree, dict) else enumerate(tree)
        for key, value in items:
            yield from leaves(value, (*place, key))
    else:
        yield place


def rows(tree: Any, place: Place = ()) -> Iterator[Place]:
    """The places of all rows: of parts that stand in a list."""
    if isinstance(tree, dict | list):
        items = tree.items() if isinstance(tree, dict) else enumerate(tree)
        for key, value in items:
            if isinstance(key, int) and isinstance(value, dict | list):
                yield (*place, key)
            yield from rows(value, (*place, key))


def kind(place: Place) -> Place:
    """The place with rows left out: `steps, rate, exact` for the rate of any step."""
    return tuple(part for part in place if isinstance(part, str))


def one_of_each_kind(tree: Any) -> list[Place]:
    """The first leaf of each kind."""
    return list({kind(place): place for place in reversed(list(leaves(tree)))}.values())[::-1]


def damages(tree: Any, place: Place) -> Iterator[Damage]:
    """Every damage to the value at a place."""
    value, key = at(tree, place), place[-1]
    for way, other in _other_values(value):
        if other != value:
            yield Damage(way, place, _with(tree, place, other))
    yield Damage("removed", place, _without(tree, place))
    if isinstance(key, int):
        items = at(tree, place[:-1])
        twice = [*items[: key + 1], *items[key:]]
        yield Damage("doubled", place, _with(tree, place[:-1], twice))
    else:
        yield Damage("doubled", place, tree, twice=True)
    if (row := _same_in_the_next_row(tree, place)) is not None:
        swapped = _with(_with(tree, place, at(tree, row)), row, value)
        yield Damage("swapped with another row", place, swapped)


def at(tree: Any, place: Place) -> Any:
    """The value at a place."""
    for key in place:
        tree = tree[key]
    return tree


def _other_values(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool) or value is None:
        yield "word changed", (not value) if value is not None else "x"
    elif isinstance(value, Number):
        yield from ((way, Number(text)) for way, text in _other_digits(value.text))
    elif isinstance(value, str):
        yield from _other_digits(value)
        number, space, unit = value.rpartition(" ")
        if unit in _OTHER_UNIT:
            yield "unit changed", f"{number}{space}{_OTHER_UNIT[unit]}"
        yield "word changed", f"{value[::-1]}x"
    else:
        yield "word changed", "x"


def _other_digits(text: str) -> Iterator[tuple[str, str]]:
    yield "digit changed", re.sub("[0-9]", lambda d: str(int(d[0]) % 9 + 1), text, count=1)
    yield "digit doubled", re.sub("[1-9]", lambda d: d[0] * 2, text, count=1)


def _text(tree: Any) -> str:
    return json.dumps(_plain(tree), indent=2, sort_keys=True, ensure_ascii=False)


def _plain(tree: Any) -> Any:
    if isinstance(tree, Number):
        return json.loads(tree.text)
    if isinstance(tree, dict):
        return {key: _plain(value) for key, value in tree.items()}
    return list(map(_plain, tree)) if isinstance(tree, list) else tree


def _with(tree: Any, place: Place, value: Any) -> Any:
    made = copy.copy(tree)
    made[place[0]] = value if len(place) == 1 else _with(made[place[0]], place[1:], value)
    return made


def _without(tree: Any, place: Place) -> Any:
    made = copy.copy(tree)
    if len(place) == 1:
        del made[place[0]]
    else:
        made[place[0]] = _without(made[place[0]], place[1:])
    return made


def _same_in_the_next_row(tree: Any, place: Place) -> Place | None:
    """The same value of the next row of a table, where it is another."""
    rows = [number for number, part in enumerate(place) if isinstance(part, int)]
    if not rows:
        return None
    row = place[rows[0]]
    assert isinstance(row, int)
    other = (*place[: rows[0]], row + 1, *place[rows[0] + 1 :])
    try:
        return other if at(tree, other) != at(tree, place) else None
    except (LookupError, TypeError):
        return None
