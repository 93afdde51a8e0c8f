"""The plans opened or saved last, for their owner alone."""

import json
from pathlib import Path

from rechallenge.files.writing import NotWritten, write_whole

MOST = 9


def recent_plans(folder: Path) -> tuple[Path, ...]:
    """Those that are still there, the last one first."""
    try:
        named = json.loads(_file(folder).read_text("utf-8"))
    except (OSError, ValueError):
        return ()
    if not isinstance(named, list):
        return ()
    paths = (Path(name) for name in named[:MOST] if isinstance(name, str) and "\0" not in name)
    return tuple(path for path in paths if path.is_file())


def remember(folder: Path, plan: Path) -> None:
    """Put a plan first. A list that cannot be written is no reason to stop anybody."""
    path = plan.resolve()
    names = [str(path), *(str(p) for p in recent_plans(folder) if p != path)]
    try:
        write_whole(_file(folder), json.dumps(names[:MOST]).encode(), replace=True)
    except (NotWritten, UnicodeEncodeError):
        return


def _file(folder: Path) -> Path:
    return folder / "recent.json"
