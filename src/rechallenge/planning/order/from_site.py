"""An order with its blanks filled from the site's own file. What the order states stays."""

from collections.abc import Iterator

from rechallenge.model.consistency import runs
from rechallenge.model.drug import DrugFacts
from rechallenge.model.infusion import AtOnce, DoseLadder, FillLine
from rechallenge.model.order import Order
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.protocol import Protocol
from rechallenge.model.reaction import UNSTATED
from rechallenge.model.site import SiteOnFile
from rechallenge.model.written_doses import SAMPLE, OrderedPremedication
from rechallenge.words import _
from rechallenge.words.nearest import nearest_known


def filled(order: Order, site: SiteOnFile | None) -> Order:
    """The order with what was taken from the site's file: its premedication sets, before the
    order's own doses, and each blank. An order that has it already stays as it is.

    Raises UnusableOrder for a premedication set that the site's file does not have.
    """
    values: dict[str, object] = {}
    if site is not None:
        taken = (name for name in site.took if name in Order.model_fields)
        values |= {name: getattr(site.said, name) for name in taken}
    if order.premed_sets:
        values["premed"] = (*_doses_of_sets(order, site), *order.premed_doses)
    return order.model_copy(update=values)


def with_sets(order: Order, site: SiteOnFile | None) -> SiteOnFile | None:
    """The site with the names of the premedication sets that the order chooses, and nothing taken
    yet; the one of a saved plan says what that took."""
    if site is None:
        return None
    return site.model_copy(update={"premed_sets": order.premed_sets, "took": ()})


def with_blanks(
    site: SiteOnFile, protocol: Protocol, order: Order, drug: DrugFacts | None
) -> SiteOnFile:
    """The site with the names of the fields that it fills: blanks of the order that this protocol
    can use. `drug` is what is on file of the drug given."""
    took = tuple(
        name
        for name in _usable(protocol, order, site, drug)
        if getattr(order, name) is None and getattr(site.said, name) is not None
    )
    return site.model_copy(update={"took": took})


def draws_doses(protocol: Protocol) -> bool:
    """Whether doses are drawn up to be given at once."""
    return any(isinstance(entry, AtOnce | DoseLadder) for entry in protocol.infusion)


def _doses_of_sets(order: Order, site: SiteOnFile | None) -> Iterator[OrderedPremedication]:
    known = {} if site is None else site.said.premed_sets
    for name in order.premed_sets:
        if name not in known:
            sentence = _('{unknown} Or write a dose in full: "{sample}"')
            why = nearest_known(name, known, "premed-set")
            raise UnusableOrder(Problem(("premed",), sentence.format(unknown=why, sample=SAMPLE)))
        yield from known[name]


def _usable(
    protocol: Protocol, order: Order, site: SiteOnFile, drug: DrugFacts | None
) -> Iterator[str]:
    """The fields that the site may fill: none that the protocol would refuse, and none that says
    what was done before this plan."""
    if order.start is not None:
        yield from ("time_zone", "closing_time")
    if any(dose.before == UNSTATED for dose in protocol.premedication):
        yield "premed_lead"
    if runs(protocol):
        yield "pump"
        line = order.line_stated if order.line is not None else site.said.line
        if order.given is None and line is not None:
            yield from _of_line(protocol)
    label = None if drug is None or drug.preparing is None else drug.preparing.one
    if label is None and runs(protocol):
        yield "technique"
    if label or order.technique or (site.said.technique and runs(protocol)):
        yield from ("smallest_draw", "measures")
    elif draws_doses(protocol):
        yield "measures"


def _of_line(protocol: Protocol) -> Iterator[str]:
    yield "line"
    # A protocol that fills the line says itself how that is done, and the order confirms it.
    if not any(isinstance(entry, FillLine) for entry in protocol.infusion):
        yield "primed"
        if len(protocol.bags) > 1:
            yield "sets"
