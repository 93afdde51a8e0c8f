"""A review: a person of the site has checked a file, and signs for exactly its content, by its
fingerprint."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, model_validator

from rechallenge.words import _
from rechallenge.words.shown import shown

from .frozen import Entry, WrongAt
from .texts import Said, Text

REVIEWED = "reviewed"
SHORT = 12
"""Characters of a fingerprint that people compare."""


def check_date(text: str) -> str:
    """A date, as given. Raises ValueError."""
    if re.fullmatch(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    sentence = _('"{text}" is not a date; write it as 2026-11-21')
    raise ValueError(sentence.format(text=shown(text)))


class Review(Entry):
    """Whether a person of the site has checked the file; notes for whoever does.

    A review holds for the content it was given for and no other, itself included: `fingerprint` is
    that of the file without this one key. `checked_by` is a second person. `in_place_of` is the
    fingerprint of the shipped file of facts that the reviewed one replaces.
    """

    status: Literal["unreviewed", "reviewed"]
    by: Text | None = None
    checked_by: Text | None = None
    date: Annotated[str, AfterValidator(check_date)] | None = None
    in_place_of: Text | None = None
    fingerprint: Text | None = None
    notes: tuple[Said, ...] = ()

    @model_validator(mode="after")
    def _says_who_and_when(self) -> Self:
        given = [k for k in ("by", "date", "fingerprint") if getattr(self, k) is not None]
        if self.status == REVIEWED and len(given) < 3:
            sentence = _("is reviewed, but does not say by whom, when and of what content")
            raise ValueError(sentence)
        if self.by is not None and self.checked_by == self.by:
            raise WrongAt(("checked_by",), _("is the first name again; a second person checks"))
        return self

    def holds_for(self, tree: Mapping[str, object]) -> bool:
        """Whether this content, as plain values, is what was reviewed."""
        return self.status == REVIEWED and self.fingerprint == signed_fingerprint(tree)


def signed_fingerprint(tree: Mapping[str, object]) -> str:
    """The fingerprint that a review of this file has: of all that the file says, of who reviewed it
    and when, and of the notes."""
    review = tree.get("review")
    assert isinstance(review, Mapping)
    said = {key: value for key, value in review.items() if key != "fingerprint"}
    return fingerprint_of({**tree, "review": said})


def fingerprint_of(tree: Any) -> str:
    """SHA-256, in hex, of a tree of mappings, lists, texts and numbers, as compact sorted JSON."""
    written = json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
