"""Writing a review into a protocol file, for exactly the content it has now."""

from datetime import date
from pathlib import Path

from rechallenge.model.problems import Problem
from rechallenge.model.protocol import Protocol

from .editing import Change
from .reading import FileProblem, UnusableFile, edit_file, read_content, read_source
from .spots import Spot


def reviewed(path: Path, by: str, on: date) -> tuple[bytes, Protocol]:
    """The file's new content with its review, and the protocol it is for.

    Raises UnusableFile for a file that cannot be used: nobody can have reviewed it.
    """
    protocol = read_source(path).protocol
    content = edit_file(
        path,
        [
            Change(("review", "status"), "reviewed"),
            Change(("review", "by"), by, after="status"),
            Change(("review", "date"), on.isoformat(), after="by"),
            Change(("review", "fingerprint"), protocol.fingerprint, after="date"),
        ],
    )
    if not read_content(path, content).is_reviewed:
        problem = Problem(("review",), "cannot be written as a review; write it by hand")
        raise UnusableFile(FileProblem(str(path), Spot(1, 1), problem))
    return content, protocol
