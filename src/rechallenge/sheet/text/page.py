"""The page about a file - a protocol, a drug, a pump - as text, 80 columns."""

from collections.abc import Iterable

from rechallenge.sheet.view.blocks import Section

from .layout import wrapped
from .plan import headed


def page_text(title: Iterable[str], sections: Iterable[Section]) -> str:
    """The lines of its head, and its sections."""
    parts = [[wrapped(line) for line in title], *map(headed, sections)]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"
