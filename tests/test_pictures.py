"""The pictures of the documents are what the program draws now."""

import re
from pathlib import Path

import pytest
from PIL import Image
from tools import pictures, sheet_pictures

from tests.tui.planning_room import run

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]


@pytest.mark.slow
def test_the_pictures_of_the_planner_are_what_it_draws_now(tmp_path: Path) -> None:
    """After a change that is meant: `python -m tools.pictures`, and look at each."""

    async def job() -> None:
        names, others = set(), []
        async for name, svg in pictures.taken(tmp_path):
            names.add(name)
            kept = (pictures.PICTURES / f"{name}.svg").read_text("utf-8")
            if pictures.text_of(kept) != pictures.text_of(svg):
                others.append(name)
        assert others == []
        assert {path.stem for path in pictures.PICTURES.glob("*.svg")} == names

    run(job())


def test_the_pictures_of_the_sheet_are_of_the_pages_that_are_printed_now() -> None:
    """After a change that is meant: `python -m tools.sheet_pictures`, and look at each."""
    texts = sheet_pictures.texts(sheet_pictures.sheet())
    for name, text in zip(sheet_pictures.PAGES, texts, strict=True):
        with Image.open(pictures.PICTURES / f"sheet-{name}.png") as picture:
            picture.load()
            assert picture.info[sheet_pictures.TEXT] == text, name


def test_every_picture_is_on_a_page() -> None:
    shown = {
        name
        for page in PAGES
        for name in re.findall(r"pictures/([a-z-]+\.(?:svg|png))\)", page.read_text("utf-8"))
    }
    assert shown == {path.name for path in pictures.PICTURES.iterdir()}
