"""The table of label limits and the advice after reactions, typed by hand from the collected facts,
cell by cell as it is printed there."""

from dataclasses import dataclass

NS, D5W = "0.9% sodium chloride", "5% dextrose"


@dataclass(frozen=True)
class Row:
    """One drug: vial in mg/mL, diluents, final mg/mL (lowest, highest or about), how to prepare."""

    vial: str
    diluents: tuple[str, ...]
    lowest: str | None
    highest: str | None
    about: str | None
    technique: str | None
    says: tuple[str, ...]
    """Words of the columns "final" and "usual infusion" that must stand in the file's texts."""
    highest_rate: str | None = None
    keeps: tuple[tuple[str, str], ...] = ()
    diluent_volume: tuple[str, str | None] | None = None


LABELS = {
    "rituximab": Row("10", (NS, D5W), "1", "4", None, "to concentration",
                     ("50 mg/h", "50 mg/h every 30 min", "at most 400 mg/h", "Later infusions 100",
                      "by 100 mg/h"),
                     highest_rate="400 mg/h", keeps=(("24 h", "2 to 8 C"),)),
    "pembrolizumab": Row("25", (NS, D5W), "1", "10", None, "to concentration",
                         ("30 min", "0.2 to 5 micrometres"),
                         keeps=(("6 h", "room temperature"), ("96 h", "2 to 8 C"))),
    "infliximab": Row("10", (NS,), "0.4", "4", None, "withdraw first",
                      ("at least 2 h", "In-line filter"), diluent_volume=("250 mL", None)),
    "trastuzumab": Row("21", (NS,), None, None, None, "add to bag", ("90 min", "later 30 min"),
                       diluent_volume=("250 mL", "250 mL")),
    "daratumumab": Row("20", (NS,), None, None, None, "withdraw first",
                       ("50, 100, 150, 200 mL/h", "hourly"), highest_rate="200 mL/h",
                       keeps=(("15 h", "15 to 25 C and room light, infusion included"),
                              ("24 h", "2 to 8 C, away from light, before that"))),
    "ocrelizumab": Row("30", (NS,), None, None, "1.2", "add to bag",
                       ("30 mL/h, increased by 30 mL/h every 30 min to 180 mL/h",
                        "40 mL/h, increased by 40 mL/h every 30 min to 200 mL/h"),
                       highest_rate="200 mL/h"),
    "paclitaxel": Row("6", (NS, D5W, "5% dextrose in 0.9% sodium chloride",
                            "5% dextrose in Ringer's injection"),
                      "0.3", "1.2", None, "to concentration",
                      ("over 3 h", "over 24 h", "0.22 micrometres", "without DEHP"),
                      keeps=(("27 h", "25 C"),)),
    "carboplatin": Row("10", (NS, D5W), "0.5", None, None, "to concentration",
                       ("15 min or longer",), keeps=(("8 h", "25 C"),)),
    "oxaliplatin": Row("5", (D5W,), "0.2", "0.7", None, None, ("2 h",),
                       diluent_volume=("250 mL", "500 mL"),
                       keeps=(("6 h", "room temperature"), ("24 h", "refrigerated"))),
    # From the part on cadonilimab: final concentration, filter, stability and technique not found.
    "cadonilimab": Row("12.5", (NS,), None, None, None, None,
                       ("60 min (plus or minus 10)", "at least 30 min before chemotherapy",
                        "6 mg/kg every 2 weeks, or 10 mg/kg every 3 weeks", "Held or stopped"),
                       diluent_volume=("100 mL", "100 mL")),
}  # fmt: skip

REACTIONS = {
    "pembrolizumab": {"1": "interrupt or slow", "2": "interrupt or slow",
                      "3": "stop for good", "4": "stop for good"},
    "paclitaxel": {"1": "continue", "2": "continue", "3": "stop for good", "4": "stop for good"},
    "infliximab": {"1": "interrupt or slow", "2": "interrupt or slow",
                   "3": "stop for good", "4": "stop for good"},
    "trastuzumab": {"2": "interrupt or slow", "3": "stop for good", "4": "stop for good"},
    "ocrelizumab": {"1": "interrupt or slow", "2": "interrupt or slow",
                    "3": "stop this infusion", "4": "stop for good"},
    "daratumumab": {"1": "interrupt or slow", "2": "interrupt or slow",
                    "3": "stop this infusion", "4": "stop for good"},
    "carboplatin": {"3": "stop for good", "4": "stop for good"},
    "oxaliplatin": dict.fromkeys("1234", "stop for good"),
    "rituximab": {"1": "interrupt or slow", "2": "interrupt or slow",
                  "3": "stop this infusion", "4": "stop this infusion"},
}  # fmt: skip
"""Advice by grade, from the labels as read for the review of 2026-11-21."""

AT_MOST_HALF = {"pembrolizumab", "daratumumab", "rituximab", "ocrelizumab"}
"""Started again at no more than 50% of the earlier rate."""
