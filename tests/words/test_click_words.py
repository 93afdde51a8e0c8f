"""What click says is in the book, and click still says it in these words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click

from rechallenge.cli.click_words import MODULES, speak_for_click
from rechallenge.words import speaking
from rechallenge.words.click import CLICK
from rechallenge.words.languages import CLOSE, OPEN, book_in
from tests.cli.running import here_in


def asked_of_gettext() -> Iterator[str | tuple[str, str]]:
    """What the modules of click have translated."""
    for module in MODULES:
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(text))]):
                    yield text
                case ast.Call(
                    func=ast.Name(id="ngettext"),
                    args=[ast.Constant(value=str(one)), ast.Constant(value=str(several)), _],
                ):
                    yield one, several


def test_each_text_is_one_that_click_has_translated() -> None:
    # `required` is handed on as a value.
    assert {text for text in CLICK.values() if text != "required"} <= set(asked_of_gettext())


def test_no_word_of_click_is_said_past_the_book() -> None:
    english = [
        one.split("{")[0].strip()
        for texts in asked_of_gettext()
        for one in (texts if isinstance(texts, tuple) else (texts,))
    ]
    for line in (
        "--help", "plan --help", "site --help", "validate --help", "check", "review x", "site",
        "nosuch", "plans", "plan --nosuch", "plan --does", "plan --line", "plan --working=1",
        "plan a b c", "plan a --paper a5", "audit a --across x", "audit a --across 99",
    ):  # fmt: skip
        done = here_in("pseudo", *line.split())
        bare = outside(f"{done.out} {done.err}")
        assert not [said for said in english if len(said) > 4 and said in bare], line


def outside(text: str) -> str:
    """The text without what is from the book."""
    while (shorter := re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", "", text)) != text:
        text = shorter
    return " ".join(text.split())


def test_in_english_click_says_what_it_would_say_by_itself() -> None:
    speak_for_click()
    with speaking(book_in("en")):
        assert str(click.NoSuchOption("--no")) == "No such option '--no'."
        assert click.core.ngettext("{n} dog", "{n} dogs", 2) == "{n} dogs"  # type: ignore[attr-defined]
