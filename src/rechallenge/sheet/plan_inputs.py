"""What a plan was made from, as plain text values: enough to make it again, exactly.

The library reads it back with the models that read it the first time.
"""

from collections.abc import Mapping
from datetime import datetime, time
from fractions import Fraction
from typing import Any

from rechallenge.model.frozen import Frozen, WorkedOut
from rechallenge.model.measures import ASKS_ABOVE
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.model.protocol import Protocol
from rechallenge.model.translation import of_the_plan
from rechallenge.quantities import Quantity, exact_number, exact_text
from rechallenge.words.file_texts import FileText


def inputs_tree(plan: Plan) -> dict[str, Any]:
    """The protocol file, the order, what was on file, the answers to findings, the stops during the
    infusion, and the version of this program. Every scalar is text; what was not stated is left
    out."""
    return {
        "protocol": _text(plan.protocol.tree),
        "order": _text(plan.order),
        "on_file": _text(plan.on_file),
        "answers": _text(of_the_plan(plan.answers)),
        "stops": _text(plan.stops),
        "software": plan.software,
    }


def facts_by_name(on_file: OnFile) -> dict[str, Any]:
    """Each file of facts as plain text values, by its folder and name, without its review."""
    named = {f"drugs/{facts.name}": _text(facts) for facts in on_file.drugs}
    others = (
        ("pumps", on_file.pump),
        ("lines", on_file.line_set),
        ("measures", on_file.measures),
    )
    for kind, facts in others:
        if facts is not None:
            named[f"{kind}/{facts.name}"] = _text(facts)
    if (site := on_file.site) is not None:
        named["site.yaml"] = _text(site.said)
        if ASKS_ABOVE in site.took and on_file.measures is not None:
            del named[f"measures/{on_file.measures.name}"][ASKS_ABOVE]
    return {name: {k: v for k, v in said.items() if k != "review"} for name, said in named.items()}


def _text(value: object) -> Any:
    if isinstance(value, FileText):
        return value.by_language
    if isinstance(value, str):
        return value
    if isinstance(value, Quantity):
        return exact_text(value)
    if isinstance(value, Fraction):
        return exact_number(value)
    if isinstance(value, datetime):
        # To the minute where it is one, as a person writes it.
        whole = not (value.second or value.microsecond)
        return value.isoformat(" ", "minutes" if whole else "auto")
    if isinstance(value, time):
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, tuple):
        return [_text(item) for item in value]
    if isinstance(value, Protocol):
        return _text(value.tree)
    if isinstance(value, Frozen | WorkedOut):
        return {name: _text(item) for name, item in value if item not in (None, (), {})}
    if isinstance(value, Mapping):
        return {str(name): _text(item) for name, item in value.items()}
    raise TypeError(f"{type(value).__name__} has no form as text in a plan file")
