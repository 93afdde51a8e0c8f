"""A plan's steps as CSV (RFC 4180): one row a step, the unit in the head of each column.

Before each change of bag is a row of the kind `change bag`, whose note says what is done; where the
infusion goes on after a stop it is of the kind `restart`.

A row that has been run before a stop has `yes` in the column `past`: it is not to be run again.

A flush has a row of its own after them, of the kind `flush` and without a number. What it brings is
in the column for what reaches the vein. Its dose is empty: that dose left its bag earlier.

A number is a plain decimal. Where it does not end it is rounded, and the column beside it, named
`..._exact`, has the fraction with its unit, `9974/95 min`, which no spreadsheet takes for a date;
it is empty where the decimal is exact.
"""

import csv
import io
from typing import TypeAlias

from rechallenge.model.plan import Plan
from rechallenge.quantities import (
    DROPS_PER_MIN,
    MIN,
    ML,
    ML_PER_H,
    PERCENT,
    H,
    Quantity,
    Unit,
    exact_number,
    exact_text,
    rounded,
    unit_label,
)
from rechallenge.words.lists import commas

from .plan_json import fingerprint
from .view import NO_BREAK, Amount, Column, Label, Moment, Row, RowKind
from .view.at_once import route_said
from .view.steps import steps_section

_Cell: TypeAlias = tuple[str, str]
"""The head of a column and what stands in it."""
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_KINDS = {
    RowKind.INFUSE: "infuse",
    RowKind.OBSERVE: "observe",
    RowKind.GIVE: "give",
    RowKind.CLEARING: "clear line",
    RowKind.FLUSH: "flush",
    RowKind.BAG_CHANGE: "change bag",
    RowKind.RESTART: "restart",
}
_WITH_COLUMNS = (Label.GO_ON_IF, Label.BRINGS)
"""Notes that have a column of their own."""


def plan_csv(plan: Plan) -> str:
    """The step table, with a row of heads; lines end with CR LF."""
    of_plan = _of_plan(plan)
    rows = [
        [*_named(plan, row), *_amounts(plan, row), *_texts(row), *of_plan]
        for row in steps_section(plan).table.of(*_KINDS)
    ]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([head for head, _ in rows[0]])
    writer.writerows([cell.replace(NO_BREAK, " ") for _, cell in row] for row in rows)
    return written.getvalue()


def text_cell(text: str) -> str:
    """A text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if taken_for_formula(text) else text


def taken_for_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula: by its first sign, full-width forms too,
    after any space, and by a tab or a return before it."""
    return text.startswith(("\t", "\r")) or text.lstrip().startswith(_FORMULA)


def _named(plan: Plan, row: Row) -> list[_Cell]:
    number = "" if row.step is None else str(row.step)
    return [
        ("step", number),
        ("kind", _KINDS[row.kind]),
        ("past", "yes" if row.past else ""),
        ("bag", text_cell(row.text(Column.BAG))),
        ("route", _route(plan, row)),
    ]


def _route(plan: Plan, row: Row) -> str:
    """The route of a step that gives drug."""
    step = next((s for s in plan.steps if s.number == row.step), None)
    return route_said(step.route) if step is not None and step.dose.magnitude else ""


def _amounts(plan: Plan, row: Row) -> list[_Cell]:
    """The columns with amounts."""
    drug_unit, in_drug = plan.dose.unit, unit_label(plan.dose.total)
    columns: tuple[tuple[str, Column, Unit], ...] = (
        ("start_min", Column.START, MIN),
        ("duration_min", Column.DURATION, MIN),
        ("rate_mL_per_h", Column.FLOW, ML_PER_H),
        ("volume_mL", Column.VOLUME, ML),
        (f"dose_{in_drug}", Column.DOSE, drug_unit),
        (f"dose_rate_{in_drug}_per_h", Column.DOSE_RATE, drug_unit / H),
        (f"cumulative_dose_{in_drug}", Column.CUMULATIVE, drug_unit),
        ("cumulative_share_percent", Column.SHARE, PERCENT),
        ("drops_per_min", Column.DROPS, DROPS_PER_MIN),
        (f"reaches_vein_{in_drug}", Column.REACHES_VEIN, drug_unit),
    )
    return [
        cell for head, column, unit in columns for cell in _amount(head, _value(row, column), unit)
    ]


def _value(row: Row, column: Column) -> Quantity | None:
    cell = row.cells.get(column)
    if isinstance(cell, Moment):
        return cell.offset
    return cell.value if isinstance(cell, Amount) else None


def _amount(head: str, value: Quantity | None, unit: Unit) -> tuple[_Cell, _Cell]:
    """Two columns: the decimal, and the fraction where the decimal is rounded."""
    if value is None:
        return (head, ""), (f"{head}_exact", "")
    amount = value.to(unit)
    exact = amount.magnitude
    near = rounded(exact)
    return (head, exact_number(near)), (
        f"{head}_exact",
        "" if near == exact else exact_text(amount),
    )


def _texts(row: Row) -> list[_Cell]:
    start, go_on_if = row.cells[Column.START], row.note(Label.GO_ON_IF)
    at = start.at if isinstance(start, Moment) else None
    notes = commas(row.acts) or " ".join(
        note.body if note.code is Label.NOTE else note.text
        for note in row.notes
        if note.code not in _WITH_COLUMNS
    )
    return [
        ("start_at", at.isoformat(timespec="seconds") if at else ""),
        ("go_on_only_if", text_cell(go_on_if.body if go_on_if else "")),
        ("note", text_cell(notes)),
    ]


def _of_plan(plan: Plan) -> list[_Cell]:
    draft = bool(plan.open_findings)
    return [
        ("patient", text_cell(plan.order.patient or "")),
        ("drug", text_cell(plan.drug or "")),
        ("protocol", plan.protocol.id),
        ("protocol_version", plan.protocol.version),
        ("pump", plan.pump.name if plan.pump else "none"),
        ("state", "DRAFT" if draft else "nothing left to confirm"),
        ("plan_fingerprint", fingerprint(plan)),
    ]
