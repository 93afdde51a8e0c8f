"""Worked examples: an order and the steps a person worked out by hand for it."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, NamedTuple, Self

from pydantic import (
    AfterValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from rechallenge.quantities import Quantity, QuantityError, kind_of, parse
from rechallenge.words import _

from .frozen import Entry, FrozenDict, Named, WrongAt
from .places import Place
from .reading import at_least_one
from .texts import Text, WholeNumber


@dataclass(frozen=True, slots=True)
class Worked:
    """A hand-worked value: exact, or `~2.604 mL/h`, right to the digits written."""

    amount: Quantity
    within: Fraction
    text: str

    @classmethod
    def read(cls, written: object) -> "Worked":
        """The value that a text states. Raises QuantityError."""
        if isinstance(written, Worked):
            return written
        if not isinstance(written, str):
            raise QuantityError(str(written), _("this is not text"), _('text such as "5 mg"'))
        amount = parse(written.removeprefix("~"))
        decimals = re.match(r"~[0-9]+\.?([0-9]*)", written)
        within = Fraction(1, 2 * 10 ** len(decimals[1])) if decimals else Fraction(0)
        return cls(amount, within, written)

    def __str__(self) -> str:
        return self.text

    def matches(self, computed: Quantity) -> bool:
        """Whether a computed quantity is this value, to the digits written."""
        if kind_of(computed) is not kind_of(self.amount):
            return False
        apart = computed.to(self.amount.units).magnitude - self.amount.magnitude
        return bool(abs(apart) <= self.within)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "description": "worked by hand: 50 mL/h, or ~2.604 mL/h"}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.to_string_ser_schema(when_used="json")
        )


class Compared(NamedTuple):
    """A value that was worked by hand, at its place, with what the plan has for it."""

    place: Place
    worked: Worked
    planned: Quantity

    @property
    def agrees(self) -> bool:
        """Whether they are the same, to the digits that were worked by hand."""
        return self.worked.matches(self.planned)


class WorkedStep(Entry):
    """One expected step; only the values written are compared. `number` is its number in the plan,
    where only some steps are named."""

    number: WholeNumber | None = None
    observe: Worked | None = None
    rate: Worked | None = None
    dose_rate: Worked | None = None
    duration: Worked | None = None
    volume: Worked | None = None
    dose: Worked | None = None
    cumulative_dose: Worked | None = None


class ExampleOrder(Entry):
    """The order of an example, as text. It is read as a person's is."""

    dose: Text
    weight: Text | None = None
    height: Text | None = None
    bsa: Text | None = None
    volume: Text | None = None
    strength: Text | None = None
    line: Text | None = None
    primed: Text | None = None
    sets: Text | None = None
    settings: Named[Text] = FrozenDict()


class Example(Entry):
    """An order and what must come out of it: every step in order, or the total time and some steps
    by their numbers."""

    order: ExampleOrder
    total: Worked | None = None
    steps: Annotated[tuple[WorkedStep, ...], AfterValidator(at_least_one)]

    @model_validator(mode="after")
    def _names_all_steps_or_some_and_the_total(self) -> Self:
        numbers = [None if step.number is None else int(step.number) for step in self.steps]
        if not any(numbers):
            return self
        last = 0
        for place, number in enumerate(numbers):
            at = ("steps", place, "number")
            if number is None:
                raise WrongAt(at, _("is missing; number every step that is named, or none"))
            if number <= last:
                sentence = _("is not above {number}, the step before; name them in order")
                raise WrongAt(at, sentence.format(number=last))
            last = number
        if self.total is None:
            sentence = _("is missing; an example that names only some steps states the total too")
            raise WrongAt(("total",), sentence)
        return self
