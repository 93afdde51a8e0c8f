"""What all models share: frozen, strict, and unknown keys named with the nearest known one."""

from collections.abc import Mapping
from typing import Annotated, Any, NoReturn, Self, TypeAlias, TypeVar

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
    """A mapping that never changes after it was made; its values are not to either."""

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
    """Mappings and lists, one within the other, as mappings that do not change and as tuples."""
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


class Entry(Frozen):
    """A mapping that people write: in a protocol file or as an order."""

    @model_validator(mode="before")
    @classmethod
    def _known_keys_only(cls, written: Any, info: ValidationInfo) -> Any:
        if isinstance(written, Mapping):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in written:
                if key in known:
                    continue
                sentence = nearest_known(str(key), known, "key")
                if str(key)[:1].isdigit():
                    sentence = _(
                        "{key} was read as a key, because a comma ends a value here; write the "
                        "number without a comma"
                    ).format(key=shown(str(key)))
                raise WrongAt((str(key),), sentence)
        # What has been in a validator's hands is no longer read as JSON, whose lists are tuples.
        return frozen_tree(written) if info.mode == "json" else written
