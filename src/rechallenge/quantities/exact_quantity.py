"""pint's quantity, with shortcuts for the arithmetic of exact amounts.

The planner needs a thousand operations for each key that is pressed, and pint looks for arrays,
offsets and foreign types each time. The shortcuts apply only to two amounts of this registry;
everything else, and every error, is pint's own. All units in `units.py` are plain multiples, so a
conversion is one exact factor, which pint works out once.
"""

import operator
from collections.abc import Callable
from fractions import Fraction
from types import new_class
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import pint
from pint.util import UnitsContainer

from .fraction import exact

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

Symbols: TypeAlias = frozenset[tuple[str, int]]
"""The symbols of a unit, with their powers. A frozen set keeps its hash."""
_Pair: TypeAlias = tuple[int, int]
"""The identities of two known units: pint takes long to hash and to compare the units themselves.
A known unit is kept for good, so that no other has its identity."""
_NO_AMOUNT = (str, tuple, dict, type(None))
_factors: dict[_Pair, tuple[Fraction, UnitsContainer]] = {}
_products: dict[_Pair, UnitsContainer] = {}
_ratios: dict[_Pair, UnitsContainer] = {}
_quotients: dict[_Pair, "ExactUnit"] = {}
_known: dict[UnitsContainer, UnitsContainer] = {}
_symbols: dict[int, Symbols] = {}
_new = object.__new__

# Named and typed here, because pint does not say what these of its own return.
_Operation: TypeAlias = Callable[..., "ExactQuantity"]
_sum_by_pint: _Operation = pint.registry.Quantity.__add__
_difference_by_pint: _Operation = pint.registry.Quantity.__sub__
_product_by_pint: _Operation = pint.registry.Quantity.__mul__
_ratio_by_pint: _Operation = pint.registry.Quantity.__truediv__
_conversion_by_pint: _Operation = pint.registry.Quantity.to
_quotient_by_pint: Callable[..., Any] = pint.registry.Unit.__truediv__


class _WithoutArrays(type):
    """Leaves out what pint adds for arrays of numpy: with it, Python takes the slow way to every
    attribute of an amount."""

    def mro(cls) -> list[type]:
        return [one for one in super().mro() if one.__module__ != "pint.facets.numpy.quantity"]


def _comparison(op: Callable[[Any, Any], bool]) -> Any:
    def compared(self: "ExactQuantity", other: object) -> bool:
        if type(other) is type(self) and other._units is self._units:
            return op(self._magnitude, other._magnitude)
        return self.compare(other, op)

    return compared


class ExactQuantity(pint.registry.Quantity[Fraction], metaclass=_WithoutArrays):
    """An exact amount, with pint's results and pint's errors."""

    __slots__ = ("_magnitude", "_units")

    def to(self, other: object = None, *contexts: object, **settings: object) -> "ExactQuantity":
        """The amount in another unit; itself where it is in that unit already.

        Raises pint's DimensionalityError for another dimension.
        """
        if not isinstance(other, pint.Unit) or contexts or settings:
            return _conversion_by_pint(self, other, *contexts, **settings)
        before, unit = self._units, other._units
        if unit is before or unit == before:
            return self
        known = _factors.get((id(before), id(unit)))
        if known is None:
            factor = exact(self._REGISTRY.convert(Fraction(1), before, unit))
            before, unit = one_object(before), one_object(unit)
            known = _factors[id(before), id(unit)] = (factor, unit)
        return self._made(self._magnitude * known[0], known[1])

    def __add__(self, other: object) -> "ExactQuantity":
        if type(other) is not type(self) or not (
            other._units is self._units or other._units == self._units
        ):
            return _sum_by_pint(self, other)
        made = _new(type(self))
        made._magnitude, made._units = self._magnitude + other._magnitude, self._units
        return made

    def __sub__(self, other: object) -> "ExactQuantity":
        if type(other) is not type(self) or not (
            other._units is self._units or other._units == self._units
        ):
            return _difference_by_pint(self, other)
        made = _new(type(self))
        made._magnitude, made._units = self._magnitude - other._magnitude, self._units
        return made

    def __mul__(self, other: object) -> "ExactQuantity":
        if type(other) is not type(self):
            if isinstance(other, int | Fraction):
                return self._made(self._magnitude * other, self._units)
            return _product_by_pint(self, other)
        unit = _products.get((id(self._units), id(other._units)))
        if unit is None:
            one, by = one_object(self._units), one_object(other._units)
            unit = _products[id(one), id(by)] = one_object(one * by)
        made = _new(type(self))
        made._magnitude, made._units = self._magnitude * other._magnitude, unit
        return made

    def __truediv__(self, other: object) -> "ExactQuantity":
        if type(other) is not type(self):
            return _ratio_by_pint(self, other)
        unit = _ratios.get((id(self._units), id(other._units)))
        if unit is None:
            one, by = one_object(self._units), one_object(other._units)
            unit = _ratios[id(one), id(by)] = one_object(one / by)
        made = _new(type(self))
        made._magnitude, made._units = self._magnitude / other._magnitude, unit
        return made

    def __abs__(self) -> "ExactQuantity":
        return self._made(abs(self._magnitude), self._units)

    def __eq__(self, other: object) -> bool:
        if type(other) is type(self) and self._is_alike(other):
            return bool(self._magnitude == other._magnitude)
        # Compared with a word such as "rest", or with nothing, pint would be slow to answer no.
        return not isinstance(other, _NO_AMOUNT) and bool(super().__eq__(other))

    __lt__ = _comparison(operator.lt)
    __le__ = _comparison(operator.le)
    __gt__ = _comparison(operator.gt)
    __ge__ = _comparison(operator.ge)

    def __copy__(self) -> "ExactQuantity":
        return self

    def __deepcopy__(self, memo: object) -> "ExactQuantity":
        return self

    # A class that defines `__eq__` loses its hash unless it names it.
    __hash__ = pint.registry.Quantity.__hash__

    def compare(self, other: object, op: Callable[[object, object], bool]) -> bool:
        """`op` of the two, in one unit; pint's DimensionalityError for another dimension."""
        if type(other) is type(self) and self._is_alike(other):
            return op(self._magnitude, other._magnitude)
        return bool(super().compare(other, op))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> "CoreSchema":
        from .json_form import amount_schema

        return amount_schema(cls)

    def symbols(self) -> Symbols:
        """The symbols of the unit, with their powers."""
        symbols = _symbols.get(id(self._units))
        return _symbols[id(one_object(self._units))] if symbols is None else symbols

    def _is_alike(self, other: "ExactQuantity") -> bool:
        """Whether both are in one unit, which mostly is one object: pint compares unit by unit."""
        return other._units is self._units or bool(other._units == self._units)

    @classmethod
    def of(cls, magnitude: Fraction, unit: pint.Unit) -> "ExactQuantity":
        """The amount of so many of a unit."""
        return cls._made(magnitude, unit._units)

    @classmethod
    def _made(cls, magnitude: Fraction, unit: UnitsContainer) -> "ExactQuantity":
        made = _new(cls)
        made._magnitude = magnitude
        made._units = unit
        return made


def one_object(unit: UnitsContainer) -> UnitsContainer:
    """The unit, as one object however it came about."""
    known = _known.get(unit)
    if known is None:
        known = _known[unit] = unit
        by_pint: Any = unit.unit_items()
        _symbols[id(unit)] = frozenset(by_pint)
    return known


class ExactUnit(pint.registry.Unit):
    """A unit that is divided by another once: its quotients are one object each."""

    def __truediv__(self, other: object) -> Any:
        if not isinstance(other, ExactUnit):
            return _quotient_by_pint(self, other)
        unit = _quotients.get((id(self._units), id(other._units)))
        if unit is None:
            one, by = one_object(self._units), one_object(other._units)
            unit = _quotients[id(one), id(by)] = type(self)(one_object(one / by))
        return unit


_IN_PLACE = (
    *("__iadd__", "__isub__", "__imul__", "__itruediv__", "__ifloordiv__", "__imod__", "__ipow__"),
    "__setitem__",
)


def _refused(amount: ExactQuantity, *others: object, **settings: object) -> NoReturn:
    """Replaces each method with which pint changes an amount in place. Raises TypeError."""
    raise TypeError(
        f"{amount:~} does not change: an amount may stand in a plan. Make a new one, as in "
        "`total = total + dose` or `rate.to(unit)`"
    )


for _way in dir(pint.registry.Quantity):
    if _way.startswith("ito") or _way in _IN_PLACE:
        setattr(ExactQuantity, _way, _refused)


def exact_registry(definitions: list[str]) -> pint.UnitRegistry:
    """A registry of these units only, whose amounts are exact quantities."""
    made: type[pint.UnitRegistry] = new_class(
        "ExactRegistry",
        (pint.UnitRegistry,),
        {},
        lambda names: names.update(Quantity=ExactQuantity, Unit=ExactUnit),
    )
    return made(definitions, non_int_type=Fraction, cache_folder=None)


def amounts_of(registry: pint.UnitRegistry) -> type[ExactQuantity]:
    """What such a registry makes its amounts of."""
    made: object = registry.Quantity
    assert isinstance(made, type)
    assert issubclass(made, ExactQuantity)
    return made
