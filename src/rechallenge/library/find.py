"""Where protocol and drug files are, and which file an id or a path names."""

import os
from collections.abc import Iterator
from pathlib import Path

from rechallenge.model.frozen import nearest_known

DRUGS = "drugs"
"""The folder of drug files beside the protocols."""


class NotFound(Exception):
    """No protocol by that name; the message names the nearest."""


def shipped_folder() -> Path:
    """The folder of shipped protocols: in the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "protocols"
    return installed if installed.is_dir() else package.parents[1] / "protocols"


def protocol_paths(folder: Path) -> Iterator[Path]:
    """Each protocol file of a folder and the folders in it, by name; drug files left out."""
    for path in sorted(folder.rglob("*.yaml")):
        if DRUGS not in path.relative_to(folder).parts:
            yield path


def protocol_ids() -> list[str]:
    """The ids of all shipped protocols, from the file names alone."""
    return sorted(path.stem for path in protocol_paths(shipped_folder()))


def protocol_path(named: str) -> Path:
    """The file that an id or a path names. Raises NotFound."""
    if looks_like_path(named):
        return Path(named)
    for path in protocol_paths(shipped_folder()):
        if path.stem == named:
            return path
    raise NotFound(
        f"{nearest_known(named, protocol_ids(), 'protocol')} `rechallenge protocols` lists all"
    )


def looks_like_path(named: str) -> bool:
    """Whether a name is meant as a file: it has a folder separator or a YAML ending."""
    return named.endswith((".yaml", ".yml")) or os.sep in named or "/" in named
