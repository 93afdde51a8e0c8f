"""The JSON Schema of a plan file: the schemas of its models, arranged as `plan_json` has them."""

import json
import re
from typing import Any

from pydantic import TypeAdapter

from rechallenge.model.plan import Plan
from rechallenge.model.reading import EXACT_TEXT
from rechallenge.model.translation import AcceptedTranslation
from rechallenge.quantities import AMOUNT_SCHEMA

from .plan_json import AS_THEY_ARE, IDEAL_PUMP, SCHEMA, TRANSLATIONS

TEXT = {"type": "string"}
_AMOUNT = {"$ref": "#/$defs/Amount"}
_NAMED = ("id", "title", "drug", "strategy", "version", "scope", "fingerprint")


def plan_schema() -> dict[str, Any]:
    own = _with_amounts(TypeAdapter(Plan).json_schema(mode="serialization"))
    parts = own["$defs"] | {"Amount": AMOUNT_SCHEMA}
    of_plan = parts["Plan"]["properties"]
    steps = _array(_changed(parts["Step"], "written_at", clears_line={"type": "boolean"}))
    proved = _closed({"where": TEXT, "unit": TEXT, "exact": TEXT})
    tree = {"type": "object"}
    schema = _closed(
        {name: of_plan[name] for name in AS_THEY_ARE}
        | {
            "schema": {"const": SCHEMA},
            "state": {"enum": ["draft", "confirmed"]},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "inputs": _closed(
                {
                    **dict.fromkeys(("protocol", "order", "on_file"), tree),
                    "answers": _array(tree),
                    "stops": _array(tree),
                    "software": TEXT,
                }
            ),
            "protocol": _closed(
                {name: parts["Protocol"]["properties"][name] for name in _NAMED}
                | {"not_for": _array(TEXT), "source": tree, "review": tree}
            ),
            "order": _order(parts),
            "pump": {
                "anyOf": [
                    _changed(parts["Pump"], "review"),
                    _closed(dict.fromkeys(IDEAL_PUMP, TEXT)),
                ]
            },
            "bags": _array(_changed(parts["Bag"], drug=_or_null(TEXT), holds=_AMOUNT)),
            "as_written": steps,
            "steps": steps,
            "if_reaction": _array(parts["Treatment"]),
            "monitoring": _or_null(_changed(parts["Monitoring"], vitals=_vitals())),
            "proof": _or_null(_closed({"method": TEXT, "agreed": _array(proved)})),
            "findings": _array(
                _changed(
                    parts["Finding"], "place", "letters", "drug_names", message=TEXT, where=TEXT
                )
            ),
        }
    )
    schema["properties"]["site"] = _site(parts["SiteOnFile"])
    schema["properties"][TRANSLATIONS] = _array(_translation())
    return schema | {"$defs": {name: parts[name] for name in _named_in(schema, parts)}}


def _named_in(schema: object, parts: dict[str, Any]) -> set[str]:
    """The definitions that a schema rests on, with those that they rest on."""
    named: set[str] = set()
    left = [schema]
    while left:
        found = set(re.findall(r"#/\$defs/(\w+)", json.dumps(left.pop()))) - named
        named |= found
        left += [parts[name] for name in found]
    return named


def _order(parts: dict[str, Any]) -> dict[str, Any]:
    amounts = {"type": "object", "additionalProperties": _AMOUNT}
    named: dict[str, Any] = dict.fromkeys(("settings", "parameters"), amounts)
    named["line"] = {"anyOf": [_AMOUNT, TEXT, {"type": "null"}]}
    named["dose_to_give"] = {"$ref": "#/$defs/OrderedDose"}
    chosen = {"$ref": "#/$defs/ChosenBand"}
    named["bands"] = {"type": "object", "additionalProperties": chosen}
    return _changed(parts["Order"], **named)


def _site(part: dict[str, Any]) -> dict[str, Any]:
    """What a plan took from the site's file. A plan made without one has no such key."""
    says = dict.fromkeys(("hospital", "unit", "telephone"), _or_null(TEXT))
    return _changed(part, "said", "logo", **says)


def _translation() -> dict[str, Any]:
    """A translation that was accepted without a review. Most plans have no such key."""
    schema = _with_amounts(AcceptedTranslation.model_json_schema(mode="serialization"))
    return _closed(schema["properties"])


def _vitals() -> dict[str, Any]:
    return _array(_closed({"when": TEXT, "every": _or_null(_AMOUNT)}))


def _with_amounts(schema: Any) -> Any:
    """A schema in which each amount is the object that a plan file has, also where the model itself
    writes the text of a person; some of those may be a word too, such as `unstated`."""
    if isinstance(schema, list):
        return [_with_amounts(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema == AMOUNT_SCHEMA:
        return _AMOUNT
    if schema.get("description") == EXACT_TEXT:
        return {"anyOf": [_AMOUNT, TEXT]}
    # A time of day has no seconds here, and a moment no zone: neither is of a format.
    return {key: _with_amounts(value) for key, value in schema.items() if key != "format"}


def _changed(part: dict[str, Any], *without: str, **other: Any) -> dict[str, Any]:
    """The schema of a model with some of its keys left out and others in their place."""
    fields = part["properties"] | other
    return _closed({name: fields[name] for name in fields if name not in without})


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    keys = {"required": sorted(properties), "additionalProperties": False}
    return {"type": "object", "properties": properties, **keys}


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
