"""Each text that is shown can be found by a translator, and the book holds no other."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tools.words import template

import rechallenge
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.words.book import BOOK
from rechallenge.words.click import CLICK

PACKAGE = Path(rechallenge.__file__).parent
WORDS = PACKAGE / "words"


@cache
def trees() -> dict[Path, ast.Module]:
    """Each module, parsed."""
    return {module: ast.parse(module.read_text("utf-8")) for module in PACKAGE.rglob("*.py")}


@cache
def calls(module: Path) -> tuple[tuple[str, ast.Call], ...]:
    """Each call of a function by its name."""
    return tuple(
        (node.func.id, node)
        for node in ast.walk(trees()[module])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )


def asked(module: Path, *functions: str) -> Iterator[ast.expr]:
    """The first argument of each call of these functions."""
    return (call.args[0] for name, call in calls(module) if name in functions)


def codes_like(code: ast.expr) -> set[str]:
    """The codes of the book that a literal is, or that an f-string can be."""
    if isinstance(code, ast.Constant):
        return {code.value} & BOOK.keys() if isinstance(code.value, str) else set()
    assert isinstance(code, ast.JoinedStr)
    fixed = [part.value if isinstance(part, ast.Constant) else None for part in code.values]
    if "." not in str(fixed[0]):
        return set()
    pattern = "".join("[^.]+" if text is None else re.escape(str(text)) for text in fixed)
    return {known for known in BOOK if re.fullmatch(pattern, known)}


def literals(within: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    for node in ast.walk(within):
        if isinstance(node, ast.Constant | ast.JoinedStr):
            yield node


def test_a_marked_sentence_is_written_where_it_is_marked() -> None:
    modules = trees().keys() - {WORDS / "__init__.py"}
    sentences = [sentence for module in modules for sentence in asked(module, "_")]
    assert len(sentences) > 100
    literal = [s for s in sentences if isinstance(s, ast.Constant) and isinstance(s.value, str)]
    assert not [ast.unparse(sentence) for sentence in sentences if sentence not in literal]


def test_a_code_that_is_asked_for_has_a_text() -> None:
    for function, kind in (("word", str), ("worded", str), ("counted", tuple)):
        for module in trees():
            for argument in asked(module, function):
                if isinstance(argument, ast.Constant | ast.JoinedStr):
                    codes = codes_like(argument)
                    assert codes, ast.unparse(argument)
                    assert all(isinstance(BOOK[code], kind) for code in codes)


def test_each_text_of_the_book_is_asked_for() -> None:
    used: set[str] = set()
    for module, tree in trees().items():
        # What a module of the book itself holds asks for nothing.
        parts = asked(module, "word", "counted") if module.parent == WORDS else (tree,)
        used.update(*(codes_like(literal) for part in parts for literal in literals(part)))
    # Click asks for its words by their English (tests/words/test_click_words.py).
    assert not sorted(BOOK.keys() - CLICK.keys() - used)


def test_each_number_that_is_worked_out_has_a_name() -> None:
    methods = [name for name in vars(CalculationLog) if not name.startswith("_")]
    named = {
        (module.stem, first.value)
        for module, tree in trees().items()
        if "planning" in module.parts
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if call.func.attr in methods and "log" in ast.unparse(call.func.value)
        for first in call.args[:1]
        if isinstance(first, ast.Constant) and isinstance(first.value, str)
    }
    assert ("report", "time_in_step") in named
    unnamed = [one for one in sorted(named) if f"working.{one[1].replace('_', '-')}" not in BOOK]
    assert unnamed == []


def test_one_and_several_are_given_the_same_values() -> None:
    def values(text: str) -> set[str]:
        return set(re.findall(r"\{([a-z_]+)", text)) - {"number"}

    of_ours = {code: text for code, text in BOOK.items() if code not in CLICK}
    pairs = {code: text for code, text in of_ours.items() if isinstance(text, tuple)}
    assert not [code for code, (one, several) in pairs.items() if values(one) != values(several)]


@pytest.mark.slow
def test_the_translators_template_has_every_marked_sentence_also_those_inside_f_strings() -> None:
    held = {message.id for message in read_po(StringIO(template()))}
    marked = {
        sentence.value
        for module in trees()
        for sentence in asked(module, "_")
        if isinstance(sentence, ast.Constant)
    }
    assert "own" in marked
    assert marked <= held
