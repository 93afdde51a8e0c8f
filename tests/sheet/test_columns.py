"""Text is set by the columns that it takes on a terminal."""

import textwrap
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from rechallenge.sheet.text.columns import columns_of, lines_of, padded
from rechallenge.sheet.text.grid import grid, line_text
from rechallenge.sheet.text.layout import wrapped
from tests.random_examples import tries

LETTERS = st.text("ab 滴速，。（）é1/\u0301", max_size=60)


def test_a_chinese_letter_takes_two_columns_and_a_combining_mark_none() -> None:
    assert columns_of("滴速 mL/h") == 2 + 2 + 5
    assert columns_of("e\u0301") == 1
    assert columns_of("（") == 2


def test_a_column_of_chinese_heads_stands_over_its_numbers() -> None:
    table = grid(("步骤", "滴速(ml/h)", "x"), [("1", "10", "a"), ("12", "100", "b")], indent=0)
    lines = [line_text(line) for row in (table.head, *table.rows) for line in row]
    # 步骤 takes 4 columns and the gap 2, so the second column begins at the 7th.
    assert lines == ["步骤  滴速(ml/h)  x", "1     10          a", "12    100         b"]


def test_chinese_breaks_between_letters_but_not_before_a_comma_or_after_a_bracket() -> None:
    assert lines_of("给药前用药，滴速", 10) == ["给药前用", "药，滴速"]
    assert lines_of("给药前（用药）", 8) == ["给药前", "（用药）"]
    assert lines_of("29.3 mL (其中20 mL)", 9) == ["29.3 mL", "(其中20", "mL)"]
    # 16 columns of Latin letters, a bracket of 2 and three letters of 2 are 24.
    assert lines_of("hypersensitivity（超敏反应）", 24) == ["hypersensitivity（超敏反", "应）"]
    assert lines_of("剂量 100 mg 滴速", 11) == ["剂量 100 mg", "滴速"]


def test_no_line_break_parts_a_number_from_what_it_counts() -> None:
    # 是前一个的3倍 takes 5 x 2 + 1 + 2 = 13 columns; at 12, 倍 does not fit beside its 3.
    assert lines_of("是前一个的3倍", 12) == ["是前一个的", "3倍"]
    assert lines_of("共375 mg，每15 min", 11) == ["共375 mg，", "每15 min"]


@settings(max_examples=tries(60), deadline=None)
@given(LETTERS, st.integers(12, 30))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, size: int) -> None:
    lines = lines_of(text, size, "  ", "    ")
    assert all(columns_of(line) <= size for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@settings(max_examples=tries(30), deadline=None)
@given(st.text("ab c-/1", max_size=60), st.integers(12, 30))
def test_text_without_wide_letters_is_set_as_before(text: str, size: int) -> None:
    assert lines_of(text, size) == textwrap.wrap(text, size, break_on_hyphens=False)


def test_wrapped_text_counts_columns() -> None:
    assert wrapped("给药" * 30, 2, 4, 20).split("\n")[0] == "  " + "给药" * 4 + "给"
    assert padded("滴速", 6) == "滴速  "


def test_a_letter_takes_the_columns_that_unicode_gives_it() -> None:
    for letter in map(chr, range(0x20, 0x3100)):
        wide = unicodedata.east_asian_width(letter) in ("W", "F")
        columns = 0 if unicodedata.combining(letter) else 2 if wide else 1
        assert columns_of(letter) == columns, hex(ord(letter))
