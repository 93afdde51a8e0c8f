"""Reading the site's own file, with the logo beside it."""

import base64
from collections.abc import Iterator
from pathlib import Path

from rechallenge.model.logo import MOST_BYTES, BadLogo, check_logo
from rechallenge.model.problems import Problem
from rechallenge.model.review import Review, fingerprint_of
from rechallenge.model.site import Site, SiteOnFile
from rechallenge.words.nearest import nearest_known

from .find import LINES, MEASURES, PUMPS, Shelves
from .reading import UnusableFile, located, read_bytes, read_located

_NAMED = {"pump": PUMPS, "line": LINES, "measures": MEASURES}
"""The fields that may name a file of facts, and its kind."""


def read_site(path: Path, shelves: Shelves) -> SiteOnFile:
    """The site's file and its logo. Raises UnusableFile, also for a name that is not on these
    shelves and for a logo that cannot be printed."""
    site, document = read_located(Site, path)
    problems = [*unknown_names(site, shelves)]
    logo = None
    if site.logo is not None:
        try:
            logo = read_logo(path.parent / site.logo)
        except BadLogo as bad:
            problems.append(Problem(("logo",), str(bad)))
    if problems:
        raise located(path, document, *problems)
    tree = document.tree
    assert isinstance(tree, dict)
    review = (
        site.review if isinstance(site.review, Review) and site.review.holds_for(tree) else None
    )
    return SiteOnFile(
        said=site,
        fingerprint=fingerprint_of({k: v for k, v in tree.items() if k != "review"}),
        logo=None if logo is None else base64.b64encode(logo).decode("ascii"),
        reviewed_by=None if review is None else review.by,
        reviewed_on=None if review is None else review.date,
    )


def unknown_names(site: Site, shelves: Shelves) -> Iterator[Problem]:
    """Each name of a pump, a line or measures that has no file."""
    for key, kind in _NAMED.items():
        name = getattr(site, key)
        if isinstance(name, str) and name not in (known := shelves.facts(kind)):
            yield Problem((key,), nearest_known(name, known, key))


def read_logo(path: Path) -> bytes:
    """The bytes of a logo that can be printed. Raises BadLogo."""
    try:
        raw = read_bytes(path, MOST_BYTES)
        check_logo(raw, path.suffix[1:])
    except UnusableFile as error:
        raise BadLogo(f"{path.name}: {error.problems[0].problem.sentence}") from None
    except BadLogo as bad:
        raise BadLogo(f"{path.name} {bad}") from None
    return raw
