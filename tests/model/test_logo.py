"""A PNG logo has as many bytes as its size, colours and depth make."""

import pytest

from rechallenge.model.logo import BadLogo, check_logo
from tests.png import png


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
    check_logo(png(5, 3, bytes(3 * row), depth=depth, colour=colour), "png")
    for size in (3 * row - 1, 3 * row + 1):
        with pytest.raises(BadLogo, match="not all of one"):
            check_logo(png(5, 3, bytes(size), depth=depth, colour=colour), "png")


def test_a_logo_has_at_most_4000_pixels_a_side() -> None:
    check_logo(png(4000, 1, bytes(501), depth=1), "png")
    check_logo(png(1, 4000, bytes(8000), depth=1), "png")
    for width, height in ((4001, 1), (1, 4001), (0, 1), (1, 0)):
        with pytest.raises(BadLogo, match="at most 4,000 by 4,000"):
            check_logo(png(width, height, bytes(1), depth=1), "png")


def test_a_logo_has_at_most_64_kb() -> None:
    with pytest.raises(BadLogo, match="not a PNG"):
        check_logo(bytes(65_536), "png")
    with pytest.raises(BadLogo, match="65,537 bytes"):
        check_logo(bytes(65_537), "png")
