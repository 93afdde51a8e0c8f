"""The one error of this room: text or a quantity that cannot be used, and what to write instead."""

from .shown import shown

_LONGEST_SENTENCE = 300


class QuantityError(ValueError):
    """What was read, what is wrong with it, and what to write instead; all of it safe to show."""

    def __init__(self, read: str, wrong: str, write: str) -> None:
        self.read = shown(read)
        self.wrong = shown(wrong, _LONGEST_SENTENCE)
        self.write = shown(write, _LONGEST_SENTENCE)
        super().__init__(f'"{self.read}": {self.wrong}; write {self.write}')
