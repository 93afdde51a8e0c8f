"""Stage 4, steps: each written step solved in order, drawn from its bag, the dose closed."""

from rechallenge.model.finding import Finding, Refused, Severity
from rechallenge.model.infusion import Infuse, Observe
from rechallenge.model.plan import Step
from rechallenge.model.reading import settled
from rechallenge.quantities import MIN, ML, PERCENT, Quantity, quantity

from . import stated
from .law import solve
from .stated import Asked
from .stock import Stock
from .working import Working


def solve_steps(
    written_steps: tuple[Infuse | Observe, ...], asked: Asked, stock: Stock
) -> tuple[Step, ...]:
    """The schedule, exact. Raises Refused when it does not deliver the ordered dose."""
    steps: list[Step] = []
    for place, written in enumerate(written_steps):
        last = steps[-1] if steps else None
        start = last.end if last else quantity(0, MIN)
        given = last.cumulative_dose if last else quantity(0, asked.unit)
        if isinstance(written, Observe):
            step = _observe(written, place, len(steps) + 1, start, given, asked)
        else:
            step = _infuse(written, place, len(steps) + 1, start, given, asked, stock)
        steps.append(step)
    _refuse_unless_closed(steps[-1].cumulative_dose, asked, stock)
    return tuple(steps)


def _infuse(
    written: Infuse,
    place: int,
    number: int,
    start: Quantity,
    given: Quantity,
    asked: Asked,
    stock: Stock,
) -> Step:
    work = Working()
    solved = solve(
        work,
        stock.concentration,
        asked.unit,
        time=stated.time(written, place, start, work),
        amount=stated.amount(written, place, asked, given, stock.left, work),
        speed=stated.speed(written, place, asked, work),
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
        written_at=place,
        go_on_if=written.go_on_if,
        note=written.note,
        working=work.formulas,
    )


def _observe(
    written: Observe, place: int, number: int, start: Quantity, given: Quantity, asked: Asked
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
        written_at=place,
        go_on_if=written.go_on_if,
        note=written.note,
    )


def _refuse_unless_closed(given: Quantity, asked: Asked, stock: Stock) -> None:
    refusals = []
    if given != asked.dose:
        refusals.append(
            Finding(
                code="dose-not-delivered",
                severity=Severity.REFUSE,
                where="infusion",
                numbers={
                    "ordered": asked.dose,
                    "delivered": given,
                    "share": (given / asked.dose).to(PERCENT),
                },
            )
        )
    if stock.left.magnitude < 0:
        refusals.append(
            Finding(
                code="bag-overdrawn",
                severity=Severity.REFUSE,
                where="infusion",
                numbers={
                    "bag": stock.name,
                    "holds": stock.volume,
                    "drawn": stock.volume - stock.left,
                },
            )
        )
    if refusals:
        raise Refused(*refusals)
