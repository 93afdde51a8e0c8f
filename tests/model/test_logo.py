"""A PNG logo has as many bytes as its size, colours and depth make."""

import struct
import zlib

import pytest

from rechallenge.model.logo import BadLogo, check_logo


def png(width: int, height: int, depth: int, colour: int, size: int) -> bytes:
    """A PNG with so many bytes of pixels."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(size))),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(content)) + kind + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    )  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("depth", "colour", "row"),
    [
        # A row has one byte for its filter, and then 5 pixels.
        (8, 0, 1 + 5),  # grey
        (1, 0, 1 + 1),  # grey, 5 bits
        (8, 2, 1 + 15),  # red, green, blue
        (4, 3, 1 + 3),  # a palette, 20 bits
        (8, 4, 1 + 10),  # grey and how opaque
        (16, 6, 1 + 40),  # red, green, blue and how opaque, two bytes each
    ],
)
def test_a_row_has_the_bytes_of_its_pixels(depth: int, colour: int, row: int) -> None:
    check_logo(png(5, 3, depth, colour, 3 * row), "png")
    for size in (3 * row - 1, 3 * row + 1):
        with pytest.raises(BadLogo, match="not all of one"):
            check_logo(png(5, 3, depth, colour, size), "png")


def test_a_logo_has_at_most_4000_pixels_a_side() -> None:
    check_logo(png(4000, 1, 1, 0, 501), "png")
    check_logo(png(1, 4000, 1, 0, 8000), "png")
    for width, height in ((4001, 1), (1, 4001), (0, 1), (1, 0)):
        with pytest.raises(BadLogo, match="at most 4,000 by 4,000"):
            check_logo(png(width, height, 1, 0, 1), "png")


def test_a_logo_has_at_most_64_kb() -> None:
    with pytest.raises(BadLogo, match="not a PNG"):
        check_logo(bytes(65_536), "png")
    with pytest.raises(BadLogo, match="65,537 bytes"):
        check_logo(bytes(65_537), "png")
