"""Scheduling: an order by a protocol, solved to its end on the pump and from the bags made here."""

from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.consistency import runs
from rechallenge.model.line import Line, filling_of
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.places import Place
from rechallenge.model.plan import OrderedDose
from rechallenge.model.problems import AnotherDrug, Problem, UnusableOrder
from rechallenge.model.protocol import ANY_DRUG, Protocol
from rechallenge.model.stop import Begun
from rechallenge.quantities import Quantity
from rechallenge.words import _
from rechallenge.words.shown import shown

from .beginning import Beginning, beginning_of, bound_to_what_hangs
from .course import Course, course, course_of
from .infusion import Infusion, infusion_as_written
from .line.ordered import line_of
from .order.binding import Bound, bind
from .order.dosing import ordered_dose, refuse_another_unit, refuse_unknown_body
from .preparation.bench import Bench, bench_for
from .running import fresh_bag, run
from .state.infusion_state import BagState, InfusionState
from .state.step_to_run import to_run_again
from .stops.slower import slowed


class Schedule(NamedTuple):
    """An order by a protocol, solved: `as_written` on an ideal pump from exact bags, `programmed`
    as it runs. Both begin after what was given before, where anything was."""

    bound: Bound
    dose: OrderedDose
    drug_name: str | None
    infusion: Infusion
    as_written: Course
    programmed: Course
    line: Line | None
    bench: Bench | None
    begun: Begun | None


def scheduled(protocol: Protocol, order: Order, on_file: OnFile) -> Schedule:
    """The steps of an order, with what they are run from.

    Raises UnusableOrder or UnusableProtocol for input that cannot be used, and Refused, with its
    findings, where there can be no schedule.
    """
    _refuse_another_drug(protocol, order)
    dose = ordered_dose(order)
    beginning = beginning_of(protocol, order, dose.total)
    bound = bind(protocol, bound_to_what_hangs(protocol, order))
    refuse_unknown_body(protocol.dosing, order)
    named = order.drug if protocol.drug == ANY_DRUG else protocol.drug
    drug = on_file.drug(named)
    refuse_another_unit(dose.total, drug)
    remaining, pump = beginning.remaining, on_file.pump if runs(protocol) else None
    infusion = written = infusion_as_written(bound, order, remaining, drug)
    as_written = programmed = course(infusion, beginning.state())
    # The line of a bag that hangs has been filled.
    first = bound.bags[0].name if bound.bags else None
    filling = filling_of(bound.infusion, first) if beginning.hangs is None else None
    line = line_of(
        order, on_file.line_set, pump, as_written.bags, runs=runs(protocol), filling=filling
    )
    begun = beginning.begun(line)
    if pump is not None or line is not None:
        infusion = infusion.on(pump, line)
        programmed = course(infusion, beginning.state(line))
    bench = None
    if beginning.hangs is None:
        bench = bench_for(
            order,
            dose.model_copy(update={"total": remaining}),
            bound.dosing,
            drug,
            on_file.measures,
            volume_ordered=not bound.bags,
        )
    if bench is not None:
        # The steps were solved for exact bags. From here on, the bags are those that can be made.
        infusion = infusion.on(pump, line).made_at(bench, as_written.bags)
        programmed = course(infusion, beginning.state(line))
    if begun is not None:
        as_written = _after(beginning, written, as_written, None, slow=False)
        programmed = _after(beginning, infusion, programmed, begun.at_vein, slow=True)
        infusion = infusion.for_dose(dose.total)
    return Schedule(bound, dose, named, infusion, as_written, programmed, line, bench, begun)


def _after(
    beginning: Beginning, infusion: Infusion, made: Course, at_vein: Quantity | None, *, slow: bool
) -> Course:
    """These steps after what was given before, slowed where a rate is not to be exceeded."""
    state = solved_state(beginning.state(infusion.line), infusion, made)
    for bag in infusion.written_bags:
        if bag.name not in state.bags and beginning.hangs is None:
            # One that no step uses is prepared for what remains too.
            state = state.with_bag(fresh_bag(infusion, bag.name, made.end))
    if slow and beginning.limit is not None:
        limit, context = beginning.limit, infusion.context
        place: Place = ("order", "go_on_at")
        steps = (slowed(step, limit, state.bags, context, place) for step in state.to_run)
        state = state._replace(to_run=tuple(steps))
    if at_vein is not None:
        state = state._replace(line=state.line._replace(at_vein=Fraction(at_vein.magnitude)))
    state = state._replace(dose_given=beginning.given)
    whole = beginning.given + made.end.dose_given
    infusion = infusion.for_dose(beginning.given + beginning.remaining)
    return course_of(infusion, state, tuple(run(infusion, state)), whole)


def solved_state(state: InfusionState, infusion: Infusion, made: Course) -> InfusionState:
    """A state in which all steps are solved and all bags are prepared."""
    return state._replace(
        bags={name: BagState(b.stock, b.stock.volume) for name, b in made.end.bags.items()},
        next_written=len(infusion.written),
        to_run=tuple(map(to_run_again, made.steps)),
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
