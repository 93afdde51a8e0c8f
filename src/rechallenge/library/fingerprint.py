"""The fingerprint of what a file says: the same for any order of its keys and any layout."""

import hashlib
import json

from .tree import Tree


def fingerprint(tree: Tree, *, without: tuple[str, ...] = ()) -> str:
    """SHA-256, in hex, of the values of a file; the top-level keys `without` are left out."""
    if isinstance(tree, dict):
        tree = {key: value for key, value in tree.items() if key not in without}
    written = json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
