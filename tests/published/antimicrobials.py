"""Tables of antimicrobials: desensitisations, challenges and test doses, with the orders that give
their numbers."""

from typing import Any

from .entries import Noted, Planned, Slip

PLANNED = {
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

SLIPS: dict[tuple[str, str, str], Slip] = {}
"""Printed numbers that cannot be right."""
