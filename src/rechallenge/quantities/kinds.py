"""Kinds of quantity: what a number measures, by its dimension, and how to say so."""

from enum import Enum
from typing import Any

from .registry import Quantity, Unit, unit_of


class Kind(Enum):
    """What a quantity measures. The value is its name for people and a usual unit."""

    MASS = ("an amount of drug", "mg")
    ACTIVITY = ("an amount of drug", "units")
    VOLUME = ("a volume", "mL")
    TIME = ("a time", "min")
    SHARE = ("a share", "%")
    BODY_MASS = ("a body weight", "kg")
    BODY_AREA = ("a body surface area", "m2")
    BODY_HEIGHT = ("a body height", "cm")
    MASS_PER_WEIGHT = ("an amount of drug for each kg of body weight", "mg/kg")
    ACTIVITY_PER_WEIGHT = ("an amount of drug for each kg of body weight", "units/kg")
    VOLUME_PER_WEIGHT = ("a volume for each kg of body weight", "mL/kg")
    MASS_PER_AREA = ("an amount of drug for each m2 of body surface", "mg/m2")
    ACTIVITY_PER_AREA = ("an amount of drug for each m2 of body surface", "units/m2")
    VOLUME_RATE = ("a rate", "mL/h")
    MASS_RATE = ("a dose rate", "mg/h")
    ACTIVITY_RATE = ("a dose rate", "units/h")
    VOLUME_RATE_PER_WEIGHT = ("a rate for each kg of body weight", "mL/kg/h")
    MASS_RATE_PER_WEIGHT = ("a dose rate for each kg of body weight", "mg/kg/h")
    ACTIVITY_RATE_PER_WEIGHT = ("a dose rate for each kg of body weight", "units/kg/h")
    DROP_FACTOR = ("a drop factor", "drops/mL")
    DROP_RATE = ("a drop rate", "drops/min")
    MASS_CONCENTRATION = ("a concentration", "mg/mL")
    ACTIVITY_CONCENTRATION = ("a concentration", "units/mL")

    def __init__(self, label: str, unit: str) -> None:
        self.label = label
        self.unit = unit


def symbols_of(unit: str) -> dict[str, int]:
    """`mg/kg/h` as `{"mg": 1, "kg": -1, "h": -1}`; only for unit texts of this program."""
    above, *below = unit.split("/")
    return {"percent" if above == "%" else above: 1} | dict.fromkeys(below, -1)


_KINDS: dict[Any, Kind] = {unit_of(symbols_of(k.unit)).dimensionality: k for k in Kind}


def kind_of(measured: Quantity | Unit) -> Kind | None:
    """The kind of a quantity or unit by its dimension; None when it is none of ours."""
    return _KINDS.get(measured.dimensionality)
