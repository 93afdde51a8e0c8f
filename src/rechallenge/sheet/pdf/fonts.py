"""The fonts that sheets are set in: those of this package, and a folder that a site may add."""

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

FOLDER_VARIABLE = "RECHALLENGE_FONTS"
"""The environment variable that names a folder of further fonts."""
_OURS = Path(__file__).parent / "fonts"


class Unprintable(ValueError):
    """A plan that cannot be printed as it is; the sentence says what stands in the way."""


def fonts() -> "typst.Fonts":
    """Our fonts and the site's; never those of the system, so that any machine prints alike.

    Raises Unprintable where the site's folder is none.
    """
    more = os.environ.get(FOLDER_VARIABLE, "")
    if more and not Path(more).is_dir():
        raise Unprintable(f"{more}, which {FOLDER_VARIABLE} names, is no folder")
    return _found(more)


@lru_cache(maxsize=2)
def _found(more: str) -> "typst.Fonts":
    import typst

    folders = [str(_OURS), *([more] if more else [])]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)
