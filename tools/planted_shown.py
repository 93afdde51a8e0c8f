"""Whether the printed numbers of a planted table show that one of them is wrong, worked out without
the audit.

They do not where every number is a rounding, to its own digits, of numbers that do agree. Rates and
times are as printed, but for that of a bag's last step where no other step has it: the step runs
until the bag is empty. A sum may be of
the numbers as they are printed or as they were before, so each of its parts, and the sum before it,
is whatever rounds to what is printed.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

_Range: TypeAlias = tuple[Fraction, Fraction]
_ANYTHING = (Fraction(0), Fraction(10**12))
_SUMS = (("Volume (mL)", "Cumulative volume (mL)"), ("Dose (mg)", "Cumulative dose (mg)"))


def shown(rows: Sequence[Sequence[str]]) -> bool:
    """Whether no numbers that agree round to those of a table, which has its header first."""
    lines = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    bags = [list(bag) for _name, bag in groupby(lines, lambda line: line["Bag"])]
    times = [line["Time (min)"] for line in lines]
    once = {time for time in times if times.count(time) == 1}
    agree = all(_agrees(bag, once) for bag in bags)
    return not (agree and all(_adds_up(lines, *one) for one in _SUMS))


def _agrees(bag: Sequence[Mapping[str, str]], once: set[str]) -> bool:
    """Whether one concentration suits all lines of a bag, and each volume its rate and time."""
    strengths: list[_Range] = []
    for place, line in enumerate(bag, 1):
        rate, time = Fraction(line["Rate (mL/h)"]), Fraction(line["Time (min)"])
        until_empty = place == len(bag) and line["Time (min)"] in once
        times = _rounded(line["Time (min)"]) if until_empty else (time, time)
        run = (rate * times[0] / 60, rate * times[1] / 60)
        volume = _common([run, _rounded(line["Volume (mL)"])])
        if volume[0] > volume[1] or not volume[1] or not rate:
            return False
        strengths += _strengths(line, rate, volume)
    low, high = _common(strengths)
    return low <= high


def _strengths(line: Mapping[str, str], rate: Fraction, volume: _Range) -> Iterator[_Range]:
    low, high = _rounded(line["Dose (mg)"])
    yield low / volume[1], high / volume[0] if volume[0] else _ANYTHING[1]
    if "Dose rate (mg/h)" in line:
        low, high = _rounded(line["Dose rate (mg/h)"])
        yield low / rate, high / rate
    if "Concentration (mg/mL)" in line:
        yield _rounded(line["Concentration (mg/mL)"])


def _adds_up(lines: Sequence[Mapping[str, str]], part: str, total: str) -> bool:
    """Whether each running sum can be the one before it and what its line adds."""
    low = high = Fraction(0)
    for line in lines:
        if total not in line:
            return True
        added = _rounded(line[part])
        low, high = _common([(low + added[0], high + added[1]), _rounded(line[total])])
        if low > high:
            return False
    return True


def _rounded(text: str) -> _Range:
    """All that rounds to a printed number, its two ends too: people round halves up or to even."""
    half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    return max(Fraction(0), Fraction(text) - half), Fraction(text) + half


def _common(ranges: Sequence[_Range]) -> _Range:
    return max(low for low, _high in ranges), min(high for _low, high in ranges)
