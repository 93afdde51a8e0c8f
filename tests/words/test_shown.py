"""Text from outside is shown, never obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rechallenge.words.shown import is_hidden, shown

HIDDEN = [
    ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"), ("5\nmg", r"5\nmg"), ("5\rmg", r"5\rmg"),
    ("5\tmg", r"5\tmg"), ("\x00", r"\x00"), ("\x07", r"\x07"), ("\x7f", r"\x7f"),
    ("\x85", r"\x85"), ("\x9b2J", r"\x9b2J"), ("5\u200bmg", r"5\u200bmg"),
    ("\u202e5 gm", r"\u202e5 gm"), ("\ufeff5", r"\ufeff5"), ("\ud800", r"\ud800"),
    ("\u2028", r"\u2028"), ("\u2029", r"\u2029"), ("\ue000", r"\ue000"),
    ("\U000e0041", r"\U000e0041"), ("\u3164", r"\u3164"), ("a\ufe0f", r"a\ufe0f"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "visible"), HIDDEN)
def test_a_hidden_character_is_spelled_out(text: str, visible: str) -> None:
    assert shown(text) == visible


@pytest.mark.parametrize("text", ["", "5 mg", "5 \u00b5g", "1\u00a0000", "\u4e94 mg", "caf\u00e9"])
def test_text_that_shows_itself_is_left_alone(text: str) -> None:
    assert shown(text) == text


def test_sixty_characters_are_shown_whole() -> None:
    assert shown("a" * 60) == "a" * 60


@pytest.mark.parametrize(("length", "said"), [(61, "61"), (10_000, "10,000")])
def test_a_longer_text_is_shown_by_its_beginning_and_its_length(length: int, said: str) -> None:
    assert shown("a" * length) == "a" * 60 + f"... ({said} characters)"


def test_an_escape_is_never_cut_in_half() -> None:
    assert shown("a" * 59 + "\x1bb") == "a" * 59 + r"\x1b" + "... (61 characters)"


@given(st.text() | st.text("\x1b\x00\n\u202e\u2028\ud800\U000e0041a"))
def test_nothing_shown_is_hidden_and_everything_shown_is_short(text: str) -> None:
    visible = shown(text)
    assert not any(is_hidden(c) for c in visible)
    assert len(visible.splitlines()) <= 1
    assert len(visible) < 60 * 10 + 40


# Default_Ignorable_Code_Point outside class C, in DerivedCoreProperties of Unicode 16; then blanks:
# Braille, object replacement, two hieroglyphs, the Khitan filler and the null notehead.
DRAWS_NOTHING = {
    0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164,
    *range(0xFE00, 0xFE10), 0xFFA0, *range(0xE0100, 0xE01F0),
    0x2800, 0xFFFC, 0x13441, 0x13442, 0x16FE4, 0x1D159,
}  # fmt: skip


def test_every_character_that_is_not_seen_is_hidden_and_no_other_is() -> None:
    controls = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    for code in range(0x110000):
        unseen = unicodedata.category(chr(code)) in controls or code in DRAWS_NOTHING
        assert is_hidden(chr(code)) == unseen, f"U+{code:04X}"
