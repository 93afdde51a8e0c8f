"""A position in a file, and what is wrong there."""

from typing import NamedTuple

from rechallenge.model.places import Place
from rechallenge.words import _


class Spot(NamedTuple):
    """A line and column, both from 1."""

    line: int
    column: int


class BadFile(Exception):
    """Text that cannot be read as a file of ours: where, and what to write instead."""

    def __init__(self, spot: Spot, sentence: str, place: Place = ()) -> None:
        self.spot = spot
        self.sentence = sentence
        self.place = place
        super().__init__(sentence)


def decoded(raw: bytes, advice: str) -> str:
    """The text of a file in UTF-8, without a byte order mark. Raises BadFile for other bytes, with
    `advice` for what to do."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        sentence = _("byte {byte} is not UTF-8; {advice}")
        said = sentence.format(byte=f"0x{raw[error.start]:02x}", advice=advice)
        raise BadFile(Spot(line, column), said) from None
