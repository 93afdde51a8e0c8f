"""The Python front door: read a protocol, write an order, get a plan."""

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_protocol
from rechallenge.model.finding import Acknowledgement
from rechallenge.model.order import Order
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.model.protocol import Protocol
from rechallenge.service.making import make

__all__ = ["Acknowledgement", "Order", "Plan", "Protocol", "plan", "read_protocol"]


def plan(protocol: Protocol, order: Order, answers: tuple[Acknowledgement, ...] = ()) -> Plan:
    """The plan for an order, with the shipped facts about its drugs, pump and line; `answers`
    are to findings that ask.

    Every amount in it is a pint Quantity with a `Fraction` magnitude. Convert it with `to`; pint's
    `ito` is refused, because it would change the plan. Raises UnusableOrder,
    UnusableProtocol, or Refused, whose findings say why there is no schedule.
    """
    try:
        return make(protocol, order, Shelves(shipped_folder()), answers)
    except UnusableOrder as error:
        error.args = ("; ".join(f"{_argument(p.place)}: {p.sentence}" for p in error.problems),)
        raise


def _argument(place: Place) -> str:
    """The argument of `Order` that states a value: `volume=`, `settings["first_share"]=`."""
    name, *below = place
    return f"{name}{''.join(f'[{key!r}]' for key in below)}="
