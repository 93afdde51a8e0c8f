"""Texts as a test compares them."""


def one_line(text: str) -> str:
    """The text with one space for each run of blanks and line ends, unbreakable ones too."""
    return " ".join(text.split())
