"""Several steps, named in a sentence."""

import pytest

from rechallenge.words.lists import steps_named


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ((3,), "step 3"),
        ((1, 2), "steps 1 and 2"),
        ((1, 2, 3, 4), "steps 1 to 4"),
        ((1, 3), "steps 1 and 3"),
        ((1, 2, 3, 7), "steps 1 to 3 and 7"),
        ((2, 4, 5, 7, 8, 9), "steps 2, 4, 5 and 7 to 9"),
        ((9, 10, 11, 12), "steps 9 to 12"),
    ],
)
def test_three_or_more_in_a_row_are_named_by_the_first_and_the_last(
    numbers: tuple[int, ...], named: str
) -> None:
    assert steps_named(numbers) == named
