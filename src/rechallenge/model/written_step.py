"""Which form an entry of a protocol's infusion has, told by its keys before it is read."""

from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Discriminator, Tag

from rechallenge.words import _

from .frozen import WrongAt, unknown_key
from .infusion import (
    AtOnce,
    BagLadder,
    DoseLadder,
    FillLine,
    Infuse,
    Ladder,
    Observe,
    Ramp,
    Written,
)

_BY_KEY: dict[str, type[Written]] = {
    "observe": Observe,
    "rates": Ladder,
    "bags": BagLadder,
    "doses": DoseLadder,
    "at_once": AtOnce,
    "fill": FillLine,
}
"""The forms that one key tells apart."""
_TAGS = {f"<{key}>": form for key, form in _BY_KEY.items()} | {"<ramp>": Ramp, "<infuse>": Infuse}
STEP_TAGS = frozenset(_TAGS)
"""Names that pydantic puts into the place of an error. They are not keys of any file."""


def _tag(written: Any) -> str | None:
    if isinstance(written, dict):
        for key in _BY_KEY:
            if key in written:
                return f"<{key}>"
        return "<ramp>" if written.keys() & {"increase", "up_to", "every"} else "<infuse>"
    return next((tag for tag, model in _TAGS.items() if isinstance(written, model)), None)


def _of_one_form(written: Any) -> Any:
    """Refuses keys that no step has, or that do not go together, before a form is chosen by them:
    a form that was not meant would lack other keys."""
    if not isinstance(written, dict):
        return written
    known = {key for model in _TAGS.values() for key in model.model_fields}
    form = _TAGS[_tag(written) or "<infuse>"].model_fields
    for key in written:
        if key not in known:
            raise WrongAt((str(key),), unknown_key(str(key), known))
        if key not in form:
            others = [model.model_fields for model in _TAGS.values() if key in model.model_fields]
            marks = [k for k in written if k in form and not any(k in o for o in others)]
            if marks:
                sentence = _("does not go with {key}; leave one of them out")
                raise WrongAt((key,), sentence.format(key=marks[0]))
    if "every" in written and not written.keys() & {"rates", "increase", "up_to"}:
        sentence = _(
            "goes with rates, a list, or with increase and up_to; write over for the time of one "
            "step"
        )
        raise WrongAt(("every",), sentence)
    return written


WrittenStep: TypeAlias = Annotated[
    Annotated[Observe, Tag("<observe>")]
    | Annotated[Ladder, Tag("<rates>")]
    | Annotated[BagLadder, Tag("<bags>")]
    | Annotated[DoseLadder, Tag("<doses>")]
    | Annotated[AtOnce, Tag("<at_once>")]
    | Annotated[FillLine, Tag("<fill>")]
    | Annotated[Ramp, Tag("<ramp>")]
    | Annotated[Infuse, Tag("<infuse>")],
    Discriminator(_tag),
    BeforeValidator(_of_one_form),
]
