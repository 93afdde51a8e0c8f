"""What all models share: they are frozen and strict, and refuse an unknown key with the nearest
known one."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Self, TypeAlias, TypeVar, get_origin

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


_made_of: dict[type, tuple[dict[str, Any], frozenset[str], tuple[str, ...]]] = {}
# What `object.__setattr__` would look up by name for each value that is made.
_keep, _keep_stated, _keep_extra, _keep_private = (
    vars(BaseModel)[name].__set__
    for name in (
        "__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__"
    )
)  # fmt: skip


class WorkedOut(Frozen):
    """A value that this program works out. Its fields are kept as they are given, because types are
    checked before the program runs; a value that is read from JSON is validated as any other."""

    if not TYPE_CHECKING:

        def __init__(self, /, **stated: Any) -> None:
            fields, required, mappings = _made_of.get(type(self)) or _fields(type(self))
            # In the order of the fields, whatever the order in which they are stated.
            values = fields | stated
            if len(values) > len(fields) or not required <= stated.keys():
                raise TypeError(f"{type(self).__name__} is made of {', '.join(fields)}")
            for name in mappings:
                if type(values[name]) is dict:
                    values[name] = FrozenDict(values[name])
            _keep(self, values)
            _keep_stated(self, set(stated))
            _keep_extra(self, None)
            _keep_private(self, None)

        # Without this mark, pydantic would call it for each value that it reads from JSON.
        __init__.__pydantic_base_init__ = True


def _fields(model: type[WorkedOut]) -> tuple[dict[str, Any], frozenset[str], tuple[str, ...]]:
    """The default of each field, those that have none, and those that are mappings."""
    fields = model.model_fields
    required = frozenset(name for name, field in fields.items() if field.is_required())
    mappings = tuple(name for name, field in fields.items() if get_origin(field.annotation) is dict)
    defaults = {name: field.default for name, field in fields.items()}
    _made_of[model] = defaults, required, mappings
    return _made_of[model]


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
