"""The one error of this room: text or a quantity that cannot be used, and what to write instead."""


class QuantityError(ValueError):
    """What was read, what is wrong with it, and what to write instead."""

    def __init__(self, read: str, wrong: str, write: str) -> None:
        self.read = read
        self.wrong = wrong
        self.write = write
        super().__init__(f'"{read}": {wrong}; write {write}')
