"""A few shipped protocols that together say everything that the shipped protocols say."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from rechallenge.files.find import protocol_paths, shipped_folder
from rechallenge.files.reading import read_protocol
from tests.tiers import slow_but


def _said(value: Any, place: str = "") -> Iterator[str]:
    """The place of each value; a place in a list is that of the list."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _said(item, f"{place}.{key}")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _said(item, place)
    elif value is not None:
        yield place


def _that_say_more(names: Iterable[str]) -> Iterator[str]:
    seen = set[str]()
    for name in names:
        said = set(_said(read_protocol(name).model_dump(exclude_defaults=True)))
        if said - seen:
            seen |= said
            yield name


@cache
def of_each_kind() -> tuple[str, ...]:
    """Each protocol that states something which none before it states."""
    return tuple(_that_say_more(path.stem for path in protocol_paths(shipped_folder())))


def with_few_quick() -> list[Any]:
    """These for `parametrize`, four in five of them slow."""
    return slow_but(of_each_kind()[::5], of_each_kind())
