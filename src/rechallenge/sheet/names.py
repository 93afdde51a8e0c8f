"""Names as they are shown: of drugs, with tall-man letters for those that are mistaken for one
another, and of this program.

Source: FDA and ISMP lists of look-alike drug names with recommended tall-man letters, 2023. Display
only: files, searches and JSON keep the plain name.
"""

import re

from rechallenge.version import __version__
from rechallenge.words.languages import TRANSLATIONS, language_in_use

_TALL_MAN = (
    "CARBOplatin", "CISplatin", "diphenhydrAMINE", "methylPREDNISolone", "predniSONE",
    "prednisoLONE", "riTUXimab", "inFLIXimab", "EPINEPHrine", "hydrOXYzine", "DOXOrubicin",
    "DAUNOrubicin", "vinCRIStine", "vinBLAStine",
)  # fmt: skip
_BY_NAME = {name.lower(): name for name in _TALL_MAN}


def drug_name(name: str) -> str:
    """A drug's name for a person to read."""
    return re.sub(r"[A-Za-z]+", lambda word: _BY_NAME.get(word[0].lower(), word[0]), name)


def software_named() -> str:
    """This program with its version, and the translation in which it prints."""
    tag = language_in_use()
    return f"rechallenge {__version__}{f', {tag}' if tag in TRANSLATIONS else ''}"
