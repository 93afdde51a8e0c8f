"""Plans of one order by several strategies, in the numbers that tell them apart."""

from collections.abc import Iterable
from typing import NamedTuple

from rechallenge.checks.rates import rises
from rechallenge.files.reading import UnusableFile
from rechallenge.model.comparison import Compared
from rechallenge.model.consistency import VOLUME
from rechallenge.model.finding import Refused
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, Unusable, UnusableOrder
from rechallenge.model.protocol import Protocol
from rechallenge.model.reaction import UNSTATED
from rechallenge.quantities import MIN, Quantity, quantity
from rechallenge.words import _
from rechallenge.words.nearest import nearest_known

from .making import Facts, make


class Strategy(NamedTuple):
    """One strategy for an order: its plan with the numbers to compare, or the error that gives the
    reason why there is no plan."""

    plan: Plan | None = None
    numbers: Compared | None = None
    error: Unusable | UnusableFile | Refused | None = None


def compare(protocols: Iterable[Protocol], order: Order, facts: Facts) -> tuple[Strategy, ...]:
    """Each strategy for one order. A strategy uses only the parts of the order that it needs."""
    return tuple(_strategy(protocol, order, facts) for protocol in protocols)


def refuse_unused(protocols: Iterable[Protocol], order: Order) -> None:
    """Raises UnusableOrder for a bag volume or a setting that none of these strategies takes."""
    known = {name for protocol in protocols for name in protocol.parameters}
    problems = [
        Problem(("settings", name), nearest_known(name, known - {VOLUME}, "parameter"))
        for name in order.settings
        if name not in known
    ]
    if order.volume is not None and VOLUME not in known:
        sentence = _("all of these state their own bag volumes; leave it out")
        problems.append(Problem((VOLUME,), sentence))
    if problems:
        raise UnusableOrder(*problems)


def _strategy(protocol: Protocol, order: Order, facts: Facts) -> Strategy:
    try:
        plan = make(protocol, _order_for(protocol, order), facts)
    except (Unusable, UnusableFile, Refused) as error:
        return Strategy(error=error)
    return Strategy(plan, compared(plan))


def compared(plan: Plan) -> Compared:
    running = [step for step in plan.steps if step.dose_rate is not None]
    dose_rates = [step.dose_rate for step in running if step.dose_rate is not None]
    jumps = [fold for *_, fold in rises(plan.steps)]
    return Compared(
        protocol=plan.protocol.id,
        title=plan.protocol.title,
        duration=plan.totals.duration,
        steps=len(plan.steps),
        bags=len(plan.bags),
        first_rate=running[0].rate if running else None,
        largest_jump=max(jumps, default=None),
        peak_dose_rate=max(dose_rates, default=None),
        dose_in_30_min=_dose_by(plan, quantity(30, MIN)),
        dose_in_60_min=_dose_by(plan, quantity(60, MIN)),
        findings=plan.findings,
    )


def _dose_by(plan: Plan, time: Quantity) -> Quantity:
    """The dose given from the start of step 1 until `time`, in mg or units."""
    given = quantity(0, plan.dose.unit)
    for step in plan.steps:
        if step.end <= time:
            given = given + step.dose
        elif step.start < time and step.dose_rate is not None:
            given = given + (step.dose_rate * (time - step.start)).to(given.units)
    return given


def _order_for(protocol: Protocol, order: Order) -> Order:
    """The order with only what this protocol can take: a bag volume, settings, a premedication
    lead and sets for several bags that it does not have are another strategy's."""
    known = protocol.parameters.keys()
    settings = {name: value for name, value in order.settings.items() if name in known}
    open_times = any(dose.before == UNSTATED for dose in protocol.premedication)
    return order.model_copy(
        update={
            "settings": settings,
            "volume": order.volume if VOLUME in known else None,
            "premed_lead": order.premed_lead if open_times else None,
            "sets": order.sets if len(protocol.bags) > 1 else None,
        }
    )
