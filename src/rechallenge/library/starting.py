"""A site's own protocol file, started from another one."""

import re
from pathlib import Path

from .editing import Change
from .find import schema_file
from .reading import ProtocolSource, edit_file

MODELINE = "# yaml-language-server: $schema="


def started(source: ProtocolSource, new_id: str) -> bytes:
    """The content of a new file: another's text with an id of its own, version 1, unreviewed.

    Comments and layout stay; a line says where it came from, and the modeline points an editor to
    the schema of this installation.
    """
    protocol = source.protocol
    changes = [
        Change(("id",), new_id, after=("id",)),
        Change(("version",), "1", after=("version",)),
        Change(("review", "status"), "unreviewed", after=("review", "status")),
    ]
    text = edit_file(Path(source.path), changes).decode()
    text = text.replace(f'id: "{new_id}"', f"id: {new_id}", 1).replace('version: "1"', "version: 1")
    text = text.replace('status: "unreviewed"', "status: unreviewed", 1)
    for key in ("by", "date", "fingerprint"):
        text = _without_review_key(text, key)
    text = re.sub(rf"\A{re.escape(MODELINE)}.*\n", "", text)
    came_from = f"# Started from {protocol.id}, version {protocol.version}"
    return (
        f"{MODELINE}{schema_file().resolve().as_uri()}\n"
        f"{came_from} (fingerprint {protocol.fingerprint[:12]}).\n{text}"
    ).encode()


def _without_review_key(text: str, key: str) -> str:
    """Take `key` out of the review block, as `rechallenge review` writes it."""
    return re.sub(
        rf'(^review:.*?)(,\s*|\n\s+){key}: "[^"\n]*"', r"\1", text, count=1, flags=re.S | re.M
    )
