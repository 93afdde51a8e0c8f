"""Case 2 in bare fractions: the sums of a plan with nothing around them."""

from fractions import Fraction as F
from itertools import pairwise
from typing import Any


def case_2() -> dict[str, Any]:
    """375 mg in 250 mL: 10% over 30 min, observe 30 min, the rest over 90 min.

    Every number that the plan has: bag, steps, totals, times of premedication and vital signs, and
    what the checks compare. Amounts in mg, mL and min, rates per h.
    """
    dose, volume = F(375), F(250)
    concentration = dose / volume
    steps: list[tuple[Any, ...]] = []
    clock, given = F(0), F(0)
    for share, minutes in ((F(1, 10), F(30)), (None, F(30)), (F(1), F(90))):
        if share is None:
            steps.append((clock, minutes, None, None, F(0), F(0), given, given / dose * 100))
        else:
            amount = dose * share if share < 1 else dose - given
            dose_rate = amount / minutes * 60
            rate = dose_rate / concentration
            drawn = amount / concentration
            given += amount
            share_given = given / dose * 100
            steps.append((clock, minutes, rate, dose_rate, drawn, amount, given, share_given))
        clock += minutes
    used = sum((step[4] for step in steps), start=F(0))
    rates: list[F] = [step[3] for step in steps if step[3] is not None]
    every, changes = F(15), [step[0] for step in steps[1:]]
    vitals = sorted({F(0), clock, *changes, *(every * n for n in range(1, int(clock / every)))})
    return {
        "bag": (volume, dose, concentration, used, volume - used),
        "steps": steps,
        "totals": (clock, used, given),
        "closed": given == dose and used <= volume,
        "jumps": [after / before for before, after in pairwise(rates)],
        "above_usual": [F(40) > F(100), F(10) > F(10), F(50) > F(20)],
        "timeline": [*((step[0], step[0] + step[1]) for step in steps), *vitals, clock + 30],
    }
