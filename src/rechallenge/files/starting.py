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
    the schema of this installation. Raises UnusableFile.
    """
    protocol = source.protocol
    changes = [
        Change(("id",), new_id),
        Change(("version",), "1"),
        Change(("review", "status"), "unreviewed"),
        *(Change(("review", key), None) for key in ("by", "date", "fingerprint")),
    ]
    text = edit_file(Path(source.path), changes).decode()
    text = re.sub(rf"\A{re.escape(MODELINE)}.*\n", "", text)
    came_from = f"# Started from {protocol.id}, version {protocol.version}"
    return (
        f"{MODELINE}{schema_file().resolve().as_uri()}\n"
        f"{came_from} (fingerprint {protocol.fingerprint[:12]}).\n{text}"
    ).encode()
