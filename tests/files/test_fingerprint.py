"""The fingerprint follows what a file says, and nothing else."""

from pathlib import Path

import pytest

from rechallenge.files.reading import read_protocol
from tests.files.protocol_files import LINES, RIGHT, with_line, write


def fingerprint(folder: Path, content: str) -> str:
    return read_protocol(write(folder, content)).fingerprint


def test_the_fingerprint_is_a_sha_256_in_hex(tmp_path: Path) -> None:
    found = fingerprint(tmp_path, RIGHT)
    assert len(found) == 64
    assert set(found) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    "content",
    [
        "\n".join((*LINES[9:], *reversed(LINES[:9]))),
        RIGHT.replace("{give: 10 %, over: $first_time}", "{over: $first_time, give: 10 %}"),
        RIGHT.replace("source: {citation: A journal}", "source:\n  citation: A journal"),
        RIGHT.replace("title: Ten then ninety", 'title:   "Ten then ninety"   # a comment'),
        "# a comment\n\n" + RIGHT.replace("\n", "\r\n"),
    ],
    ids=["keys in another order", "keys of a step", "block layout", "quotes", "comment, CRLF"],
)
def test_order_layout_and_comments_keep_the_fingerprint(tmp_path: Path, content: str) -> None:
    assert content != RIGHT
    assert fingerprint(tmp_path, content) == fingerprint(tmp_path, RIGHT)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (1, "id: other"),
        (2, "title: Ten then ninety one"),
        (3, "drug: cadonilimab"),
        (4, "strategy: titration"),
        (5, "version: 2"),
        (6, "scope: Children"),
        (7, "source: {citation: A journal, patients: 1}"),
        (9, "parameters: {volume: 250 mL, first_time: 30 min}"),
        (9, "parameters: {volume: required, first_time: 31 min}"),
        (11, "  - {give: 11 %, over: $first_time}"),
        (11, "  - {give: 10.5 %, over: $first_time}"),
        (12, "  - {observe: 30 min, note: Watch}"),
        (13, "  - {give: rest, over: 91 min}"),
        (13, "  - {give: rest, until: 90 min}"),
    ],
)
def test_any_change_of_a_value_changes_the_fingerprint(
    tmp_path: Path, line: int, text: str
) -> None:
    assert fingerprint(tmp_path, with_line(line, text)) != fingerprint(tmp_path, RIGHT)


def test_steps_in_another_order_change_the_fingerprint(tmp_path: Path) -> None:
    swapped = "\n".join((*LINES[:10], LINES[11], LINES[10], LINES[12]))
    assert fingerprint(tmp_path, swapped) != fingerprint(tmp_path, RIGHT)


def test_the_review_does_not_count(tmp_path: Path) -> None:
    noted = with_line(8, "review: {status: unreviewed, notes: [Read twice]}")
    assert fingerprint(tmp_path, noted) == fingerprint(tmp_path, RIGHT)
