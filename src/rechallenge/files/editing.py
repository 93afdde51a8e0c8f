"""Changing a file without touching its comments and layout: to record a review, or to start a file
from another."""

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rechallenge.model.places import Place
from rechallenge.model.review import REVIEWED, SHORT, signed_fingerprint
from rechallenge.words import _

from .document import Document
from .modeline import MODELINE
from .reading import ProtocolSource, UnusableFile, read_bytes
from .spots import BadFile
from .tree import read_tree

_SIGNED = ("by", "checked_by", "date", "in_place_of", "fingerprint")
OWN_SOURCES: tuple[Place, ...] = (("source",), ("monitoring", "source"))
"""The parts that a file started from another must state for itself."""
_OWN_READINESS: tuple[Place, ...] = (("bedside",),)
"""What a file started from another has of its own, or has not: another source's list at the bedside
would stand on its sheet with no source."""


class Change(NamedTuple):
    """A value to set at a place, or None to take it out. A key that is not there yet is put after
    the key `after` of the same mapping."""

    place: Place
    value: str | None
    after: str = ""


def reviewed(
    path: Path,
    raw: bytes,
    by: str,
    on: date,
    checked_by: str | None = None,
    in_place_of: str | None = None,
) -> tuple[bytes, str]:
    """The content of a file with a review of exactly what it says in `raw`, and the fingerprint in
    it. `in_place_of` is the fingerprint of the shipped file of facts that it replaces.

    Raises UnusableFile for a file that cannot be edited so.
    """
    try:
        if ("review",) not in read_tree(raw).spots:
            line_end = _line_end(raw.decode("utf-8-sig")).encode()
            last = b"" if raw.endswith(b"\n") else line_end
            raw += last + b"review: {status: unreviewed}" + line_end
        changes = [
            Change(("review", "status"), REVIEWED),
            Change(("review", "by"), by, after="status"),
            Change(("review", "checked_by"), checked_by, after="by"),
            Change(("review", "date"), on.isoformat(), after="by"),
            Change(("review", "in_place_of"), in_place_of, after="date"),
        ]
        unsigned = edited(raw, changes)
        tree = read_tree(unsigned).tree
        assert isinstance(tree, dict)
        signed = signed_fingerprint(tree)
        return edited(unsigned, [Change(("review", "fingerprint"), signed, after="date")]), signed
    except BadFile as bad:
        raise UnusableFile.of(path, bad) from None


def started(source: ProtocolSource, new_id: str, modeline: str) -> bytes:
    """The content of a new file: another's text with an id of its own, version 1, unreviewed.

    The other's sources and review are left out, because they do not cover numbers that are changed
    afterwards, and so is what its source wants at the bedside. The modeline goes first, and a line
    says where the file came from. Raises UnusableFile.
    """
    protocol = source.protocol
    content = _edited_file(
        Path(source.path),
        Change(("id",), new_id),
        Change(("version",), "1"),
        Change(("review", "status"), "unreviewed"),
        *(Change(("review", key), None) for key in (*_SIGNED, "notes")),
        *(Change(place, None) for place in (*OWN_SOURCES, *_OWN_READINESS)),
    )
    text = re.sub(rf"\A{re.escape(MODELINE)}.*\n", "", content.decode("utf-8-sig"))
    came_from = f"# Started from {protocol.id}, version {protocol.version}"
    came_from += f" (fingerprint {protocol.fingerprint[:SHORT]})."
    return _line_end(text).join([modeline, came_from, text]).encode()


def _edited_file(path: Path, *changes: Change) -> bytes:
    try:
        return edited(read_bytes(path), changes)
    except BadFile as bad:
        raise UnusableFile.of(path, bad) from None


def edited(raw: bytes, changes: Sequence[Change]) -> bytes:
    """The file with the changes made. Raises BadFile where one cannot be made cleanly.

    The result is read again: everything but the changed values must be as it was.
    """
    text = raw.decode("utf-8-sig")
    mark = raw[: len(raw) - len(text.encode())]
    before = read_tree(raw)
    for change in changes:
        text = _made(text, change)
    after = read_tree(text.encode())
    if _without(after, changes) != _without(before, changes):
        sentence = _("cannot be edited without changing more; edit it by hand")
        raise BadFile(before.spot(()), sentence)
    return mark + text.encode()


def _line_end(text: str) -> str:
    """How the lines of a file end."""
    return "\r\n" if "\r\n" in text else "\n"


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
        sentence = _("lacks {key}; write it first").format(key=change.after)
        raise BadFile(document.spot(beside), sentence, beside)
    end = document.slices[beside][1]
    key = str(change.place[-1])
    if change.place[:-1] in document.flow:
        return f"{text[:end]}, {key}: {written}{text[end:]}"
    new_line = _line_end(text)
    line_end = text.find(new_line, end)
    line_end = len(text) if line_end < 0 else line_end
    indent = " " * (document.spots[beside].column - 1)
    return f"{text[:line_end]}{new_line}{indent}{key}: {written}{text[line_end:]}"


def _taken_out(text: str, document: Document, place: Place) -> str:
    """The text without a key and its value: its lines, or its part of a mapping in braces."""
    start = document.starts[place]
    # A text of several lines (`>-`) ends where the next key begins.
    end = len(text[: document.slices[place][1]].rstrip())
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


def _without(document: Document, changes: Sequence[Change]) -> str:
    """All values but the changed ones, as one text."""
    tree = json.loads(json.dumps(document.tree))
    for change in changes:
        *parents, key = change.place
        inner = tree
        for part in parents:
            inner = inner.get(part, {})
        inner.pop(key, None)
    return json.dumps(tree, sort_keys=True)
