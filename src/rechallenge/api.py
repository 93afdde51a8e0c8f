"""The Python front door: read a protocol, write an order, get a plan."""

from pathlib import Path

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


def plan(
    protocol: Protocol,
    order: Order,
    answers: tuple[Acknowledgement, ...] = (),
    *,
    site: Path | str | None = None,
) -> Plan:
    """The plan for an order, with the shipped facts about its drugs, pump and line; `answers`
    are to findings that ask. `site` is a site's own folder: its files of facts take the place of
    the shipped ones, and its `site.yaml` fills what the order leaves blank. Without it, nothing of
    a site is used; the environment and the user's configuration are not consulted.

    Every amount in it is a pint Quantity with a `Fraction` magnitude. Convert it with `to`; pint's
    `ito` is refused, because it would change the plan. Raises UnusableOrder,
    UnusableProtocol, or Refused, whose findings say why there is no schedule; NotFound for a site
    that is not a folder, and UnusableFile for one of its files.
    """
    try:
        folder = None if site is None else Path(site)
        shelves = Shelves(shipped_folder()) if folder is None else Shelves.found(folder)
        return make(protocol, order, shelves, answers)
    except UnusableOrder as error:
        error.args = ("; ".join(f"{_argument(p.place)}: {p.sentence}" for p in error.problems),)
        raise


def _argument(place: Place) -> str:
    """The argument of `Order` that states a value: `volume=`, `settings["first_share"]=`."""
    name, *below = place
    return f"{name}{''.join(f'[{key!r}]' for key in below)}="
