"""The planner shows no text that came past the book: the made-up language brackets each one."""

import json
import re
from pathlib import Path

import pytest

from rechallenge.files.find import shipped_folder
from rechallenge.model.stop import AS_PLANNED, NEVER, REPEAT
from rechallenge.words.codes import FindingCode
from rechallenge.words.languages import CLOSE, OPEN
from tests.cli.running import python
from tests.words import pseudo_planner
from tests.words.greek import greek_site, past_the_book
from tests.words.pseudo_planner import ORDER
from tests.words.test_pseudo import BAG, identifiers

KEYS = {"Backspace", "Ctrl", "Down", "End", "Enter", "Esc", "Escape", "Home", "Left", "PgDn",
        "PgUp", "Right", "Shift", "Space", "Tab", "Up"}  # fmt: skip
ENDINGS = {"csv", "fhir", "json", "md", "note", "pdf", "txt", "xlsx"}
COMMAND = "rechallenge plan"
"""What can be pasted into a terminal is the same in every language."""


def even(text: str) -> bool:
    """Whether every bracket that opens is closed."""
    return text.count(OPEN) == text.count(CLOSE)


@pytest.mark.slow
def test_every_text_of_the_planner_is_from_the_book_and_none_is_cut(tmp_path: Path) -> None:
    site = greek_site(tmp_path / "site")
    done = python("-m", "tests.words.pseudo_planner", str(tmp_path))
    assert done.code == 0, done
    any_drug = (path.stem for path in (shipped_folder() / "any-drug").glob("*.yaml"))
    codes = " ".join((*(code.value for code in FindingCode), *any_drug))
    # A field reads back the word that was typed into it, and a way to go on is such a word.
    ways = f"{AS_PLANNED} {REPEAT} {NEVER} 1 step back of each step by".split()
    known = {*KEYS, *ENDINGS, *ways, ORDER["primed"], *re.findall(r"[A-Za-z]+", codes)}
    quoted = (BAG, *identifiers(site))
    shown = json.loads(done.out)
    past = {
        screen: words
        for screen, texts in shown.items()
        for text, _ in texts
        if COMMAND not in text and (words := set(past_the_book(text, *quoted)) - known)
    }
    assert not past
    cut = [
        text for texts in shown.values() for text, scrolls in texts if not (scrolls or even(text))
    ]
    assert not cut


@pytest.mark.slow
def test_no_text_of_the_planner_is_cut_in_chinese_on_the_smallest_usual_terminal(
    tmp_path: Path,
) -> None:
    greek_site(tmp_path / "site")
    done = python("-m", "tests.words.pseudo_planner", str(tmp_path), "zh-CN")
    assert done.code == 0, done
    texts = [text for shown in json.loads(done.out).values() for text, _scrolls in shown]
    assert sum(map(begins, texts)) > 500
    assert [text for text in texts if begins(text) != ends(text)] == []


def begins(text: str) -> int:
    return text.count(pseudo_planner.OPEN)


def ends(text: str) -> int:
    return text.count(pseudo_planner.CLOSE)
