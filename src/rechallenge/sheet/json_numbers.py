"""JSON with numbers written digit by digit: a `Fraction` that ends stands as its decimal, and never
goes through a float."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from rechallenge.quantities import exact_number

Value: TypeAlias = "Mapping[str, Value] | list[Value] | str | Fraction | int | bool | None"


def json_text(value: Value, indent: int = 0) -> str:
    """The value as indented JSON, keys in the order given. ValueError for an endless decimal."""
    inside = "\n" + "  " * (indent + 1)
    end = "\n" + "  " * indent
    if isinstance(value, Mapping):
        items = [f"{json.dumps(k)}: {json_text(v, indent + 1)}" for k, v in value.items()]
        return f"{{{inside}{f',{inside}'.join(items)}{end}}}" if items else "{}"
    if isinstance(value, list):
        items = [json_text(item, indent + 1) for item in value]
        return f"[{inside}{f',{inside}'.join(items)}{end}]" if items else "[]"
    if isinstance(value, Fraction):
        number = exact_number(value)
        if "/" in number:
            raise ValueError(f"{number} has no last decimal; round it, and say so")
        return number
    return json.dumps(value, ensure_ascii=False)
