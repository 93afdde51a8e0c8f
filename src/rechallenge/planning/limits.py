"""The limits that checks compare with, each with the source it was taken from."""

from dataclasses import dataclass
from datetime import time
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
from rechallenge.words import _, word


@dataclass(frozen=True, slots=True)
class Cited:
    """The source of something that a check rests on."""

    source: str


@dataclass(frozen=True, slots=True)
class Limit(Cited):
    """A value, the code of the phrase for it where a sentence has one, and where it comes from."""

    value: Quantity
    what: str = ""

    def exceeded(self, found: Quantity) -> str:
        """A sentence for a value beyond any possible one."""
        return _(
            "{found} is more than {what}, {limit} ({source}); check the number and its unit"
        ).format(
            found=display(found),
            what=word(f"phrase.{self.what}"),
            limit=display(self.value),
            source=self.source,
        )


@dataclass(frozen=True, slots=True)
class _TimesOfDay(Cited):
    """A part of the day, from one time to another, which may be of the next day."""

    begins: time
    ends: time


_GUINNESS = "Guinness World Records"
_RECORDS = (
    "Chan SH, Raffa SD 2017: adult weights outside 22.7 to 340.2 kg taken as implausible; in "
    "Evans R et al., JMIR Med Inform 2022;10(3):e30328"
)
_TAPE = "Cattermole GN et al., Emerg Med J 2014;31:541: the children's tape ends at 144 cm"
_FROM_BOTH = "Mosteller's formula at 22.7 kg and 144 cm, and at 340.2 kg and 272 cm"

HEAVIEST = Limit(_GUINNESS, quantity(635, KG), "heaviest-person")
TALLEST = Limit(_GUINNESS, quantity(272, CM), "tallest-person")
LARGEST_AREA = Limit(
    f"{_GUINNESS}: 635 kg, 272 cm", quantity(Fraction(693, 100), M2), "largest-area"
)

LIGHT = Limit(_RECORDS, quantity(Fraction(227, 10), KG), "light-adult")
HEAVY = Limit(_RECORDS, quantity(Fraction(3402, 10), KG), "heavy-adult")
SHORT = Limit(_TAPE, quantity(144, CM), "short-adult")
SMALL_AREA = Limit(_FROM_BOTH, quantity(Fraction(95, 100), M2), "small-area")
LARGE_AREA = Limit(_FROM_BOTH, quantity(Fraction(507, 100), M2), "large-area")

GROWTH = Cited(
    "WHO Child Growth Standards 2006 and WHO Growth Reference 2007 (weight to 10 years, height); "
    "CDC Growth Charts 2000 (weight above): Kuczmarski RJ et al., Vital Health Stat 11(246), 2002"
)
"""The weight and height of children by age."""

_PUMPS = "Alaris GP pump: 0.1 to 1,200 mL/h, volume to be infused 1 to 9,999 mL"
SLOWEST = Limit(_PUMPS, quantity(Fraction(1, 10), ML_PER_H), "slowest-of-pumps")
FASTEST = Limit(_PUMPS, quantity(1200, ML_PER_H), "fastest-of-pumps")
SMALLEST_VOLUME = Limit(_PUMPS, quantity(1, ML), "smallest-volume")
LARGEST_VOLUME = Limit(_PUMPS, quantity(9999, ML), "largest-volume")
DENSEST = Limit("density of water, 1 g/mL", quantity(1000, MG / ML), "density-of-water")

_SETS = "infusionnurse.org 2015-02-11: primary sets prime with 15 to 27 mL"
SMALLEST_LINE = Limit(_SETS, quantity(15, ML))
LARGEST_LINE = Limit(_SETS, quantity(27, ML))

_TECHNICAL = "not a clinical limit: what lies beyond it comes from a slip in a unit"
LONGEST = Limit(_TECHNICAL, quantity(7 * 24 * 60, MIN))

USUAL_JUMP = Limit(
    "UpToDate graphic 52381, ceftazidime 12 steps: 2 to 5 mL/h",
    quantity(Fraction(5, 2), PLAIN),
    "usual-jump",
)
TENFOLD_JUMP = Limit(
    "patientsafetysolutions.com 2019-03-05: 41.7 mL/h keyed for 4.17, fatal",
    quantity(10, PLAIN),
    "tenfold-jump",
)

SMALLEST_DRAW = Limit(
    "Uppal N et al., CMAJ 2011;183(4):E246-8: volumes below 0.1 mL cannot be measured accurately",
    quantity(Fraction(1, 10), ML),
)

_CHOICE = "a choice of this project, not a clinical limit; a site states its own"
MEASURED_SHARE = Limit(_CHOICE, quantity(1, PERCENT))
"""The difference between what a bag holds and what was ordered from which on a person is asked.
One syringe alone is used where its rounding stays within half of it."""

DILUTION_ALLOWANCE = Limit(
    "a choice of this project, not a clinical limit: what stays in syringe and needle",
    quantity(10, PERCENT),
)
"""What a dilution is made above what is drawn from it."""

MOST_TENFOLDS = 5
"""A choice of this project: published tenfold ladders begin with a millionth of the dose, and need
four or five. If more are needed, the order should change."""

ROUNDED_SHARE = Limit("Alaris GP pump: accuracy 5%", quantity(5, PERCENT))

DILUTE_BY_DESIGN = Cited("Eur J Hosp Pharm 2020;27:369: six carboplatin protocols dilute further")
"""Why the dilute bags of a desensitisation lie below the lowest concentration of a label."""

STAYS_IN_LINE = Cited("Harding, Nursing: up to 35% of a dose of 50 to 100 mL can stay in the line")

NEVER_AGAIN = Cited(
    "Krishna MT, Huissoon AP, Clin Exp Immunol 2011;163:131-146; Bugs & Drugs, beta-lactams: "
    "severe reactions that are not IgE-mediated"
)
"""Kinds of reaction after which a drug is not given again."""

SPLIT_REGIMEN = Limit(
    "Paclitaxel US label: dexamethasone 12 h and 6 h before the infusion", quantity(6 * 60, MIN)
)
"""Two doses of one drug at least this far apart are a regimen, not a slip."""

NIGHT = _TimesOfDay(
    "not a clinical limit: when a patient at home sleeps, and must be woken for a dose",
    time(22),
    time(6),
)
