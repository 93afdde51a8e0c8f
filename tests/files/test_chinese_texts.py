"""The Chinese in shipped files: each name of a drug has its source, each text the numbers of the
English one."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

PROTOCOLS = Path(__file__).parents[2] / "protocols"
FACTS = ("drugs", "lines", "measures", "pumps")
FILES = sorted(PROTOCOLS.glob("*/*.yaml"))
DRUGS = [path for path in FILES if path.parent.name == "drugs"]
OF_PROTOCOLS = [path for path in FILES if path.parent.name not in FACTS]
WHOLE = ("any-drug", "cadonilimab", "ceftazidime")
TRANSLATED = [path for path in OF_PROTOCOLS if path.parent.name in WHOLE]
LATIN = {
    "amivantamab", "botulism-immune-globulin", "calaspargase-pegol", "co-trimoxazole",
    "cytomegalovirus-immune-globulin", "dexchlorpheniramine", "elotuzumab", "galsulfase",
    "dinutuximab", "idursulfase", "olipudase-alfa",
    "patisiran", "tafasitamab", "ublituximab", "vestronidase-alfa",
}  # fmt: skip
"""Drugs whose Chinese name no page that was opened says, or no shipped font can show."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
UNIT = re.compile(r"%|(?<![A-Za-z])(?:mmHg|mcg|m?g|m?L|kg|m2|min|h|units|drops)(?![A-Za-z])")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def tree(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="base", pure=True).load(path.read_text("utf-8"))
    return found


def by_language(part: object) -> Iterator[tuple[str, str]]:
    """Each English text of a file with its Chinese one."""
    if isinstance(part, dict):
        if "zh-CN" in part:
            yield part["en"], part["zh-CN"]
        parts: Any = part.values()
    else:
        parts = part if isinstance(part, list) else ()
    for one in parts:
        yield from by_language(one)


def chinese_name(path: Path) -> str | None:
    names = [one["name"] for one in tree(path).get("names", ()) if one["language"] == "zh-CN"]
    assert len(names) <= 1
    return names[0] if names else None


@pytest.mark.parametrize("path", DRUGS, ids=lambda path: path.stem)
def test_a_chinese_name_of_a_drug_has_the_page_where_it_was_read(path: Path) -> None:
    for one in tree(path).get("names", ()):
        assert CHINESE.search(one["name"])
        assert re.search(r"[\w-]+\.[a-z]{2,}\b", one["source"]), "the page that was opened"


def test_drugs_without_a_chinese_name_that_was_read_keep_the_latin_one() -> None:
    assert {path.stem for path in DRUGS if chinese_name(path) is None} == LATIN


def test_no_two_drugs_share_a_chinese_name() -> None:
    names = Counter(name for path in DRUGS if (name := chinese_name(path)) is not None)
    assert [name for name, times in names.items() if times > 1] == []


def test_each_protocol_has_a_chinese_title_and_no_two_share_one() -> None:
    titles = [tree(path)["title"]["zh-CN"] for path in OF_PROTOCOLS]
    assert len(set(titles)) == len(titles) == len(OF_PROTOCOLS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_chinese_text_has_the_numbers_and_units_of_the_english_one(path: Path) -> None:
    for english, chinese in by_language(tree(path)):
        assert Counter(NUMBER.findall(chinese)) == Counter(NUMBER.findall(english)), chinese
        assert Counter(UNIT.findall(chinese)) == Counter(UNIT.findall(english)), chinese
        assert chinese.endswith("。") == english.endswith("."), chinese


@pytest.mark.parametrize("path", OF_PROTOCOLS, ids=lambda path: path.stem)
def test_the_numbers_of_a_chinese_title_stand_in_the_order_of_the_english_one(path: Path) -> None:
    title = tree(path)["title"]
    assert NUMBER.findall(title["zh-CN"]) == NUMBER.findall(title["en"])


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: path.stem)
def test_a_protocol_of_the_case_series_says_all_its_texts_in_chinese(path: Path) -> None:
    found = tree(path)
    doubts = found["source"].get("doubts", ())
    texts = [found["scope"], *found["review"]["notes"], *(one["because"] for one in doubts)]
    texts += [one.get("says", one) for one in found["not_for"]]
    texts += [
        found["source"][key] for key in ("outcome", "premedication") if key in found["source"]
    ]
    assert [text for text in texts if not isinstance(text, dict) or "zh-CN" not in text] == []
