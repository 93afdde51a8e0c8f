"""The language that a site's file states, found before anything else is loaded."""

import os
import re
from pathlib import Path

from rechallenge.words.languages import LANGUAGES

from .find import SITE_FILE, SITE_VARIABLE, configured_folder

_MOST_BYTES = 100_000
_LINE = re.compile(rb"""^language\s*:\s*(["']?)([A-Za-z-]+)\1[ \t]*(?:#.*)?\r?$""", re.MULTILINE)


def language_of_site(protocols: str | None = None) -> str | None:
    """The language in the site's file in this folder of protocols, else in the usual one. None
    where no line of the file states one that has a book; whoever reads the whole file refuses
    that."""
    try:
        with (site_folder(protocols) / SITE_FILE).open("rb") as file:
            line = _LINE.search(file.read(_MOST_BYTES))
    except (OSError, ValueError):
        return None
    tag = None if line is None else line[2].decode("ascii")
    return tag if tag in LANGUAGES else None


def site_folder(protocols: str | None = None) -> Path:
    """The site's folder of protocols, whether it exists or not."""
    named = protocols or os.environ.get(SITE_VARIABLE)
    return Path(named) if named else configured_folder()
