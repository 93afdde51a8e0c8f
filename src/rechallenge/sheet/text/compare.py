"""Strategies side by side, as text and as JSON."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from rechallenge.model.comparison import Compared
from rechallenge.model.finding import Severity
from rechallenge.quantities import Quantity, amount_tree, display_number
from rechallenge.sheet.plan_json import finding_tree
from rechallenge.sheet.view import Amount, minutes
from rechallenge.words import word
from rechallenge.words.lists import things, with_label

from .grid import grid, line_text
from .layout import WIDTH, wrapped

_ROWS: tuple[tuple[str, Callable[[Compared], str]], ...] = (
    ("total-time", lambda s: minutes(s.duration).text),
    ("steps", lambda s: str(s.steps)),
    ("bags", lambda s: str(s.bags)),
    ("first-rate", lambda s: _rate(s.first_rate)),
    ("largest-jump", lambda s: _fold(s)),
    ("peak-dose-rate", lambda s: _rate(s.peak_dose_rate)),
    ("dose-in-30-min", lambda s: Amount(s.dose_in_30_min).text),
    ("dose-in-60-min", lambda s: Amount(s.dose_in_60_min).text),
    ("to-confirm", lambda s: str(_count(s, Severity.CONFIRM))),
    ("notes", lambda s: str(_count(s, Severity.NOTE))),
)


def compare_text(strategies: Sequence[Compared], width: int = WIDTH) -> str:
    """One column for each strategy; one below the other where that is wider than `width`."""
    lines = _side_by_side(strategies, width)
    if not lines:
        lines = [line for s in strategies for line in (*_side_by_side([s], WIDTH), "")][:-1]
    findings = [wrapped(with_label(s.protocol, _codes(s)), 0, 2, width) for s in strategies]
    return "\n".join([*lines, "", word("heading.findings").upper(), *findings]) + "\n"


def _side_by_side(strategies: Sequence[Compared], width: int) -> list[str]:
    """The lines of the table; none where it is too wide."""
    heads = ("", *(s.protocol for s in strategies))
    rows = [(word(f"compare.{code}"), *(show(s) for s in strategies)) for code, show in _ROWS]
    table = grid(heads, rows, indent=0, width=width)
    return (
        [line_text(line) for row in (table.head, *table.rows) for line in row] if table.head else []
    )


def compare_json(strategies: Sequence[Compared]) -> str:
    """The same numbers, exact."""
    trees = [_tree(s) for s in strategies]
    return json.dumps(trees, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _tree(s: Compared) -> dict[str, Any]:
    amounts = ("duration", "first_rate", "largest_jump", "peak_dose_rate", "dose_in_30_min",
               "dose_in_60_min")  # fmt: skip
    return {name: _amount(getattr(s, name)) for name in amounts} | {
        "protocol": s.protocol,
        "title": s.title,
        "steps": s.steps,
        "bags": s.bags,
        "findings": [finding_tree(finding) for finding in s.findings],
    }


def _amount(amount: Quantity | None) -> dict[str, Any] | None:
    return None if amount is None else amount_tree(amount)


def _rate(rate: Quantity | None) -> str:
    return word("compare.none") if rate is None else Amount(rate).text


def _fold(s: Compared) -> str:
    if s.largest_jump is None:
        return word("compare.none")
    return word("compare.fold", fold=display_number(s.largest_jump.magnitude, 1))


def _count(s: Compared, severity: Severity) -> int:
    return sum(finding.severity is severity for finding in s.findings)


def _codes(s: Compared) -> str:
    said = (f"{word(f'severity.{f.severity.value}')} {f.code}" for f in s.findings)
    return things(dict.fromkeys(said)) or word("compare.none")
