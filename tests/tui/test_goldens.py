"""Every screen, as text and as SVG, byte for byte. `python -m tests.tui.screens` writes them anew
after a change that is meant; then look at each."""

from pathlib import Path

import pytest

from rechallenge.sheet.text.columns import columns_of
from tests.cli.running import python
from tests.tiers import slow_but
from tests.tui import chinese_screens
from tests.tui.planning_room import run
from tests.tui.screens import GOLDENS, WALKS, Walk, taken

QUICK = ("empty", "order", "steps", "audit")


@pytest.mark.parametrize(
    "walk",
    slow_but([walk for walk in WALKS if walk.shots[0].name in QUICK], WALKS),
    ids=lambda walk: walk.shots[0].name,
)
def test_each_screen_is_as_it_was_looked_at(walk: Walk, tmp_path: Path) -> None:
    async def job() -> None:
        other = []
        async for name, text, svg in taken(walk, tmp_path):
            for form, content in (("txt", text), ("svg", svg)):
                if content != (GOLDENS / f"{name}.{form}").read_text("utf-8"):
                    other.append(f"{name}.{form}")
        assert other == []

    run(job())


@pytest.mark.slow
def test_each_screen_in_chinese_is_as_it_was_looked_at(tmp_path: Path) -> None:
    done = python("-m", "tests.tui.chinese_screens", str(tmp_path))
    assert done.code == 0, done
    names = sorted(path.name for path in chinese_screens.GOLDENS.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    other = [n for n in names if read(tmp_path / n) != read(chinese_screens.GOLDENS / n)]
    assert other == []


@pytest.mark.parametrize("columns", [80, 120])
def test_no_screen_in_chinese_is_wider_than_its_terminal(columns: int) -> None:
    for path in chinese_screens.GOLDENS.glob(f"*-{columns}.txt"):
        assert [line for line in read(path).split("\n") if columns_of(line) > columns] == []


def read(path: Path) -> str:
    return path.read_text("utf-8")


def test_there_is_no_golden_without_its_screen() -> None:
    names = [shot.name for walk in WALKS for shot in walk.shots]
    assert len(names) == len(set(names))
    assert {path.stem for path in GOLDENS.iterdir()} == set(names)
