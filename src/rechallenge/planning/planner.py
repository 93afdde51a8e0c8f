"""The way through, top to bottom: each stage takes what it needs and gives one thing on."""

from dataclasses import replace

from rechallenge.model.bag import WrittenBag
from rechallenge.model.consistency import FULL_RATE, VOLUME
from rechallenge.model.finding import Acknowledgement
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan, Totals
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.protocol import ANY_DRUG, Protocol
from rechallenge.model.reading import RATE_KINDS
from rechallenge.quantities import ML, Kind, Quantity, quantity

from .bags.contents import Bags
from .bags.stock import ONLY_BAG
from .line.connecting import connected
from .line.delivery import delivered
from .line.ordered import line_of
from .order.binding import Bound, bind
from .order.dose_context import DoseContext
from .order.dosing import amount_unit, ordered_dose
from .preparation.preparing import preparations, vials_in_all
from .steps.solving import solve_steps
from .timeline.closing import closing_of
from .timeline.events import timeline
from .timeline.premedication import plan_premedication

NOTHING_ON_FILE = OnFile()


def work_out(
    protocol: Protocol,
    order: Order,
    on_file: OnFile = NOTHING_ON_FILE,
    answers: tuple[Acknowledgement, ...] = (),
) -> Plan:
    """The plan for an order by a protocol, before it is checked and proven; `on_file` is what is on
    file about its drugs, pump and line.

    Raises UnusableOrder or UnusableProtocol for input that cannot be used, and Refused, with its
    findings, where there can be no schedule. Pure: same input, same plan.
    """
    _refuse_another_drug(protocol, order)
    closing_of(order)
    bound = bind(protocol, order)
    dose = ordered_dose(order)
    context, written_bags = _context(bound, order, dose.total)
    as_written, bags = solve_steps(bound.infusion, context, written_bags)
    steps, pump = as_written, on_file.pump
    if pump is not None:
        context = replace(context, pump=pump)
        steps, bags = solve_steps(bound.infusion, context, replace(written_bags, context=context))
    line = line_of(order, on_file.line_set, pump, bags)
    if line is not None:
        steps, bags = connected(steps, bags, line)
    drug = on_file.drug(order.drug if protocol.drug == ANY_DRUG else protocol.drug)
    preparation = preparations(bags, order, drug, volume_ordered=not bound.bags)
    delivery = None if line is None else delivered(steps, bags, line, dose.total)
    premedication = plan_premedication(bound.premedication, order)
    return Plan(
        protocol=protocol,
        order=order,
        parameters=bound.values,
        dose=dose,
        bags=bags,
        as_written=as_written,
        steps=steps,
        totals=Totals(
            duration=steps[-1].end,
            volume=sum((s.volume for s in steps), start=quantity(0, ML)),
            dose=steps[-1].cumulative_dose,
        ),
        premedication=premedication,
        timeline=timeline(
            order,
            premedication,
            steps,
            protocol.monitoring,
            None if delivery is None else delivery.flush,
        ),
        pump=pump,
        line=line,
        on_file=on_file,
        answers=answers,
        preparation=preparation,
        vials=vials_in_all(preparation, drug),
        delivery=delivery,
    )


def _context(bound: Bound, order: Order, dose: Quantity) -> tuple[DoseContext, Bags]:
    """What the steps and the bags are worked out from."""
    volume = bound.quantity(VOLUME, Kind.VOLUME) if VOLUME in bound.values else None
    full_rate = bound.quantity(FULL_RATE, *RATE_KINDS) if FULL_RATE in bound.values else None
    context = DoseContext(order, dose, amount_unit(dose), full_rate)
    written = bound.bags
    if volume is not None and not written:
        written = (WrittenBag(name=ONLY_BAG, volume=volume),)
    return context, Bags(written, context, volume)


def _refuse_another_drug(protocol: Protocol, order: Order) -> None:
    if order.drug is not None and order.drug.lower() == ANY_DRUG:
        raise UnusableOrder(Problem(("drug",), f"{order.drug} is no drug; write its name"))
    if order.drug is None or protocol.drug == ANY_DRUG:
        return
    if order.drug.lower() != protocol.drug.lower():
        place: Place = ("drug",)
        raise UnusableOrder(
            Problem(
                place, f"{protocol.id} is for {protocol.drug}, not {order.drug}; leave drug out"
            )
        )
