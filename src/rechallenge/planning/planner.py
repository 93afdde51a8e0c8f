"""The way through, top to bottom: each stage takes what it needs and gives one thing on."""

from rechallenge.model.bag import WrittenBag
from rechallenge.model.consistency import FULL_RATE, VOLUME
from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Acknowledgement
from rechallenge.model.order import Order
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan, Totals
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.protocol import ANY_DRUG, Protocol
from rechallenge.model.reading import RATE_KINDS
from rechallenge.quantities import ML, Kind, quantity

from .acknowledging import acknowledged
from .bags import Bags
from .binding import bind
from .checks import findings
from .dosing import amount_unit, ordered_dose
from .premedication import plan_premedication
from .stated import Asked
from .steps import solve_steps
from .stock import ONLY_BAG
from .timeline import timeline


def make_plan(
    protocol: Protocol,
    order: Order,
    drugs: tuple[DrugFacts, ...] = (),
    answers: tuple[Acknowledgement, ...] = (),
) -> Plan:
    """The plan for an order by a protocol. `drugs` is what is on file about the drugs it names,
    `answers` what a person has said to findings that ask.

    Raises UnusableOrder or UnusableProtocol for input that cannot be used, and Refused, with its
    findings, where the protocol does not deliver the order's dose. Pure: same input, same plan.
    """
    _refuse_another_drug(protocol, order)
    bound = bind(protocol, order)
    dose = ordered_dose(order)
    unit = amount_unit(dose.total)
    volume = bound.quantity(VOLUME, Kind.VOLUME) if VOLUME in bound.values else None
    full_rate = bound.quantity(FULL_RATE, *RATE_KINDS) if FULL_RATE in bound.values else None
    asked = Asked(order, dose.total, unit, full_rate)
    written_bags = bound.bags
    if volume is not None and not written_bags:
        written_bags = (WrittenBag(name=ONLY_BAG, volume=volume),)
    steps, bags = solve_steps(bound.infusion, asked, Bags(written_bags, asked, volume))
    premedication = plan_premedication(bound.premedication, order)
    plan = Plan(
        protocol=protocol,
        order=order,
        parameters=bound.values,
        dose=dose,
        bags=bags,
        as_written=steps,
        steps=steps,
        totals=Totals(
            duration=steps[-1].end,
            volume=sum((s.volume for s in steps), start=quantity(0, ML)),
            dose=steps[-1].cumulative_dose,
        ),
        premedication=premedication,
        timeline=timeline(order, premedication, steps, protocol.monitoring),
    )
    found = acknowledged(findings(plan, drugs), answers)
    return plan.model_copy(update={"findings": found})


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
