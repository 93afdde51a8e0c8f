"""Desensitisations: which file stands for which table, the orders that give their numbers, and the
numbers that cannot be right. Doses that a table does not print are samples."""

from fractions import Fraction
from typing import Any

from .entries import Noted, Planned, Slip

_16_STEPS: dict[str, Any] = {
    "dose": "600 mg",
    "drug": "carboplatin",
    "settings": {
        "share_1": "0.1 %",
        "rate_1": "2.5 mL/h",
        "rate_2": "5 mL/h",
        "rate_3": "10 mL/h",
        "rate_4": "20 mL/h",
    },
}
_675_MG = {"dose": "375 mg/m2", "bsa": "1.8 m2"}
_500_MG = {"dose": "500 mg", "line": "22 mL", "primed": "diluent", "sets": "fresh"}
_CETUXIMAB = "rdd12-cetuximab-won2015"
_INFLIXIMAB = "infliximab-10-step-rcuh"

PLANNED = {
    "rdd12-rituximab-hindawi4231561": Planned("rituximab-12-step", _675_MG),
    "rdd12-rituximab-hemonc": Planned("rituximab-12-step-full-bag", _675_MG),
    _CETUXIMAB: Planned("cetuximab-12-step", {"dose": "400 mg"}),
    "rdd12-carboplatin-400-uptodate51577": Planned(
        "carboplatin-12-step-250-ml", {"dose": "400 mg"}
    ),
    "rdd12-tsao2022-table5": Planned("paclitaxel-12-step", {"dose": "600 mg"}),
    "carboplatin-4-bag-takase": Planned("carboplatin-4-bag", {"dose": "500 mg"}),
    "oxaliplatin-5-bag-buddiga2012": Planned(
        "oxaliplatin-5-bag", {"dose": "40 mg", "volume": "100 mL"}
    ),
    "asparaginase-5-bag-akbayram2010": Planned(
        "asparaginase-5-bag", {"dose": "10000 units/m2", "bsa": "1 m2", "weight": "27 kg"}
    ),
    "one-solution-perez2018": Planned(
        "desensitization-one-bag", {"dose": "500 mg", "drug": "paclitaxel"}
    ),
    "one-solution-fast-perez2018": Planned(
        "desensitization-one-bag-fast", {"dose": "500 mg", "drug": "paclitaxel"}
    ),
    "paclitaxel-22-step-fishman1999": Planned(
        "paclitaxel-22-step",
        {"dose": "300 mg", "volume": "500 mL", "settings": {"dilution_volume": "50 mL"}},
    ),
    _INFLIXIMAB: Planned("infliximab-3-bag", _500_MG),
}

NOTED = {
    "rdd12-tsao2022-table5": (
        Noted("8 steps from two bags in 279.38 minutes", "279.38", "total_minutes",
              "desensitization-8-step", None, {"dose": "600 mg", "drug": "carboplatin"}),
        Noted("16 steps from four bags in 399.38 minutes", "399.38", "total_minutes",
              "desensitization-16-step", None, _16_STEPS),
    ),
}  # fmt: skip

SLIPS = {
    (_CETUXIMAB, "step 7", "dose_mg"): Slip(
        "5.75",
        Fraction(44000, 7659),
        "printed as 5.75 mg",
        "33.333 mL of 400 mg / 230 mL x 11/111 are 5.745 mg, which rounds to 5.74",
        "cetuximab-12-step",
    ),
    ("oxaliplatin-5-bag-buddiga2012", "Bag 5", "percent"): Slip(
        "90",
        Fraction(8889, 100),
        "printed as 90%",
        "0.01 + 0.1 + 1 + 10 is 11.11%, so 88.89% are left",
        "oxaliplatin-5-bag",
    ),
    (_INFLIXIMAB, "step 10", "volume_ml"): Slip(
        "212.5",
        Fraction(423, 2),
        "volume is printed as 212.5 mL",
        "500 mg less the 77 mg given are 423 mg, at 2 mg/mL",
        "infliximab-3-bag",
    ),
    (_INFLIXIMAB, "step 10", "dose_mg"): Slip(
        "425",
        Fraction(423),
        "dose is printed as 425 mg",
        "500 mg less the 77 mg given",
        "infliximab-3-bag",
    ),
}
