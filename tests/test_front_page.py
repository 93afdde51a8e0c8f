"""The front page and the tutorial: their commands run as written in a clean folder."""

import re
import shlex
from pathlib import Path

import pytest

from rechallenge.cli.main import COMMANDS
from tests.cli.running import here
from tests.tiers import slow_but

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text("utf-8")


def commands_of(page: str) -> list[list[str]]:
    """The commands that a page has on lines of their own."""
    return [shlex.split(line) for line in re.findall(r"^    rechallenge (.+)$", page, re.M)]


@pytest.mark.slow
@pytest.mark.parametrize("page", slow_but([README], [README, TUTORIAL]), ids=["README", "tutorial"])
def test_every_command_runs_as_written_in_a_clean_folder(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    commands = commands_of(page)
    assert len(commands) > 6
    for arguments in commands:
        done = here(*arguments)
        # A protocol of one's own lacks its source until somebody writes it.
        own = "our-stepwise" in arguments and arguments[0] != "new"
        assert done.code == (2 if own else 0), (arguments, done.err)
        assert "internal error" not in done.err
        assert not own or "source" in done.err
    if page is README:
        assert {path.suffix for path in tmp_path.glob("*.*")} == {".pdf", ".json", ".xlsx"}


def test_the_front_page_explains_each_command_once() -> None:
    explained = re.findall(r"^\| `rechallenge ([a-z]+)` \|", README, re.M)
    assert sorted(explained) == sorted(COMMANDS)


def test_what_the_front_page_says_is_refused_is_refused_and_the_comma_read_back() -> None:
    said = README.split("anything else, such as ")[1].split(" is refused")[0]
    refused = re.findall("`([^`]+)`", said)
    assert len(refused) == 4
    for amount in refused:
        assert here("plan", "extended", "--dose", amount, "--volume", "250 mL").code == 2
    done = here("plan", "extended", "--dose", "2,000 mg", "--volume", "250 mL")
    assert "= 2000 mg, not 2 mg" in done.err
    assert "`= 2000 mg, not 2 mg`" in README
