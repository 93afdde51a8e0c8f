"""The screens that are kept in Chinese, at both sizes. Texts that a screen has when it is loaded
are in the language of its process, so this one begins with the language.

python -m tests.tui.chinese_screens FOLDER      writes them; without FOLDER, the goldens anew
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from rechallenge.words import speak
from rechallenge.words.languages import CHINESE, book_in

GOLDENS = Path(__file__).with_name("goldens_zh_cn")
KEYS = (
    ("order", ()),
    ("help", ("f1",)),
    ("library", ("escape", "f3", *"cadonilimab")),
    ("compare", ("escape", "f5")),
    ("sheet", ("escape", "f6")),
    ("steps", ("escape", "f2", "1")),
    ("chart", ("2",)),
    ("premedication", ("3",)),
    ("findings", ("4",)),
    ("vein", ("6",)),
)
"""Each screen, and the keys that lead to it from the one before."""


async def write_into(folder: Path) -> None:
    """Write each screen as text and as SVG."""
    from tests.tui.screens import PLAIN, WIDER, Shot, Walk, taken

    for size in (PLAIN, WIDER):
        walk = Walk(tuple(Shot(f"{name}-{size[0]}", keys) for name, keys in KEYS), size)
        with tempfile.TemporaryDirectory() as state:
            async for name, text, svg in taken(walk, Path(state)):
                (folder / f"{name}.txt").write_text(text, "utf-8")
                (folder / f"{name}.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    speak(book_in(CHINESE))
    asyncio.run(write_into(Path(sys.argv[1]) if sys.argv[1:] else GOLDENS))
