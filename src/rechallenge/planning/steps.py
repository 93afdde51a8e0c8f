"""Stage 4, steps: each written step solved in order, drawn from its bag, the dose closed."""

from rechallenge.model.finding import Finding, Refused, Severity
from rechallenge.model.infusion import Infuse, Ladder, Observe, Ramp, Written
from rechallenge.model.plan import Bag, Step
from rechallenge.model.reading import settled
from rechallenge.quantities import MIN, ML, PERCENT, Quantity, quantity

from .bags import Bags
from .law import Solved, solve
from .pieces import Moment, Piece, pieces
from .stated import Asked
from .stock import Stock

LONGEST = quantity(7 * 24 * 60, MIN)
"""A schedule longer than a week comes from a slip in a unit; it is not worked out further."""


def solve_steps(
    written_steps: tuple[Written, ...], asked: Asked, bags: Bags
) -> tuple[tuple[Step, ...], tuple[Bag, ...]]:
    """The schedule, exact, and what was used of each bag.

    Raises Refused, with every reason, when it does not deliver the ordered dose or draws more from
    a bag than it holds.
    """
    steps: list[Step] = []
    refusals: list[Finding] = []
    bag_name = bags.first
    for at, written in enumerate(written_steps):
        start, given = _standing(steps, asked)
        if isinstance(written, Observe):
            steps.append(_observation(written, at, len(steps) + 1, start, given, asked))
            continue
        bag_name = written.bag or bag_name
        stock = bags.take(bag_name, given)
        full_before = stock.left.magnitude >= 0
        for piece in pieces(written, ("infusion", at), asked, Moment(start, given, stock)):
            start, given = _standing(steps, asked)
            steps.append(_infusion(written, at, len(steps) + 1, start, given, asked, stock, piece))
        if full_before and stock.left.magnitude < 0:
            refusals.append(_overdrawn(stock, at))
    if steps[-1].end > LONGEST:
        refusals.append(_too_long(steps[-1].end))
    given = steps[-1].cumulative_dose
    if given != asked.dose:
        refusals.insert(0, _not_delivered(given, asked))
    if refusals:
        raise Refused(*refusals)
    return tuple(steps), bags.used(given)


def _standing(steps: list[Step], asked: Asked) -> tuple[Quantity, Quantity]:
    """The clock and the dose given after the steps so far."""
    if not steps:
        return quantity(0, MIN), quantity(0, asked.unit)
    return steps[-1].end, steps[-1].cumulative_dose


def _infusion(
    written: Infuse | Ladder | Ramp,
    at: int,
    number: int,
    start: Quantity,
    given: Quantity,
    asked: Asked,
    stock: Stock,
    piece: Piece,
) -> Step:
    solved: Solved = solve(
        piece.work,
        stock.concentration,
        asked.unit,
        amount=piece.amount,
        speed=piece.speed,
        time=piece.time,
    )
    stock.left = stock.left - solved.volume
    cumulative = given + solved.dose
    return Step(
        number=number,
        kind="infuse",
        bag=stock.name,
        start=start,
        duration=solved.duration,
        rate=solved.rate,
        dose_rate=solved.dose_rate,
        volume=solved.volume,
        dose=solved.dose,
        cumulative_dose=cumulative,
        cumulative_share=(cumulative / asked.dose).to(PERCENT),
        written_at=at,
        go_on_if=written.go_on_if,
        note=written.note,
        working=piece.work.formulas,
    )


def _observation(
    written: Observe, at: int, number: int, start: Quantity, given: Quantity, asked: Asked
) -> Step:
    return Step(
        number=number,
        kind="observe",
        bag=None,
        start=start,
        duration=settled(written.observe).to(MIN),
        rate=None,
        dose_rate=None,
        volume=quantity(0, ML),
        dose=quantity(0, asked.unit),
        cumulative_dose=given,
        cumulative_share=(given / asked.dose).to(PERCENT),
        written_at=at,
        go_on_if=written.go_on_if,
        note=written.note,
    )


def _not_delivered(given: Quantity, asked: Asked) -> Finding:
    share = (given / asked.dose).to(PERCENT)
    return Finding(
        code="dose-not-delivered",
        severity=Severity.REFUSE,
        where="infusion",
        numbers={"ordered": asked.dose, "delivered": given, "share": share},
    )


def _too_long(end: Quantity) -> Finding:
    return Finding(
        code="schedule-too-long",
        severity=Severity.REFUSE,
        where="infusion",
        numbers={"duration": end, "limit": LONGEST},
    )


def _overdrawn(stock: Stock, at: int) -> Finding:
    drawn = stock.volume - stock.left
    return Finding(
        code="bag-overdrawn",
        severity=Severity.REFUSE,
        where=f"infusion[{at}]",
        numbers={"bag": stock.name, "holds": stock.volume, "drawn": drawn},
    )
