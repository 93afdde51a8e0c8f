"""Rates of labels that rise in steps, with the orders that give their numbers.

Weights, volumes and doses that a page does not print are samples; every printed rate and time is
the same for each of them.
"""

from fractions import Fraction
from typing import Any

from .entries import Noted, Planned, Slip

_50_KG = {"dose": "16 mg/kg", "weight": "50 kg"}
_TOCILIZUMAB_100 = {"dose": "8 mg/kg", "weight": "75 kg"}
_TOCILIZUMAB_50 = {"dose": "12 mg/kg", "weight": "20 kg"}
_ISATUXIMAB = {"dose": "10 mg/kg", "weight": "70 kg"}
_RITUXIMAB = {"dose": "1 g", "volume": "250 mL"}
_ELOTUZUMAB = {"dose": "10 mg/kg", "weight": "70 kg", "volume": "258 mL"}


def _fixed(drug: str, **doses: str) -> dict[str, Planned]:
    """The tables of a drug whose doses are printed, by the ends of their ids."""
    ids = {f"{drug}-{end.replace('_', '-')}": dose for end, dose in doses.items()}
    return {f"label-{name}": Planned(name, {"dose": dose}) for name, dose in ids.items()}


PLANNED: dict[str, Planned] = {
    **_fixed(
        "obinutuzumab",
        day_1="100 mg",
        day_2="900 mg",
        day_2_slow="900 mg",
        later="1000 mg",
        later_slow="1000 mg",
    ),
    **_fixed("amivantamab", day_1="350 mg"),
    "label-amivantamab-day-2-700": Planned(
        "amivantamab-day-2-700", {"dose": "700 mg", "weight": "70 kg"}
    ),
    "label-amivantamab-day-2-1050": Planned(
        "amivantamab-day-2-1050", {"dose": "1050 mg", "weight": "90 kg"}
    ),
    **_fixed("ofatumumab", first="300 mg", later="2000 mg", first_us="300 mg"),
    **_fixed("ocrelizumab", **{"300": "300 mg"}),
    **_fixed("iron-dextran", test_portion="100 mg", infed="100 mg"),
    "label-daratumumab-second": Planned("daratumumab-second", _50_KG),
    "label-daratumumab-later": Planned("daratumumab-later", _50_KG),
    "label-daratumumab-split": Planned("daratumumab-split", _50_KG | {"dose": "8 mg/kg"}),
    "label-elotuzumab-first": Planned("elotuzumab-first", _ELOTUZUMAB),
    "label-elotuzumab-second": Planned("elotuzumab-second", _ELOTUZUMAB),
    "label-tafasitamab-first": Planned(
        "tafasitamab-first", {"dose": "12 mg/kg", "weight": "75 kg"}
    ),
    "sample-infliximab-titrated": Planned("infliximab-titrated", {"dose": "400 mg"}),
    "label-immunoglobulin-octagam-10": Planned(
        "immunoglobulin-octagam-10", {"dose": "1 g/kg", "weight": "70 kg", "volume": "700 mL"}
    ),
    "label-immunoglobulin-panzyga": Planned(
        "immunoglobulin-panzyga", {"dose": "1 g/kg", "weight": "80 kg", "volume": "800 mL"}
    ),
    "label-immunoglobulin-bivigam": Planned(
        "immunoglobulin-bivigam", {"dose": "600 mg/kg", "weight": "50 kg", "volume": "300 mL"}
    ),
    "label-immunoglobulin-octagam-5": Planned(
        "immunoglobulin-octagam-5", {"dose": "400 mg/kg", "weight": "70 kg", "volume": "560 mL"}
    ),
    "label-dinutuximab": Planned(
        "dinutuximab-10-h",
        {"dose": "17.5 mg/m2", "weight": "20 kg", "bsa": "0.8 m2", "volume": "40 mL"},
    ),
    **_fixed("pertuzumab", first="840 mg", later="420 mg"),
    **_fixed("ublituximab", first="150 mg", second="450 mg"),
    "label-patisiran": Planned(
        "patisiran-80-min", {"dose": "0.3 mg/kg", "weight": "70 kg", "volume": "200 mL"}
    ),
    "label-vancomycin": Planned("vancomycin-10-mg-min", {"dose": "1 g", "volume": "200 mL"}),
    "label-phenytoin": Planned("phenytoin-50-mg-min", {"dose": "1 g", "volume": "100 mL"}),
    "label-cetuximab-first": Planned(
        "cetuximab-first", {"dose": "400 mg/m2", "bsa": "1.8 m2", "volume": "360 mL"}
    ),
    "label-cetuximab-later": Planned(
        "cetuximab-later", {"dose": "250 mg/m2", "bsa": "1.8 m2", "volume": "225 mL"}
    ),
    **_fixed("ocrelizumab", **{"600_2_h": "600 mg"}),
    "label-cytogam-first": Planned("cytogam-first", {"dose": "150 mg/kg", "weight": "60 kg"}),
    "label-cytogam-75-ml-h": Planned("cytogam-first", {"dose": "150 mg/kg", "weight": "80 kg"}),
    "label-cytogam-later": Planned(
        "cytogam-later", {"dose": "100 mg/kg", "weight": "60 kg", "volume": "120 mL"}
    ),
    "label-botulism-immune-globulin": Planned(
        "botulism-immune-globulin", {"dose": "50 mg/kg", "weight": "5 kg"}
    ),
    "label-botulism-100-mg-kg": Planned(
        "botulism-immune-globulin", {"dose": "100 mg/kg", "weight": "5 kg", "volume": "10 mL"}
    ),
    "hospital-tocilizumab-100": Planned("tocilizumab-100-ml", _TOCILIZUMAB_100),
    "hospital-tocilizumab-50": Planned("tocilizumab-50-ml", _TOCILIZUMAB_50),
    **{
        f"label-isatuximab-{infusion}": Planned(f"isatuximab-{infusion}", _ISATUXIMAB)
        for infusion in ("first", "second", "later")
    },
    **_fixed("rituximab", **{"2_h": "1 g"}),
    "label-cetuximab-5-mg-min": Planned(
        "cetuximab-5-mg-min", {"dose": "400 mg/m2", "bsa": "1.5 m2"}
    ),
    "label-mogamulizumab": Planned(
        "mogamulizumab-60-min", {"dose": "1 mg/kg", "weight": "75 kg", "volume": "250 mL"}
    ),
}


def _hours(says: str, printed: str, protocol: str, order: dict[str, Any]) -> tuple[Noted]:
    return (Noted(says, printed, "total_hours", protocol, None, order),)


NOTED = {
    "label-daratumumab-second": _hours("(4.3 hours)", "4.3", "daratumumab-second", _50_KG),
    "label-daratumumab-later": _hours("(3.5 hours)", "3.5", "daratumumab-later", _50_KG),
    "label-ofatumumab-first": _hours(
        "over 6.5 hours", "6.5", "ofatumumab-first", {"dose": "300 mg"}
    ),
    "label-ofatumumab-later": _hours("over 4 hours", "4", "ofatumumab-later", {"dose": "2000 mg"}),
    "hospital-tocilizumab-100": _hours("over 1 hour", "1", "tocilizumab-100-ml", _TOCILIZUMAB_100),
    "hospital-tocilizumab-50": _hours("over 1 hour", "1", "tocilizumab-50-ml", _TOCILIZUMAB_50),
    "label-rituximab-2-h": (
        *_hours("4 hours 15 minutes first", "4.25", "rituximab-first", _RITUXIMAB),
        *_hours("3 hours 15 minutes later", "3.25", "rituximab-subsequent", _RITUXIMAB),
    ),
    "label-ofatumumab-first-us": (
        Noted("3.6 mg/hour", "3.6", "dose_rate_mg_h", "ofatumumab-first-us", 1, {"dose": "300 mg"}),
    ),
}

SLIPS = {
    ("label-daratumumab-second", "(4.3 hours)", "total_hours"): Slip(
        "4.3",
        Fraction(4),
        "prints 4.3 hours",
        "300 mL in 3 h and 200 mL at 200 mL/h take 4 h",
        "daratumumab-second",
    ),
    ("label-daratumumab-later", "(3.5 hours)", "total_hours"): Slip(
        "3.5",
        Fraction(13, 4),
        "prints 3.5 hours",
        "250 mL in 2 h and 250 mL at 200 mL/h take 3.25 h",
        "daratumumab-later",
    ),
    ("sample-infliximab-titrated", "table", "total_minutes"): Slip(
        "120",
        Fraction(137),
        "a 120-minute infusion",
        "95 mL in 75 min and 155 mL at 150 mL/h take 137 min for 250 mL",
        "infliximab-titrated",
    ),
    ("label-rituximab-2-h", "step 2", "minutes"): Slip(
        "90",
        Fraction(175, 2),
        "600 mg/h for 90 min",
        "30 min and 90 min give 1025 mg; 875 mg at 600 mg/h take 87.5 min",
        "rituximab-2-h",
    ),
}

MONITORING = {
    "ocrelizumab-300": "at least one hour",
    "immunoglobulin-octagam-10": "Newfoundland",
    "infliximab-titrated": "CHEO",
    "tafasitamab-first": "L-MIND",
    "cetuximab-first": "1 h after the infusion",
    "cetuximab-later": "1 h after the infusion",
    "cetuximab-5-mg-min": "at least 1 h after it",
    "dinutuximab-10-h": "at least four hours",
    "pertuzumab-first": "30 to 60 minutes",
    "ublituximab-first": "at least one hour",
    "ublituximab-second": "at least one hour",
    "pertuzumab-later": "30 to 60 minutes",
    "ocrelizumab-600-2-h": "at least one hour",
    "cytogam-first": "vital signs",
    "cytogam-later": "vital signs",
    "tocilizumab-100-ml": "1 h after its end",
    "tocilizumab-50-ml": "1 h after its end",
}
