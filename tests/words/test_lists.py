"""Several steps, named in a sentence."""

import pytest

from rechallenge.words import speaking
from rechallenge.words.languages import book_in
from rechallenge.words.lists import aside, follow, steps_named


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


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", "set 225 mL. As written: 15 min. Check."),
        ("zh-CN", "set 225 mL。As written: 15 min.Check."),
    ],
)
def test_a_sentence_without_a_full_stop_has_one_before_the_next(tag: str, said: str) -> None:
    with speaking(book_in(tag)):
        assert follow(["set 225 mL", "", "As written: 15 min.", "Check."]) == said


def test_what_is_said_beside_a_text_is_in_the_brackets_of_the_language() -> None:
    assert aside("24 min", "09:24") == "24 min (09:24)"
    with speaking(book_in("zh-CN")):
        assert aside("24 min", "09:24") == "24 min（09:24）"
