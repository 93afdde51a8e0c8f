"""A dose given at once: no rate and no time, drawn from a bag or in a form of its own."""

from rechallenge.model.infusion import IV, PUSH, AtOnce
from rechallenge.model.places import Place
from rechallenge.model.problems import Problem, UnusableProtocol
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.order.dose_context import DoseContext
from rechallenge.planning.state.infusion_state import InfusionState
from rechallenge.planning.state.step_to_run import StepToRun
from rechallenge.quantities import MIN, ML, Kind, in_unit, kind_of, quantity
from rechallenge.words import _

from . import stated


def given_at_once(
    written: AtOnce, at: int, context: DoseContext, state: InfusionState
) -> StepToRun:
    """The dose with the volume that it is drawn up in; 0 mL where it is drawn from no bag. What is
    given into a vein at once is pushed.

    Raises UnusableProtocol for a volume of no bag, and Refused as for a step that runs.
    """
    place: Place = ("infusion", at, "at_once")
    log, bag = CalculationLog(), None if written.bag is None else state.bags[written.bag]
    if bag is not None and bag.stock.gives_in_all is not None:
        context = context.bringing(bag.stock.gives_in_all)
    if bag is None and written.at_once == "bag":
        raise UnusableProtocol(Problem(place, _("names a bag, and none is drawn from; write bags")))
    left = quantity(0, ML) if bag is None else bag.left
    amount = stated.amount(written.at_once, place, context, state.dose_given, left, log)
    volume = quantity(0, ML)
    if kind_of(amount) is Kind.VOLUME:
        if bag is None:
            sentence = _("is a volume, and no bag is drawn from; write a dose, or bags")
            raise UnusableProtocol(Problem(place, sentence))
        volume = in_unit(amount, ML)
        dose = log.times("dose", volume, bag.stock.concentration, context.unit)
    else:
        dose = in_unit(amount, context.unit)
        if bag is not None:
            volume = log.over("volume", dose, bag.stock.concentration, ML)
    return StepToRun(
        bag=None,
        duration=quantity(0, MIN),
        rate=None,
        dose_rate=None,
        volume=volume,
        dose=dose,
        written_at=at,
        go_on_if=written.go_on_if,
        note=written.note,
        working=log.formulas,
        route=PUSH if written.route == IV else written.route,
        drawn_from=written.bag,
        form=written.form,
    )
