"""Which language is used: that of the option, the environment, the site or the locale."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from rechallenge.files.site_language import language_of_site
from rechallenge.tui.state.audit_process import environment_of_audit
from rechallenge.words import speaking
from rechallenge.words.languages import book_in, of_locale
from tests.cli.running import Outcome, command, refused

SAID = {"en": "Show this message", "pseudo": "«Show this message", "zh-CN": "显示本帮助"}
"""What click says of `--help`, in each language."""
NO_LOCALE = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "", "RECHALLENGE_LANGUAGE": ""}


def said(*arguments: str, **environment: str) -> str:
    """The language of the help that a command prints."""
    done = command(*arguments, "--help", **(NO_LOCALE | environment))
    assert done.code == 0, done
    (tag,) = (tag for tag, text in SAID.items() if f"  {text}" in done.out)
    return tag


@pytest.fixture
def chinese_site(tmp_path: Path) -> str:
    (tmp_path / "site.yaml").write_text("hospital: 示例医院\nlanguage: zh-CN # 病房\n", "utf-8")
    return str(tmp_path)


def test_each_way_to_state_a_language_comes_before_the_next(chinese_site: str) -> None:
    asked = {"LANG": "zh_CN.UTF-8"}
    assert said() == "en"
    assert said(**asked) == "zh-CN"
    english_site = Path(chinese_site, "english")
    english_site.mkdir()
    (english_site / "site.yaml").write_text("language: en\n", "utf-8")
    assert said(RECHALLENGE_PROTOCOLS=str(english_site), **asked) == "en"
    of_site = {"RECHALLENGE_PROTOCOLS": chinese_site}
    assert said(**of_site) == "zh-CN"
    assert said(RECHALLENGE_LANGUAGE="pseudo", **of_site) == "pseudo"
    assert said("--language", "en", RECHALLENGE_LANGUAGE="pseudo", **of_site) == "en"


@pytest.mark.parametrize(
    ("arguments", "tag"),
    [
        (("--language=zh-CN",), "zh-CN"),
        (("--language", "zh-CN", "--language", "en"), "en"),
        (("protocols", "--language", "zh-CN"), None),
    ],
)
def test_the_option_may_stand_before_and_after_the_command(
    arguments: tuple[str, ...], tag: str | None
) -> None:
    if tag is not None:
        assert said(*arguments) == tag
    else:
        assert "用法" in command(*arguments, "--help", **NO_LOCALE).out


def test_the_folder_of_a_command_says_which_site_is_asked(chinese_site: str) -> None:
    done = command("protocols", "--protocols", chinese_site, "--help", **NO_LOCALE)
    assert "用法" in done.out


def test_after_two_dashes_nothing_is_an_option() -> None:
    done = command("show", "--", "--language=fr", **NO_LOCALE)
    assert done.err.startswith("rechallenge: unknown protocol --language=fr"), done


@pytest.mark.parametrize("place", ["--language", "RECHALLENGE_LANGUAGE"])
def test_a_language_without_a_book_is_refused_with_those_there_are(place: str) -> None:
    stated: dict[str, str] = {place: "fr"} if place.isupper() else {}
    arguments = () if stated else (place, "fr")
    sentence = f"{place}: the language fr is not available; write one of en, zh-CN"
    refused(command("protocols", *arguments, **stated), sentence)


def test_an_option_without_a_language_asks_for_one() -> None:
    refused(command("protocols", "--language", **NO_LOCALE), "--language", "requires an argument")


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_SG"}, "zh-CN"),
        ({"LANG": "zh-Hans-CN"}, "zh-CN"),
        ({"LANG": "zh_TW.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
        ({"LC_MESSAGES": "zh_CN.GB18030", "LANG": "en_US.UTF-8"}, "zh-CN"),
        ({"LC_ALL": "C.UTF-8", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh-CN"),
    ],
)
def test_simplified_chinese_is_the_only_locale_besides_english(
    locale: Mapping[str, str], tag: str
) -> None:
    assert of_locale(locale) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("language: zh-CN\n", "zh-CN"),
        ("hospital: H\nlanguage: 'zh-CN'   # ward 5\nunit: U\n", "zh-CN"),
        ('language : "en"\r\n', "en"),
        ("language: fr\n", None),
        ("# language: zh-CN\n", None),
        ("reaction_procedure:\n  - Say\n  language: zh-CN\n", None),
        ("language: zh-CN en\n", None),
        ("", None),
    ],
)
def test_the_site_is_asked_by_a_line_of_its_file(
    tmp_path: Path, text: str, tag: str | None
) -> None:
    (tmp_path / "site.yaml").write_bytes(text.encode())
    assert language_of_site(str(tmp_path)) == tag


def test_a_site_without_a_file_states_none(tmp_path: Path) -> None:
    assert language_of_site(str(tmp_path)) is None
    assert language_of_site(str(tmp_path / "nowhere")) is None
    assert language_of_site("no\0folder") is None
    (tmp_path / "site.yaml").mkdir()
    assert language_of_site(str(tmp_path)) is None


def test_completion_explains_commands_in_the_language() -> None:
    done: Outcome = command(
        **(NO_LOCALE | {"LANG": "zh_CN.UTF-8", "_RECHALLENGE_COMPLETE": "zsh_complete",
                        "COMP_WORDS": "rechallenge protocols --", "COMP_CWORD": "2"})
    )  # fmt: skip
    assert "--language" in done.out
    assert any("\u4e00" <= letter <= "\u9fff" for letter in done.out), done


def test_an_audit_of_the_planner_speaks_the_planners_language() -> None:
    # Its process is told by the environment, whatever option the planner was started with.
    with speaking(book_in("zh-CN")):
        assert environment_of_audit()["RECHALLENGE_LANGUAGE"] == "zh-CN"
