"""Names as they are shown: of drugs, in the language in use beside the international name, and with
tall-man letters for Latin names that are mistaken for one another; and of this program.

Source: FDA and ISMP lists of look-alike drug names with recommended tall-man letters, 2023. Display
only: files, searches and JSON keep the plain name.
"""

import re
from collections.abc import Mapping

from rechallenge.model.plan import Plan
from rechallenge.version import __version__
from rechallenge.words import word
from rechallenge.words.languages import ENGLISH, TRANSLATIONS, language_in_use
from rechallenge.words.lists import aside

_TALL_MAN = (
    "CARBOplatin", "CISplatin", "diphenhydrAMINE", "methylPREDNISolone", "predniSONE",
    "prednisoLONE", "riTUXimab", "inFLIXimab", "EPINEPHrine", "hydrOXYzine", "DOXOrubicin",
    "DAUNOrubicin", "vinCRIStine", "vinBLAStine",
)  # fmt: skip
_BY_NAME = {name.lower(): name for name in _TALL_MAN}


def drug_name(name: str, names: Mapping[str, str] | None = None) -> str:
    """A drug's name for a person to read. `names` are its names by language: the one in the
    language in use comes first, the international one after it, and any other that the plan has for
    it in brackets. Sources list fluids among the drugs; they are no drug with a file of its own."""
    if name.lower() == "intravenous fluids":
        return word("drug.intravenous-fluids")
    own = (names or {}).get(language_in_use())
    if names is None or own is None or language_in_use() == ENGLISH:
        return _tall_man(name)
    both = f"{own} {_tall_man(names[ENGLISH])}"
    known = name.lower() in (own.lower(), names[ENGLISH].lower())
    return both if known else aside(both, _tall_man(name))


def shown_drug(plan: Plan, name: str) -> str:
    """The same for a drug of a plan, whose files have the names."""
    return drug_name(name, plan.on_file.names_of(name))


def _tall_man(name: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda word: _BY_NAME.get(word[0].lower(), word[0]), name)


def software_named() -> str:
    """This program with its version, and the translation in which it prints."""
    tag = language_in_use()
    return f"rechallenge {__version__}{f', {tag}' if tag in TRANSLATIONS else ''}"
