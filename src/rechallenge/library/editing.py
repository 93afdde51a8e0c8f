"""Changing single values of a file while its comments and layout stay as they are."""

import json
from dataclasses import dataclass

from rechallenge.model.frozen import Place

from .tree import BadFile, Document, read_tree


@dataclass(frozen=True, slots=True)
class Change:
    """A value to set at a place; where the key is not there yet, it is put after `after`."""

    place: Place
    value: str
    after: Place


def edited(raw: bytes, changes: list[Change]) -> bytes:
    """The file with the changes made. Raises BadFile where a place to put one is missing.

    The result is read again: everything but the changed values must be as it was.
    """
    text = raw.decode("utf-8-sig")
    before = read_tree(raw)
    for change in changes:
        text = _made(text, change)
    after = read_tree(text.encode())
    if _without(after, changes) != _without(before, changes):
        raise BadFile(before.spot(()), "cannot be edited without changing more; edit it by hand")
    return text.encode()


def _made(text: str, change: Change) -> str:
    document = read_tree(text.encode())
    written = json.dumps(change.value, ensure_ascii=False)
    if change.place in document.slices:
        start, end = document.slices[change.place]
        return text[:start] + written + text[end:]
    if change.after not in document.slices:
        spot = document.spot(change.after)
        raise BadFile(spot, f"has no {change.after[-1]}; write it first", change.after)
    _, end = document.slices[change.after]
    key = str(change.place[-1])
    if change.place[:-1] in document.flow:
        return f"{text[:end]}, {key}: {written}{text[end:]}"
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    indent = " " * (document.spots[change.after].column - 1)
    return f"{text[:line_end]}\n{indent}{key}: {written}{text[line_end:]}"


def _without(document: Document, changes: list[Change]) -> str:
    """All values but the changed ones, as one text."""
    tree = json.loads(json.dumps(document.tree))
    for change in changes:
        *parents, key = change.place
        inner = tree
        for part in parents:
            inner = inner[part]
        inner.pop(key, None)
    return json.dumps(tree, sort_keys=True)
