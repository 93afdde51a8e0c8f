"""Protocol files written for one test, and the errors that reading them gives."""

from pathlib import Path

import pytest

from rechallenge.files.reading import UnusableFile, read_protocol

LINES = (
    "id: mine",
    "title: Ten then ninety",
    "drug: any",
    "strategy: stepwise",
    "version: 1",
    "scope: Adults",
    "source: {citation: A journal}",
    "review: {status: unreviewed}",
    "parameters: {volume: required, first_time: 30 min}",
    "infusion:",
    "  - {give: 10 %, over: $first_time}",
    "  - {observe: 30 min}",
    "  - {give: rest, over: 90 min}",
)
"""A protocol that is right; line numbers in the tests count from 1 here."""

RIGHT = "\n".join(LINES) + "\n"


def with_line(number: int, text: str) -> str:
    """The right protocol with one line (from 1) written otherwise; `""` leaves it out."""
    lines = [text if n == number else line for n, line in enumerate(LINES, 1)]
    return "\n".join(line for line in lines if line) + "\n"


def write(folder: Path, content: str | bytes, name: str = "mine.yaml") -> Path:
    """A file with these exact bytes."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def errors_of(folder: Path, content: str | bytes) -> list[str]:
    """The error lines of a file, each from `mine.yaml:` on."""
    path = write(folder, content)
    with pytest.raises(UnusableFile) as caught:
        read_protocol(path)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{path}:") for line in lines), lines
    return [line.removeprefix(f"{folder}/") for line in lines]


def error_at(folder: Path, content: str | bytes, start: str) -> str:
    """The one error line that begins so."""
    (line,) = errors_of(folder, content)
    assert line.startswith(start)
    return line
