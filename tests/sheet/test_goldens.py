"""Each format, byte for byte. After a change that is meant, `make goldens` and read the diff."""

import pytest

from .orders import GOLDENS, sheets

SHEETS = sheets()


@pytest.mark.parametrize("file_name", sorted(SHEETS))
def test_a_sheet_is_as_it_was_last_read_by_a_person(file_name: str) -> None:
    assert SHEETS[file_name] == (GOLDENS / file_name).read_text("utf-8")


def test_no_golden_is_left_over() -> None:
    assert {path.name for path in GOLDENS.iterdir() if path.is_file()} == set(SHEETS)
