"""Printed numbers that cannot be right, one by one: where, what is printed, what is true, why."""

from fractions import Fraction

from . import antimicrobials, desensitizations, labels, titrations
from .entries import Slip

_CEFTAZIDIME = "rdd12-ceftazidime-2000-uptodate52381"
_CARBOPLATIN = "rdd13-carboplatin-lrdp-burches2019"
_AMIODARONE = "mich-amiodarone-150"

SLIPS = {
    (_CEFTAZIDIME, "Solution 3", "dose_mg"): Slip(
        "2000",
        Fraction(198426, 100),
        "printed as 2000 mg",
        "7.937 mg/mL x 250 mL is 1984.26 mg; Solutions 1 and 2 have given 15.74 mg",
        "ceftazidime-12-step",
    ),
    (_CEFTAZIDIME, "table", "total_minutes"): Slip(
        "339.37",
        Fraction(339375, 1000),
        "printed as 339.37 min",
        "the printed steps add up to 339.375 min, which rounds to 339.38",
        "ceftazidime-12-step",
    ),
    (_CARBOPLATIN, "step 1", "volume_ml"): Slip(
        "0.325",
        Fraction(5, 16),
        "printed as 0.325 mL",
        "1.25 mL/h for 15 min is 0.3125 mL",
        "carboplatin-13-step",
    ),
    (_CARBOPLATIN, "step 11", "cumulative_mg"): Slip(
        "60",
        Fraction(2047, 32),
        "printed as 60 mg",
        "60 mg is from Solution B alone; the doses so far add up to 63.96875 mg",
        "carboplatin-13-step",
    ),
    (_AMIODARONE, "step 11", "cumulative_mg"): Slip(
        "150",
        Fraction(14949, 100),
        "printed as 150 mg",
        "the printed doses add up to 149.49 mg",
        "amiodarone-11-step",
    ),
    (_AMIODARONE, "table", "dose_mg"): Slip(
        "150",
        Fraction(14949, 100),
        "printed as 150 mg",
        "the printed doses add up to 149.49 mg, and the order that gives them is that sum",
        "amiodarone-11-step",
    ),
    ("label-rituximab-first", '"74.6"', "rate_ml_h"): Slip(
        "74.6",
        Fraction(224, 3),
        "prints 74.6 mL/h",
        "100 mg/h / (750 mg / 560 mL) is 74.667 mL/h, cut off instead of rounded to 74.7",
        "rituximab-first",
    ),
    ("label-daratumumab-first", 'eviQ prints "7 hours"', "total_minutes"): Slip(
        "420",
        Fraction(390),
        "prints 7 hours",
        "300 mL in 3 h and 700 mL at 200 mL/h take 6.5 h",
        "daratumumab-first",
    ),
    **antimicrobials.SLIPS,
    **desensitizations.SLIPS,
    **labels.SLIPS,
    **titrations.SLIPS,
}
