"""The draft on disk: the unsaved order of one running planner, for its owner alone.

Each planner holds a slot by a file lock, which the system lets go of when the process ends in any
way. A draft in a slot that nobody holds was left by a planner that did not end well.
"""

import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rechallenge.files.locking import locked
from rechallenge.files.writing import free_name
from rechallenge.words import _, counted
from rechallenge.words.shown import printable, reason_of

from .draft import BadDraft, DraftOrder, draft_json, read_draft

_SLOTS = 9
_LARGEST = 2_000_000
"""Bytes of a draft that is read; none that was typed comes near."""
_PART, _UNREADABLE = ".draft-", "unreadable"
_MINUTE_S, _MONTH_S = 60, 30 * 24 * 3600


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
            _sweep(folder)
            names = [folder / f"draft-{number}.json" for number in range(1, _SLOTS + 1)]
            for name in sorted(names, key=lambda path: not path.exists()):
                lock = name.with_suffix(".lock").open("ab")
                if locked(lock.fileno()):
                    return cls(name, None, lock)
                lock.close()
        except OSError as error:
            return cls(None, _("drafts are not kept: {cause}").format(cause=reason_of(error)))
        return cls(None, _("drafts are not kept: {number} planners are open").format(number=_SLOTS))

    def close(self) -> None:
        """Let go of the slot."""
        if self._lock is not None:
            self._lock.close()
        self.file = None

    def restored(self) -> tuple[DraftOrder | None, list[str | None]]:
        """What an earlier planner left, and what is to be said of it."""
        said = [self.trouble]
        try:
            left = self.left()
        except BadDraft as bad:
            return None, [*said, str(bad)]
        if left is None:
            return None, said
        said.append(
            _(
                "Restored: the order below was not saved when the planner last ended. Check it; "
                "Ctrl+N begins a new one."
            )
        )
        if left.report:
            said.append(_("A stop was half reported: report it again to find what was typed."))
        if others := self.others_left():
            said.append(counted("planner.drafts-left", others))
        return left, said

    def left(self) -> DraftOrder | None:
        """What an earlier planner left. A draft that cannot be read is set aside: BadDraft."""
        if self.file is None or not self.file.exists():
            return None
        try:
            if self.file.stat().st_size > _LARGEST:
                raise BadDraft
            return read_draft(self.file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, BadDraft):
            pass
        try:
            aside = free_name(self.file.with_suffix(f".{_UNREADABLE}"))
            self.file.replace(aside)
        except OSError as error:
            # It stays where it is, and nothing is written over it.
            said = _("a draft could not be read, and stays in {path}; drafts are not kept: {cause}")
            self.trouble = said.format(path=printable(str(self.file)), cause=reason_of(error))
            self.file = None
            raise BadDraft(self.trouble) from None
        said = _("a draft could not be read, and was set aside as {path}")
        raise BadDraft(said.format(path=printable(str(aside))))

    def others_left(self) -> int:
        """How many other drafts wait for a planner: each start takes up one."""
        if self.file is None:
            return 0
        waiting = 0
        for path in self.file.parent.glob("draft-?.json"):
            if path != self.file:
                try:
                    with path.with_suffix(".lock").open("ab") as lock:
                        waiting += locked(lock.fileno())
                except OSError:
                    continue
        return waiting

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
            said = _("what you type is not kept as a draft: {cause}")
            self.trouble = said.format(cause=reason_of(error))

    def _write(self, content: bytes) -> None:
        assert self.file is not None
        # A process that dies loses nothing that was renamed, so this does not wait for the disk.
        handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=_PART)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(self.file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _sweep(folder: Path) -> None:
    """Remove what holds a patient's label and is of no more use: half a draft of a process that
    died while it wrote, and what was set aside a month ago."""
    for path in folder.iterdir():
        longest = {_PART: _MINUTE_S}.get(path.name[: len(_PART)])
        if path.suffix.startswith(f".{_UNREADABLE}"):
            longest = _MONTH_S
        # Another planner may write or sweep at the same moment.
        with suppress(OSError):
            if longest is not None and time.time() - path.stat().st_mtime > longest:
                path.unlink()
