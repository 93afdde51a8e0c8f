"""A plan file that an earlier release wrote opens with its own fingerprint, whatever words this
release uses. The files are never written again: where one no longer opens, a number has changed."""

import gettext
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rechallenge import words
from rechallenge.model.finding import Severity
from rechallenge.service.plan_file import ChangedPlan, SavedPlan, read_plan
from rechallenge.sheet.plan_json import FOR_READERS, fingerprint, plan_json
from rechallenge.words.book import BOOK
from rechallenge.words.languages import OPEN, Pseudo
from tests.service.frozen.plans import FOLDER, IDS

ROUNDED_OTHERWISE = ("rituximab-first", "rituximab-subsequent")
"""0.1.0 set 400.05 mg/h under a ceiling of 400 mg/h; since 0.2.0 such a rate rounds down."""
EVERY = sorted(FOLDER.glob("*/*.json"))
FILES = [path for path in EVERY if path.stem not in ROUNDED_OTHERWISE]
each_file = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}"
)


@pytest.fixture
def other_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every sentence of the program is another one."""
    other = {
        code: f"other {text}" if isinstance(text, str) else tuple(f"other {one}" for one in text)
        for code, text in BOOK.items()
    }
    monkeypatch.setattr(words, "BOOK", other)
    words.speak(Pseudo())
    yield
    words.speak(gettext.NullTranslations())


def opened(path: Path) -> SavedPlan:
    return read_plan(path)


def test_every_protocol_of_an_earlier_release_still_ships() -> None:
    assert {path.stem for path in EVERY} <= set(IDS)


@each_file
def test_a_file_opens_with_the_fingerprint_it_states(path: Path) -> None:
    saved, tree = opened(path), json.loads(path.read_text("utf-8"))
    assert saved.fingerprint == tree["fingerprint"]
    # What this release asks besides is what that one did not ask about.
    asks = {f.code for f in saved.new_findings if f.severity is Severity.CONFIRM}
    assert not asks & {f["code"] for f in tree["findings"]}


@pytest.mark.parametrize("name", ROUNDED_OTHERWISE)
def test_a_file_whose_numbers_come_out_otherwise_is_refused_with_those_numbers(name: str) -> None:
    with pytest.raises(ChangedPlan) as refused:
        opened(FOLDER / "0.1.0" / f"{name}.json")
    assert 'is "400.05" in the file, and comes out as "399.9"' in str(refused.value)
    assert "0.1.0" in str(refused.value)


@each_file
@pytest.mark.usefixtures("other_words")
def test_a_file_opens_with_the_same_fingerprint_in_other_words(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = json.loads(path.read_text("utf-8"))
    saved = opened(path)
    assert saved.fingerprint == tree["fingerprint"]
    with monkeypatch.context() as ours:
        ours.setattr(words, "BOOK", BOOK)
        words.speak(gettext.NullTranslations())
        in_our_words = fingerprint(saved.plan)
    words.speak(Pseudo())
    assert fingerprint(saved.plan) == in_our_words
    asked = [
        f["code"] for f in tree["findings"] if f["severity"] == "confirm" and not f["acknowledged"]
    ]
    asks = [f.code for f in saved.plan.open_findings]
    assert sorted(set(asks) - {f.code for f in saved.new_findings}) == sorted(set(asked))


@pytest.mark.usefixtures("other_words")
def test_the_words_are_indeed_others() -> None:
    saved = opened(FILES[0])
    messages = [f["message"] for f in json.loads(plan_json(saved.plan))["findings"]]
    assert messages
    # A plan file has English sentences in every language.
    assert all("other " in message and OPEN not in message for message in messages)


def test_all_that_is_for_readers_is_a_sentence_or_null() -> None:
    assert {place[-1] for place in FOR_READERS} == {"message", "source", "method", "note"}
