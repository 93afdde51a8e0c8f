"""Drug names as they are shown: tall-man letters for names that are mistaken for one another.

Source: FDA and ISMP lists of look-alike drug names with recommended tall-man letters, 2023. Display
only: files, searches and JSON keep the plain name.
"""

import re

_TALL_MAN = (
    "CARBOplatin", "CISplatin", "diphenhydrAMINE", "methylPREDNISolone", "predniSONE",
    "prednisoLONE", "riTUXimab", "inFLIXimab", "EPINEPHrine", "hydrOXYzine", "DOXOrubicin",
    "DAUNOrubicin", "vinCRIStine", "vinBLAStine",
)  # fmt: skip
_BY_NAME = {name.lower(): name for name in _TALL_MAN}


def drug_name(name: str) -> str:
    """A drug's name for a person to read."""
    return re.sub(r"[A-Za-z]+", lambda word: _BY_NAME.get(word[0].lower(), word[0]), name)
