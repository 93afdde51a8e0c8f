"""Where a protocol comes from, in words."""

from rechallenge.model.protocol import Source


def cited(source: Source) -> str:
    """The citation, the place in it, and its address, as far as they are stated."""
    return ", ".join(part for part in (source.citation, source.where, source.url) if part)
