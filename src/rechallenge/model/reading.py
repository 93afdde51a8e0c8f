"""How a field of a file or an order reads its value: as a quantity of a stated kind, a word of a
short list, or `$name`, a parameter that the order fills in."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, NamedTuple, TypeAlias, TypeVar

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from rechallenge.quantities import (
    FRACTION_PATTERN,
    MIN,
    NAME_PATTERN,
    PLAIN,
    Kind,
    Quantity,
    QuantityError,
    WithoutUnit,
    display,
    exact_fraction,
    exact_number,
    exact_text,
    is_amount,
    is_exact,
    kind_of,
    not_this_kind,
    number_in,
    parse,
    parse_exact,
    parse_fraction,
    quantity,
    quantity_pattern,
    unit_list,
)
from rechallenge.words import _
from rechallenge.words.lists import either

EXACT_TEXT = "an amount in full, as text: 375 mg, 1000/3 mg"
"""How the schema of a saved model describes a value that a person may write."""
IN_A_FILE = "in a file"
"""The context in which the values of a file are validated: no amount has a comma there."""
_NAME = re.compile(r"\$([a-z][a-z0-9_]*)")
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Parameter:
    """`$name`: a quantity that the protocol declares and the order may set."""

    name: str

    def __str__(self) -> str:
        return f"${self.name}"


def parameter_named(text: str) -> Parameter | None:
    """The parameter that `$name` names; None for any other text."""
    named = _NAME.fullmatch(text)
    return Parameter(named[1]) if named else None


def saved_text(value: Quantity | Fraction | Parameter | str) -> str:
    """A value as text for the inputs of a plan file. Read back, the text gives the same exact
    value."""
    if isinstance(value, Quantity):
        return exact_text(value)
    return exact_number(value) if isinstance(value, Fraction) else str(value)


def settled(value: Quantity | Fraction | Parameter | str | None) -> Quantity:
    """A value that is a quantity after binding. Raises TypeError for any other."""
    if not isinstance(value, Quantity):
        raise TypeError(f"{value} is not a quantity; bind the protocol to an order first")
    return value


def share_in(value: Quantity | Fraction | Parameter | str | None) -> Fraction | None:
    """The share that a rate such as `1/4` or `25 %` is; None for any other value."""
    if isinstance(value, Quantity) and kind_of(value) is Kind.SHARE:
        return number_in(value, PLAIN)
    return value if isinstance(value, Fraction) else None


class Reads(NamedTuple):
    """Field annotation: the kinds of quantity and the words that are allowed, and whether a
    `$parameter`, a bare fraction such as `1/40`, or a comma as it is printed is.

    Every quantity must be above zero: a step gives something, at a rate, for some time.
    """

    kinds: tuple[Kind, ...]
    words: tuple[str, ...] = ()
    parameter: bool = True
    fraction: bool = False
    commas: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.json_or_python_schema(
            core_schema.no_info_plain_validator_function(self.read_saved),
            core_schema.with_info_plain_validator_function(self.read_stated),
            serialization=core_schema.plain_serializer_function_ser_schema(
                saved_text, when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        if handler.mode == "serialization":
            return {"type": "string", "description": EXACT_TEXT}
        kinds = self.kinds or tuple(Kind)
        patterns = [quantity_pattern(kind) for kind in kinds] + list(self.words)
        if self.parameter:
            patterns.append(NAME_PATTERN)
        if self.fraction:
            patterns.append(FRACTION_PATTERN)
        wanted = list(dict.fromkeys(f"{kind.label} ({kind.unit})" for kind in self.kinds))
        return {
            "type": "string",
            "pattern": f"^({'|'.join(patterns)})$",
            "description": "; ".join([*wanted, *self.words]) or "any quantity",
        }

    def read(self, value: object) -> Quantity | Fraction | Parameter | str:
        """The value that a text states. Raises QuantityError."""
        if is_amount(value):
            if not is_exact(value):
                raise QuantityError(str(value), _("it is not exact"), _('text such as "5 mg"'))
            return self._checked(value, display(value, grouped=False))
        if isinstance(value, Fraction) and self.fraction:
            return value
        if isinstance(value, Parameter | Fraction):
            value = str(value)
        if not isinstance(value, str):
            sentence = _('text such as "{sample}"')
            sample = f"5 {self.kinds[0].unit if self.kinds else Kind.MASS.unit}"
            raise QuantityError(str(value), _("this is not text"), sentence.format(sample=sample))
        if value in self.words:
            return value
        if self.parameter and (named := parameter_named(value)):
            return named
        if self.fraction and (share := parse_fraction(value)) is not None:
            return share
        try:
            return self._checked(parse(value, *self.kinds, commas=self.commas), value)
        except QuantityError as error:
            if not self.kinds and isinstance(error, WithoutUnit):
                samples = _('its unit too, as in "5 %", "5 mg", "5 mL/h" or "5 min"')
                raise QuantityError(value, error.wrong, samples) from None
            if not self.words:
                raise
            write = _("{amount}, or {words}").format(amount=error.write, words=either(self.words))
            raise QuantityError(error.read, error.wrong, write) from None

    def read_stated(
        self, value: object, info: ValidationInfo
    ) -> Quantity | Fraction | Parameter | str:
        """As `read`, or as `read_saved` from JSON; in a file without commas."""
        if info.mode == "json":
            return self.read_saved(value)
        return (self._replace(commas=False) if info.context == IN_A_FILE else self).read(value)

    def read_saved(self, value: object) -> Quantity | Fraction | Parameter | str:
        """As `read`, and also what only a program writes, such as `1000/3 mg`. Raises
        QuantityError."""
        if isinstance(value, str) and value not in self.words:
            try:
                if self.fraction and " " not in value:
                    return exact_fraction(value)
                return self._checked(parse_exact(value, *self.kinds), value)
            except QuantityError:
                # For text that a person could have written, `read` gives the better advice.
                pass
        return self._replace(commas=False).read(value)

    def _checked(self, amount: Quantity, text: str) -> Quantity:
        kind = kind_of(amount)
        if self.kinds and kind not in self.kinds:
            raise QuantityError(text, not_this_kind(kind, self.kinds), unit_list(self.kinds))
        if amount.magnitude <= 0:
            raise QuantityError(text, _("this is zero"), _("an amount above zero"))
        return amount


def typed(*kinds: Kind) -> Reads:
    """Field annotation for what a person may type into an order: an amount as it is printed, with
    its comma (decision 038)."""
    return Reads(kinds, parameter=False, commas=True)


AMOUNT_KINDS = (Kind.MASS, Kind.ACTIVITY)
CONCENTRATION_KINDS = (Kind.MASS_CONCENTRATION, Kind.ACTIVITY_CONCENTRATION)
DOSE_KINDS = (
    *AMOUNT_KINDS,
    Kind.MASS_PER_WEIGHT,
    Kind.ACTIVITY_PER_WEIGHT,
    Kind.MASS_PER_AREA,
    Kind.ACTIVITY_PER_AREA,
)
"""An amount of drug, plain, per kg or per m2."""
VOLUME_KINDS = (Kind.VOLUME, Kind.VOLUME_PER_WEIGHT, Kind.VOLUME_PER_AREA)
VOLUME_RATE_KINDS = (Kind.VOLUME_RATE, Kind.VOLUME_RATE_PER_WEIGHT, Kind.VOLUME_RATE_PER_AREA)
RATE_KINDS = (
    *VOLUME_RATE_KINDS,
    Kind.MASS_RATE,
    Kind.ACTIVITY_RATE,
    Kind.MASS_RATE_PER_WEIGHT,
    Kind.ACTIVITY_RATE_PER_WEIGHT,
    Kind.MASS_RATE_PER_AREA,
    Kind.ACTIVITY_RATE_PER_AREA,
)
SPEED_KINDS = (*RATE_KINDS, Kind.SHARE)
"""What a step may run at: a rate, or a share of the full rate."""
GIVE_KINDS = (Kind.SHARE, *DOSE_KINDS, *VOLUME_KINDS)

Time: TypeAlias = Annotated[Quantity | Parameter, Reads((Kind.TIME,))]
_LONGEST_BEFORE_OR_AFTER = quantity(7 * 24 * 60, MIN)
"""A longer time before or after the infusion is a slip in its unit."""


def near_the_infusion(time: Quantity | Parameter | str) -> Quantity | Parameter | str:
    """A premedication lead or an observation afterwards, as given. Raises ValueError."""
    if isinstance(time, Quantity) and time > _LONGEST_BEFORE_OR_AFTER:
        sentence = _("{time} is more than a week; check its unit")
        raise ValueError(sentence.format(time=display(time)))
    return time


PlainTime: TypeAlias = Annotated[Quantity, Reads((Kind.TIME,), parameter=False)]
TypedLead: TypeAlias = Annotated[Quantity, typed(Kind.TIME), AfterValidator(near_the_infusion)]
PlainVolume: TypeAlias = Annotated[Quantity, Reads((Kind.VOLUME,), parameter=False)]
TypedVolume: TypeAlias = Annotated[Quantity, typed(Kind.VOLUME)]
TypedRate: TypeAlias = Annotated[Quantity, typed(Kind.VOLUME_RATE)]
Dose: TypeAlias = Annotated[Quantity, Reads(AMOUNT_KINDS, parameter=False)]


def at_least_one(entries: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """A list that must have an entry. Raises ValueError."""
    if not entries:
        raise ValueError(_("is an empty list; write at least one entry"))
    return entries
