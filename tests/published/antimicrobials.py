"""Tables of antimicrobials: desensitisations, challenges and test doses, with the orders that give
their numbers."""

from fractions import Fraction
from typing import Any

from .entries import Noted, Planned, Slip

_CEFTAZIDIME = {"dose": "4000 mg"}

_CO_TRIMOXAZOLE = {"dose": "800 mg"}
_BETA_LACTAM = {"dose": "798.35 mg", "drug": "amoxicillin"}

PLANNED = {
    "cf-ceftazidime-log10-parmar2005": Planned("ceftazidime-log10-50-ml", _CEFTAZIDIME),
    "cf-ceftazidime-leeds": Planned("ceftazidime-log10-45-ml", _CEFTAZIDIME),
    "cf-ceftazidime-pencf2011": Planned(
        "antibiotic-log10", {"dose": "3000 mg", "drug": "ceftazidime"}
    ),
    "cf-tobramycin-doubling-parmar2005": Planned("tobramycin-doubling", {"dose": "80 mg"}),
    "penicillin-v-oral-units-cdc1998": Planned(
        "penicillin-v-14-doses", {"dose": "1296700 units", "settings": {"pause": "20 min"}}
    ),
    "marquette-penicillin-vk": Planned(
        "penicillin-v-812-mg", {"dose": "811.9375 mg", "settings": {"pause": "20 min"}}
    ),
    "marquette-ampicillin-iv": Planned(
        "ampicillin-18-doses",
        {"dose": "1621.1755 mg", "settings": {"over_each": "5 min", "pause": "10 min"}},
    ),
    "tmp-smx-oral-gluckstein-ruskin": Planned("co-trimoxazole-6-doses", _CO_TRIMOXAZOLE),
    "oral-betalactam-mksap11": Planned("oral-beta-lactam-14-doses", _BETA_LACTAM),
    "page-schroeder-aspirin": Planned("aspirin-10-doses", {"dose": "325 mg"}),
    "degregorio-aspirin": Planned("aspirin-4-doses", {"dose": "325 mg"}),
    "rossini-aspirin": Planned(
        "aspirin-6-doses",
        {"dose": "100 mg", "settings": {f"pause_{n}": "66 min" for n in range(1, 6)}},
    ),
    "nebraska-beta-lactam-challenge": Planned(
        "challenge-1-10-100",
        {
            "dose": "2000 mg",
            "drug": "ceftriaxone",
            "volume": "100 mL",
            "settings": {"small_volume": "50 mL", "over": "30 min"},
        },
    ),
    "siaip-beta-lactam-challenge": Planned(
        "beta-lactam-challenge-10-20-70", {"dose": "500 mg", "drug": "amoxicillin"}
    ),
    "siaip-antibiotic-challenge": Planned(
        "antibiotic-challenge-10-20-70", {"dose": "500 mg", "drug": "azithromycin"}
    ),
    "mill-amoxicillin-challenge": Planned(
        "amoxicillin-challenge-10-90", {"dose": "50 mg/kg", "weight": "12 kg"}
    ),
    "dallas-amoxicillin-challenge": Planned("amoxicillin-challenge-50-200", {"dose": "250 mg"}),
    "allergyvic-amoxicillin-challenge": Planned(
        "amoxicillin-challenge-15-mg-kg", {"dose": "15 mg/kg", "weight": "12 kg"}
    ),
    "penicillinallergy-ca-challenge": Planned("amoxicillin-challenge-250", {"dose": "250 mg"}),
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
    "tmp-smx-oral-gluckstein-ruskin": (
        Noted('200 mg SMZ in 20 mL"', "20", "ml_for_200_mg", "co-trimoxazole-6-doses", 9,
              _CO_TRIMOXAZOLE),
        Noted("(40 mg/200 mg by the ratio)", "200", "dose_mg", "co-trimoxazole-6-doses", 9,
              _CO_TRIMOXAZOLE),
        Noted("(40 mg/200 mg by the ratio)", "40", "dose_mg_tmp", "co-trimoxazole-6-doses", 9,
              _CO_TRIMOXAZOLE),
    ),
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

_SUMS = "0.35, 0.75, 1.55, 3.15 and 6.35 mg"

SLIPS = {
    ("tmp-smx-oral-gluckstein-ruskin", '200 mg SMZ in 20 mL"', "ml_for_200_mg"): Slip(
        "20",
        Fraction(5),
        "200 mg of sulfamethoxazole in 20 mL",
        "5 mL of the tenfold dilution hold 20 mg, so 5 mL of the suspension hold 200 mg",
        "co-trimoxazole-6-doses",
    ),
    **{
        ("oral-betalactam-mksap11", f"step {step}", "cumulative_mg"): Slip(
            printed,
            Fraction(true),
            _SUMS,
            "each printed sum from 45 to 105 min is that of the dose before",
            "oral-beta-lactam-14-doses",
        )
        # 0.05 + 0.1 + 0.2 + 0.4 = 0.75, + 0.8 = 1.55, + 1.6 = 3.15, + 3.2 = 6.35, + 6 = 12.35
        for step, printed, true in (
            (4, "0.35", "0.75"),
            (5, "0.75", "1.55"),
            (6, "1.55", "3.15"),
            (7, "3.15", "6.35"),
            (8, "6.35", "12.35"),
        )
    },
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
    "aspirin-6-doses": "until 4 h after",
    "oral-beta-lactam-14-doses": "15 min",
    "challenge-1-10-100": "60 min after the last dose",
    "beta-lactam-challenge-10-20-70": "Table 2",
    "antibiotic-challenge-10-20-70": "Table 3",
    "amoxicillin-challenge-10-90": "at least 1 h after",
    "amoxicillin-challenge-50-200": "60 min of observation",
    "amoxicillin-challenge-15-mg-kg": "30-60 minutes",
    "amoxicillin-challenge-250": "1 hour of monitoring",
    "meropenem-hourly-ramp": "every hour",
    "ceftazidime-log10-50-ml": "before each dose",
    "tobramycin-doubling": "before each dose",
    "antibiotic-log10": "pulse, blood pressure",
}
"""Words of the source of the monitoring, where a table's page prints how to monitor."""
