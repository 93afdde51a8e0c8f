"""A made-up language for tests: each text in brackets and half as long again."""

from gettext import NullTranslations

OPEN, CLOSE, FILLER = "«", "»", "ø"


class Pseudo(NullTranslations):
    """Text without brackets bypassed the book; text without a closing bracket was cut."""

    def gettext(self, message: str) -> str:
        """The message, marked and made longer."""
        return f"{OPEN}{message}{FILLER * (len(message) // 2)}{CLOSE}"

    def pgettext(self, context: str, message: str) -> str:
        """As `gettext`."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """As `gettext`, of the text for so many."""
        return self.gettext(msgid1 if n == 1 else msgid2)
