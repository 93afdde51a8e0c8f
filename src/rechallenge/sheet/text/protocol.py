"""The page about one protocol as text, 80 columns."""

from rechallenge.model.protocol import Protocol
from rechallenge.sheet.view.protocol import Place, protocol_sections, protocol_title

from .layout import wrapped
from .plan import headed


def protocol_text(protocol: Protocol, place: Place | None = None) -> str:
    """What a person reads about a protocol; `place` is how a front end names a parameter."""
    parts = [[wrapped(line) for line in protocol_title(protocol)]]
    parts += map(headed, protocol_sections(protocol, place))
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"
