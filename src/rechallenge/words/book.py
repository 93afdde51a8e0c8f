"""The English book: the text of each code, or a pair of texts for one and for several."""

from .sheet import SHEET

BOOK: dict[str, str | tuple[str, str]] = {**SHEET}
