"""Serial dilution: tenfold steps until what goes into the bag can be drawn accurately, each made
once for all bags."""

from math import ceil

from rechallenge.model.measures import Measures
from rechallenge.model.preparation import Dilution, Preparation
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.limits import DILUTION_ALLOWANCE, MOST_TENFOLDS
from rechallenge.quantities import ML, PLAIN, Quantity, display, number_in, quantity
from rechallenge.words import _

from .measuring import Measured, measured

TENFOLD = quantity(10, PLAIN)
_USUAL_TAKE = quantity(1, ML)
"""What is made up to ten times its volume: 1 mL to 10 mL, or whole multiples of both."""
_MOST_TAKES = 100
_NONE = quantity(0, ML)


def tenfolds_for(
    bag: str, drug_volume: Quantity, least: Quantity, log: CalculationLog
) -> tuple[int, Quantity]:
    """How many dilutions are made, and the volume of the last that holds what `drug_volume` does of
    the drug as supplied: at least `least`, the smallest volume drawn accurately.

    Raises UnusableOrder where `MOST_TENFOLDS` are not enough.
    """
    draw, times = drug_volume, 0
    while draw < least:
        if times == MOST_TENFOLDS:
            sentence = _(
                "{bag} needs {volume} of this drug solution; even {most} tenfold dilutions leave "
                "less than {least} to draw. Write the strength of a weaker solution that you start "
                "from"
            ).format(bag=bag, volume=display(drug_volume), most=MOST_TENFOLDS, least=display(least))
            raise UnusableOrder(Problem(("strength",), sentence))
        draw = log.times("draw", draw, TENFOLD, ML)
        times += 1
    return times, draw


def dilutions_for(
    bags: tuple[Preparation, ...], least: Quantity, measures: Measures | None
) -> tuple[Dilution, ...]:
    """Each dilution that the bags are drawn from, the strongest first, made once for all of them:
    what the bags and the next dilution draw, and an allowance on top.

    Raises UnusableOrder where these measures measure none exactly.
    """
    most = sorted((0, *(bag.tenfolds for bag in bags)))[-1]
    made: list[Dilution] = []
    take = _NONE
    for times in range(most, 0, -1):
        drawn = sum((bag.draw for bag in bags if bag.tenfolds == times), start=take)
        concentration = bags[0].strength / 10**times
        made.append(_dilution(drawn, concentration, least, measures))
        take = made[-1].take
    return tuple(reversed(made))


def _dilution(
    drawn: Quantity, concentration: Quantity, least: Quantity, measures: Measures | None
) -> Dilution:
    wanted = drawn * (1 + number_in(DILUTION_ALLOWANCE.value, PLAIN))
    one = _USUAL_TAKE if least < _USUAL_TAKE else least
    first = ceil(number_in(wanted / (one * 10), PLAIN))
    for number in range(first, first + _MOST_TAKES):
        take, diluent = one * number, one * number * 9
        of = Measured(take) if measures is None else measured(take, measures, least)
        to = Measured(diluent) if measures is None else measured(diluent, measures, None)
        if of.volume == take and to.volume == diluent:
            return Dilution(
                take=take,
                take_with=of.fills,
                diluent=diluent,
                diluent_with=to.fills,
                make=take * 10,
                concentration=concentration,
                drawn=drawn,
                discarded=take * 10 - drawn,
            )
    sentence = _(
        "have no syringes that measure a tenfold dilution of {volume} exactly; write measures "
        "with finer ones"
    )
    raise UnusableOrder(Problem(("measures",), sentence.format(volume=display(one * 10))))
