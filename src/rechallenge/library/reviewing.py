"""Writing a review into a protocol file, for exactly the content it has now."""

from datetime import date
from pathlib import Path

from rechallenge.model.frozen import Place
from rechallenge.model.protocol import Protocol

from .editing import Change
from .reading import edit_file, read_source

_STATUS: Place = ("review", "status")


def reviewed(path: Path, by: str, on: date) -> tuple[bytes, Protocol]:
    """The file's new content with its review, and the protocol it is for.

    Raises UnusableFile for a file that cannot be used: nobody can have reviewed it.
    """
    protocol = read_source(path).protocol
    return edit_file(
        path,
        [
            Change(_STATUS, "reviewed", after=_STATUS),
            Change(("review", "fingerprint"), protocol.fingerprint, after=_STATUS),
            Change(("review", "date"), on.isoformat(), after=_STATUS),
            Change(("review", "by"), by, after=_STATUS),
        ],
    ), protocol
