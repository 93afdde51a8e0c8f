"""The line of an order: what was asked for, checked, as one value."""

from rechallenge.model.line import Line, LineFilling, LineSet
from rechallenge.model.order import Order
from rechallenge.model.places import Place
from rechallenge.model.plan import Bag
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.pump import Pump
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.steps.programming import settable
from rechallenge.quantities import ML, ML_PER_H, Quantity, display
from rechallenge.words import _
from rechallenge.words.nearest import nearest_known

_CLEAR_LINE: Place = ("order", "clear_line")


def line_of(
    order: Order,
    line_set: LineSet | None,
    pump: Pump | None,
    bags: tuple[Bag, ...],
    *,
    runs: bool,
    filling: LineFilling | None,
) -> Line | None:
    """The line between these bags and the vein; None where the order states none. `runs` says
    whether anything runs through it, `filling` how the protocol fills it.

    Raises UnusableOrder for what is missing, does not go together, or is larger than a bag, and
    Refused where the pump cannot clear it at the rate stated.
    """
    if order.line_stated is not None and not runs:
        sentence = _("is not used: all doses are given at once, and nothing runs; leave it out")
        raise UnusableOrder(Problem(("line",), sentence))
    problems = _problems(order, bags) if filling is None else _not_filled(order, bags, filling)
    if problems:
        raise UnusableOrder(*problems)
    if order.line_stated is None:
        return None
    volume = _dead_volume(order.line_stated, line_set)
    for bag in bags:
        if volume > bag.volume:
            sentence = _(
                "{line} is more than {bag} holds, {holds}: the whole bag would fit into the "
                "line. Check the volume"
            ).format(line=display(volume), bag=bag.name, holds=display(bag.volume))
            raise UnusableOrder(Problem(("line",), sentence))
    stated, place = order.clear_line, _CLEAR_LINE
    if filling is not None:
        _refuse_another_volume(volume, filling)
        stated, place = filling.rate, ("infusion", filling.at, "rate")
    clear_at = None if stated is None else stated.to(ML_PER_H)
    if clear_at is not None and pump is not None:
        clear_at = settable(clear_at, pump, place, CalculationLog())
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
        return line_set.dead_volume.to(ML)
    if isinstance(stated, str):
        raise UnusableOrder(Problem(("line",), nearest_known(stated, (), "line")))
    return stated.to(ML)


def _refuse_another_volume(line: Quantity, filling: LineFilling) -> None:
    if isinstance(filling.fill, Quantity) and filling.fill != line:
        sentence = _(
            "is {line}, and the protocol fills a line of {fill}: drug would reach the vein "
            "uncounted, or too late. Use a line of {fill}, or a protocol that says `fill: line`"
        )
        said = sentence.format(line=display(line), fill=display(filling.fill))
        raise UnusableOrder(Problem(("line",), said))


def _not_filled(order: Order, bags: tuple[Bag, ...], filling: LineFilling) -> list[Problem]:
    """What keeps a line from being filled as the protocol does: it begins full of diluent."""
    problems = []
    if order.line_stated is None:
        sentence = _('is needed, because the protocol fills it; write its volume, such as "20 mL"')
        problems.append(Problem(("line",), sentence))
    if order.primed != "diluent":
        sentence = _("must be diluent, because the protocol fills the line itself; write it")
        problems.append(Problem(("primed",), sentence))
    if filling.sets is not None and order.sets != filling.sets:
        sentence = _("must be fresh, because the protocol fills a line for each bag; write it")
        if filling.sets == "shared":
            sentence = _("must be shared, because the protocol fills one line; write it")
        problems.append(Problem(("sets",), sentence))
    if order.clear_line is not None:
        sentence = _("is stated by the protocol, as {rate}; leave it out")
        said = sentence.format(rate=display(filling.rate))
        problems.append(Problem(("clear_line",), said))
    return problems or _problems(order, bags)


def _problems(order: Order, bags: tuple[Bag, ...]) -> list[Problem]:
    stated = [name for name in ("primed", "sets", "clear_line") if getattr(order, name) is not None]
    if order.line_stated is None:
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
