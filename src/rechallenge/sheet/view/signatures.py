"""Places for who ordered, prepared and gave it to sign, with date and time."""

from rechallenge.model.plan import Plan
from rechallenge.words import word

from .blocks import Row, Section, Table
from .cells import Blank, Cell, Text
from .codes import Column, SectionCode

_WHO = ("prescriber", "pharmacist", "nurse-1", "nurse-2")
_TO_WRITE: dict[Column, Cell] = {
    Column.SIGNATURE: Blank(34),
    Column.SIGNED_AT: Blank(16),
}


def signatures_section(_: Plan) -> Section:
    """One row for each person who signs."""
    rows = (Row({Column.ROLE: Text(word(f"signatures.{who}")), **_TO_WRITE}) for who in _WHO)
    return Section(SectionCode.SIGNATURES, (Table((Column.ROLE, *_TO_WRITE), tuple(rows)),))
