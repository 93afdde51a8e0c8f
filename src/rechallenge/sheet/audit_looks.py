"""What was looked at in a table and what stands out, as sentences for readers."""

from collections.abc import Mapping
from fractions import Fraction

from rechallenge.audit.looks import Look, Note, Value
from rechallenge.quantities import Kind, display, display_number, kind_of
from rechallenge.words import counted, word


def look_text(look: Look) -> str:
    """How often it was looked, or why not at all."""
    if look.why_not:
        what, why = word(f"look.{look.code}"), word(f"why.{look.why_not}")
        return word("audit.not-looked", what=what, why=why)
    return counted(f"looked.{look.code}", look.times, count=look.times, **_shown(look.by))


def note_text(note: Note) -> str:
    """What stands out, and where."""
    said = _shown(note.numbers)
    if said.get("bag") == "":
        said["bag"] = word("audit.no-bag")
    if "least" in said:
        alike = said["least"] == said["most"]
        said["rises"] = word("audit.fold" if alike else "audit.folds", times=said["least"], **said)
    return word("audit.note", note=word(f"note.{note.code}", **said), where=note.cell.where)


def _shown(values: Mapping[str, Value]) -> dict[str, str]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: Value) -> str:
    if isinstance(value, Fraction):
        return display_number(value, 1)
    if isinstance(value, str):
        return value
    # Nobody measures a thousandth of a minute.
    return display(value, 1) if kind_of(value) is Kind.TIME else display(value)
