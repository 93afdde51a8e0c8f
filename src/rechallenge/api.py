"""The Python front door: read a protocol, write an order, get a plan."""

from rechallenge.library.reading import read_drugs, read_protocol
from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Acknowledgement
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.protocol import Protocol
from rechallenge.planning.planner import make_plan

__all__ = ["Acknowledgement", "Order", "Plan", "Protocol", "plan", "read_protocol"]


def plan(protocol: Protocol, order: Order, answers: tuple[Acknowledgement, ...] = ()) -> Plan:
    """The plan for an order, checked against the shipped facts about the drugs it names; `answers`
    are to findings that ask.

    Every amount in it is a pint Quantity with a `Fraction` magnitude; steps share them, so use
    `to`, never pint's `ito`, which changes one in place. Raises UnusableOrder,
    UnusableProtocol, or Refused, whose findings say why there is no schedule.
    """
    return make_plan(protocol, order, drugs_on_file(protocol), answers)


def drugs_on_file(protocol: Protocol) -> tuple[DrugFacts, ...]:
    """What is on file about the premedication of a protocol."""
    return read_drugs({dose.drug for dose in protocol.premedication})
