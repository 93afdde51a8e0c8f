"""A plan's steps as CSV (RFC 4180): one row a step, the unit in the head of each column.

A flush has a row of its own after them, of the kind `flush` and without a number. What it brings
stands in the column for what reaches the vein; its dose is empty, because that left a bag before.

A number is a plain decimal. Where it does not end it is rounded, and the column beside it, named
`..._exact`, has the fraction with its unit, `9974/95 min`, which no spreadsheet takes for a date;
it is empty where the decimal is exact.
"""

import csv
import io
from fractions import Fraction
from typing import TypeAlias

from rechallenge.model.delivery import Flush
from rechallenge.model.finding import Severity
from rechallenge.model.plan import Event, Plan, Step
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
    in_unit,
    unit_label,
    unit_like,
)

from .plan_json import fingerprint, rounded
from .text.flush import DILUENT, change_over, flush_after, flush_of, flush_row

Cell: TypeAlias = tuple[str, str]
"""The head of a column and what stands in it."""
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, full-width forms too."""


def plan_csv(plan: Plan) -> str:
    """The step table, with a row of heads; lines end with CR LF."""
    tie = fingerprint(plan)
    rows = [_row(plan, step) for step in plan.steps]
    if (flush := flush_of(plan)) is not None:
        rows.insert(flush_after(plan), _flush(plan, flush))
    rows = [[*row, ("plan_fingerprint", tie)] for row in rows]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([head for head, _ in rows[0]])
    writer.writerows([cell for _, cell in row] for row in rows)
    return written.getvalue()


def text_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before one that it would
    take for one."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _row(plan: Plan, step: Step) -> list[Cell]:
    amounts = _amounts(
        plan,
        (step.start, step.duration, step.rate, step.volume),
        (step.dose, step.dose_rate, step.cumulative_dose, step.cumulative_share),
        _reaches_vein(plan, step),
    )
    start = next(e for e in plan.timeline if e.what == "step-start" and e.step == step.number)
    change = ": ".join(change_over(plan, step) or ())
    note = " ".join(text for text in (change, step.note) if text)
    texts = _texts(plan, start, note, step.go_on_if)
    return [("step", str(step.number)), ("kind", _kind(step)),
            ("bag", text_cell(step.bag or "")), *amounts, *texts]  # fmt: skip


def _flush(plan: Plan, flush: Flush) -> list[Cell]:
    programmed = (flush.start, flush.duration, flush.rate, flush.volume)
    amounts = _amounts(plan, programmed, (None, None, None, None), flush.dose)
    start = next(e for e in plan.timeline if e.what == "flush-start")
    row = flush_row(plan)
    assert row is not None
    return [("step", ""), ("kind", "flush"), ("bag", DILUENT), *amounts,
            *_texts(plan, start, row.note, None)]  # fmt: skip


def _amounts(
    plan: Plan,
    programmed: tuple[Quantity, Quantity, Quantity | None, Quantity],
    doses: tuple[Quantity | None, Quantity | None, Quantity | None, Quantity | None],
    at_vein: Quantity | None,
) -> list[Cell]:
    """The columns with amounts: start, duration, rate and volume; dose, its rate, dose so far and
    its share; and what reaches the vein."""
    drug_unit = unit_like(plan.dose.total)
    in_drug = unit_label(plan.dose.total)
    start, duration, rate, volume = programmed
    dose, dose_rate, so_far, share = doses
    given: list[tuple[str, Quantity | None, Unit]] = [
        ("start_min", start, MIN),
        ("duration_min", duration, MIN),
        ("rate_mL_per_h", rate, ML_PER_H),
        ("volume_mL", volume, ML),
        (f"dose_{in_drug}", dose, drug_unit),
        (f"dose_rate_{in_drug}_per_h", dose_rate, drug_unit / H),
        (f"cumulative_dose_{in_drug}", so_far, drug_unit),
        ("cumulative_share_percent", share, PERCENT),
        ("drops_per_min", _drops(plan, rate), DROPS_PER_MIN),
        (f"reaches_vein_{in_drug}", at_vein, drug_unit),
    ]
    return [cell for head, value, unit in given for cell in _amount(head, value, unit)]


def _kind(step: Step) -> str:
    return "clear line" if step.clears_line else step.kind


def _amount(head: str, value: Quantity | None, unit: Unit) -> tuple[Cell, Cell]:
    """Two columns: the decimal, and the fraction where the decimal is rounded."""
    if value is None:
        return (head, ""), (f"{head}_exact", "")
    amount = in_unit(value, unit)
    exact = Fraction(amount.magnitude)
    near = rounded(exact)
    return (head, exact_number(near)), (
        f"{head}_exact",
        "" if near == exact else exact_text(amount),
    )


def _drops(plan: Plan, rate: Quantity | None) -> Quantity | None:
    """What is counted at a gravity set."""
    if rate is None or plan.pump is None or plan.pump.drops is None:
        return None
    return in_unit(rate * plan.pump.drops, DROPS_PER_MIN)


def _reaches_vein(plan: Plan, step: Step) -> Quantity | None:
    if plan.delivery is None:
        return None
    return next(d.dose for d in plan.delivery.steps if d.number == step.number)


def _texts(plan: Plan, start: Event, note: str, go_on_if: str | None) -> list[Cell]:
    draft = bool(plan.open_findings(Severity.CONFIRM))
    return [
        ("start_at", start.at.isoformat(timespec="seconds") if start.at else ""),
        ("go_on_only_if", text_cell(go_on_if or "")),
        ("note", text_cell(note)),
        ("drug", text_cell(plan.drug or "")),
        ("protocol", plan.protocol.id),
        ("protocol_version", plan.protocol.version),
        ("pump", plan.pump.name if plan.pump else "none"),
        ("state", "DRAFT" if draft else "nothing left to confirm"),
    ]
