"""The JSON Schema of protocol files, from the models, lowered to draft-07 for editors.

`python -m rechallenge.library.schema` writes it; a test compares it with what is committed.
"""

import json
from pathlib import Path
from typing import Any

from rechallenge.model.protocol import ProtocolFile

DRAFT_07 = "http://json-schema.org/draft-07/schema#"


def protocol_schema() -> str:
    """The schema as text that ends with a line feed."""
    schema = _lowered(ProtocolFile.model_json_schema())
    titled = {"$schema": DRAFT_07, "title": "rechallenge protocol file"} | schema
    titled["title"] = "rechallenge protocol file"
    return json.dumps(titled, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _lowered(schema: Any) -> Any:
    """2020-12 as draft-07: `$defs` is `definitions`; what draft-07 does not know is left out."""
    if isinstance(schema, list):
        return [_lowered(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    lowered = {
        {"$defs": "definitions"}.get(key, key): _lowered(value)
        for key, value in schema.items()
        if key not in ("discriminator", "prefixItems", "unevaluatedProperties", "default")
    }
    if "$ref" in lowered:
        lowered["$ref"] = lowered["$ref"].replace("#/$defs/", "#/definitions/")
        # Draft-07 ignores everything beside a reference, so it is wrapped.
        if len(lowered) > 1:
            reference = {"$ref": lowered.pop("$ref")}
            lowered["allOf"] = [reference]
    return lowered


if __name__ == "__main__":
    Path("schemas/protocol.json").write_text(protocol_schema(), encoding="utf-8")
