"""The words themselves: whether the site has reviewed the translation in use."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.plan import Plan
from rechallenge.model.review import SHORT
from rechallenge.words import is_reviewed
from rechallenge.words.codes import FindingCode
from rechallenge.words.languages import fingerprint_of_book, language_in_use

from .rule import Basis, asks, check


@check(asks(FindingCode.TRANSLATION_UNREVIEWED, Basis.TRANSLATION, "H-64", "H-65"))
def unreviewed(_plan: Plan) -> Iterator[Finding]:
    """A translation that this site has not reviewed, or that was changed since."""
    if not is_reviewed():
        tag = language_in_use()
        fingerprint = fingerprint_of_book(tag)[:SHORT]
        yield confirm(
            FindingCode.TRANSLATION_UNREVIEWED, ("language",), language=tag, fingerprint=fingerprint
        )
