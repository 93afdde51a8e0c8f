"""What all models share: they are frozen and strict, and refuse an unknown key with the nearest
known one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    NoReturn,
    Self,
    TypeAlias,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
)

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo, model_validator

from rechallenge.words import _
from rechallenge.words.nearest import nearest_known
from rechallenge.words.shown import shown

from .places import Place

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class WrongAt(ValueError):
    """Something wrong at a place below the value that was being checked."""

    def __init__(self, place: Place, sentence: str) -> None:
        self.place = place
        super().__init__(sentence)


class SeveralWrong(ValueError):
    """Several things wrong at places below the value that was being checked."""

    def __init__(self, wrong: tuple[WrongAt, ...]) -> None:
        self.wrong = wrong
        super().__init__("; ".join(map(str, wrong)))


class FrozenDict(dict[_Key, _Value]):
    """A mapping that never changes after it was made. Its values must not change either."""

    def _refused(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("this mapping does not change; make a new one, as in `old | {name: value}`")

    __setitem__: Any = _refused
    __delitem__: Any = _refused
    __ior__: Any = _refused
    clear: Any = _refused
    pop: Any = _refused
    popitem: Any = _refused
    setdefault: Any = _refused
    update: Any = _refused

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


def frozen_tree(value: object) -> Any:
    """Nested mappings and lists as frozen mappings and tuples."""
    if isinstance(value, Mapping):
        return FrozenDict({key: frozen_tree(item) for key, item in value.items()})
    return tuple(map(frozen_tree, value)) if isinstance(value, list | tuple) else value


Named: TypeAlias = Annotated[dict[str, _Value], AfterValidator(FrozenDict)]
"""A mapping of names in a model."""


class Frozen(BaseModel):
    """A value that never changes after it was made."""

    # Built at the first use: of three dozen models, the first screen uses almost none.
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        arbitrary_types_allowed=True,
        defer_build=True,
        serialize_by_alias=True,
    )


@dataclass_transform(kw_only_default=True, frozen_default=True)
class WorkedOut:
    """A value that this program works out. Its fields are kept as they are given, because types are
    checked before the program runs; a value that is read from JSON is validated as any other.

    Each is a dataclass, which pydantic's `TypeAdapter` reads, writes and describes as JSON. It is
    no model: to read an attribute of a model takes thirteen times as long.
    """

    __pydantic_config__ = Frozen.model_config
    __dataclass_fields__: ClassVar[dict[str, Any]]
    _defaults: ClassVar[dict[str, Any]]
    _mappings: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        # Methods that the standard library would write and compile for each class are here once.
        dataclass(cls, init=False, repr=False, eq=False, match_args=False, kw_only=True)
        of = fields(cls)
        cls._defaults = {one.name: one.default for one in of if one.default is not MISSING}
        cls._mappings = tuple(
            one.name for one in of if get_origin(next(iter(get_args(one.type)), None)) is dict
        )

    if not TYPE_CHECKING:

        def __init__(self, /, **stated: Any) -> None:
            values = self._defaults | stated if self._defaults else stated
            if values.keys() != self.__dataclass_fields__.keys():
                names = ", ".join(self.__dataclass_fields__)
                raise TypeError(f"{type(self).__name__} is made of {names}")
            for name in self._mappings:
                if type(values[name]) is dict:
                    values[name] = FrozenDict(values[name])
            _keep(self, values)

        def __setattr__(self, name: str, value: object) -> None:
            raise FrozenInstanceError(f"{type(self).__name__} does not change; use `model_copy`")

        __delattr__ = __setattr__

    def model_copy(self, *, update: dict[str, Any]) -> Self:
        """The value with other fields, under the name that models have for it."""
        made = object.__new__(type(self))
        _keep(made, vars(self) | update)
        return made

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Each field with its name, in the order of the class, as models give them."""
        return ((name, getattr(self, name)) for name in self.__dataclass_fields__)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((type(self), *(value for _name, value in self)))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self)
        return f"{type(self).__name__}({said})"


_keep = vars(WorkedOut)["__dict__"].__set__


def unknown_key(key: str, known: Iterable[str]) -> str:
    """A sentence that refuses a key by what probably went wrong with it."""
    known, (first, *more) = set(known), key.split(maxsplit=1) or [key]
    if key[:1].isdigit():
        sentence = _(
            "{key} was read as a key, because a comma ends a value here; write the number without "
            "a comma"
        )
        return sentence.format(key=shown(key))
    if more and first in known:
        sentence = _('has no colon after {key}; write "{key}: {value}"')
        return sentence.format(key=first, value=shown(more[0]))
    return nearest_known(key, known, "key")


class Entry(Frozen):
    """A mapping that people write: in a protocol file or as an order."""

    @model_validator(mode="before")
    @classmethod
    def _known_keys_only(cls, written: Any, info: ValidationInfo) -> Any:
        if isinstance(written, Mapping):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in written:
                if key not in known:
                    raise WrongAt((str(key),), unknown_key(str(key), known))
        # After this validator, pydantic no longer reads JSON lists as tuples.
        return frozen_tree(written) if info.mode == "json" else written
