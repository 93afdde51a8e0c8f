"""The printed tables as text, cell by cell, each beside the exact value that the plan has for it.

Every number is kept as the text that is printed, so that its decimals are known. A cell agrees when
the exact value, rounded to the printed decimals with halves away from zero, is the printed number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML

from rechallenge import Order, Plan, read_protocol
from rechallenge.model.plan import Bag, Step
from rechallenge.quantities import Kind, Quantity, kind_of, parse
from rechallenge.service.making import make_plan

from .entries import Noted
from .orders import ESCALATIONS, NO_STEP_USES, NOTED, PLANNED

Raw: TypeAlias = dict[str, Any]
NOT_PRINTED = "null"
NO_NUMBERS = {"n", "bag", "name", "hold", "minutes_printed", "dose_formula", "volume_formula"}
"""Keys of a step or a bag that hold no number to compare."""
TRIMETHOPRIM_SHARE = Fraction(1, 5)
"""Of the sulfamethoxazole, in which co-trimoxazole is ordered: 40 mg beside 200 mg."""


@dataclass(frozen=True)
class Cell:
    """One printed number, where it stands, and the exact value planned for it."""

    table: str
    place: str
    key: str
    printed: str
    exact: Fraction

    @property
    def spot(self) -> tuple[str, str, str]:
        """What names the cell: its table, its place and its key."""
        return self.table, self.place, self.key

    @property
    def agrees(self) -> bool:
        """Whether the printed number is the exact value, rounded to the decimals printed."""
        return rounded(self.exact, decimals(self.printed)) == Fraction(self.printed)


def decimals(printed: str) -> int:
    """How many digits are printed after the point."""
    return len(printed.partition(".")[2])


def rounded(value: Fraction, digits: int) -> Fraction:
    """A value to so many decimals, halves away from zero."""
    size = int(abs(value) * 10**digits + Fraction(1, 2))
    return Fraction(size if value >= 0 else -size, 10**digits)


@cache
def tables() -> dict[str, Raw]:
    """Every published table of the files beside this one by its id, all scalars as text."""
    files = [path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.yaml"))]
    read = YAML(typ="base", pure=True).load
    return {table["id"]: table for text in files for table in read(text)}


def planned(protocol: str, **order: Any) -> Plan:
    """The plan of a shipped protocol for an order, as written: nothing is rounded for a pump."""
    return make_plan(read_protocol(protocol), Order(**order))


def cells(table_id: str) -> Iterator[Cell]:
    """Each number of a table that is printed, and what its protocol makes of it."""
    table = tables()[table_id]
    if table_id in ESCALATIONS:
        yield from _doses_by_week(table_id, table)
        return
    made = planned(PLANNED[table_id].protocol, **PLANNED[table_id].order)
    if table["dose_mg"] != NOT_PRINTED:
        yield Cell(table_id, "table", "dose_mg", table["dose_mg"], _mg(made.dose.total))
    if table["total_minutes"] != NOT_PRINTED:
        total = _min(made.totals.duration)
        yield Cell(table_id, "table", "total_minutes", table["total_minutes"], total)
    for raw in table["bags"]:
        if (table_id, raw["name"]) not in NO_STEP_USES:
            values = _bag_values(made, bag_named(made, raw["name"]))
            yield from _printed(table_id, raw["name"], raw, values)
    for raw, step in rows(table, made):
        yield from _printed(table_id, f"step {raw['n']}", raw, _step_values(made, step))
    for noted in NOTED.get(table_id, ()):
        yield Cell(table_id, noted.says, noted.key, noted.printed, _noted_value(noted))


def rows(table: Raw, made: Plan) -> Iterator[tuple[Raw, Step]]:
    """Each printed step with the planned one. Observations count where the table prints them."""
    holds = any("hold" in raw for raw in table["steps"])
    steps = [step for step in made.steps if holds or step.kind != "observe"]
    for raw, step in zip(table["steps"], steps, strict=True):
        assert ("hold" in raw) is (step.kind == "observe")
        yield raw, step


def bag_named(made: Plan, printed: str) -> Bag:
    """The bag of a plan that a table means: by its name, or the only one."""
    if len(made.bags) == 1:
        return made.bags[0]
    return next(bag for bag in made.bags if squeezed(bag.name) == squeezed(printed))


def squeezed(name: str) -> str:
    """A name in small letters without spaces: tables print Bag1, bag1 and Bag 1."""
    return name.lower().replace(" ", "")


def _printed(table: str, place: str, raw: Raw, values: dict[str, Fraction]) -> Iterator[Cell]:
    for key, text in raw.items():
        if key not in NO_NUMBERS and text != NOT_PRINTED:
            yield Cell(table, place, key, text, values[key])


def _bag_values(made: Plan, bag: Bag) -> dict[str, Fraction]:
    values = {
        "volume_ml": _printed_volume(made, bag),
        "fraction": _ratio(bag.drug, made.dose.total),
        "percent": 100 * _ratio(bag.drug, made.dose.total),
        "used_ml": _in(bag.used, "mL"),
    }
    if kind_of(bag.drug) is Kind.ACTIVITY:
        return values | {"dose_units": _in(bag.drug, "units")}
    values["concentration_mg_per_ml"] = _in(bag.concentration, "mg/mL")
    values["dose_mg"] = _mg(bag.drug)
    if made.order.weight is not None:
        values["dose_mg_per_kg"] = _mg(bag.drug) / _in(made.order.weight, "kg")
    if made.order.bsa is not None:
        values["dose_mg_per_m2"] = _mg(bag.drug) / _in(made.order.bsa, "m2")
    return values


def _printed_volume(made: Plan, bag: Bag) -> Fraction:
    """The volume of diluent, where the source prints that: the drug's own comes on top of it."""
    volume, strength = _in(bag.volume, "mL"), made.order.strength
    if all(written.diluent is None for written in made.protocol.bags):
        return volume
    assert strength is not None
    return volume - _mg(bag.drug) / _in(strength, "mg/mL")


def _step_values(made: Plan, step: Step) -> dict[str, Fraction]:
    nothing = Fraction(0)
    values = {
        "rate_ml_h": nothing if step.rate is None else _in(step.rate, "mL/h"),
        "rate_ml_min": nothing if step.rate is None else _in(step.rate, "mL/min"),
        "minutes": _min(step.duration),
        "start_min": _min(step.start),
        "volume_ml": _in(step.volume, "mL"),
        "fraction": _ratio(step.dose, made.dose.total),
    }
    if kind_of(step.dose) is Kind.ACTIVITY:
        given = _in(step.dose, "units"), _in(step.cumulative_dose, "units")
        return values | dict(zip(("dose_units", "cumulative_units"), given, strict=True))
    if step.dose_rate is not None:
        fastest = max(other.dose_rate for other in made.steps if other.dose_rate is not None)
        values["dose_rate_mg_h"] = _in(step.dose_rate, "mg/h")
        values["dose_rate_mg_min"] = _in(step.dose_rate, "mg/min")
        full_hour = _in(fastest, "mg/h")
        values["cumulative_share_of_full_hour"] = _mg(step.cumulative_dose) / full_hour
        values["rate_fraction_of_max"] = _ratio(step.dose_rate, fastest)
        if made.order.weight is not None:
            per_kg = _in(step.dose_rate, "mg/h") / _in(made.order.weight, "kg")
            values["dose_rate_mg_kg_h"], values["dose_rate_mg_kg_min"] = per_kg, per_kg / 60
            values["dose_rate_mcg_kg_h"] = per_kg * 1000
            values["dose_rate_mcg_kg_min"] = per_kg * 1000 / 60
            values["rate_ml_kg_h"] = values["rate_ml_h"] / _in(made.order.weight, "kg")
            values["rate_ml_kg_min"] = values["rate_ml_kg_h"] / 60
        if made.order.bsa is not None:
            per_m2 = _in(step.dose_rate, "mg/h") / _in(made.order.bsa, "m2")
            values["dose_rate_mg_m2_h"] = per_m2
    if made.order.weight is not None:
        values["dose_mg_per_kg"] = _mg(step.dose) / _in(made.order.weight, "kg")
    if step.volume.magnitude and step.dose.magnitude:
        values["concentration_mg_per_ml"] = _mg(step.dose) / _in(step.volume, "mL")
        values["ml_for_200_mg"] = 200 / values["concentration_mg_per_ml"]
    return values | {
        "dose_mg": _mg(step.dose),
        "dose_mg_tmp": _mg(step.dose) * TRIMETHOPRIM_SHARE,
        "cumulative_mg": _mg(step.cumulative_dose),
        "cumulative_g": _mg(step.cumulative_dose) / 1000,
    }


def _doses_by_week(table_id: str, table: Raw) -> Iterator[Cell]:
    """Each row of an escalation is an infusion of its own: the worked examples of its file, in
    order, every second week."""
    examples = read_protocol(PLANNED[table_id].protocol).examples
    for number, (raw, example) in enumerate(zip(table["steps"], examples, strict=True)):
        dose = parse(example.order.dose, Kind.MASS_PER_WEIGHT)
        values = {"week": Fraction(2 * number), "dose_mg_per_kg": _in(dose, "mg/kg")}
        yield from _printed(table_id, f"step {raw['n']}", raw, values)


def _noted_value(noted: Noted) -> Fraction:
    made = planned(noted.protocol, **noted.order)
    if noted.step is None:
        total = _min(made.totals.duration)
        return total / 60 if noted.key == "total_hours" else total
    return _step_values(made, made.steps[noted.step - 1])[noted.key]


def _in(amount: Quantity, unit: str) -> Fraction:
    return Fraction(amount.to(unit).magnitude)


def _ratio(part: Quantity, whole: Quantity) -> Fraction:
    return Fraction(part.magnitude) / Fraction(whole.to(part.units).magnitude)


def _mg(amount: Quantity) -> Fraction:
    return _in(amount, "mg")


def _min(time: Quantity) -> Fraction:
    return _in(time, "min")
