"""The first line of a new file: where an editor finds its schema."""

import os
from pathlib import Path

from .find import schema_file
from .writing import make_folder, write_whole

MODELINE = "# yaml-language-server: $schema="
_FOLDER = "schemas"


def modeline(target: Path, folder: Path, kind: str) -> str:
    """The line for a new file in a site's folder of protocols. It names the copy of the schema in
    that folder, so that it is right on every machine that shares the folder."""
    schema = folder / _FOLDER / f"{kind}.json"
    return MODELINE + Path(os.path.relpath(schema, target.parent)).as_posix()


def copy_schema(folder: Path, kind: str) -> None:
    """Have the schema of this release in a site's folder. Raises NotWritten."""
    target, content = folder / _FOLDER / f"{kind}.json", schema_file(kind).read_bytes()
    if target.is_file() and target.read_bytes() == content:
        return
    make_folder(target.parent)
    write_whole(target, content, replace=True, shared=True)
