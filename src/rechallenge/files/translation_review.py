"""The site's review of a translation: a file in the folder of its protocols, which holds for the
texts that were read and no others."""

import json
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from rechallenge.model.review import REVIEWED, Review, signed_fingerprint
from rechallenge.words.languages import fingerprint_of_book

from .site_language import site_folder
from .writing import make_folder, write_whole

FOLDER = "reviews"
_MOST_BYTES = 100_000


def is_reviewed(tag: str, protocols: str | None = None) -> bool:
    """Whether the site with this folder of protocols, else the usual one, has reviewed a
    translation as it is now. A file that cannot be read, or says anything else, is no review."""
    try:
        with _review_file(tag, site_folder(protocols)).open("rb") as file:
            tree = json.loads(file.read(_MOST_BYTES))
        review = Review.model_validate_json(json.dumps(tree["review"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, ValidationError):
        return False
    return review.holds_for(tree) and tree == {**_said(tag), "review": tree["review"]}


def _review_file(tag: str, folder: Path) -> Path:
    """Where the review of a translation is."""
    return folder / FOLDER / f"{tag}.json"


def record_review(
    tag: str, folder: Path, by: str, on: date, checked_by: str | None = None
) -> tuple[Path, str]:
    """Write that these persons have reviewed a translation as it is now; the file, and the
    fingerprint in it. Raises NotWritten."""
    review = {"status": REVIEWED, "by": by, "date": on.isoformat()}
    if checked_by is not None:
        review["checked_by"] = checked_by
    tree = {**_said(tag), "review": review}
    review["fingerprint"] = signed_fingerprint(tree)
    path = _review_file(tag, folder)
    make_folder(path.parent)
    content = json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    write_whole(path, content.encode(), replace=True, shared=True)
    return path, review["fingerprint"]


def _said(tag: str) -> dict[str, str]:
    """What is reviewed: the language, and the fingerprint of its book."""
    return {"language": tag, "book": fingerprint_of_book(tag)}
