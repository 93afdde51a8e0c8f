"""A stop in the middle of an infusion: what the pump showed, why, and how it goes on; and what an
infusion that began before its plan begins from."""

import re
from datetime import datetime
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    model_validator,
)

from rechallenge.quantities import Kind, Quantity, display
from rechallenge.words import _

from .delivery import DrugInLine
from .drug_limits import Grade
from .formula import Formula
from .frozen import Entry, FrozenDict, WorkedOut, WrongAt
from .order import Settings
from .order_text import moment
from .preparation import Preparation
from .protocol import Protocol
from .reaction import ReactionKind
from .reading import TypedRate, TypedVolume, near_the_infusion, saved_text, settled, typed
from .texts import Text
from .written_doses import RescueDose, doses_in

AS_PLANNED, REPEAT, NEVER = "as planned", "repeat", "never"
_BACK = re.compile(r"([1-9][0-9]?) steps? back")
_OF_STEPS = re.compile(r"(.*?) of (each|this) step")
_SPEEDS = (Kind.SHARE, Kind.VOLUME_RATE, Kind.MASS_RATE, Kind.ACTIVITY_RATE)
_WAYS = typed(*_SPEEDS)._replace(words=(AS_PLANNED, REPEAT, NEVER, "1 step back"))


def _way(written: object, info: ValidationInfo) -> object:
    """How it goes on. Raises QuantityError."""
    if isinstance(written, str):
        written = " ".join(written.split())
        if _BACK.fullmatch(written):
            return written
        if of := _OF_STEPS.fullmatch(written):
            share = typed(Kind.SHARE).read(of[1])
            return f"{display(settled(share), grouped=False)} of {of[2]} step"
    return _WAYS.read_stated(written, info)


def steps_back(way: Quantity | str) -> int | None:
    """How many steps before the one that was stopped it goes on; 0 repeats that one. None where it
    goes on otherwise."""
    if way == REPEAT:
        return 0
    back = _BACK.fullmatch(way) if isinstance(way, str) else None
    return int(back[1]) if back else None


def share_of_steps(way: Quantity | str) -> tuple[Quantity, bool] | None:
    """The share of their own rates at which steps run, and whether it is every step or only the
    one that was stopped. None where it goes on otherwise."""
    of = _OF_STEPS.fullmatch(way) if isinstance(way, str) else None
    if of is None:
        return None
    share = typed(Kind.SHARE).read(of[1])
    return settled(share), of[2] == "each"


ResumeAt: TypeAlias = Annotated[
    Quantity | str,
    PlainValidator(_way),
    PlainSerializer(saved_text, when_used="json"),
]


def _fingerprint(text: str) -> str:
    """The fingerprint of a plan, as given. Raises ValueError."""
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise ValueError(_("is not the fingerprint of a plan, which has 64 digits from 0 to f"))
    return text


def _step_number(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise ValueError(_("write the number of a step, such as 3"))
    return text


class Stop(Entry):
    """An infusion that was stopped before its end, as a person reports it.

    `infused` is what the pump shows: from `bag` since that was connected, in all where no bag is
    named. After a dose given at once, `after_step` is the number of that step instead. `at` is the
    local time of the stop. `resume_at` says how it goes on: a share of the rate at the stop
    (`50 %`), a rate that is not exceeded (`50 mg/h`), `50 % of each step` or `of this step` (a
    share of the rates as planned), `as planned`, `repeat` (the step that was running, from its
    beginning), `2 steps back`, or `never`. Nothing runs for `hold`.
    Another `protocol`, with its `settings`, may run what remains: from the bag that hangs; or from
    its own bags, where it has several, where `bags` are new, or where a `volume` is stated for one.
    `stopped_plan` is the fingerprint of the plan that was stopped.
    """

    infused: TypedVolume | None = None
    after_step: Annotated[Text, AfterValidator(_step_number)] | None = None
    bag: Text | None = None
    at: Annotated[datetime, BeforeValidator(moment)] | None = None
    resume_at: ResumeAt
    hold: Annotated[Quantity, typed(Kind.TIME), AfterValidator(near_the_infusion)] | None = None
    go_on_if: Text | None = None
    grade: Grade | None = None
    kind: ReactionKind | None = None
    seen: Text | None = None
    gave: Annotated[tuple[RescueDose, ...], BeforeValidator(doses_in)] = ()
    line: Literal["same", "fresh"] = "same"
    clear_line: TypedRate | None = None
    protocol: Protocol | None = None
    volume: TypedVolume | None = None
    bags: Literal["new"] | None = None
    settings: Settings = FrozenDict()
    stopped_plan: Annotated[Text, AfterValidator(_fingerprint)] | None = None

    @model_validator(mode="after")
    def _says_what_was_given(self) -> Self:
        if self.infused is None and self.after_step is None:
            sentence = _('is missing; write the volume that the pump shows, such as "31 mL"')
            raise WrongAt(("infused",), sentence)
        if self.infused is not None and self.after_step is not None:
            sentence = _("is written together with the volume infused; keep one of them")
            raise WrongAt(("after_step",), sentence)
        return self

    @property
    def is_reaction(self) -> bool:
        """Whether the patient reacted; otherwise it is a pause."""
        return bool(self.grade or self.kind or self.seen or self.gave)


class Stopped(WorkedOut):
    """A stop, worked out. Times in min on the infusion clock, volumes in mL, doses in mg or units.

    `step` is the last that ran, cut where `cut`; `at` is when it stopped by the planned rates, and
    `later` by how much the stated time is later (negative: earlier), None where none is stated.
    `infused` has left all bags, `dose_given` with it, of which `at_vein` has come through the
    line; `in_line` stands in the lines. `bag` is the one in use, with `bag_left` in it. `rate` and
    `dose_rate` ran at the stop; all four are None after a dose that was given at once. `limit`
    (mg/h or units/h) is not exceeded afterwards. `lost` is drug in a set that was taken off. `by`
    is another protocol that runs what remains: its id and version, and how each bag is made that it
    `prepares`. `resumes` is None where it was stopped for good.
    """

    step: int
    cut: bool
    at: Quantity
    later: Quantity | None
    infused: Quantity
    dose_given: Quantity
    remaining: Quantity
    at_vein: Quantity | None
    in_line: tuple[DrugInLine, ...]
    lost: tuple[DrugInLine, ...]
    bag: str | None
    bag_left: Quantity | None
    rate: Quantity | None
    dose_rate: Quantity | None
    limit: Quantity | None
    by: str | None = None
    prepares: tuple[Preparation, ...] = ()
    resumes: Quantity | None
    working: tuple[Formula, ...] = ()


class Begun(WorkedOut):
    """What an order that states a dose as `given` begins from. Doses in mg or units, volumes in mL.

    `remaining` is what the steps give. `bag` hangs, with `left` in it at `concentration`; all three
    are None where bags are prepared for what remains. `in_line` is what the line is stated to hold
    of that bag, and `at_vein` what had reached the patient; None where no line is stated. `limit`
    (mg/h or units/h) is not exceeded.
    """

    given: Quantity
    remaining: Quantity
    bag: str | None
    left: Quantity | None
    concentration: Quantity | None
    in_line: DrugInLine | None
    at_vein: Quantity | None
    limit: Quantity | None
    working: tuple[Formula, ...] = ()
