"""A plan in another language: the same plan, in words that a site reviews, on a sheet that is
verified in whatever language it was printed."""

import json
from pathlib import Path

import pytest

from rechallenge.cli.main import COMMANDS
from rechallenge.sheet.text.columns import columns_of
from rechallenge.words.languages import LANGUAGES
from tests.cli.running import CASE_2, Outcome, here, here_in, refused

MADE = (*CASE_2, "--start", "2026-11-23 09:00")
ACCEPTED = ("--acknowledge", "translation-unreviewed=Read beside the English", "--initials", "LW")
BLANKS = ("patient", "weight", "height", "age", "pump", "line", "premed", "time-zone")
CODE = "translation-unreviewed"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of protocols, without a file in it."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setenv("RECHALLENGE_PROTOCOLS", str(folder))
    return folder


def done(outcome: Outcome) -> str:
    assert outcome.code == 0, outcome
    return outcome.out


def saved(folder: Path, language: str, *arguments: str) -> Path:
    path = folder / f"{language}.json"
    done(here_in(language, *MADE, *arguments, "-o", str(path), "--force"))
    return path


@pytest.mark.usefixtures("site")
def test_a_plan_file_is_the_same_in_every_language(tmp_path: Path) -> None:
    english = saved(tmp_path, "en").read_bytes()
    for language in (*LANGUAGES, "pseudo"):
        assert saved(tmp_path, language).read_bytes() == english
    answered = json.loads(saved(tmp_path, "zh-CN", *ACCEPTED).read_text("utf-8"))
    assert answered.pop("translations")
    assert answered == json.loads(english)


def test_no_line_of_the_help_in_chinese_is_wider_than_a_terminal() -> None:
    for command in ((), *((name,) for name in COMMANDS)):
        for line in done(here_in("zh-CN", *command, "--help")).split("\n"):
            assert columns_of(line) <= 80, line


@pytest.mark.usefixtures("site")
def test_english_asks_nothing_about_its_words(tmp_path: Path) -> None:
    plan = saved(tmp_path, "en")
    for form in ("text", "markdown", "note"):
        assert CODE not in done(here("sheet", str(plan), "--format", form))
    sentence = f"unknown or unneeded code {CODE}"
    refused(here("sheet", str(plan), *ACCEPTED), sentence)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("form", ["text", "markdown", "note"])
def test_until_a_site_has_reviewed_a_translation_each_form_says_so(
    tmp_path: Path, form: str
) -> None:
    plan = str(saved(tmp_path, "zh-CN"))

    def printed(*arguments: str) -> str:
        text = done(here_in("zh-CN", "sheet", plan, "--format", form, *arguments))
        # A line may break anywhere in Chinese, and Markdown escapes a hyphen.
        return "".join(text.replace("\\", "").split())

    before, after = printed(), printed(*ACCEPTED)
    assert "使用前须确认5项" in before
    assert "使用前须确认4项" in after
    assert CODE in before
    assert "ReadbesidetheEnglish" in after
    # In English too: what says that the Chinese is not to be trusted must not rest on it alone.
    assert "translationunreviewed" in before
    assert "translationunreviewed" in after
    done(here_in("zh-CN", "review", "zh-CN", "--by", "LW"))
    assert "translation" not in printed()


@pytest.mark.usefixtures("site")
def test_an_answer_to_the_plan_is_not_given_where_its_sheet_is_printed(tmp_path: Path) -> None:
    plan = saved(tmp_path, "zh-CN")
    before = plan.read_bytes()
    answer = ("--acknowledge", "protocol-unreviewed=Read", "--initials", "LW")
    refused(here("sheet", str(plan), *answer), "is asked of the plan, not of a translation")
    assert plan.read_bytes() == before


def test_a_review_holds_for_the_texts_that_were_read_and_no_others(
    site: Path, tmp_path: Path
) -> None:
    plan = str(saved(tmp_path, "zh-CN"))
    said = done(here("review", "zh-CN", "--by", "LW", "--checked-by", "CF", "--date", "2026-11-22"))
    assert "reviewed by LW, checked by CF, on 2026-11-22" in said
    file = site / "reviews" / "zh-CN.json"
    whole = file.read_text("utf-8")

    def asks() -> bool:
        return CODE in done(here_in("zh-CN", "sheet", plan))

    assert not asks()
    tree = json.loads(whole)
    for change in (
        {"book": "0" * 64},
        {"language": "en"},
        {"review": {**tree["review"], "by": "Somebody"}},
        {"review": {**tree["review"], "status": "unreviewed"}},
        {"more": 1},
    ):
        file.write_text(json.dumps(tree | change), "utf-8")
        assert asks(), change
    for text in ("", "[]", "{}", '{"review": 1}', "[" * 5000, "\0"):
        file.write_text(text, "utf-8")
        assert asks(), text
    file.write_text(whole, "utf-8")
    assert not asks()


def test_of_the_translation_of_another_release_the_review_does_not_hold(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = str(saved(tmp_path, "zh-CN", *ACCEPTED))
    done(here("review", "zh-CN", "--by", "LW"))
    assert CODE not in done(here_in("zh-CN", "sheet", plan))

    def of_another(_tag: str) -> str:
        return "1" * 64

    for module in ("checks.translation", "files.translation_review"):
        monkeypatch.setattr(f"rechallenge.{module}.fingerprint_of_book", of_another)
    asks = done(here_in("zh-CN", "sheet", plan))
    # Neither the review nor the answer in the plan file was given to these texts.
    assert CODE in asks
    assert "Read beside the English" not in asks
    assert (site / "reviews").is_dir()


def test_a_person_who_accepted_a_translation_may_check_the_plan(site: Path, tmp_path: Path) -> None:
    assert site.is_dir()
    plan = str(saved(tmp_path, "zh-CN", *ACCEPTED))
    blanks = (part for name in BLANKS for part in (f"--{name}", ""))
    order = ("--protocol", *MADE[1:], "--drug", "cadonilimab", *blanks)
    done(here_in("zh-CN", "verify", plan, "--blind", "--initials", "LW", *order))
    assert "LW" in done(here("sheet", plan))


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "entries",
    [{}, "zh-CN", [1], [{}], [{"language": "zh-CN", "book": "0", "reason": "", "initials": "LW"}]],
)
def test_what_is_no_accepted_translation_is_refused_with_its_line(
    tmp_path: Path, entries: object
) -> None:
    plan = saved(tmp_path, "zh-CN", *ACCEPTED)
    plan.write_text(json.dumps(json.loads(plan.read_text("utf-8")) | {"translations": entries}))
    for language in LANGUAGES:
        refused(here_in(language, "sheet", str(plan)), "zh-CN.json:1:", "translations")


@pytest.mark.usefixtures("site")
def test_what_was_accepted_of_another_translation_counts_for_nothing(tmp_path: Path) -> None:
    plan = saved(tmp_path, "zh-CN", *ACCEPTED)
    tree = json.loads(plan.read_text("utf-8"))
    (entry,) = tree["translations"]
    for other in ({"language": "zh-TW"}, {"book": "0123456789ab"}):
        plan.write_text(json.dumps(tree | {"translations": [entry | other]}), "utf-8")
        assert CODE in done(here_in("zh-CN", "sheet", str(plan)))
        assert "LW" not in done(here("sheet", str(plan)))


@pytest.mark.usefixtures("site")
def test_what_follows_a_stop_asks_again_only_if_it_was_not_answered(tmp_path: Path) -> None:
    stop = ("--infused", "31 mL", "--stopped", "09:45", "--hold", "30 min", "--resume-at", "50 %")
    for answers, asks in (((), True), (ACCEPTED, False)):
        plan = str(saved(tmp_path, "zh-CN", *answers))
        rest = str(tmp_path / "rest.json")
        done(here_in("zh-CN", "resume", plan, *stop, "-o", rest, "--force"))
        text = "".join(done(here_in("zh-CN", "sheet", rest)).split())
        assert ("ReadbesidetheEnglish" not in text) == asks
        done(here("verify", rest))
