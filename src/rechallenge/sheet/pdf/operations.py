"""The operations of a page's content, read several times as fast as pypdf reads them.

Only the shapes that programs ordinarily write are read here. Any other content is left to pypdf.
"""

import re
from typing import Any

_END = rb"(?=[][()<>/ \t\r\n\f\0]|\Z)"
_LETTER = rb"[^()\\\r\n]|\\(?:[nrtbf()\\]|[0-7]{3})"
_TOKEN = re.compile(
    rb"[ \t\r\n\f\0]*(?:"
    rb"([+-]?[0-9]+" + _END + rb")"
    rb"|([+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+)" + _END + rb")"
    rb"|(/[A-Za-z0-9_.+-]+" + _END + rb")"
    rb"|\(((?:" + _LETTER + rb"|\((?:" + _LETTER + rb")*\))*)\)"
    rb"|<((?:[0-9A-Fa-f]{2})*)>"
    rb"|(\[|<<)"
    rb"|(\]|>>)"
    rb"|([A-Za-z'\"][A-Za-z0-9]*\*?" + _END + rb"))"
)
_ESCAPED = re.compile(rb"\\(?:([0-7]{3})|(.))")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LEFT_TO_PYPDF = (b"/OC", b"BI", b"true", b"false", b"null")
"""A layer's name, an inline picture, and words that are values."""


class _String(bytes):
    @property
    def original_bytes(self) -> bytes:
        return self


def ordinary_operations(content: bytes) -> list[tuple[list[Any], bytes]] | None:
    """Operands and operator of each operation; None where anything is written in another shape."""
    found: list[tuple[list[Any], bytes]] = []
    operands: list[Any] = []
    outer: list[tuple[bytes, list[Any]]] = []
    at, end = 0, len(content.rstrip(b" \t\r\n\f\0"))
    while at < end:
        token = _TOKEN.match(content, at)
        if token is None or token[token.lastindex or 0] in _LEFT_TO_PYPDF:
            return None
        at = token.end()
        whole, decimal, name, string, codes, opening, closing, operator = token.groups()
        if operator is not None:
            if outer:
                return None
            found.append((operands, operator))
            operands = []
        elif opening is not None:
            outer.append((opening, operands))
            operands = []
        elif closing is not None:
            if not outer or (outer[-1][0] == b"<<") != (closing == b">>"):
                return None
            values, (_opening, operands) = operands, outer.pop()
            pairs = zip(values[::2], values[1::2], strict=False)
            operands.append(dict(pairs) if closing == b">>" else values)
        elif string is not None:
            operands.append(_String(_ESCAPED.sub(_unescaped, string)))
        elif codes is not None:
            operands.append(_String.fromhex(codes.decode()))
        elif name is not None:
            operands.append(name.decode())
        else:
            operands.append(int(whole) if decimal is None else float(decimal))
    return None if outer or operands else found


def _unescaped(escaped: re.Match[bytes]) -> bytes:
    if escaped[1]:
        return bytes([int(escaped[1], 8) & 255])
    return _LETTERS.get(escaped[2], escaped[2])
