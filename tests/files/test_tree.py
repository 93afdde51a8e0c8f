"""YAML is read as plain text with places, and what would hide a number is refused."""

import os
from pathlib import Path

import pytest

from rechallenge.files.document import Tree
from rechallenge.files.reading import UnusableFile, read_protocol
from rechallenge.files.spots import BadFile, Spot
from rechallenge.files.tree import read_tree
from tests.files.protocol_files import LINES, RIGHT, error_at, errors_of, with_line, write


def tree_of(text: str) -> Tree:
    return read_tree(text.encode()).tree


def refusal(raw: str | bytes) -> BadFile:
    with pytest.raises(BadFile) as caught:
        read_tree(raw if isinstance(raw, bytes) else raw.encode())
    return caught.value


# Values


@pytest.mark.parametrize(
    "text",
    ["0.10", "NO", "yes", "12:30", "010", "0o10", "0x10", "1e3", "1_000", "null", "~", "true",
     ".5", "+5", "2026-11-21", ".nan", ".inf", "5 mg", "10 %", "1/40", "$volume"],
)  # fmt: skip
def test_a_scalar_stays_the_text_it_is(text: str) -> None:
    assert tree_of(f"a: {text}\nb: [{text}]\n") == {"a": text, "b": (text,)}


def test_a_key_stays_the_text_it_is() -> None:
    assert tree_of("010: a\nNO: b\n1.0: c\n") == {"010": "a", "NO": "b", "1.0": "c"}


def test_nothing_written_is_empty_text() -> None:
    assert tree_of("a:\nb: ''\n") == {"a": "", "b": ""}


def test_quotes_and_comments_are_not_part_of_a_value() -> None:
    assert tree_of("a: \"0.10\" # why\nb: '0.10'\n") == {"a": "0.10", "b": "0.10"}


def test_block_and_flow_layout_give_the_same_values() -> None:
    assert tree_of("a:\n  - {b: 1, c: [2, 3]}\n") == tree_of("a:\n- b: 1\n  c:\n  - 2\n  - 3\n")


# Places


def test_a_value_is_placed_where_its_key_stands() -> None:
    document = read_tree(RIGHT.encode())
    assert document.spot(("title",)) == Spot(2, 1)
    assert document.spot(("infusion", 2, "over")) == Spot(13, 18)
    assert document.spot(("infusion", 1)) == Spot(12, 5)


def test_what_is_missing_is_placed_where_its_mapping_stands() -> None:
    document = read_tree(RIGHT.encode())
    assert document.spot(("infusion", 1, "note")) == Spot(12, 5)
    assert document.spot(("premedication", 0, "drug")) == Spot(1, 1)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end_gives_the_same_values_and_places(line_end: str) -> None:
    document = read_tree(RIGHT.replace("\n", line_end).encode())
    assert document == read_tree(RIGHT.encode())


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_tree(b"\xef\xbb\xbf" + RIGHT.encode()) == read_tree(RIGHT.encode())


def test_a_column_counts_characters_not_bytes() -> None:
    assert read_tree("{ä: é, b: 1}\n".encode()).spot(("b",)) == Spot(1, 8)


# Refusals


@pytest.mark.parametrize(
    ("text", "spot", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", Spot(3, 1), ("a", "twice", "line 1", "keep one")),
        ("a:\n  - {b: 1,\n     b: 1}\n", Spot(3, 6), ("b", "twice", "line 2", "keep one")),
        ("a: 1\nb: *x\n", Spot(2, 4), ("*x", "write the value here")),
        ("a: &x 1\nb: 2\n", Spot(1, 4), ("&x", "leave it out")),
        ("a: 1\n&x b: 2\n", Spot(2, 1), ("&x", "leave it out")),
        ("a: &x {b: 1}\n", Spot(1, 4), ("&x", "leave it out")),
        ("a: 1\nb: &x [1]\n", Spot(2, 4), ("&x", "leave it out")),
        ("a: !!int 1\n", Spot(1, 4), ("tag", "int")),
        ("a: !python/name:os.system x\n", Spot(1, 4), ("tag", "os.system")),
        ("a: !!map {b: 1}\n", Spot(1, 4), ("tag", "map")),
        ("a: 1\n---\nb: 2\n", Spot(2, 1), ("second document", "one document per file")),
        ("a:\n\tb: 1\n", Spot(2, 1), ("tab", "spaces")),
        ("? [a]\n: 1\n", Spot(1, 3), ("key", "plain word")),
        ("a: {? {b: 1} : 2}\n", Spot(1, 7), ("key", "plain word")),
        ("", Spot(1, 1), ("empty",)),
        ("# only a comment\n", Spot(1, 1), ("empty",)),
        ("a: {b: 1\n", Spot(2, 1), ("not YAML",)),
        ("a: x\x00\n", Spot(1, 1), ("not YAML",)),
    ],
)  # fmt: skip
def test_what_hides_a_value_is_refused_where_it_stands(
    text: str, spot: Spot, says: tuple[str, ...]
) -> None:
    error = refusal(text)
    assert all(words in error.sentence for words in says), error.sentence
    if "\x00" not in text:  # the reader knows no column for a character it cannot read
        assert error.spot == spot


def test_a_duplicate_key_is_refused_with_the_place_of_both(tmp_path: Path) -> None:
    twice = [*LINES, "title: Another"]
    line = error_at(tmp_path, "\n".join(twice), "mine.yaml:14:1: title: ")
    assert "line 2" in line


def test_a_merge_key_is_an_unknown_key(tmp_path: Path) -> None:
    content = with_line(7, "source: {<<: {citation: A journal}, citation: B}")
    assert "unknown key <<" in error_at(tmp_path, content, "mine.yaml:7:10: source.<<: ")


@pytest.mark.parametrize(
    ("raw", "spot", "byte"),
    [
        (b"title: caf\xe9\n", Spot(1, 11), "0xe9"),
        (b"a: 1\r\nb: 2\r\nc: \x80\n", Spot(3, 4), "0x80"),
        ("a: 1\n".encode("utf-16"), Spot(1, 1), "0xff"),
    ],
)
def test_text_that_is_not_utf_8_is_refused_at_its_byte(raw: bytes, spot: Spot, byte: str) -> None:
    error = refusal(raw)
    assert error.spot == spot
    assert byte in error.sentence
    assert "save it as UTF-8" in error.sentence


def test_of_a_file_that_is_too_large_only_the_beginning_is_read(tmp_path: Path) -> None:
    # A terabyte of nothing, which takes no room on the disk and would fit into no memory.
    (tmp_path / "mine.yaml").touch()
    os.truncate(tmp_path / "mine.yaml", 10**12)
    with pytest.raises(UnusableFile) as refused:
        read_protocol(tmp_path / "mine.yaml")
    (line,) = str(refused.value).splitlines()
    line = line.removeprefix(f"{tmp_path}/")
    assert line.startswith("mine.yaml:1:1: ")
    assert "bytes" in line
    assert "at most" in line


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_and_not_followed(tmp_path: Path, opening: str) -> None:
    (line,) = errors_of(tmp_path, "a: " * (opening != "- ") + opening * 40_000)
    assert line.startswith("mine.yaml:1:")
    assert "nested" in line


@pytest.mark.parametrize("content", ["- id: mine\n", "hello\n", "5 mg\n", "[]\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, content: str) -> None:
    (line,) = errors_of(tmp_path, content)
    assert line.startswith("mine.yaml:1:1: ")
    assert "mapping of keys to values" in line


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    (line,) = errors_of(tmp_path, content)
    assert line.startswith("mine.yaml:1:1: ")
    assert "empty" in line


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_a_protocol_saved_on_another_system_reads_the_same(tmp_path: Path, line_end: str) -> None:
    usual = read_protocol(write(tmp_path, RIGHT))
    other = read_protocol(write(tmp_path, b"\xef\xbb\xbf" + RIGHT.replace("\n", line_end).encode()))
    assert usual == other
