"""The numbers of a finding, read back from JSON."""

from datetime import date, datetime

import pytest
from pydantic import TypeAdapter

from rechallenge.model.finding import Finding
from rechallenge.model.places import path_text, place_of


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("2026-11-22T09:30:00", datetime(2026, 11, 22, 9, 30)),
        ("testmab", "testmab"),
        # The name of a batch, say: February has no 30th, and a day no 25th hour.
        ("2026-02-30", "2026-02-30"),
        ("2026-02-28T25:00:00", "2026-02-28T25:00:00"),
    ],
)
def test_a_text_that_is_no_moment_stays_as_it_is_written(text: str, read: object) -> None:
    written = (
        '{"code": "rate-jump", "severity": "note", "place": [], "numbers": {"what": "'
        + text
        + '"}}'
    )
    assert TypeAdapter(Finding).validate_json(written).numbers["what"] == read


@pytest.mark.parametrize(
    "path",
    ["infusion[2].over", "step 3", "stopped[0], what follows", "stopped[1], past[2].duration"],
)
def test_a_place_reads_as_the_path_that_it_was_named_by(path: str) -> None:
    assert path_text(place_of(path)) == path
