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
    keeps: tuple[str, str] | None = None
    diluent_volume: tuple[str, str] | None = None


LABELS = {
    "rituximab": Row("10", (NS, D5W), "1", "4", None, "to concentration",
                     ("50 mg/h", "50 mg/h every 30 min", "at most 400 mg/h", "Later infusions 100",
                      "by 100 mg/h"), highest_rate="400 mg/h"),
    "pembrolizumab": Row("25", (NS, D5W), "1", "10", None, "to concentration",
                         ("30 min", "0.2 to 5 micrometres")),
    "infliximab": Row("10", (NS,), "0.4", "4", None, "withdraw first",
                      ("at least 2 h", "In-line filter"), diluent_volume=("250 mL", "250 mL")),
    "trastuzumab": Row("21", (NS,), None, None, None, "add to bag", ("90 min", "later 30 min")),
    "daratumumab": Row("20", (NS,), None, None, None, "withdraw first",
                       ("50, 100, 150, 200 mL/h", "hourly"), highest_rate="200 mL/h"),
    "ocrelizumab": Row("30", (NS,), None, None, "1.2", "add to bag",
                       ("30 mL/h, increased by 30 mL/h to 180 mL/h",
                        "40 mL/h, increased by 40 mL/h to 200 mL/h"), highest_rate="200 mL/h"),
    "paclitaxel": Row("6", (NS, D5W), "0.3", "1.2", None, "to concentration",
                      ("3 h or 24 h", "0.22 micrometres", "without DEHP"),
                      keeps=("27 h", "15 to 30 C")),
    "carboplatin": Row("10", (NS, D5W), "0.5", None, None, "to concentration",
                       ("15 min or longer",), keeps=("8 h", "25 C")),
    "oxaliplatin": Row("5", (D5W,), "0.2", "0.7", None, None, ("2 h",),
                       diluent_volume=("250 mL", "500 mL")),
    # From the part on cadonilimab: final concentration, filter, stability and technique not found.
    "cadonilimab": Row("12.5", (NS,), None, None, None, None,
                       ("60 min (plus or minus 10)", "at least 30 min before chemotherapy",
                        "6 mg/kg every 2 weeks, or 10 mg/kg every 3 weeks", "Held or stopped"),
                       diluent_volume=("100 mL", "100 mL")),
}  # fmt: skip

REACTIONS = {
    "pembrolizumab": {"1": "interrupt or slow", "2": "interrupt or slow",
                      "3": "stop for good", "4": "stop for good"},
}  # fmt: skip
"""Advice by grade; no other of these drugs has any."""

AT_MOST_HALF = {"pembrolizumab", "daratumumab", "rituximab", "ocrelizumab"}
"""Started again at no more than 50% of the earlier rate."""
