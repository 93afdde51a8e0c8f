"""Where a file is really written: the folder behind every link of its path, held open.

A link counts only if whoever writes made it, or the administrator: in a folder that others may
write to, anybody can plant a link to a file of yours under the name that you are about to write.
The folder is held open from the first look to the last rename, so that no folder on the way can be
swapped for a link in between.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rechallenge.words import _

_MOST_LINKS = 40
_ADMINISTRATOR = 0
_HELD = (
    getattr(os, "O_PATH", os.O_RDONLY)
    | getattr(os, "O_DIRECTORY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)


class NotWritten(Exception):
    """A file that was not written. What was there before is unchanged."""


class Destination(NamedTuple):
    """A file that may or may not be there: its real path, and its folder, held open. Where the
    system cannot hold one, `folder` is None, and `at` gives whole paths."""

    path: Path
    folder: int | None

    def at(self, name: str) -> str:
        """A name in the folder, for the calls that take `dir_fd`."""
        return name if self.folder is not None else str(self.path.parent / name)

    @property
    def name(self) -> str:
        """The file, for the calls that take `dir_fd`."""
        return self.at(self.path.name)

    @property
    def status(self) -> os.stat_result | None:
        """What is there now; None if nothing is."""
        try:
            return os.stat(self.name, dir_fd=self.folder, follow_symlinks=False)
        except FileNotFoundError:
            return None


@contextmanager
def destination(path: Path) -> Iterator[Destination]:
    """Where a path leads. Raises NotWritten for a link that somebody else made, and OSError."""
    if os.open not in os.supports_dir_fd:
        yield Destination(path.resolve(), None)
        return
    root, *left = path.absolute().parts
    folder, real, links = os.open(root, _HELD), Path(root), 0
    try:
        while left:
            name = left.pop(0)
            link = _link(name, folder)
            if link is None and not left and name != os.pardir:
                yield Destination(real / name, folder)
                return
            if link is not None:
                links += 1
                _refuse_foreign(real / name, link, links)
                to = Path(os.readlink(name, dir_fd=folder))
                left[:0] = to.parts
                if not to.is_absolute():
                    continue
                name, real = left.pop(0), Path(root)
            inside = os.open(name, _HELD, dir_fd=folder)
            os.close(folder)
            folder, real = inside, real.parent if name == os.pardir else real / name
        yield Destination(real, folder)
    finally:
        os.close(folder)


def _link(name: str, folder: int) -> os.stat_result | None:
    """What a link is like; None for anything else."""
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return found if stat.S_ISLNK(found.st_mode) else None


def _refuse_foreign(path: Path, link: os.stat_result, links: int) -> None:
    if links > _MOST_LINKS:
        raise NotWritten(_("{file}: its links lead round in a circle").format(file=path))
    if link.st_uid not in (os.geteuid(), _ADMINISTRATOR):
        sentence = _(
            "{link} is a link that another user made, to {file}; if you mean that file, write its "
            "own name"
        )
        raise NotWritten(sentence.format(link=path, file=path.resolve()))
