"""A text is one line of what its reader sees: nothing in it is invisible, and no space is wide."""

import json
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rechallenge import Order
from rechallenge.files.facts import MODELS
from rechallenge.files.find import protocol_paths, shipped_folder
from rechallenge.files.reading import read_values, worked_out
from rechallenge.model.finding import Acknowledgement
from rechallenge.model.frozen import Entry
from rechallenge.model.problems import Unusable, problems_of
from rechallenge.model.protocol import Protocol
from rechallenge.model.texts import clean_text
from rechallenge.service.rebuild import rebuild
from rechallenge.sheet.plan_json import plan_json
from rechallenge.words.shown import is_hidden
from tests.service.test_plan_file import FULL, edited, refusal

SPACES = [chr(n) for n in range(0x3001) if unicodedata.category(chr(n)) == "Zs"] + ["\t", "\r\n"]


@pytest.mark.parametrize("space", SPACES, ids=lambda s: f"U+{ord(s[0]):04X}")
def test_a_space_of_any_kind_is_one_plain_space(space: str) -> None:
    assert clean_text(f"{space}2{space * 7}Bag 1{space} 500 mL/h{space}") == "2 Bag 1 500 mL/h"


def test_all_spaces_of_unicode_are_known() -> None:
    assert len(SPACES) == 17 + 2  # as Unicode 16 lists them under Zs
    above = (chr(n) for n in range(0x3001, 0x110000))
    assert not [c for c in above if unicodedata.category(c) == "Zs"]


UNSEEN = {
    "\u200b": "U+200B ZERO WIDTH SPACE",
    "\u200d": "U+200D ZERO WIDTH JOINER",
    "\u00ad": "U+00AD SOFT HYPHEN",
    "\u2060": "U+2060 WORD JOINER",
    "\u202e": "U+202E RIGHT-TO-LEFT OVERRIDE",
    "\u2066": "U+2066 LEFT-TO-RIGHT ISOLATE",
    "\u034f": "U+034F COMBINING GRAPHEME JOINER",
    "\ufe0f": "U+FE0F VARIATION SELECTOR-16",
    "\U000e0100": "U+E0100 VARIATION SELECTOR-17",
    "\U000e0041": "U+E0041 TAG LATIN CAPITAL LETTER A",
    "\u180b": "U+180B MONGOLIAN FREE VARIATION SELECTOR ONE",
    "\u115f": "U+115F HANGUL CHOSEONG FILLER",
    "\u3164": "U+3164 HANGUL FILLER",
    "\uffa0": "U+FFA0 HALFWIDTH HANGUL FILLER",
    "\u17b4": "U+17B4 KHMER VOWEL INHERENT AQ",
    "\u2800": "U+2800 BRAILLE PATTERN BLANK",
    "\ufffc": "U+FFFC OBJECT REPLACEMENT CHARACTER",
    "\u2028": "U+2028 LINE SEPARATOR",
    "\x1b": "U+001B",
}


@pytest.mark.parametrize("character", UNSEEN)
def test_a_character_that_nobody_sees_is_refused_by_its_name(character: str) -> None:
    with pytest.raises(ValueError, match="cannot be seen") as refused:
        clean_text(f"Bed{character} 4")
    assert str(refused.value) == (
        f"has {UNSEEN[character]} at position 4, which cannot be seen; delete it, or write a "
        "plain space in its place"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Bed 5\u20e3", "U+20E3 COMBINING ENCLOSING KEYCAP at position 6, which is drawn over"),
        ("stop\u0488", "U+0488 COMBINING CYRILLIC HUNDRED THOUSANDS SIGN at position 5, which is"),
        ("no\u0336t", "U+0336 COMBINING LONG STROKE OVERLAY at position 3, which is drawn over"),
        # A dot below between two digits is a point: 1.5 mg for 15 mg.
        ("1\u03235 mg", "U+0323 COMBINING DOT BELOW at position 2, which belongs on a letter"),
        ("\u0301a", "U+0301 COMBINING ACUTE ACCENT at position 1, which belongs on a letter"),
        ("a \u0301", "U+0301 COMBINING ACUTE ACCENT at position 3, which belongs on a letter"),
        ("b\u0323\u0323", "U+0323 COMBINING DOT BELOW twice on a letter, at position 3"),
        ("b\u0316\u0317\u0318\u0319\u031c", "at position 6, one mark too many on a letter"),
    ],
)  # fmt: skip
def test_a_mark_that_covers_strays_or_piles_up_is_refused_by_its_name(text: str, says: str) -> None:
    with pytest.raises(ValueError, match="has U") as refused:
        clean_text(text)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f 12-345-678",  # Arabic, with vowels
        "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",  # Hebrew, with points
        "\u5f20\u4f1f \u738b\u79c0\u82f1",
        "\u304b\u3099\u30d1\u30cf\u309a",  # Japanese, with the marks apart from their letters
        "\uae40\ubbfc\uc9c0 \u1100\u1161\u11a8",  # Korean, in syllables and in letters
        "Nguy\u1ec5n, Nguye\u0302\u0303n, \u0141ukasz, \u0130smail, i\u0307smail, caf\u00e9",
        "\u0e19\u0e49\u0e33 \u0e17\u0e35\u0e48 \u0e1b\u0e39\u0e48",  # Thai: vowel and tone
        "\u0915\u094d\u0937\u093f\u0902 \u0921\u093c",  # Devanagari: virama, vowel, anusvara
        "\u1019\u103c\u102d\u102f\u1037\u1014\u101a\u103a",  # Burmese: five marks, one spacing
        "a \u2260 b, a =\u0338 b, 5 \u00b5g/mL, 37.5 \u00b0C, \u2265 2, \U0001f44d",
    ],
)  # fmt: skip
def test_names_in_any_script_are_kept_as_they_are_written(text: str) -> None:
    assert clean_text(text) == text


@given(st.text(max_size=30) | st.text("a5 \u00a0\u2003\u0301\u0323\u3164\u200b\u2800", max_size=9))
def test_what_is_kept_is_seen_and_has_single_plain_spaces(text: str) -> None:
    try:
        kept = clean_text(text)
    except ValueError:
        return
    assert not any(map(is_hidden, kept))
    assert [c for c in kept if c.isspace()] == [" "] * kept.count(" ")
    assert "  " not in kept
    assert kept == kept.strip() != ""
    assert clean_text(kept) == kept


# Every reader


def texts_in(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places of all texts in a value."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in(item, (*place, key))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from texts_in(item, (*place, number))
    elif isinstance(value, str):
        yield place


def damaged(tree: Any, place: tuple[str | int, ...], by: str) -> Any:
    """The value with something written after the first letter of the text at a place."""
    if not place:
        return tree[:1] + by + tree[1:]
    key, *rest = place
    if isinstance(tree, dict):
        return {**tree, key: damaged(tree[key], tuple(rest), by)}
    return type(tree)(
        damaged(item, tuple(rest), by) if number == key else item
        for number, item in enumerate(tree)
    )


def kinds_of_text(trees: list[Any]) -> Iterator[tuple[Any, tuple[str | int, ...]]]:
    """One place of each kind of text that these values have."""
    seen = set()
    for tree in trees:
        for place in texts_in(tree):
            kind = tuple("" if isinstance(key, int) else key for key in place)
            if kind not in seen:
                seen.add(kind)
                yield tree, place


@pytest.mark.parametrize("kind", ["protocols", *MODELS])
def test_no_text_of_a_protocol_or_a_file_of_facts_may_have_what_nobody_sees(kind: str) -> None:
    shipped = shipped_folder()
    paths = protocol_paths(shipped) if kind == "protocols" else (shipped / kind).glob("*.yaml")
    models: dict[str, type[Entry]] = {"protocols": Protocol, **MODELS}
    tried = 0
    for tree, place in kinds_of_text([read_values(path) for path in sorted(paths)]):
        for unseen in ("\u200b", "\u3164"):
            changed = damaged(tree, place, unseen)
            if kind == "protocols":
                changed = {**changed, **worked_out(changed)}
            with pytest.raises(ValidationError) as refused:
                models[kind].model_validate(changed)
            assert not any(unseen in p.sentence for p in problems_of(refused.value)), place
            tried += 1
    assert tried >= {"protocols": 150, "drugs": 60, "pumps": 10, "lines": 6, "measures": 14}[kind]


def test_no_text_of_an_order_or_of_an_answer_may_have_what_nobody_sees() -> None:
    stated = FULL.order.model_dump(mode="json", exclude_defaults=True)
    stated |= {"pump": "generic", "reaction_kind": "other", "technique": "final volume"}
    places = list(texts_in(stated))
    assert len(places) > 15
    for place in places:
        with pytest.raises(ValidationError):
            Order.model_validate(damaged(stated, place, "\u200b"))
    answer = {"code": "rate-jump", "place": "step 3", "reason": "As published", "initials": "AB"}
    for key in ("reason", "initials"):
        with pytest.raises(ValidationError, match="ZERO WIDTH SPACE"):
            Acknowledgement.model_validate(damaged(answer, (key,), "\u200b"))


def _with_inputs(inputs: Any, tree: Any) -> None:
    tree["inputs"] = inputs


def test_no_input_of_a_plan_file_may_have_what_nobody_sees(tmp_path: Path) -> None:
    inputs = json.loads(plan_json(FULL))["inputs"]
    tried = 0
    for tree, place in kinds_of_text([inputs]):
        changed = damaged(tree, place, "\u200b")
        if place[0] == "answers" and place[-1] in ("code", "place"):
            # What an answer is for is compared with the findings, once there is a plan.
            file = edited(FULL, partial(_with_inputs, changed), sealed=True)
            assert "\u200b" not in refusal(tmp_path, file)
        else:
            with pytest.raises(Unusable):
                rebuild(changed)
        tried += 1
    assert tried > 100
