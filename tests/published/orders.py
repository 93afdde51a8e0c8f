"""Which protocol file stands for which published table, the order that gives the printed numbers,
and the tables that have no file, each with the reason."""

from typing import Any

from . import antimicrobials, desensitizations, labels, titrations
from .entries import Noted, Planned

SAMPLE_RATES = (10, 20, 30, 40, 10, 20, 30, 40, 10, 20, 40)
"""Rates for the table that prints none: with them its first two bags run empty."""

PLANNED = {
    "seed-cadonilimab-case1": Planned("cadonilimab-extended", {"dose": "250 mg"}),
    "seed-cadonilimab-case2": Planned(
        "cadonilimab-stepwise", {"dose": "375 mg", "volume": "250 mL"}
    ),
    "seed-cadonilimab-case4": Planned(
        "cadonilimab-slow-start", {"dose": "480 mg", "volume": "250 mL"}
    ),
    "rdd12-ceftazidime-2000-uptodate52381": Planned("ceftazidime-12-step", {"dose": "2000 mg"}),
    "rdd13-carboplatin-lrdp-burches2019": Planned(
        "carboplatin-13-step",
        {
            "dose": "600 mg",
            "settings": {"volume_a": "50 mL", "volume_b": "100 mL", "volume_c": "300 mL"},
        },
    ),
    "label-rituximab-first": Planned("rituximab-first", {"dose": "750 mg", "volume": "500 mL"}),
    "label-ocrelizumab-600": Planned("ocrelizumab-600", {"dose": "600 mg"}),
    "label-daratumumab-first": Planned(
        "daratumumab-first", {"dose": "16 mg/kg", "weight": "50 kg"}
    ),
    "label-acetylcysteine-3bag": Planned(
        "acetylcysteine-3-bag",
        {"dose": "300 mg/kg", "weight": "80 kg", "strength": "200 mg/mL"},
    ),
    "rdd12-carboplatin-ijgc2019": Planned(
        "carboplatin-12-step",
        {
            "dose": "400 mg",
            "settings": {"volume_1": "25 mL", "volume_2": "25 mL", "volume_3": "250 mL"}
            | {f"rate_{n}": f"{rate} mL/h" for n, rate in enumerate(SAMPLE_RATES, 1)},
        },
    ),
    "mich-amiodarone-150": Planned(
        "amiodarone-11-step", {"dose": "149.49 mg", "settings": {"over_each": "30 min"}}
    ),
    **antimicrobials.PLANNED,
    **desensitizations.PLANNED,
    **labels.PLANNED,
    **titrations.PLANNED,
}

NO_FILE = {
    "rdd-carboplatin-lee2005-krishna": "only the bags are at hand; its steps are not",
    **antimicrobials.NO_FILE,
}

ESCALATIONS = labels.ESCALATIONS
"""Tables whose rows are one infusion each, weeks apart."""

NO_STEP_USES = {
    ("mich-amiodarone-150", "Bag 1"): "the other bags are prepared from it",
}
"""Printed bags that are no bag of the infusion, each with what it is for."""


def _rituximab(
    says: str, printed: str, dose: str, volume: str, step: int, protocol: str = "rituximab-first"
) -> Noted:
    return Noted(says, printed, "rate_ml_h", protocol, step, {"dose": dose, "volume": volume})


_ON_350_ML: dict[str, Any] = {"dose": "700 mg", "volume": "350 mL"}

NOTED = {
    "label-rituximab-first": (
        _rituximab("700 mg/500 mL: 50 mg/h = 35.7 mL/h", "35.7", "700 mg", "500 mL", 1),
        _rituximab("750 mg/500 mL: 33.3", "33.3", "750 mg", "500 mL", 1),
        _rituximab("33.3 and 66.7 mL/h", "66.7", "750 mg", "500 mL", 2),
        _rituximab("computes 37.3", "37.3", "750 mg", "560 mL", 1),
        _rituximab('"74.6"', "74.6", "750 mg", "560 mL", 2),
        Noted("Subsequent: 100", "100", "dose_rate_mg_h", "rituximab-subsequent", 1,
              {"dose": "750 mg", "volume": "500 mL"}),
        Noted("100, +100 q30", "200", "dose_rate_mg_h", "rituximab-subsequent", 2,
              {"dose": "750 mg", "volume": "500 mL"}),
        Noted("+100 q30, max 400", "400", "dose_rate_mg_h", "rituximab-subsequent", 4,
              {"dose": "1000 mg", "volume": "500 mL"}),
        Noted("20% = 70 mL", "70", "volume_ml", "rituximab-90-min", 1, _ON_350_ML),
        Noted("over 30 min = 140 mL/h", "140", "rate_ml_h", "rituximab-90-min", 1, _ON_350_ML),
        Noted("80% = 280 mL", "280", "volume_ml", "rituximab-90-min", 2, _ON_350_ML),
        Noted("over 60 min = 280 mL/h", "280", "rate_ml_h", "rituximab-90-min", 2, _ON_350_ML),
    ),
    "label-daratumumab-first": (
        # Compared as 420 min, a time to schedule by: to whole hours, 6.5 h would round to 7.
        Noted('eviQ prints "7 hours"', "420", "total_minutes", "daratumumab-first", None,
              {"dose": "16 mg/kg", "weight": "50 kg"}),
        Noted("-> 6.5 h", "390", "total_minutes", "daratumumab-first", None,
              {"dose": "16 mg/kg", "weight": "50 kg"}),
    ),
    **antimicrobials.NOTED,
    **desensitizations.NOTED,
    **labels.NOTED,
    **titrations.NOTED,
}  # fmt: skip
