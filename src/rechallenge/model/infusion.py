"""Infusion steps as a protocol writes them, and the short forms for many steps at once."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, Literal, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, model_validator

from rechallenge.quantities import Kind, Quantity, kind_of, unit_label
from rechallenge.words import _

from .frozen import Entry, WrongAt
from .reading import GIVE_KINDS, SPEED_KINDS, Parameter, Reads, Time, at_least_one, share_in
from .texts import Said, Text

Give: TypeAlias = Annotated[Quantity | Parameter | str, Reads(GIVE_KINDS, ("rest", "bag"))]


def _no_more_than_full(rate: Quantity | Fraction | Parameter) -> Quantity | Fraction | Parameter:
    share = share_in(rate)
    if share is not None and share > 1:
        raise ValueError(_("is more than the whole; write 100 % or less"))
    return rate


Rate: TypeAlias = Annotated[
    Quantity | Fraction | Parameter,
    Reads(SPEED_KINDS, fraction=True),
    AfterValidator(_no_more_than_full),
]
WAITS = ("wait", "next_after")
_Item = TypeVar("_Item")


Route: TypeAlias = Literal["IV", "IV push", "by mouth", "under the skin", "into the muscle"]
IV: Route = "IV"
PUSH: Route = "IV push"
RUN_BY: tuple[Route, ...] = (IV, "under the skin")
"""The routes by which something runs at a rate. By the others, doses are given at once."""


class Waiting(Entry):
    """An entry that gives drug, by the route of the protocol or its own. `wait` is a time after it
    in which nothing runs; `next_after` is the time from its start to the start of what follows. Of
    a list, either lies between its steps."""

    route: Route | None = None
    wait: Time | None = None
    next_after: Time | None = None
    go_on_if: Said | None = None
    note: Said | None = None

    @model_validator(mode="after")
    def _waits_once(self) -> Self:
        if self.wait is not None and self.next_after is not None:
            sentence = _("is written together with wait; keep one of them")
            raise WrongAt(("next_after",), sentence)
        return self

    def each(self, several: tuple[_Item, ...]) -> Iterator[tuple[_Item, dict[str, Any]]]:
        """The items of a list, each with what the entry states beside it. After the last there is
        no wait."""
        beside = (*Waiting.model_fields, *Giving.model_fields)
        stated = {key: value for key, value in self if key in beside}
        for item in several[:-1]:
            yield item, stated
        yield several[-1], {key: stated[key] for key in stated if key not in WAITS}


class Giving(Waiting):
    """What is given from one bag: `bag` stays until another is named."""

    bag: Text | None = None


class Infuse(Giving):
    """A step that gives drug. It states exactly two of amount (`give`), speed (`rate`) and time
    (`over` a duration, or `until` a point on the infusion clock); the third is solved.

    `give: rest` is what is left of the dose, `give: bag` what is left in the bag. A rate written as
    `1/4` or `25 %` is that share of the parameter `full_rate`."""

    give: Give | None = None
    rate: Rate | None = None
    over: Time | None = None
    until: Time | None = None

    @model_validator(mode="after")
    def _states_two_of_three(self) -> Self:
        stated = [k for k in ("give", "rate", "over", "until") if getattr(self, k) is not None]
        times = [k for k in stated if k in ("over", "until")]
        if len(times) == 2:
            raise ValueError(_("states both over and until; keep one of them"))
        if len(stated) != 2:
            sentence = _(
                "states none of give (amount), rate (speed), and over or until (time); write "
                "exactly two, and the third is worked out"
            )
            if len(stated) == 1:
                sentence = _(
                    "states only {keys}; write one more of give (amount), rate (speed), over or "
                    "until (time): exactly two, and the third is worked out"
                )
            elif stated:
                sentence = _(
                    "states {keys}; leave one out of give (amount), rate (speed), over or until "
                    "(time): exactly two, and the third is worked out"
                )
            raise ValueError(sentence.format(keys=", ".join(stated)))
        return self


class AtOnce(Giving):
    """A dose given at once, without a pump: swallowed, pushed or injected. It is drawn from the bag
    in force, or comes in a `form` of its own, such as `1 tablet of 5 mg`."""

    at_once: Give
    form: Said | None = None

    @model_validator(mode="after")
    def _is_from_a_bag_or_not(self) -> Self:
        if self.form is not None and self.bag is not None:
            sentence = _("does not go with a bag that the dose is drawn from; keep one of them")
            raise WrongAt(("form",), sentence)
        return self


class DoseLadder(Giving):
    """One dose given at once for each of `doses`."""

    doses: Annotated[tuple[Give, ...], AfterValidator(at_least_one)]

    def steps(self) -> Iterator[AtOnce]:
        return (AtOnce(at_once=dose, **each) for dose, each in self.each(self.doses))


class Observe(Entry):
    """A step in which nothing runs and the patient is watched."""

    observe: Time
    go_on_if: Said | None = None
    note: Said | None = None


LINE = "line"
"""A fill of as much as the line of the order holds."""


class FillLine(Entry):
    """A step that brings the bag's solution through a line that was primed with diluent, before the
    first step of the bag. None of it is counted as given. The line is that of the order: `fill` is
    its volume as the source has it, or `line`, whatever that holds."""

    fill: Annotated[Quantity | Parameter | str, Reads((Kind.VOLUME,), (LINE,))]
    rate: Annotated[Quantity | Parameter, Reads((Kind.VOLUME_RATE,))]
    bag: Text | None = None


class Ladder(Giving):
    """One step for each of `rates`, each for the time `every`."""

    rates: Annotated[tuple[Rate, ...], AfterValidator(at_least_one)]
    every: Time


class BagLadder(Waiting):
    """One step for each of `bags`, each given whole: at one `rate`, or each `over` one time."""

    bags: Annotated[tuple[Text, ...], AfterValidator(at_least_one)]
    rate: Rate | None = None
    over: Time | None = None

    @model_validator(mode="after")
    def _gives_each_whole(self) -> Self:
        if (self.rate is None) is (self.over is None):
            raise ValueError(_("gives each bag whole; write rate or over, and not both"))
        return self

    def steps(self) -> Iterator[Infuse]:
        give: dict[str, Any] = {"give": "bag", "rate": self.rate, "over": self.over}
        return (Infuse(bag=bag, **give, **each) for bag, each in self.each(self.bags))


class Ramp(Giving):
    """Steps of the time `every`, each faster by `increase`, never above `up_to`, until the amount
    `give` is in. At `up_to` it runs on as one step."""

    rate: Rate
    increase: Rate
    every: Time
    up_to: Rate
    give: Give

    @model_validator(mode="after")
    def _rises_in_one_dimension(self) -> Self:
        if not isinstance(self.rate, Quantity):
            return self
        for key in ("increase", "up_to"):
            value = getattr(self, key)
            if isinstance(value, Quantity) and kind_of(value) is not kind_of(self.rate):
                sentence = _("is not of the same kind as rate; write it in {unit}")
                raise WrongAt((key,), sentence.format(unit=unit_label(self.rate)))
        if isinstance(self.up_to, Quantity) and self.rate > self.up_to:
            sentence = _("is above up_to; begin at or below the highest rate")
            raise WrongAt(("rate",), sentence)
        return self


Plain: TypeAlias = Infuse | AtOnce | Observe | Ladder | Ramp
"""What is given from one bag, or from none."""
Listed: TypeAlias = BagLadder | DoseLadder
Runs: TypeAlias = Infuse | Ladder | BagLadder | Ramp
"""What gives drug at a rate."""
Written: TypeAlias = Plain | Listed | FillLine


def plain_entries(written: Written) -> tuple[Plain | FillLine, ...]:
    """The entries, each of one bag, that one stands for."""
    return tuple(written.steps()) if isinstance(written, Listed) else (written,)


def in_order(
    infusion: tuple[Written, ...], first: str | None
) -> Iterator[tuple[int, Plain | FillLine, str | None]]:
    """Each entry of one bag, with its place and the bag in force: `first` until one is named."""
    in_force = first
    for at, written in enumerate(infusion):
        for entry in plain_entries(written):
            if not isinstance(entry, Observe):
                in_force = entry.bag or in_force
            yield at, entry, in_force
