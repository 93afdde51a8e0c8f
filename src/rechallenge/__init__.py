"""Timed rate schedules for giving a drug again to a patient who reacted to it.

    from rechallenge import Order, plan, read_protocol
    p = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    p.steps[0].rate.to("mL/h").magnitude      # Fraction(50, 1)

It computes and explains; it does not prescribe. A qualified person must verify every number.
"""

from rechallenge.version import __version__ as __version__

# As in `typing`, which takes longer to load than all else that comes before the first command.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from rechallenge.api import Acknowledgement, Order, Plan, Protocol, plan, read_protocol

__all__ = ["Acknowledgement", "Order", "Plan", "Protocol", "plan", "read_protocol"]


def __getattr__(name: str) -> "Any":
    # Looked up on first use, so that `rechallenge --version` and completion stay quick.
    if name in __all__:
        from rechallenge import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
