"""Twelve steps from three bags in bare fractions: pump, line, checks and a second computation."""

from fractions import Fraction as F
from itertools import pairwise
from typing import Any, NamedTuple

ZERO = F(0)


class Row(NamedTuple):
    """A step: mL/h, min, mL and mg."""

    bag: int
    start: F
    minutes: F
    rate: F
    dose_rate: F
    volume: F
    dose: F
    given: F
    share: F


BAGS: tuple[tuple[F, F | None], ...] = ((F(250), F(1, 100)), (F(250), F(1, 10)), (F(250), None))
"""Volume, and the share of the dose in it; the last holds the rest."""
STEPS = tuple(
    (bag, F(rate), F(15) if rate != 80 else None)
    for bag, rates in enumerate(((2, 5, 10, 20), (5, 10, 20, 40), (10, 20, 40, 80)))
    for rate in rates
)


def solved(dose: F, step: F | None) -> tuple[list[Row], list[F]]:
    """The steps, each rate to the nearest `step` where there is one, and what each bag holds."""
    rows: list[Row] = []
    holds: list[F] = []
    clock = given = ZERO
    for bag, exact, stated in STEPS:
        volume_of_bag, share = BAGS[bag]
        if len(holds) == bag:
            holds.append(dose - given if share is None else dose * share)
        strength = holds[bag] / volume_of_bag
        rate = exact if step is None else (exact / step + F(1, 2)) // 1 * step
        if stated is None:
            amount = dose - given
            volume = amount / strength
            minutes = volume / rate * 60
        else:
            minutes, volume = stated, rate * stated / 60
            amount = volume * strength
        given += amount
        share_given = given / dose * 100
        rows.append(Row(bag, clock, minutes, rate, rate * strength, volume, amount, given,
                        share_given))  # fmt: skip
        clock += minutes
    if given != dose:
        raise ValueError("not the dose")
    return rows, holds


def through(rows: list[Row], holds: list[F], dead: F) -> dict[str, Any]:
    """Plug flow: what leaves the line in each step, the first drug, residues, rest and flush."""
    line: list[tuple[int | None, F]] = [(None, dead)]
    strengths = [held / volume for held, (volume, _) in zip(holds, BAGS, strict=True)]
    arrivals: list[tuple[int, F, F, int | None, F, F, F]] = []
    residues, highest, peak = [], ZERO, (ZERO, ZERO, ZERO)
    by_step: list[tuple[F, F, F]] = []
    arrived = ZERO
    for number, row in enumerate(rows):
        if number and rows[number - 1].bag != row.bag:
            left = sum((v for bag, v in line if bag == rows[number - 1].bag), start=ZERO)
            residues.append((left, left * strengths[rows[number - 1].bag]))
        line.append((row.bag, row.volume))
        clock, to_go, dose, fastest = row.start, row.volume, ZERO, ZERO
        highest = max(highest, row.dose_rate)
        while to_go:
            bag, volume = line[0]
            taken = min(volume, to_go)
            line[0:1] = [(bag, volume - taken)] if volume > taken else []
            to_go -= taken
            end = clock + taken / row.rate * 60
            strength = ZERO if bag is None else strengths[bag]
            per_h = row.rate * strength
            arrivals.append((number, clock, end, bag, taken, taken * strength, per_h))
            dose, fastest, clock = dose + taken * strength, max(fastest, per_h), end
        arrived += dose
        by_step.append((dose, arrived, fastest))
        if fastest / highest > peak[0]:
            peak = (fastest / highest, fastest, highest)
    left = sum((v * strengths[bag] for bag, v in line if bag is not None), start=ZERO)
    missing = rows[-1].given - arrived
    flush = missing / strengths[-1]
    first = next(one for one in arrivals if one[3] is not None)
    return {
        "first": (first[1], first[0], first[6]),
        "by_step": by_step,
        "arrivals": arrivals,
        "residues": residues,
        "peak": peak,
        "left": (sum((v for _, v in line), start=ZERO), left),
        "flush": (flush, flush / rows[-1].rate * 60, missing),
        "arrived": arrived,
    }


def proven(rows: list[Row], holds: list[F], dose: F, dead: F, delivery: dict[str, Any]) -> int:
    """The rows integrated again, and what reaches the vein off the shifted curve of drug."""
    volumes, doses, agreed = [ZERO], [ZERO], 0
    clock = ZERO
    for row in rows:
        strength = holds[row.bag] / BAGS[row.bag][0]
        volume = row.rate * row.minutes / 60
        volumes.append(volumes[-1] + volume)
        doses.append(doses[-1] + volume * strength)
        same = (
            row.start == clock,
            row.volume == volume,
            row.dose == volume * strength,
            row.dose_rate == row.rate * strength,
            row.rate == row.volume * 60 / row.minutes,
            row.minutes == row.volume * 60 / row.rate,
            row.given == doses[-1],
            row.share == doses[-1] * 100 / dose,
            (row.rate * 10).denominator == 1,
        )
        agreed += sum(same)
        clock += row.minutes

    def at_vein(moved: F) -> F:
        moved -= dead
        if moved <= 0:
            return ZERO
        place = next(n for n, volume in enumerate(volumes) if volume >= moved)
        row = rows[place - 1]
        return doses[place] - (volumes[place] - moved) * holds[row.bag] / BAGS[row.bag][0]

    reached = [at_vein(volume) for volume in volumes]
    for (before, after), (arrived, total, _) in zip(
        pairwise(reached), delivery["by_step"], strict=True
    ):
        agreed += (arrived == after - before) + (total == after)
    for number, start, end, _, volume, arrived, per_h in delivery["arrivals"]:
        row = rows[number]
        low = volumes[number] + (start - row.start) * row.rate / 60
        agreed += (volume == (end - start) * row.rate / 60) + (
            per_h * (end - start) / 60 == arrived
        )
        agreed += at_vein(low + volume) - at_vein(low) == arrived
    left, missing = doses[-1] - reached[-1], dose - reached[-1]
    ends_same = [left == delivery["left"][1], missing == delivery["flush"][2]]
    return agreed + ends_same.count(True)


def ceftazidime() -> dict[str, Any]:
    """2000 mg as written and on a pump of 0.1 mL/h, through 20 mL of diluent."""
    dose, dead = F(2000), F(20)
    as_written, _ = solved(dose, None)
    rows, holds = solved(dose, F(1, 10))
    end = rows[-1].start + rows[-1].minutes
    bags = []
    for number, ((volume, _), held) in enumerate(zip(BAGS, holds, strict=True)):
        used = sum((row.volume for row in rows if row.bag == number), start=ZERO)
        bags.append((volume, held, held / volume, used, volume - used))
    delivery = through(rows, holds, dead)
    vitals = [F(15) * n for n in range(1, int(end / 15) + 1)]
    return {
        "as_written": as_written,
        "steps": rows,
        "bags": bags,
        "totals": (end, sum((row.volume for row in rows), start=ZERO), rows[-1].given),
        "timeline": sorted([*((row.start, row.start + row.minutes) for row in rows),
                            *((at, at) for at in vitals), (end + 30, end + 30)]),
        "jumps": [after.dose_rate / before.dose_rate for before, after in pairwise(rows)],
        "limits": [(F(1, 10) <= row.rate <= 1200, row.rate <= F(100)) for row in rows],
        "delivery": delivery,
        "proven": proven(rows, holds, dose, dead, delivery),
    }  # fmt: skip
