"""The fingerprint of plain values: the same for any order of keys, another for any other value."""

import hashlib
import json
from typing import Any


def fingerprint_of(tree: Any) -> str:
    """SHA-256, in hex, of a tree of mappings, lists, texts and numbers, as compact sorted JSON."""
    written = json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
