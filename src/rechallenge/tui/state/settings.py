"""What the planner remembers of a person: the theme, and the folder used last. In the user's own
folder of state, for its owner alone."""

import json
from dataclasses import dataclass
from pathlib import Path

from rechallenge.files.writing import NotWritten, write_whole
from rechallenge.words import _


@dataclass(slots=True)
class Settings:
    """The settings in one folder of state. `trouble` says why those on disk are not used; a damaged
    file never keeps the planner from starting, and the next setting replaces it."""

    file: Path
    theme: str = ""
    folder: Path | None = None
    trouble: str | None = None

    @classmethod
    def in_folder(cls, state: Path) -> "Settings":
        """What was remembered; nothing where that cannot be read."""
        made = cls(state / "settings.json")
        try:
            tree = json.loads(made.file.read_text("utf-8"))
            theme, folder = tree.get("theme", ""), tree.get("folder", "")
            if not isinstance(theme, str) or not isinstance(folder, str) or "\0" in folder:
                raise ValueError
        except FileNotFoundError:
            return made
        except (OSError, ValueError, AttributeError, RecursionError):
            said = _("{file} cannot be read, so theme and folder are those of a first start")
            made.trouble = said.format(file=made.file)
            return made
        made.theme = theme
        made.folder = Path(folder) if folder and Path(folder).is_dir() else None
        return made

    def remember(self, *, theme: str = "", folder: Path | None = None) -> None:
        """Keep a theme or a folder. One that cannot be written is no reason to stop anybody."""
        self.theme, self.folder = theme or self.theme, folder or self.folder
        tree = {"theme": self.theme, "folder": str(self.folder or "")}
        try:
            write_whole(self.file, json.dumps(tree).encode(), replace=True)
        except (NotWritten, UnicodeEncodeError):
            return
