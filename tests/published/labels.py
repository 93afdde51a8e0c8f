"""Tables of labels: enzymes, iron and immunoglobulin, with the orders that give their numbers.

Weights that a table does not print are samples; every printed number is the same for each of them.
"""

from fractions import Fraction
from typing import Any

from .entries import Noted, Planned, Slip

_22_KG: dict[str, Any] = {"dose": "0.5 mg/kg", "weight": "22 kg", "strength": "2 mg/mL"}
_GALSULFASE_20_KG = {"dose": "1 mg/kg", "weight": "20 kg"}
_LARONIDASE: dict[str, Any] = {
    "dose": "0.58 mg/kg",
    "weight": "50 kg",
    "settings": {"rate_2": "20 mcg/kg/h", "rate_3": "50 mcg/kg/h", "rate_4": "100 mcg/kg/h"},
}
_IMMUNOGLOBULIN = {"dose": "400 mg/kg", "weight": "70 kg", "volume": "280 mL"}
_60_UNITS_PER_KG = {"dose": "60 units/kg", "weight": "50 kg", "volume": "200 mL"}

PLANNED = {
    "idursulfase-3h-jp": Planned("idursulfase-3-hour", {"dose": "0.5 mg/kg", "weight": "22 kg"}),
    "label-idursulfase-us": Planned("idursulfase-label", _22_KG),
    "elosulfase-100ml": Planned("elosulfase-100-ml", {"dose": "2 mg/kg", "weight": "20 kg"}),
    "elosulfase-250ml": Planned("elosulfase-250-ml", {"dose": "2 mg/kg", "weight": "50 kg"}),
    "vestronidase-fraction": Planned(
        "vestronidase-4-hour", {"dose": "4 mg/kg", "weight": "25 kg", "strength": "2 mg/mL"}
    ),
    "olipudase-escalation-adult": Planned("olipudase-adults", {}),
    "olipudase-escalation-paediatric": Planned("olipudase-children", {}),
    "iron-sucrose-test-portion": Planned("iron-sucrose-test", {"dose": "100 mg"}),
    "iron-sucrose-injection-leaflet": Planned("iron-sucrose-injection", {"dose": "100 mg"}),
    "ivig-quarter-half-full": Planned("immunoglobulin-ramp", _IMMUNOGLOBULIN),
    "jp-galsulfase-20-kg": Planned("galsulfase-4-hour", _GALSULFASE_20_KG),
    "jp-galsulfase-above-20-kg": Planned(
        "galsulfase-4-hour", {"dose": "1 mg/kg", "weight": "40 kg"}
    ),
    "label-laronidase-us": Planned("laronidase-label", _LARONIDASE),
    "maker-agalsidase-beta": Planned(
        "agalsidase-beta-first", {"dose": "1 mg/kg", "weight": "70 kg", "volume": "500 mL"}
    ),
    "cheo-imiglucerase": Planned("imiglucerase-slow", _60_UNITS_PER_KG),
} | {
    f"label-alglucosidase-{weight}-kg": Planned(
        "alglucosidase-label", {"dose": "20 mg/kg", "weight": f"{weight} kg"}
    )
    for weight in ("2.5", "10", "20", "30", "35", "50", "60")
}

ESCALATIONS = {"olipudase-escalation-adult", "olipudase-escalation-paediatric"}

NOTED = {
    "elosulfase-100ml": (
        Noted("217.9 min in all", "217.9", "total_minutes", "elosulfase-100-ml", None,
              {"dose": "2 mg/kg", "weight": "20 kg"}),
        Noted('"approximately 4 hours"', "4", "total_hours", "elosulfase-100-ml", None,
              {"dose": "2 mg/kg", "weight": "20 kg"}),
    ),
    "elosulfase-250ml": (
        Noted("259.6 min in all", "259.6", "total_minutes", "elosulfase-250-ml", None,
              {"dose": "2 mg/kg", "weight": "50 kg"}),
        Noted('"approximately 4 hours"', "4", "total_hours", "elosulfase-250-ml", None,
              {"dose": "2 mg/kg", "weight": "50 kg"}),
    ),
    "iron-sucrose-test-portion": (
        Noted("not more than 50 mL in 15 min (200 mL/h)", "200", "rate_ml_h",
              "iron-sucrose-test", 2, {"dose": "100 mg"}),
        Noted("37.5 min", "37.5", "total_minutes", "iron-sucrose-test", None,
              {"dose": "100 mg"}),
        Noted("67.5 min", "67.5", "total_minutes", "iron-sucrose-test", None,
              {"dose": "200 mg", "volume": "200 mL"}),
    ),
    "ivig-quarter-half-full": (
        # The sum of the first two steps, as a share of an hour at the full rate of 21000 mg/h.
        Noted("amount in the first hour = 0.375", "0.375", "cumulative_share_of_full_hour",
              "immunoglobulin-ramp", 2, _IMMUNOGLOBULIN),
        Noted("makes 787.5 g", "787.5", "cumulative_g", "immunoglobulin-ramp", 2,
              _IMMUNOGLOBULIN),
    ),
    "jp-galsulfase-20-kg": (
        Noted("over 4 h", "240", "total_minutes", "galsulfase-4-hour", None, _GALSULFASE_20_KG),
    ),
    "label-idursulfase-us": (
        Noted("1 to 3 hours", "60", "total_minutes", "idursulfase-label", None, _22_KG),
    ),
    "label-laronidase-us": (
        Noted('"200 mcg/kg/min"', "200", "dose_rate_mcg_kg_min", "laronidase-label", 5,
              _LARONIDASE),
    ),
    "cheo-imiglucerase": (
        Noted("at 1 unit/kg/min: 60 min", "60", "total_minutes", "imiglucerase-slow", None,
              _60_UNITS_PER_KG | {"settings": {"rate": "1 units/kg/min"}}),
    ),
}  # fmt: skip

SLIPS = {
    ("label-alglucosidase-2.5-kg", "step 4", "rate_ml_h"): Slip(
        "6.6",
        Fraction(35, 4),
        "prints 6.6 mL/h",
        "7 mg/kg/h of 20 mg/kg in 25 mL are 25 x 7 / 20 = 8.75 mL/h",
        "alglucosidase-label",
    ),
    ("jp-galsulfase-20-kg", "over 4 h", "total_minutes"): Slip(
        "240",
        60 + Fraction(97 * 60, 38),
        "at least 4 h (240 min)",
        "3 mL in 1 h and 97 mL at 38 mL/h take 3 h 33 min, less than 4 h",
        "galsulfase-4-hour",
    ),
    ("label-idursulfase-us", "1 to 3 hours", "total_minutes"): Slip(
        "60",
        # 90 mL in nine steps of 15 min, and 15.5 mL at 80 mL/h
        135 + Fraction(93, 8),
        "as little as 1 h (60 min)",
        "by steps of 8 mL/h every 15 min only 2 + 4 + 6 + 8 = 20 mL have run in 1 h",
        "idursulfase-label",
    ),
    ("label-laronidase-us", '"200 mcg/kg/min"', "dose_rate_mcg_kg_min"): Slip(
        "200",
        Fraction(200, 60),
        "prints 200 mcg/kg/min",
        "the label has 200 mcg/kg/h, and 0.58 mg/kg would be in after 2.9 min",
        "laronidase-label",
    ),
    ("ivig-quarter-half-full", "makes 787.5 g", "cumulative_g"): Slip(
        "787.5",
        Fraction(7875, 1000),
        "makes 787.5 g",
        "0.375 h x 210 mL/h x 0.1 g/mL = 7.875 g; 10 g/dL counts a hundred times too much",
        "immunoglobulin-ramp",
    ),
}
"""Printed numbers that cannot be right."""

MONITORING = {
    "idursulfase-3-hour": "before each rise",
    "vestronidase-4-hour": "at least 60 min after",
    "alglucosidase-label": "at the end of each step",
}
"""Words of the source of the monitoring, where a table's page prints how to monitor."""
