"""Changing single values of a file while its comments and layout stay as they are."""

import json
import re
from dataclasses import dataclass

from rechallenge.model.places import Place

from .spots import BadFile
from .tree import Document, read_tree


@dataclass(frozen=True, slots=True)
class Change:
    """A value to set at a place, or None to take it out. A key that is not there yet is put after
    the key `after` of the same mapping."""

    place: Place
    value: str | None
    after: str = ""


def edited(raw: bytes, changes: list[Change]) -> bytes:
    """The file with the changes made. Raises BadFile where one cannot be made cleanly.

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
    there = document.slices.get(change.place)
    if change.value is None:
        return text if there is None else _taken_out(text, document, change.place)
    written = _scalar(change.value)
    if there is not None:
        return text[: there[0]] + written + text[there[1] :]
    beside = (*change.place[:-1], change.after)
    if beside not in document.slices:
        raise BadFile(document.spot(beside), f"has no {change.after}; write it first", beside)
    end = document.slices[beside][1]
    key = str(change.place[-1])
    if change.place[:-1] in document.flow:
        return f"{text[:end]}, {key}: {written}{text[end:]}"
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    indent = " " * (document.spots[beside].column - 1)
    return f"{text[:line_end]}\n{indent}{key}: {written}{text[line_end:]}"


def _taken_out(text: str, document: Document, place: Place) -> str:
    """The text without a key and its scalar: its line, or its part of a mapping in braces."""
    start, end = document.starts[place], document.slices[place][1]
    if place[:-1] not in document.flow:
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        return text[:line_start] + (text[line_end + 1 :] if line_end >= 0 else "")
    if comma := re.match(r"\s*,\s*", text[end:]):
        return text[:start] + text[end + comma.end() :]
    return re.sub(r",\s*\Z", "", text[:start]) + text[end:]


def _scalar(value: str) -> str:
    """A value as plain text where that cannot be misread, otherwise in double quotes."""
    if re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9.])?", value):
        return value
    return json.dumps(value, ensure_ascii=False)


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
