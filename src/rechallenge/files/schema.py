"""The JSON Schemas of our files, from the models, lowered to draft-07 for editors.

`python -m rechallenge.files.schema` writes them; a test compares them with what is committed.
"""

import json
from pathlib import Path
from typing import Any

from rechallenge.model.drug import DrugFacts
from rechallenge.model.frozen import Entry
from rechallenge.model.line import LineSet
from rechallenge.model.measures import Measures
from rechallenge.model.protocol import ProtocolFile
from rechallenge.model.pump import Pump
from rechallenge.model.site import Site
from rechallenge.model.validation import Cases
from rechallenge.sheet.audit_schema import audit_schema
from rechallenge.sheet.plan_schema import plan_schema

_DRAFT_07 = "http://json-schema.org/draft-07/schema#"


MODELS: dict[str, type[Entry]] = {
    "protocol": ProtocolFile,
    "drug": DrugFacts,
    "pump": Pump,
    "line": LineSet,
    "measure": Measures,
    "site": Site,
    "validation": Cases,
}
"""What each kind of file that people write holds."""
WRITTEN = {"plan": plan_schema, "audit": audit_schema}
"""What this program writes for others to read."""
KINDS = (*MODELS, *WRITTEN)
"""`schemas/` has a file of each name."""


def schema_of(kind: str) -> str:
    """The schema of one kind of file, as text that ends with a line feed."""
    newest = WRITTEN[kind]() if kind in WRITTEN else MODELS[kind].model_json_schema()
    schema = _lowered(newest)
    titled = schema | {"$schema": _DRAFT_07, "title": f"rechallenge {kind} file"}
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
    for name in KINDS:
        Path(f"schemas/{name}.json").write_text(schema_of(name), encoding="utf-8")
