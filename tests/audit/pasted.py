"""Tables as a person pastes them: texts, and the published ones set from their files."""

from collections.abc import Mapping

from rechallenge.audit.agreement import Audit, audit
from rechallenge.audit.facts import add_facts
from rechallenge.audit.roles import Role
from rechallenge.audit.table import Cell, Table
from rechallenge.audit.understanding import Digits, understand
from tests.published.tables import NOT_PRINTED, Raw, squeezed

_BAG_HEADS = {"volume_ml": "Volume (mL)", "concentration_mg_per_ml": "Concentration (mg/mL)",
              "dose_mg": "Holds (mg)"}  # fmt: skip
_MORE_OF_BAGS = {"percent": "Share of the dose (%)", "dose_mg_per_kg": "Holds (mg/kg)",
                 "dose_mg_per_m2": "Holds (mg/m2)"}  # fmt: skip
_HEADS = {"rate_ml_h": "Rate (mL/h)", "minutes": "Time (min)", "volume_ml": "Volume (mL)",
          "dose_mg": "Dose (mg)", "cumulative_mg": "Cumulative dose (mg)",
          "dose_units": "Dose (units)", "cumulative_units": "Cumulative dose (units)",
          "dose_rate_mg_h": "Dose rate (mg/h)"}  # fmt: skip
_MORE = {"dose_rate_mg_kg_h": "Dose rate (mg/kg/h)",
          "dose_rate_mg_kg_min": "Dose rate (mg/kg/min)", "rate_ml_kg_min": "Rate (mL/kg/min)",
          "dose_rate_mcg_kg_h": "Dose rate (mcg/kg/h)", "dose_rate_mg_min": "Dose rate (mg/min)",
          "dose_rate_mg_m2_h": "Dose rate (mg/m2/h)", "rate_ml_kg_h": "Rate (mL/kg/h)",
          "dose_mg_per_kg": "Dose (mg/kg)", "fraction": "Fraction of the dose",
          "concentration_mg_per_ml": "Concentration (mg/mL)",
          "rate_fraction_of_max": "Rate (share of the full rate)"}  # fmt: skip


def table(text: str, delimiter: str = "|") -> Table:
    """A table of lines and delimiters; the places of its cells are `row,column`, from 1."""
    rows = [line.split(delimiter) for line in text.strip().splitlines()]
    width = max(map(len, rows))
    return Table(
        "pasted",
        tuple(
            tuple(Cell(cell.strip(), f"{row},{column}") for column, cell in enumerate(cells, 1))
            for row, cells in enumerate(([*line, *[""] * (width - len(line))] for line in rows), 1)
        ),
    )


def audited(text: str, *stated: str, digits: Mapping[Role, Digits] | None = None) -> Audit:
    """The audit of a table of lines and bars, with what is stated beside it as on the command
    line."""
    pairs = [(name, value) for name, _, value in (one.partition("=") for one in stated)]
    found = understand(table(text))
    found.digits = digits or {}
    add_facts(found, pairs)
    return audit(found)


def published(raw: Raw, *, every_column: bool = False) -> tuple[str, dict[str, tuple[str, str]]]:
    """A published table as lines and bars, its bags above its steps, and with shares and what is
    per weight if that is asked for; and which cell of its file stands at each place: `step 1`,
    `volume_ml`."""
    of_bags = _BAG_HEADS | (_MORE_OF_BAGS if every_column else {})
    of_steps = _HEADS | (_MORE if every_column else {})
    rows: list[list[str]] = []
    cells: dict[str, tuple[str, str]] = {}

    def row(name: list[str], place: str, values: Raw, keys: list[str]) -> None:
        rows.append([*name, *(_printed(values, key) for key in keys)])
        for column, key in enumerate(keys, len(name) + 1):
            cells[f"{len(rows)},{column}"] = (place, key)

    if raw["bags"]:
        keys = [key for key in of_bags if any(_printed(bag, key) for bag in raw["bags"])]
        rows.append(["Solution", *(of_bags[key] for key in keys)])
        for bag in raw["bags"]:
            row([bag["name"]], bag["name"], bag, keys)
            cells[f"{len(rows)},1"] = (bag["name"], "name")
    keys = [key for key in of_steps if any(_printed(step, key) for step in raw["steps"])]
    rows.append(["Step", "Bag", *(of_steps[key] for key in keys)])
    for step in raw["steps"]:
        row([step["n"], _bag(raw, step)], f"step {step['n']}", step, keys)
        cells[f"{len(rows)},2"] = (f"step {step['n']}", "bag")
    totals = {"minutes": raw["total_minutes"]}
    last = raw["steps"][-1] if raw["steps"] else {}
    if _printed(last, "cumulative_mg") == raw["dose_mg"]:
        # The dose is printed as what all steps make; elsewhere it may be that of the last step.
        totals["cumulative_mg"] = raw["dose_mg"]
    if any(_printed(totals, key) for key in keys):
        rows.append(["Total", "", *(_printed(totals, key) for key in keys)])
        of_table = {"minutes": "total_minutes", "cumulative_mg": "dose_mg"}
        for column, key in enumerate(keys, 3):
            cells[f"{len(rows)},{column}"] = ("table", of_table.get(key, key))
    return "\n".join("|".join(row) for row in rows), cells


def _printed(values: Raw, key: str) -> str:
    text = str(values.get(key, NOT_PRINTED))
    return "" if text == NOT_PRINTED else text


def _bag(raw: Raw, step: Raw) -> str:
    """The bag of a step by the name that the list of bags has; none for a pause, and where none is
    printed."""
    if "hold" in step or step["bag"] == NOT_PRINTED:
        return ""
    named = squeezed(step["bag"])
    for bag in raw["bags"]:
        if named in (squeezed(bag["name"]), squeezed(bag["name"].split()[-1])):
            return str(bag["name"])
    return str(step["bag"])
