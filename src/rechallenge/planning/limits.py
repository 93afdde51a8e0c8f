"""The limits that checks compare with, each with the source it was taken from."""

from dataclasses import dataclass
from fractions import Fraction

from rechallenge.quantities import (
    CM,
    KG,
    M2,
    MG,
    MIN,
    ML,
    ML_PER_H,
    PERCENT,
    PLAIN,
    Quantity,
    display,
    quantity,
)
from rechallenge.words import _


@dataclass(frozen=True, slots=True)
class Limit:
    """A value and where it comes from."""

    value: Quantity
    what: str
    source: str

    def exceeded(self, found: Quantity) -> str:
        """A sentence for a value beyond any possible one."""
        return _(
            "{found} is more than {what}, {limit} ({source}); check the number and its unit"
        ).format(
            found=display(found), what=self.what, limit=display(self.value), source=self.source
        )


_GUINNESS = "Guinness World Records"
_RECORDS = (
    "Chan SH, Raffa SD 2017: adult weights outside 22.7 to 340.2 kg taken as implausible; in "
    "Evans R et al., JMIR Med Inform 2022;10(3):e30328"
)
_TAPE = "Cattermole GN et al., Emerg Med J 2014;31:541: the children's tape ends at 144 cm"
_FROM_BOTH = "Mosteller's formula at 22.7 kg and 144 cm, and at 340.2 kg and 272 cm"

HEAVIEST = Limit(quantity(635, KG), "the heaviest person on record", _GUINNESS)
TALLEST = Limit(quantity(272, CM), "the tallest person on record", _GUINNESS)
LARGEST_AREA = Limit(
    quantity(Fraction(693, 100), M2),
    "the largest area these two give by Mosteller's formula",
    f"{_GUINNESS}: 635 kg, 272 cm",
)

LIGHT = Limit(quantity(Fraction(227, 10), KG), "the lowest plausible adult weight", _RECORDS)
HEAVY = Limit(quantity(Fraction(3402, 10), KG), "the highest plausible adult weight", _RECORDS)
SHORT = Limit(quantity(144, CM), "the height at which a children's tape ends", _TAPE)
SMALL_AREA = Limit(quantity(Fraction(95, 100), M2), "a child's body surface", _FROM_BOTH)
LARGE_AREA = Limit(quantity(Fraction(507, 100), M2), "a plausible body surface", _FROM_BOTH)

_PUMPS = "Alaris GP pump: 0.1 to 1,200 mL/h, volume to be infused 1 to 9,999 mL"
SLOWEST = Limit(quantity(Fraction(1, 10), ML_PER_H), "the slowest rate a pump runs", _PUMPS)
FASTEST = Limit(quantity(1200, ML_PER_H), "the fastest rate a pump runs", _PUMPS)
SMALLEST_VOLUME = Limit(quantity(1, ML), "the smallest volume a pump infuses", _PUMPS)
LARGEST_VOLUME = Limit(quantity(9999, ML), "the largest volume a pump infuses", _PUMPS)
DENSEST = Limit(
    quantity(1000, MG / ML), "what the same volume of water weighs", "density of water, 1 g/mL"
)

_SETS = "infusionnurse.org 2015-02-11: primary sets prime with 15 to 27 mL"
SMALLEST_LINE = Limit(quantity(15, ML), "what the smallest primary set holds", _SETS)
LARGEST_LINE = Limit(quantity(27, ML), "what the largest primary set holds", _SETS)

_TECHNICAL = "not a clinical limit: what lies beyond it comes from a slip in a unit"
LONGEST = Limit(quantity(7 * 24 * 60, MIN), "the longest schedule that is worked out", _TECHNICAL)

USUAL_JUMP = Limit(
    quantity(Fraction(5, 2), PLAIN),
    "the largest rise from step to step in a published 12-step desensitisation",
    "UpToDate graphic 52381, ceftazidime 12 steps: 2 to 5 mL/h",
)
TENFOLD_JUMP = Limit(
    quantity(10, PLAIN),
    "what a slipped decimal point looks like",
    "patientsafetysolutions.com 2019-03-05: 41.7 mL/h keyed for 4.17, fatal",
)

SMALLEST_DRAW = Limit(
    quantity(Fraction(1, 10), ML),
    "the smallest volume that the equipment in use measures accurately",
    "Uppal N et al., CMAJ 2011;183(4):E246-8: volumes below 0.1 mL cannot be measured accurately",
)

ROUNDED_SHARE = Limit(
    quantity(5, PERCENT),
    "how far the rate of a pump itself may be off",
    "Alaris GP pump: accuracy 5%",
)

DILUTE_BY_DESIGN = "Eur J Hosp Pharm 2020;27:369: six carboplatin protocols dilute further"
"""Why the dilute bags of a desensitisation lie below the lowest concentration of a label."""
