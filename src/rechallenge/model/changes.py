"""How two versions of a file differ, value by value."""

from collections.abc import Iterator, Mapping

from .frozen import WorkedOut
from .places import Place, path_text


class Changed(WorkedOut):
    """One value that differs: its place as text, and the value before and after; None where there
    is no value."""

    where: str
    was: str | None
    now: str | None


def changes(was: object, now: object) -> tuple[Changed, ...]:
    """Each value that differs between two trees of texts, in the order of their keys."""
    before, after = dict(_leaves(was, ())), dict(_leaves(now, ()))
    return tuple(
        Changed(where=path_text(place), was=before.get(place), now=after.get(place))
        for place in before | after
        if before.get(place) != after.get(place)
    )


def _leaves(tree: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _leaves(value, (*place, str(key)))
    elif isinstance(tree, list | tuple):
        for number, value in enumerate(tree):
            yield from _leaves(value, (*place, number))
    else:
        yield place, str(tree)
