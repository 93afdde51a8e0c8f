"""A text of a file comes in the language of its reader, and is one text wherever it is compared."""

import json
import pickle
from pathlib import Path

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.files.reading import UnusableFile
from rechallenge.model.review import fingerprint_of
from rechallenge.service.plan_file import read_plan
from rechallenge.sheet.plan_json import fingerprint, plan_json
from rechallenge.sheet.text.plan import plan_text
from rechallenge.words import speaking
from rechallenge.words.file_texts import FileText, for_reader
from rechallenge.words.languages import CHINESE, book_in

BOOK = book_in(CHINESE)
BOTH = FileText("Watch the skin", "en", {"zh-CN": "观察皮肤"})
PROTOCOL = """\
id: examplumab-slow
title: {en: Slowly, zh-CN: 缓慢}
drug: examplumab
strategy: stepwise
version: 1
scope: Adults
not_for: [{en: Blisters, zh-CN: 水疱}, A severe reaction]
source: {citation: Invented}
review: {status: unreviewed}
parameters: {volume: 100 mL}
infusion:
  - {give: rest, over: 60 min, note: {en: Watch the skin, zh-CN: 观察皮肤}, go_on_if: No rash}
"""


def written(folder: Path, text: str = PROTOCOL) -> Path:
    path = folder / "examplumab-slow.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_reader_has_a_text_in_the_language_in_use() -> None:
    assert (for_reader(BOTH), f"{BOTH}.") == ("Watch the skin", "Watch the skin.")
    with speaking(BOOK):
        assert (for_reader(BOTH), f"{BOTH}.") == ("观察皮肤", "观察皮肤.")


def test_what_has_no_translation_is_marked_with_its_language() -> None:
    assert for_reader(FileText("缓慢", "zh-CN")) == "缓慢 [zh-CN]"
    with speaking(BOOK):
        assert for_reader(FileText("Slowly")) == "Slowly [en]"
        # The same in every language, written in Chinese by the site, and typed by a person.
        assert [for_reader(text) for text in (FileText("10%"), FileText("缓慢 IV"), "Slowly")] == [
            "10%", "缓慢 IV", "Slowly",
        ]  # fmt: skip


def test_a_text_is_compared_kept_and_written_as_that_of_its_file() -> None:
    with speaking(BOOK):
        assert BOTH == "Watch the skin"
        assert json.dumps(BOTH) == '"Watch the skin"'
        assert fingerprint_of([BOTH]) == fingerprint_of(["Watch the skin"])
        assert for_reader(pickle.loads(pickle.dumps(BOTH))) == "观察皮肤"


def test_a_plan_has_one_fingerprint_and_its_file_keeps_every_language(tmp_path: Path) -> None:
    it = plan(read_protocol(written(tmp_path)), Order(dose="100 mg"))
    file = tmp_path / "plan.json"
    with speaking(BOOK):
        chinese = fingerprint(it)
        file.write_text(plan_json(it), "utf-8")
    saved = read_plan(file)
    assert saved.fingerprint == chinese == fingerprint(it)
    assert json.loads(file.read_text("utf-8"))["protocol"]["title"] == "Slowly"
    with speaking(BOOK):
        text = plan_text(saved.plan)
    assert "缓慢\n" in text
    assert "观察皮肤" in text
    assert "水疱" in text
    assert "No rash [en]" in text
    assert "Watch the skin" not in text


def test_a_translation_is_content_that_a_review_does_not_cover(tmp_path: Path) -> None:
    one = read_protocol(written(tmp_path))
    more = PROTOCOL.replace("scope: Adults", "scope: {en: Adults, zh-CN: 成人}")
    other = read_protocol(written(tmp_path, more))
    assert one.scope == other.scope == "Adults"
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("{english: Slowly}", "not the tag of a language"),
        ("{en: [Slowly]}", "must be text"),
        ("[Slowly]", "must be text, or texts by language, such as {en: Slowly, zh-CN: 缓慢}"),
        ("{}", "is empty"),
    ],
)
def test_a_wrong_text_is_refused_with_what_to_write(title: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile) as refused:
        read_protocol(written(tmp_path, PROTOCOL.replace("{en: Slowly, zh-CN: 缓慢}", title)))
    assert says in str(refused.value)
