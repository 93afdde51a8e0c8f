"""An audit of a table as JSON: what was understood, what was compared, what does not agree, what
was looked at and what stands out. Exact numbers are texts; sentences are for readers only."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from pydantic import TypeAdapter

from rechallenge.audit.agreement import Audit, Disagreement
from rechallenge.audit.intervals import Interval
from rechallenge.audit.looks import Look, Note, Value, notes_of
from rechallenge.audit.printed import Printed
from rechallenge.audit.table import Cell
from rechallenge.model.frozen import FrozenDict
from rechallenge.quantities import PLAIN, Quantity, exact_number, quantity
from rechallenge.version import __version__
from rechallenge.words import word

from .audit_claims import claim_text
from .audit_looks import look_text, note_text
from .audit_schema import (
    SCHEMA,
    AuditTree,
    Between,
    CellTree,
    ClaimTree,
    ColumnTree,
    ComparedTree,
    DisagreementTree,
    ExplanationTree,
    LookTree,
    NoteTree,
    NotReadTree,
    PrintedTree,
    StatedTree,
    UnderstoodTree,
)


def audit_json(audit: Audit, looks: Sequence[Look]) -> str:
    """The audit as text; `schemas/audit.json` describes it."""
    tree = TypeAdapter(AuditTree).dump_python(_tree(audit, looks), mode="json") | {"schema": SCHEMA}
    return json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _tree(audit: Audit, looks: Sequence[Look]) -> AuditTree:
    found = audit.found
    return AuditTree(
        software=__version__,
        table=found.table.name,
        understood=_understood(audit),
        compared=tuple(ComparedTree(code=code, times=n) for code, n in audit.compared.items()),
        alone=tuple(_printed(audit, number) for number in audit.alone),
        disagreements=tuple(_disagreement(audit, one) for one in audit.disagreements),
        looked_at=tuple(map(_look, looks)),
        notes=tuple(map(_note, notes_of(looks))),
    )


def _understood(audit: Audit) -> UnderstoodTree:
    found = audit.found
    count = Counter(number.role for number in found.printed())
    known = [
        ColumnTree(number=place + 1, header=header, role=role, unit=unit, numbers=count[role])
        for place, role, unit, header in found.columns
    ]
    others = [
        ColumnTree(number=place + 1, header=header, role=None, unit="", numbers=0)
        for place, header in found.others
    ]
    not_read = tuple(
        NotReadTree(cell=_cell(one.cell), why=one.why, message=word(f"unread.{one.why}"))
        for one in found.passed_over
    )
    return UnderstoodTree(
        columns=tuple(sorted((*known, *others), key=lambda column: column.number)),
        stated=tuple(
            StatedTree(number=_printed(audit, number), bound=bound or None)
            for number, bound in (*((one, "") for one in found.of_headings), *found.facts)
        ),
        digits=FrozenDict((str(role), said) for role, said in found.digits.items()),
        bags=tuple(bag.name for bag in found.bags),
        steps=tuple(line.name for line in found.lines),
        not_read=not_read,
    )


def _disagreement(audit: Audit, one: Disagreement) -> DisagreementTree:
    return DisagreementTree(
        slip=one.is_slip,
        claims=tuple(
            ClaimTree(
                code=claim.code,
                message=claim_text(claim),
                numbers=tuple(_printed(audit, number) for number in claim.numbers),
            )
            for claim in one.claims
        ),
        explanations=tuple(
            ExplanationTree(
                number=_printed(audit, way.number),
                would_be=_between(way.would_be, way.number.base),
                fewer_digits=way.coarser,
            )
            for way in one.explanations
        ),
    )


def _printed(audit: Audit, number: Printed) -> PrintedTree:
    return PrintedTree(
        cell=_cell(number.cell),
        role=number.role,
        line=number.line,
        digits=number.digits,
        unit=number.unit,
        stands_for=_between(audit.reading.interval(number), number.base),
    )


def _look(look: Look) -> LookTree:
    return LookTree(
        code=look.code,
        times=look.times,
        by=_values(look.by),
        why_not=look.why_not or None,
        message=look_text(look),
    )


def _note(note: Note) -> NoteTree:
    return NoteTree(
        code=note.code,
        cell=_cell(note.cell),
        numbers=_values(note.numbers),
        message=note_text(note),
    )


def _values(values: Mapping[str, Value]) -> FrozenDict[str, Quantity | str]:
    """Amounts and names; a factor is an amount without a unit."""
    return FrozenDict(
        (name, quantity(value, PLAIN) if isinstance(value, Fraction) else value)
        for name, value in values.items()
    )


def _between(left: Interval, base: str) -> Between:
    high = None if left.high is None else exact_number(left.high)
    return Between(low=exact_number(left.low), high=high, unit=base)


def _cell(cell: Cell) -> CellTree:
    return CellTree(where=cell.where, text=cell.text)
