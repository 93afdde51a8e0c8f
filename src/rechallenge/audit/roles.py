"""What the numbers of a table are, and the units that they are reckoned in."""

from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from rechallenge.quantities import (
    Kind,
    QuantityError,
    kind_of,
    parse,
    symbols_of,
    unit_of,
)


class Role(StrEnum):
    """What the numbers of a column are. `-so-far` are running sums."""

    STEP = "step"
    BAG = "bag"
    CONCENTRATION = "concentration"
    RATE = "rate"
    TIME = "time"
    TIME_SO_FAR = "time-so-far"
    VOLUME = "volume"
    VOLUME_SO_FAR = "volume-so-far"
    DOSE = "dose"
    DOSE_SO_FAR = "dose-so-far"
    DOSE_RATE = "dose-rate"
    BAG_VOLUME = "bag-volume"
    HOLDS = "holds"
    WEIGHT = "weight"
    SURFACE = "surface"
    RATIO = "ratio"
    SHARE = "share"
    SHARE_SO_FAR = "share-so-far"
    BAG_SHARE = "bag-share"
    RATE_SHARE = "rate-share"
    DOSE_PER_BODY = "dose-per-body"
    DOSE_RATE_PER_BODY = "dose-rate-per-body"
    RATE_PER_BODY = "rate-per-body"
    HOLDS_PER_BODY = "holds-per-body"
    # What is stated beside a table, and is no column of it.
    TOTAL_TIME = "total-time"
    ORDERED = "ordered-dose"
    TOTAL_DOSE = "total-dose"
    STATED_VOLUME = "stated-volume"
    STATED_HOLDS = "stated-holds"
    STATED_STRENGTH = "stated-concentration"
    FULL_RATE = "full-rate"
    UNDILUTED = "undiluted"


SUMS = {
    Role.DOSE: Role.DOSE_SO_FAR,
    Role.VOLUME: Role.VOLUME_SO_FAR,
    Role.TIME: Role.TIME_SO_FAR,
    Role.SHARE: Role.SHARE_SO_FAR,
}
"""The running sum of each column that has one."""
SHARES = (Role.SHARE, Role.SHARE_SO_FAR, Role.BAG_SHARE, Role.RATE_SHARE)
_DOSE_PER_BODY = (Kind.MASS_PER_WEIGHT, Kind.ACTIVITY_PER_WEIGHT,
                  Kind.MASS_PER_AREA, Kind.ACTIVITY_PER_AREA)  # fmt: skip
_KINDS: dict[Role, tuple[Kind, ...]] = {
    Role.RATE: (Kind.VOLUME_RATE,),
    Role.TIME: (Kind.TIME,),
    Role.VOLUME: (Kind.VOLUME,),
    Role.DOSE: (Kind.MASS, Kind.ACTIVITY),
    Role.DOSE_RATE: (Kind.MASS_RATE, Kind.ACTIVITY_RATE),
    Role.CONCENTRATION: (Kind.MASS_CONCENTRATION, Kind.ACTIVITY_CONCENTRATION),
    Role.BAG_VOLUME: (Kind.VOLUME,),
    Role.HOLDS: (Kind.MASS, Kind.ACTIVITY),
    Role.WEIGHT: (Kind.BODY_MASS,),
    Role.SURFACE: (Kind.BODY_AREA,),
    Role.SHARE: (Kind.SHARE,),
    Role.BAG_SHARE: (Kind.SHARE,),
    Role.RATE_SHARE: (Kind.SHARE,),
    Role.DOSE_PER_BODY: _DOSE_PER_BODY,
    Role.HOLDS_PER_BODY: _DOSE_PER_BODY,
    Role.DOSE_RATE_PER_BODY: (
        Kind.MASS_RATE_PER_WEIGHT, Kind.ACTIVITY_RATE_PER_WEIGHT,
        Kind.MASS_RATE_PER_AREA, Kind.ACTIVITY_RATE_PER_AREA,
    ),
    Role.RATE_PER_BODY: (Kind.VOLUME_RATE_PER_WEIGHT, Kind.VOLUME_RATE_PER_AREA),
}  # fmt: skip
_STATED_KINDS = {
    Role.TOTAL_TIME: (Kind.TIME,),
    Role.ORDERED: (Kind.MASS, Kind.ACTIVITY, *_DOSE_PER_BODY),
    Role.TOTAL_DOSE: (Kind.MASS, Kind.ACTIVITY, *_DOSE_PER_BODY),
    Role.STATED_VOLUME: (Kind.VOLUME,),
    Role.STATED_HOLDS: (Kind.MASS, Kind.ACTIVITY, *_DOSE_PER_BODY),
    Role.STATED_STRENGTH: _KINDS[Role.CONCENTRATION],
    Role.FULL_RATE: (Kind.VOLUME_RATE,),
    Role.UNDILUTED: _KINDS[Role.CONCENTRATION],
}
_OF_SUM = {total: part for part, total in SUMS.items()}


class Scale(NamedTuple):
    """How a column's unit becomes the one that is reckoned in: `factor` times, in `base`."""

    base: str
    factor: Fraction


@lru_cache(maxsize=256)
def scale(role: Role, unit: str) -> Scale | None:
    """How a unit is reckoned with for this role; None where it does not measure that. A share
    without a unit is a fraction."""
    if not unit and role in SHARES:
        return Scale(Kind.SHARE.unit, Fraction(100))
    kinds = _KINDS.get(_OF_SUM.get(role, role)) or _STATED_KINDS.get(role, ())
    try:
        one = parse(f"1 {unit}", *kinds)
    except QuantityError:
        return None
    kind = kind_of(one)
    if kind is None or kind not in kinds:
        return None
    return Scale(kind.unit, Fraction(one.to(unit_of(symbols_of(kind.unit))).magnitude))


def measured_by(unit: str) -> Role | None:
    """The first role that a unit measures; None for no unit, and for one that measures none."""
    return next((role for role in _KINDS if unit and scale(role, unit) is not None), None)
