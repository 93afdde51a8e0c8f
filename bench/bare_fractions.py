"""Case 2 in bare fractions: the sums of a plan with nothing around them."""

from fractions import Fraction as F
from itertools import pairwise
from typing import Any

Step = tuple[F, F, F | None, F | None, F, F, F, F]


def case_2() -> dict[str, Any]:
    """375 mg in 250 mL: 10% over 30 min, observe 30 min, the rest over 90 min.

    Every number that the plan has: bag, steps as written and on a pump of 0.1 mL/h steps, totals,
    times of premedication and vital signs, what the checks compare, and the same amounts found a
    second time from rates and times. Amounts in mg, mL and min, rates per h.
    """
    dose, volume = F(375), F(250)
    concentration = dose / volume
    as_written = solved(dose, concentration, None)
    steps = solved(dose, concentration, F(1, 10))
    clock, given = steps[-1][0] + steps[-1][1], steps[-1][6]
    used = sum((step[4] for step in steps), start=F(0))
    rates: list[F] = [step[3] for step in steps if step[3] is not None]
    every, changes = F(15), [step[0] for step in steps[1:]]
    vitals = sorted({F(0), clock, *changes, *(every * n for n in range(1, int(clock / every)))})
    return {
        "bag": (volume, dose, concentration, used, volume - used),
        "as_written": as_written,
        "steps": steps,
        "moved": [a[5] / b[5] for a, b in zip(steps, as_written, strict=True) if b[5]],
        "totals": (clock, used, given),
        "closed": given == dose and used <= volume,
        "jumps": [after / before for before, after in pairwise(rates)],
        "above_usual": [F(40) > F(100), F(10) > F(10), F(50) > F(20)],
        "timeline": [*((step[0], step[0] + step[1]) for step in steps), *vitals, clock + 30],
        "proof": integrated(steps, concentration, dose),
    }


def solved(dose: F, concentration: F, grid: F | None) -> list[Step]:
    """The three steps; with a grid, each rate is its nearest multiple and the time follows."""
    steps: list[Step] = []
    clock, given = F(0), F(0)
    for share, minutes in ((F(1, 10), F(30)), (None, F(30)), (F(1), F(90))):
        if share is None:
            steps.append((clock, minutes, None, None, F(0), F(0), given, given / dose * 100))
        else:
            amount = dose * share if share < 1 else dose - given
            dose_rate = amount / minutes * 60
            rate = dose_rate / concentration
            drawn = amount / concentration
            if grid is not None:
                rate = (rate / grid + F(1, 2)) // 1 * grid
                minutes = drawn / rate * 60
                dose_rate = rate * concentration
            given += amount
            share_given = given / dose * 100
            steps.append((clock, minutes, rate, dose_rate, drawn, amount, given, share_given))
        clock += minutes
    return steps


def integrated(steps: list[Step], concentration: F, dose: F) -> bool:
    """Whether rates and times alone give every volume, dose, sum and start again."""
    clock, given = F(0), F(0)
    agreed = True
    for start, minutes, rate, dose_rate, volume, amount, so_far, share in steps:
        ran = F(0) if rate is None else rate * minutes / 60
        given += ran * concentration
        agreed &= start == clock and ran == volume and ran * concentration == amount
        agreed &= given == so_far and given * 100 == share * dose
        agreed &= rate is None or rate * concentration == dose_rate
        clock += minutes
    return agreed and given == dose
