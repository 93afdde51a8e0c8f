"""The packages of the released environment, as `requirements.lock` has them: each with the versions
that fit Python 3.11 and newer, its hashes, and who asks for it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
_PINNED = re.compile(r"([a-z0-9][a-z0-9._-]*)==([^\s;]+)(?: ; ([^\\]+?))?(?: \\)?")
_HASH = re.compile(r" {4}--hash=sha256:([0-9a-f]{64})(?: \\)?")
_ASKED_FOR = re.compile(r" {4}#(?: via|  ) ([a-z][^ ]*).*")


@dataclass(slots=True)
class Pinned:
    """One version of a package; `marker` says where it is used, if not everywhere."""

    name: str
    version: str
    marker: str = ""
    hashes: list[str] = field(default_factory=list)
    asked_for_by: list[str] = field(default_factory=list)


def locked(text: str | None = None) -> list[Pinned]:
    """The packages in the lock. Raises ValueError for a line that is none of its shapes."""
    found: list[Pinned] = []
    for line in (text if text is not None else LOCK.read_text("utf-8")).splitlines():
        if pinned := _PINNED.fullmatch(line):
            found.append(Pinned(pinned[1], pinned[2], pinned[3] or ""))
        elif found and (hashed := _HASH.fullmatch(line)):
            found[-1].hashes.append(hashed[1])
        elif found and (asked := _ASKED_FOR.fullmatch(line)):
            found[-1].asked_for_by.append(asked[1])
        elif line.strip() not in ("", "# via") and not line.startswith("#"):
            raise ValueError(f"{LOCK.name}: {line!r} is not a package, a hash or a remark")
    return found
