"""A protocol from a few lines, for tests that are about one thing."""

from typing import Any

from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.protocol import Protocol
from rechallenge.service.making import make_plan


def protocol(*infusion: dict[str, Any], **more: Any) -> Protocol:
    """A protocol with these steps; everything else is the least a file may say."""
    written = {
        "id": "made-for-a-test",
        "title": "Made for a test",
        "drug": "any",
        "strategy": "titration",
        "version": "1",
        "scope": "Nobody",
        "source": {"citation": "None"},
        "review": {"status": "unreviewed"},
        "parameters": {"volume": "required"},
        "infusion": infusion,
        "fingerprint": "0" * 64,
    }
    return Protocol.model_validate(written | more)


def planned(*infusion: dict[str, Any], order: dict[str, Any] | None = None, **more: Any) -> Plan:
    """The plan of these steps for 100 mg in 100 mL, or for the order given."""
    stated = {"dose": "100 mg", "volume": "100 mL"} | (order or {})
    return make_plan(protocol(*infusion, **more), Order.model_validate(stated))
