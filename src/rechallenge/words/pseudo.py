"""A made-up language for tests: each text in brackets and half as long again."""

from gettext import NullTranslations

OPEN, CLOSE, FILLER = "«", "»", "ø"


class Pseudo(NullTranslations):
    """What has no brackets came past the book; what has no closing one was cut."""

    def gettext(self, message: str) -> str:
        """The message, marked and made longer."""
        return f"{OPEN}{message}{FILLER * (len(message) // 2)}{CLOSE}"

    def pgettext(self, context: str, message: str) -> str:
        """As `gettext`."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """As `gettext`, of the text for so many."""
        return self.gettext(msgid1 if n == 1 else msgid2)
