"""The errors of this room: text or a quantity that cannot be used, and what to write instead."""

from rechallenge.words import _
from rechallenge.words.shown import shown

_LONGEST_SENTENCE = 300


class QuantityError(ValueError):
    """What was read, what is wrong with it, and what to write instead; all of it safe to show."""

    def __init__(self, read: str, wrong: str, write: str) -> None:
        self.read = shown(read)
        self.wrong = shown(wrong, _LONGEST_SENTENCE)
        self.write = shown(write, _LONGEST_SENTENCE)
        sentence = _('"{read}": {wrong}; write {write}')
        super().__init__(sentence.format(read=self.read, wrong=self.wrong, write=self.write))


class WithoutUnit(QuantityError):
    """A number that has no unit."""
