"""All stages, from top to bottom. Each takes what it needs and returns one value."""

from rechallenge.model.finding import Acknowledgement
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan, Step, Totals
from rechallenge.model.problems import AnotherDrug, Problem, UnusableOrder
from rechallenge.model.protocol import ANY_DRUG, Protocol
from rechallenge.model.stop import Stop, Stopped
from rechallenge.quantities import ML, quantity
from rechallenge.words import _
from rechallenge.words.shown import shown

from .course import course
from .line.ordered import line_of
from .order.binding import bind
from .order.dosing import ordered_dose, refuse_unknown_body
from .order.unit import refuse_another_unit
from .preparation.preparing import bench_for, vials_in_all, with_dilutions
from .running import infusion_as_written
from .state.infusion_state import before_step_1
from .timeline.clock import refuse_impossible_start
from .timeline.closing import closing_of
from .timeline.events import timeline
from .timeline.premedication import plan_premedication

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
    _refuse_another_drug(protocol, order)
    refuse_impossible_start(order)
    closing_of(order)
    bound = bind(protocol, order)
    dose = ordered_dose(order)
    refuse_unknown_body(protocol.dosing, order)
    drug = on_file.drug(order.drug if protocol.drug == ANY_DRUG else protocol.drug)
    refuse_another_unit(dose.total, drug)
    infusion, pump = infusion_as_written(bound, order, dose.total, drug), on_file.pump
    begin = before_step_1(infusion.context.unit)
    as_written = programmed = course(infusion, begin)
    line = line_of(order, on_file.line_set, pump, as_written.bags)
    if pump is not None or line is not None:
        infusion = infusion.on(pump, line)
        programmed = course(infusion, begin)
    bench = bench_for(
        order,
        dose,
        bound.dosing,
        drug,
        on_file.measures,
        volume_ordered=not bound.bags,
    )
    if bench is not None:
        # The steps were solved for exact bags. From here on, the bags are those that can be made.
        infusion = infusion.on(pump, line).made_at(bench, as_written.bags)
        programmed = course(infusion, begin)
    stopped: tuple[Stopped, ...] = ()
    planned: tuple[tuple[Step, ...], ...] = ()
    if stops:
        # Few plans have stops, and what works them out takes time to load.
        from .stops.resuming import resumed

        programmed, stopped, planned = resumed(infusion, programmed, stops)
    steps, delivery = programmed.steps, programmed.delivery
    preparation = with_dilutions(programmed.made, bench)
    premedication = plan_premedication(bound.premedication, order, on_file)
    return Plan(
        protocol=protocol,
        order=order,
        parameters=bound.values,
        bands=bound.bands,
        dose=dose,
        bags=programmed.bags,
        as_written=as_written.steps,
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
            begin,
            tuple(zip(stops, stopped, strict=True)),
        ),
        pump=pump,
        line=line,
        on_file=on_file,
        answers=answers,
        stops=stops,
        stopped=stopped,
        planned=planned,
        preparation=preparation,
        vials=vials_in_all(preparation, bench),
        delivery=delivery,
    )


def _refuse_another_drug(protocol: Protocol, order: Order) -> None:
    if order.drug is not None and order.drug.lower() == ANY_DRUG:
        raise UnusableOrder(
            Problem(
                ("drug",),
                _("{drug} is not the name of a drug; write its name").format(drug=order.drug),
            )
        )
    if order.drug is None or protocol.drug == ANY_DRUG:
        return
    if order.drug.lower() != protocol.drug.lower():
        place: Place = ("drug",)
        sentence = _("{protocol} is for {drug}, not {other}; choose a protocol for it")
        named = {"protocol": protocol.id, "drug": protocol.drug, "other": shown(order.drug)}
        raise AnotherDrug(Problem(place, sentence.format(**named)), order.drug)
