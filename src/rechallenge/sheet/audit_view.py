"""An audit of a table for readers: every cell and sentence of it, worked out once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rechallenge.audit.agreement import Audit, Disagreement, Explanation
from rechallenge.audit.looks import Look, looked_at, notes_of
from rechallenge.audit.printed import Printed
from rechallenge.audit.roles import Role
from rechallenge.audit.understanding import COUNTED, Understanding
from rechallenge.words import counted, word
from rechallenge.words.lists import things

from .audit_claims import claim_text
from .audit_looks import look_text, note_text
from .audit_numbers import interval_text


class _ColumnRead(NamedTuple):
    """A column: its number from 1, its header as printed, what it is read as, its unit, and how
    many numbers were read; the last two are empty where there is none."""

    number: str
    header: str
    read_as: str
    unit: str = ""
    numbers: str = ""


class _CellPassedOver(NamedTuple):
    """A cell that was not read, or not as its header says: its place, and a sentence on it."""

    where: str
    text: str


class Found(NamedTuple):
    """What does not agree: what the numbers say together, and what would explain it. `wrong` are
    the places of the cells that may be wrong, and `cells` those of all that are compared. It is no
    slip where a number only has fewer digits than its column."""

    claims: tuple[str, ...]
    explained: tuple[str, ...]
    wrong: tuple[str, ...]
    cells: tuple[str, ...]
    is_slip: bool


class Noted(NamedTuple):
    """What is worth a look: its place, and the sentence that says why."""

    where: str
    text: str


class AuditView(NamedTuple):
    """An audit as every front end shows it; `clean` is what to say where nothing is found."""

    name: str
    columns: tuple[_ColumnRead, ...]
    steps: str
    own_units: tuple[_CellPassedOver, ...]
    not_read: tuple[_CellPassedOver, ...]
    compared: tuple[str, ...]
    found: tuple[Found, ...]
    clean: str
    looked: tuple[str, ...]
    notes: tuple[Noted, ...]


def view_of(audit: Audit, looks: Sequence[Look] | None = None) -> AuditView:
    """The view of an audit, with what was looked at: unless it is stated, all that needs neither
    pump nor line."""
    looks = looked_at(audit) if looks is None else looks
    compared = (counted(f"compared.{code}", n, count=n) for code, n in audit.compared.items())
    return AuditView(
        audit.found.table.name,
        _columns_read(audit.found),
        word("audit.steps", count=len(audit.found.lines)),
        own_units(audit.found),
        passed_over(audit.found),
        (*(tuple(compared) or (word("audit.nothing-compared"),)), *_alone(audit)),
        tuple(map(_found, audit.disagreements)),
        word("audit.clean" if audit.compared else "audit.clean-of-nothing"),
        tuple(map(look_text, looks)),
        tuple(Noted(note.cell.where, note_text(note)) for note in notes_of(looks)),
    )


def _alone(audit: Audit) -> Iterator[str]:
    """What of each column was compared with nothing."""
    total = Counter(number.role for number in audit.found.printed())
    for role, count in Counter(number.role for number in audit.alone).items():
        what = word(f"role.{role}")
        yield counted("compared.alone", total[role], what=what, some=count, count=total[role])


def _columns_read(found: Understanding) -> tuple[_ColumnRead, ...]:
    """The columns of a table: those that are understood, what is stated beside them, and then the
    columns that are not."""
    units: dict[Role, list[str]] = {}
    for number in found.printed():
        units.setdefault(number.role, []).append(number.unit)
    known = []
    for place, role, unit, header in found.columns:
        numbers = units.get(role, [])
        in_cells = things(dict.fromkeys(filter(None, numbers)))
        shown = unit or (word("audit.in-cells", units=in_cells) if in_cells else "")
        count = str(len(numbers)) if role in COUNTED else ""
        known.append(_ColumnRead(str(place + 1), header, word(f"role.{role}"), shown, count))
    stated = (
        _ColumnRead("", number.cell.text, word(f"role.{number.role}"), number.unit, "1")
        for number in (*found.of_headings, *(fact.number for fact in found.facts))
    )
    none = word("role.none")
    others = (_ColumnRead(str(place + 1), header, none) for place, header in found.others)
    return (*known, *stated, *others)


def own_units(found: Understanding) -> tuple[_CellPassedOver, ...]:
    """The numbers that were read in the unit of their cell against that of their header."""
    headers = {column.role: column.unit for column in found.columns if column.unit}
    return tuple(
        _CellPassedOver(one.cell.where, word("audit.own-unit", where=one.cell.where,
                                            number=one.shown, unit=headers[one.role]))
        for one in found.printed()
        if one.unit and headers.get(one.role, one.unit) != one.unit
    )  # fmt: skip


def passed_over(found: Understanding) -> tuple[_CellPassedOver, ...]:
    """The cells that were not read, and texts beside the table that have a number."""
    return tuple(
        _CellPassedOver(
            one.cell.where, f"{one.cell.where}: {one.cell.text}: {word(f'unread.{one.why}')}"
        )
        for one in found.passed_over
    )


def _found(one: Disagreement) -> Found:
    claims = tuple(map(claim_text, one.claims)) or (word("claim.together"),)
    wrong = [way.number for way in one.explanations]
    results = [claim.numbers[-1] for claim in one.claims]
    cells = [number for claim in one.claims for number in claim.numbers]
    suspects, all_cells = _places(wrong or results), _places(wrong + cells)
    return Found(claims, tuple(_explained(one)), suspects, all_cells, one.is_slip)


def _places(numbers: Sequence[Printed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number.cell.where for number in numbers))


def _explained(one: Disagreement) -> Iterator[str]:
    coarser = [way for way in one.explanations if way.coarser]
    if not one.explanations:
        yield word("audit.unexplained")
    elif coarser:
        for way in coarser:
            number = way.number
            yield word("audit.coarser", number=number.shown, where=number.cell.where)
    elif len(one.explanations) == 1:
        yield _would_be("audit.would-be", one.explanations[0])
    else:
        yield word("audit.one-of")
        yield from (f"- {_would_be('audit.would-be-equal', way)}" for way in one.explanations)


def _would_be(code: str, way: Explanation) -> str:
    number = way.number
    value = interval_text(way.would_be, number.base)
    return word(code, number=number.shown, where=number.cell.where, value=value)
