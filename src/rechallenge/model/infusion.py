"""Infusion steps as a protocol writes them: two of amount, speed and time, or an observation."""

from fractions import Fraction
from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Tag, model_validator

from rechallenge.quantities import Quantity

from .frozen import Entry
from .reading import GIVE_KINDS, RATE_KINDS, Parameter, Reads, Text, Time

Give: TypeAlias = Annotated[Quantity | Parameter | str, Reads(GIVE_KINDS, ("rest", "bag"))]
Rate: TypeAlias = Annotated[Quantity | Fraction | Parameter, Reads(RATE_KINDS, fraction=True)]


class Infuse(Entry):
    """A step that gives drug. It states exactly two of amount (`give`), speed (`rate`) and time
    (`over` a duration, or `until` a point on the infusion clock); the third is solved.

    `give: rest` is what is left of the dose, `give: bag` what is left in the bag. A rate written as
    a bare fraction is that share of the parameter `full_rate`."""

    give: Give | None = None
    rate: Rate | None = None
    over: Time | None = None
    until: Time | None = None
    go_on_if: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _states_two_of_three(self) -> "Infuse":
        stated = [k for k in ("give", "rate", "over", "until") if getattr(self, k) is not None]
        times = [k for k in stated if k in ("over", "until")]
        if len(times) == 2:
            raise ValueError("states both over and until; keep one of them")
        if len(stated) != 2:
            has = f"only {stated[0]}" if len(stated) == 1 else ", ".join(stated) or "nothing"
            more = "write one more of" if len(stated) < 2 else "leave one out of"
            raise ValueError(
                f"states {has}; {more} give (amount), rate (speed), over or until (time): "
                "exactly two, and the third is worked out"
            )
        return self


class Observe(Entry):
    """A step in which nothing runs and the patient is watched."""

    observe: Time
    go_on_if: Text | None = None
    note: Text | None = None


_INFUSE, _OBSERVE = "<infuse>", "<observe>"
STEP_TAGS = frozenset({_INFUSE, _OBSERVE})
"""Names that pydantic puts into the place of an error; they stand in no file."""


def _tag(written: Any) -> str | None:
    if isinstance(written, dict):
        return _OBSERVE if "observe" in written else _INFUSE
    if isinstance(written, Observe):
        return _OBSERVE
    return _INFUSE if isinstance(written, Infuse) else None


WrittenStep: TypeAlias = Annotated[
    Annotated[Infuse, Tag(_INFUSE)] | Annotated[Observe, Tag(_OBSERVE)], Discriminator(_tag)
]
