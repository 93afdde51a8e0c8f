"""All stages, from top to bottom. Each takes what it needs and returns one value."""

from typing import TYPE_CHECKING

from rechallenge.model.finding import Acknowledgement
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan, Totals
from rechallenge.model.protocol import Protocol
from rechallenge.model.stop import Stop
from rechallenge.quantities import ML, quantity

from .course import Course
from .preparation.preparing import vials_in_all, with_dilutions
from .scheduling import Schedule, scheduled
from .timeline.clock import closing_of, refuse_impossible_start
from .timeline.events import timeline
from .timeline.premedication import plan_premedication

if TYPE_CHECKING:
    from .stops.resuming import Resumed

NOTHING_ON_FILE = OnFile()


def work_out(
    protocol: Protocol,
    order: Order,
    on_file: OnFile = NOTHING_ON_FILE,
    answers: tuple[Acknowledgement, ...] = (),
    stops: tuple[Stop, ...] = (),
) -> Plan:
    """The plan for an order by a protocol, before it is checked and proven; `on_file` is what is on
    file about its drugs, pump and line. `stops` are those in the middle of the infusion.

    Raises UnusableOrder or UnusableProtocol for input that cannot be used, and Refused, with its
    findings, where there can be no schedule. Pure: same input, same plan.
    """
    refuse_impossible_start(order)
    closing_of(order)
    made = scheduled(protocol, order, on_file)
    plan = _plan(protocol, order, on_file, made, made.programmed)
    if stops:
        # Few plans have stops, and what works them out takes time to load.
        from .stops.resuming import resumed

        after = resumed(made, stops, on_file)
        rests = tuple(
            None
            if one is None
            else _plan(one.protocol, one.order, on_file, one.schedule, one.schedule.programmed)
            for one in after.others
        )
        plan = _plan(protocol, order, on_file, made, after.course, stops, after, rests)
    return plan.model_copy(update={"answers": answers})


def _plan(
    protocol: Protocol,
    order: Order,
    on_file: OnFile,
    made: Schedule,
    course: Course,
    stops: tuple[Stop, ...] = (),
    after: "Resumed | None" = None,
    rests: tuple[Plan | None, ...] = (),
) -> Plan:
    """The plan of a schedule and the course that it takes."""
    stopped = () if after is None else after.stopped
    running = next((s.protocol for s in reversed(stops) if s.protocol is not None), protocol)
    steps, delivery = course.steps, course.delivery
    own = {bag.name for bag in made.programmed.bags}
    preparation = with_dilutions(tuple(m for m in course.made if m.bag in own), made.bench)
    premedication = plan_premedication(made.bound.premedication, order, on_file)
    return Plan(
        protocol=protocol,
        order=order,
        parameters=made.bound.values,
        bands=made.bound.bands,
        dose=made.dose,
        begun=made.begun,
        bags=course.bags,
        as_written=made.as_written.steps,
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
            running.monitoring,
            None if delivery is None else delivery.flush,
            tuple(zip(stops, stopped, strict=True)),
        ),
        pump=made.infusion.context.pump,
        line=made.line,
        on_file=on_file,
        stops=stops,
        stopped=stopped,
        planned=() if after is None else after.planned,
        rests=rests,
        preparation=preparation,
        vials=vials_in_all(preparation, made.bench),
        delivery=delivery,
    )
