"""Tables of antimicrobials: desensitisations, challenges and test doses, with the orders that give
their numbers."""

from fractions import Fraction
from typing import Any

from .entries import Noted, Planned, Slip

_CEFTAZIDIME = {"dose": "4000 mg"}

PLANNED = {
    "cf-ceftazidime-log10-parmar2005": Planned("ceftazidime-log10-50-ml", _CEFTAZIDIME),
    "cf-ceftazidime-leeds": Planned("ceftazidime-log10-45-ml", _CEFTAZIDIME),
    "cf-ceftazidime-pencf2011": Planned(
        "antibiotic-log10", {"dose": "3000 mg", "drug": "ceftazidime"}
    ),
    "cf-tobramycin-doubling-parmar2005": Planned("tobramycin-doubling", {"dose": "80 mg"}),
    "meropenem-hourly-ramp": Planned("meropenem-hourly-ramp", {"dose": "500 mg"}),
    "ambisome-test-dose-label": Planned(
        "amphotericin-1-mg", {"dose": "100 mg", "volume": "100 mL"}
    ),
    "ambisome-test-dose-wellington": Planned(
        "amphotericin-10-percent",
        {"dose": "3 mg/kg", "weight": "70 kg", "volume": "105 mL"},
    ),
}

NO_FILE = {
    "ceftazidime-2day-ghosal-taylor": "the text stops after step 4 of 14",
    "penicillin-g-19-syringes-ejhp2019": "the text stops within the last dilution, at 14 of 19",
    "tmp-smx-oral-eviq3039": "the text stops before the last step",
}

_100_MG: dict[str, Any] = {"dose": "100 mg", "volume": "100 mL"}

NOTED = {
    "cf-ceftazidime-log10-parmar2005": (
        Noted("(50 mL in 20 min = 150 mL/h)", "150", "rate_ml_h", "ceftazidime-log10-50-ml", 1,
              _CEFTAZIDIME),
        Noted("7 x 20 + 6 x 10 = 200 min", "200", "total_minutes", "ceftazidime-log10-50-ml", None,
              _CEFTAZIDIME),
    ),
    "cf-ceftazidime-leeds": (
        Noted("7 x 20 = 140 min", "140", "total_minutes", "ceftazidime-log10-45-ml", None,
              _CEFTAZIDIME),
        Noted('"two and a half to three hours"', "150", "total_minutes", "ceftazidime-log10-45-ml",
              None, _CEFTAZIDIME),
    ),
    "cf-tobramycin-doubling-parmar2005": (
        Noted("10 mL in 20 min = 30 mL/h", "30", "rate_ml_h", "tobramycin-doubling", 1,
              {"dose": "80 mg"}),
    ),
    "meropenem-hourly-ramp": (
        # 11 h 37.5 min and 14 h 37.5 min
        Noted("930 mL at 80 mL/h = 11 h 37.5 min", "697.5", "minutes", "meropenem-hourly-ramp", 4,
              {"dose": "500 mg"}),
        Noted("14 h 37.5 min in all", "877.5", "total_minutes", "meropenem-hourly-ramp", None,
              {"dose": "500 mg"}),
    ),
    "ambisome-test-dose-label": (
        Noted("1 mL in 10 min", "1", "volume_ml", "amphotericin-1-mg", 1, _100_MG),
        Noted("(6 mL/h)", "6", "rate_ml_h", "amphotericin-1-mg", 1, _100_MG),
    ),
}  # fmt: skip

SLIPS = {
    ("cf-ceftazidime-leeds", '"two and a half to three hours"', "total_minutes"): Slip(
        "150",
        Fraction(140),
        "two and a half to three hours (150",
        "seven doses of 20 min, one after the other, take 140 min",
        "ceftazidime-log10-45-ml",
    ),
}
"""Printed numbers that cannot be right."""

MONITORING = {
    "meropenem-hourly-ramp": "every hour",
    "ceftazidime-log10-50-ml": "before each dose",
    "tobramycin-doubling": "before each dose",
    "antibiotic-log10": "pulse, blood pressure",
}
"""Words of the source of the monitoring, where a table's page prints how to monitor."""
