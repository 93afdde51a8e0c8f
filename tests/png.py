"""A PNG with the pixels that a test asks for."""

import struct
import zlib


def png(width: int, height: int, rows: bytes, *, depth: int = 8, colour: int = 0) -> bytes:
    """A PNG, grey unless another `colour` is asked for; each of its rows begins with a filter
    byte."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(content)) + kind + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    )  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
