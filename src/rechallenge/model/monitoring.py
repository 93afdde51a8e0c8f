"""When vital signs are taken, and for how long the patient is watched afterwards."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from rechallenge.quantities import (
    MIN,
    Kind,
    Quantity,
    exact_text,
    parse,
    quantity,
    quantity_pattern,
)
from rechallenge.words import _

from .frozen import Entry
from .reading import PlainTime, near_the_infusion
from .texts import Text

WORDS = ("baseline", "each rate change", "end")


@dataclass(frozen=True, slots=True)
class VitalsRule:
    """`baseline`, `each rate change`, `end`, or `every` so many minutes while it runs."""

    when: str
    every: Quantity | None = None

    @classmethod
    def read(cls, written: object) -> "VitalsRule":
        """The rule that a text states. Raises QuantityError or ValueError."""
        if isinstance(written, VitalsRule):
            return written
        if isinstance(written, str) and written in WORDS:
            return cls(written)
        if isinstance(written, str) and written.startswith("every "):
            every = parse(written.removeprefix("every "), Kind.TIME)
            if every < quantity(1, MIN):
                sentence = _("{text} is more often than anyone can measure; write at least 1 min")
                raise ValueError(sentence.format(text=written))
            return cls("every", every)
        sentence = _("write one of {words}, or every with a time: every 15 min")
        raise ValueError(sentence.format(words=", ".join(WORDS)))

    def __str__(self) -> str:
        return self.when if self.every is None else f"{self.when} {exact_text(self.every)}"

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        every = {"type": "string", "pattern": f"^every {quantity_pattern(Kind.TIME)}$"}
        return {"anyOf": [{"enum": list(WORDS)}, every]}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.to_string_ser_schema(when_used="json")
        )


class Monitoring(Entry):
    """Vital signs and the observation after the last step, with the source of both."""

    vitals: tuple[VitalsRule, ...]
    observe_after: Annotated[PlainTime, AfterValidator(near_the_infusion)] | None = None
    source: Text
