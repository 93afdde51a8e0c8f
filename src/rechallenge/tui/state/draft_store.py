"""The draft on disk: the unsaved order of one running planner, for its owner alone.

Each planner holds a slot by a file lock, which the system lets go of when the process ends in any
way. A draft in a slot that nobody holds was left by a planner that did not end well.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rechallenge.words import _
from rechallenge.words.shown import reason_of

from .draft import BadDraft, DraftOrder, draft_json, read_draft

SLOTS = 9


@dataclass(slots=True)
class DraftStore:
    """One planner's slot in the folder of drafts. `trouble` says why drafts cannot be kept."""

    file: Path | None
    trouble: str | None = None
    _lock: IO[bytes] | None = None

    @classmethod
    def in_folder(cls, folder: Path) -> "DraftStore":
        """A free slot: one that was left with a draft in it before an empty one."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            names = [folder / f"draft-{number}.json" for number in range(1, SLOTS + 1)]
            for name in sorted(names, key=lambda path: not path.exists()):
                lock = name.with_suffix(".lock").open("ab")
                if _locked(lock):
                    return cls(name, None, lock)
                lock.close()
        except OSError as error:
            return cls(None, _("drafts are not kept: {cause}").format(cause=reason_of(error)))
        return cls(None, _("drafts are not kept: {number} planners are open").format(number=SLOTS))

    def close(self) -> None:
        """Let go of the slot."""
        if self._lock is not None:
            self._lock.close()
        self.file = None

    def left(self) -> DraftOrder | None:
        """What an earlier planner left. A draft that cannot be read is set aside: BadDraft."""
        if self.file is None or not self.file.exists():
            return None
        try:
            return read_draft(self.file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, BadDraft):
            aside = self.file.with_suffix(".unreadable")
            self.file.replace(aside)
            said = _("a draft could not be read, and was set aside as {path}")
            raise BadDraft(said.format(path=aside)) from None

    def keep(self, draft: DraftOrder | None) -> None:
        """Keep what is unsaved, or nothing: the whole file or the one before, never half of one."""
        if self.file is None:
            return
        try:
            if draft is None:
                self.file.unlink(missing_ok=True)
            else:
                self._write(draft_json(draft).encode("ascii"))
            self.trouble = None
        except OSError as error:
            self.trouble = _("the draft was not kept: {cause}").format(cause=reason_of(error))

    def _write(self, content: bytes) -> None:
        assert self.file is not None
        # A process that dies loses nothing that was renamed, so this does not wait for the disk.
        handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=".draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(self.file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _locked(file: IO[bytes]) -> bool:
    """Whether the file could be locked; the lock ends with the process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
