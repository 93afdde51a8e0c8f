"""Measuring: a volume as syringes can measure it, rounded to a mark of the scale."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from rechallenge.model.measures import Measures
from rechallenge.model.preparation import Fill
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.limits import MEASURED_SHARE
from rechallenge.quantities import ML, PLAIN, Quantity, number_in, quantity

Rounding: TypeAlias = Literal["nearest", "down", "up"]
_HALF = Fraction(1, 2)


class Measured(NamedTuple):
    """A volume in mL as it is measured, the syringes it is measured with, and the interval
    of the marks it ends on; none where no measures are on file, and the volume is exact."""

    volume: Quantity
    fills: tuple[Fill, ...] = ()
    mark: Quantity | None = None

    def noted(self, gives: str, exact: Quantity, rounding: Rounding, log: CalculationLog) -> None:
        """Keeps in the log how the exact volume was rounded, where it was."""
        if self.mark is None or self.volume == exact:
            return
        write = {"nearest": log.rounded, "down": log.rounded_down, "up": log.rounded_up}
        write[rounding](gives, exact, self.mark, self.volume)


class _Scale(NamedTuple):
    """A syringe: the most it holds, and its marks, in mL."""

    holds: Fraction
    mark: Fraction

    def rounded(self, volume: Fraction, rounding: Rounding) -> Fraction:
        marks = volume / self.mark
        if rounding == "nearest":
            return (marks + _HALF) // 1 * self.mark
        return (marks // 1 if rounding == "down" else -(-marks // 1)) * self.mark


_Way: TypeAlias = tuple[tuple[_Scale, Fraction], ...]


def share_that_asks(measures: Measures) -> Quantity:
    """The difference from the order above which a person is asked, in percent."""
    return measures.asks_above or MEASURED_SHARE.value


def drawn_up(volume: Quantity, measures: Measures | None) -> Measured | None:
    """A dose as it is drawn up to be given at once, as closely as can be; None without measures."""
    return None if measures is None else measured(volume, measures, None)


def measured(
    volume: Quantity, measures: Measures, least: Quantity | None, rounding: Rounding = "nearest"
) -> Measured:
    """A volume as these syringes measure it: with one where that is close enough, else with two;
    one larger than all with several fills of the largest.

    `least` is the smallest volume of drug that is measured apart. Without it the volume is of
    diluent, which is measured as closely as can be, so that a bag ends at its final volume. The
    volume is 0 where it is below half a mark of the finest syringe.
    """
    syringes = ((one.holds, one.graduation) for one in measures.syringes)
    scales = sorted(_Scale(number_in(holds, ML), number_in(mark, ML)) for holds, mark in syringes)
    exact, largest = number_in(volume, ML), scales[-1]
    smallest_rest = sorted(s.mark for s in scales)[0] if least is None else number_in(least, ML)
    enough = Fraction(0)
    if least is not None:
        enough = exact * number_in(share_that_asks(measures) / 2, PLAIN)
    full = exact // largest.holds
    rest = exact - full * largest.holds
    if full and rest < smallest_rest:
        if rounding != "up" and rest <= enough:
            rest = Fraction(0)
        elif rest:
            full, rest = full - 1, rest + largest.holds
    way: _Way = ()
    if rest:
        way = _closest(list(_ways(rest, scales, smallest_rest, rounding)), rest, enough)
    fills = [(largest, largest.holds)] * full + [one for one in way if one[1]]
    total = sum((volume for _, volume in fills), start=Fraction(0))
    mark = quantity(fills[-1][0].mark, ML) if fills else None
    return Measured(quantity(total, ML), tuple(_counted(fills)), mark)


def _ways(
    volume: Fraction, scales: list[_Scale], least: Fraction, rounding: Rounding
) -> Iterator[_Way]:
    """Each way to measure a volume with one or two syringes, in the order in which a person would
    choose among them."""
    holding = [scale for scale in scales if scale.holds >= volume]
    if holding:
        yield ((holding[0], holding[0].rounded(volume, rounding)),)
    smaller = [scale for scale in reversed(scales) if scale.holds < volume]
    firsts = [(scale, scale.holds) for scale in smaller]
    # Up to a mark that leaves a rest, with the smallest that holds all of it, or a smaller one.
    for scale in (*holding[:1], *smaller):
        highest = scale.rounded(volume - least, "down")
        if 0 < highest < scale.holds:
            firsts.append((scale, highest))
    for scale, first in firsts:
        rest = volume - first
        if rest >= least and (second := next((s for s in scales if s.holds >= rest), None)):
            yield ((scale, first), (second, second.rounded(rest, rounding)))


def _closest(ways: list[_Way], volume: Fraction, enough: Fraction) -> _Way:
    """The first way that is off by no more than `enough`, else that which is off least."""
    off = [abs(sum(fill for _, fill in way) - volume) for way in ways]
    return ways[next((n for n, by in enumerate(off) if by <= enough), off.index(sorted(off)[0]))]


def _counted(fills: list[tuple[_Scale, Fraction]]) -> Iterator[Fill]:
    for fill in dict.fromkeys(fills):
        scale, volume = fill
        yield Fill(
            syringe=quantity(scale.holds, ML),
            volume=quantity(volume, ML),
            times=fills.count(fill),
        )
