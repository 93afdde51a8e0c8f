"""Which fields of the order a protocol has no use for, so that nobody fills them in for nothing."""

from rechallenge.model.consistency import VOLUME, unused_parameters
from rechallenge.model.protocol import ANY_DRUG, UNSTATED, Protocol

from .typed import Typed

_OF_LINE = ("primed", "sets", "clear_line")


def why_unused(key: str, protocol: Protocol | None, typed: Typed) -> str | None:
    """Why an empty field would change nothing; None where it would."""
    if key in _OF_LINE and not typed.text("line"):
        return "only with a line"
    if protocol is None:
        return None
    parameter = key.partition(".")[2] or (VOLUME if key == VOLUME else "")
    if key == VOLUME and VOLUME not in protocol.parameters:
        return "the protocol states its own bag volumes"
    if parameter and parameter in unused_parameters(protocol):
        return "the protocol uses it nowhere"
    if key == "drug" and protocol.drug != ANY_DRUG:
        return f"the protocol is for {protocol.drug}"
    if key == "premed_lead" and all(p.before != UNSTATED for p in protocol.premedication):
        return "the protocol leaves no time open"
    if key == "sets" and len(protocol.bags) <= 1:
        return "there is one bag"
    return None
