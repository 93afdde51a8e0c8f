"""A YAML file as plain values: an ordinary one read line by line, any other by the parser."""

from rechallenge.words import _

from .document import Document
from .ordinary_yaml import read_ordinary
from .spots import decoded

MOST_BYTES = 200_000


def read_tree(raw: bytes) -> Document:
    """The values of a file. Raises BadFile."""
    text = decoded(raw, _("save it as UTF-8"))
    document = read_ordinary(text)
    if document is None:
        # Few files need the parser, and loading it takes as long as reading twenty.
        from .parsed_yaml import parsed

        document = parsed(text)
    return document
