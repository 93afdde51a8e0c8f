"""A file that is read line by line says exactly what the parser of all YAML reads in it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rechallenge.files.document import Document
from rechallenge.files.find import shipped_folder
from rechallenge.files.ordinary_yaml import read_ordinary
from rechallenge.files.parsed_yaml import parsed
from rechallenge.files.spots import BadFile
from tests.random_examples import tries

ORDINARY = """\
# A remark.
id: every-shape
title: Text, 10% then 90%

scope: text over
  several lines - and one more
quoted: "in quotes: # no remark"
drug: any

not_for:
  - says: >-
      A text - of two lines,
      and one more.

      # No remark.
    kinds: [one, "two", three]
steps:
- {give: 10 %, over: 30 min}
-   {rates: [1 mL/h, 2 mL/h],
     every: 15 min}
- plain text
  that goes on

  # A remark.
- key: value
  other: {}
last: 0.10
"""
SIGNS = "\n \t:-#,[]{}\"'&*!|>%@`?\\a1.~\u00a0\u2028\ufeffé"


def said(document: Document) -> object:
    """All that a document holds: values, lines, columns, and where characters begin and end."""
    return document.tree, document.spots, document.slices, document.starts, document.flow


def agree(text: str) -> bool:
    """Whether the file is ordinary; where it is, both must read the same, and without a mistake."""
    document = read_ordinary(text)
    assert document is None or said(document) == said(parsed(text)), text
    return document is not None


@pytest.mark.slow
def test_shipped_files_are_ordinary_and_read_as_the_parser_reads_them() -> None:
    texts = [file.read_text("utf-8") for file in shipped_folder().rglob("*.yaml")]
    assert len(texts) > 50
    # One in another shape is slower to read, and no worse.
    assert sum(map(agree, texts)) > len(texts) * 0.9


def test_every_ordinary_shape_is_read_line_by_line() -> None:
    assert agree(ORDINARY)
    document = read_ordinary(ORDINARY)
    assert document is not None
    assert document.tree == {
        "id": "every-shape",
        "title": "Text, 10% then 90%",
        "scope": "text over several lines - and one more",
        "quoted": "in quotes: # no remark",
        "drug": "any",
        "not_for": (
            {
                "says": "A text - of two lines, and one more.\n# No remark.",
                "kinds": ("one", "two", "three"),
            },
        ),
        "steps": (
            {"give": "10 %", "over": "30 min"},
            {"rates": ("1 mL/h", "2 mL/h"), "every": "15 min"},
            "plain text that goes on",
            {"key": "value", "other": {}},
        ),
        "last": "0.10",
    }


@pytest.mark.parametrize(
    "text",
    ["", "a: 1", "a: 1\r\n", "a:\tb\n", "---\na: 1\n", "- a\n", "{a: 1}\n", "a: 'b'\n", "a:\n",
     "a: |\n  b\n", "a: &b c\n", "a: !t b\n", "a: b: c\n", "a: 1\na: 2\n", "a: b # c\n", "a: ?\n",
     "a: >-\n  b\n   c\n", "a: b\n\n c\n", "a: [b: c]\n", "a: {b}\n", "a: [b]]\n", "? a\n: b\n",
     "a: >-\n\n", "a:\n  b: 1\n c: 2\n", "a: {b: [}]\n", "a: [" * 13 + "]" * 13 + "\n"],
)  # fmt: skip
def test_whatever_is_in_another_shape_is_left_to_the_parser(text: str) -> None:
    assert read_ordinary(text) is None


@settings(max_examples=tries(150))
@given(st.data())
def test_a_changed_file_is_read_as_the_parser_reads_it_or_left_to_it(data: st.DataObject) -> None:
    text = ORDINARY
    for _ in range(data.draw(st.integers(1, 3))):
        begins = data.draw(st.integers(0, len(text)))
        ends = min(len(text), begins + data.draw(st.integers(0, 3)))
        text = text[:begins] + data.draw(st.text(SIGNS, max_size=3)) + text[ends:]
    agree(text)


def test_a_mistake_is_found_by_the_parser(tmp_path: Path) -> None:
    text = ORDINARY.replace("last: 0.10", "last: 0.10\nlast: 0.20")
    assert not agree(text)
    with pytest.raises(BadFile, match="last is here twice"):
        parsed(text)
