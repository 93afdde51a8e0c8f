"""Kinds of quantity: what a number measures, by its dimension, and the name of that for people."""

from enum import Enum
from typing import Any, Literal, TypeAlias

from rechallenge.words import word

from .registry import Quantity, Unit, unit_of

_PerBody: TypeAlias = Literal["kg", "m2"]


class Kind(Enum):
    """What a quantity measures. The value holds the code of its name in the book, and a usual
    unit."""

    MASS = ("dose", "mg")
    ACTIVITY = ("dose", "units")
    VOLUME = ("volume", "mL")
    TIME = ("time", "min")
    SHARE = ("share", "%")
    BODY_MASS = ("body-weight", "kg")
    BODY_AREA = ("body-area", "m2")
    BODY_HEIGHT = ("body-height", "cm")
    MASS_PER_WEIGHT = ("dose-per-weight", "mg/kg")
    ACTIVITY_PER_WEIGHT = ("dose-per-weight", "units/kg")
    VOLUME_PER_WEIGHT = ("volume-per-weight", "mL/kg")
    MASS_PER_AREA = ("dose-per-area", "mg/m2")
    ACTIVITY_PER_AREA = ("dose-per-area", "units/m2")
    VOLUME_PER_AREA = ("volume-per-area", "mL/m2")
    VOLUME_RATE = ("rate", "mL/h")
    MASS_RATE = ("dose-rate", "mg/h")
    ACTIVITY_RATE = ("dose-rate", "units/h")
    VOLUME_RATE_PER_WEIGHT = ("rate-per-weight", "mL/kg/h")
    MASS_RATE_PER_WEIGHT = ("dose-rate-per-weight", "mg/kg/h")
    ACTIVITY_RATE_PER_WEIGHT = ("dose-rate-per-weight", "units/kg/h")
    VOLUME_RATE_PER_AREA = ("rate-per-area", "mL/m2/h")
    MASS_RATE_PER_AREA = ("dose-rate-per-area", "mg/m2/h")
    ACTIVITY_RATE_PER_AREA = ("dose-rate-per-area", "units/m2/h")
    DROP_FACTOR = ("drop-factor", "drops/mL")
    DROP_RATE = ("drop-rate", "drops/min")
    MASS_CONCENTRATION = ("concentration", "mg/mL")
    ACTIVITY_CONCENTRATION = ("concentration", "units/mL")

    def __init__(self, name: str, unit: str) -> None:
        self.measures = name
        self.unit = unit

    @property
    def label(self) -> str:
        """Its name for people: `a body weight`."""
        return word(f"kind.{self.measures}")

    @property
    def per_body(self) -> _PerBody | None:
        """What of the patient it is for each of: kg of weight, m2 of surface, or nothing."""
        below = self.unit.split("/")[1:]
        return "kg" if "kg" in below else "m2" if "m2" in below else None


def symbols_of(unit: str) -> dict[str, int]:
    """`mg/kg/h` as `{"mg": 1, "kg": -1, "h": -1}`; only for unit texts of this program."""
    above, *below = unit.split("/")
    return {"percent" if above == "%" else above: 1} | dict.fromkeys(below, -1)


_KINDS: dict[Any, Kind] = {unit_of(symbols_of(k.unit)).dimensionality: k for k in Kind}


def kind_of(measured: Quantity | Unit) -> Kind | None:
    """The kind of a quantity or unit by its dimension; None when it is none of ours."""
    return _KINDS.get(measured.dimensionality)


def per_body(measured: Quantity) -> _PerBody | None:
    """What of the patient it is for each of: kg of weight, m2 of surface, or nothing."""
    kind = kind_of(measured)
    return None if kind is None else kind.per_body


def is_in_units(measured: Quantity) -> bool:
    """Whether drug is counted in units of activity, and not in mg."""
    kind = kind_of(measured)
    return kind is not None and kind.unit.startswith("units")
