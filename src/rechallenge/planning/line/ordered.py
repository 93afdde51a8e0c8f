"""The line of an order: what was asked for, checked, as one value."""

from rechallenge.model.line import Line, LineSet
from rechallenge.model.order import Order
from rechallenge.model.plan import Bag
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.pump import Pump
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.steps.programming import settable
from rechallenge.quantities import ML, ML_PER_H, Quantity, display, in_unit
from rechallenge.words import _
from rechallenge.words.nearest import nearest_known


def line_of(
    order: Order,
    line_set: LineSet | None,
    pump: Pump | None,
    bags: tuple[Bag, ...],
    *,
    runs: bool = True,
) -> Line | None:
    """The line between these bags and the vein; None where the order states none. `runs` says
    whether anything runs through it.

    Raises UnusableOrder for what is missing, does not go together, or is larger than a bag, and
    Refused where the pump cannot clear it at the rate stated.
    """
    if order.line is not None and not runs:
        sentence = _("is not used: all doses are given at once, and nothing runs; leave it out")
        raise UnusableOrder(Problem(("line",), sentence))
    problems = list(_problems(order, bags))
    if problems:
        raise UnusableOrder(*problems)
    if order.line is None:
        return None
    volume = _dead_volume(order.line, line_set)
    for bag in bags:
        if volume > bag.volume:
            sentence = _(
                "{line} is more than {bag} holds, {holds}: the whole bag would fit into the "
                "line. Check the volume"
            ).format(line=display(volume), bag=bag.name, holds=display(bag.volume))
            raise UnusableOrder(Problem(("line",), sentence))
    clear_at = None if order.clear_line is None else in_unit(order.clear_line, ML_PER_H)
    if clear_at is not None and pump is not None:
        clear_at = settable(clear_at, pump, ("order", "clear_line"), CalculationLog())
    assert order.primed is not None
    return Line(
        dead_volume=volume,
        primed=order.primed,
        sets=order.sets or "shared",
        clear_at=clear_at,
        title=line_set.title if line_set is not None else None,
        source=line_set.source if line_set is not None else None,
    )


def _dead_volume(stated: Quantity | str, line_set: LineSet | None) -> Quantity:
    if line_set is not None:
        return in_unit(line_set.dead_volume, ML)
    if isinstance(stated, str):
        raise UnusableOrder(Problem(("line",), nearest_known(stated, (), "line")))
    return in_unit(stated, ML)


def _problems(order: Order, bags: tuple[Bag, ...]) -> list[Problem]:
    stated = [name for name in ("primed", "sets", "clear_line") if getattr(order, name) is not None]
    if order.line is None:
        sentence = _('says how a line is used; write the line too, such as "20 mL"')
        return [Problem((name,), sentence) for name in stated]
    problems = []
    if order.primed is None:
        problems.append(Problem(("primed",), _("is needed with a line; write drug or diluent")))
    if order.sets is None and len(bags) > 1:
        sentence = _(
            "is needed, for {number} bags; write shared (one line) or fresh (one each)"
        ).format(number=len(bags))
        problems.append(Problem(("sets",), sentence))
    if order.sets is not None and len(bags) == 1:
        problems.append(
            Problem(("sets",), _("changes nothing, because there is one bag; leave it out"))
        )
    if order.clear_line is not None and order.primed == "drug":
        sentence = _(
            "is not needed, because a line primed with drug already holds drug at the "
            "vein; leave one of them out"
        )
        problems.append(Problem(("clear_line",), sentence))
    return problems
