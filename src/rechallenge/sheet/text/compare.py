"""Strategies side by side, as text and as JSON."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from rechallenge.model.comparison import Compared
from rechallenge.model.finding import Severity
from rechallenge.quantities import display_number
from rechallenge.sheet.plan_json import finding_tree, quantity_tree

from .layout import WIDTH, amount, table, wrapped

_ROWS: tuple[tuple[str, Callable[[Compared], str]], ...] = (
    ("Total time", lambda s: amount(s.duration)),
    ("Steps", lambda s: str(s.steps)),
    ("Bags", lambda s: str(s.bags)),
    ("First rate", lambda s: amount(s.first_rate)),
    ("Largest jump", lambda s: _fold(s)),
    ("Peak dose rate", lambda s: amount(s.peak_dose_rate)),
    ("Dose in first 30 min", lambda s: amount(s.dose_in_30_min)),
    ("Dose in first 60 min", lambda s: amount(s.dose_in_60_min)),
    ("To confirm", lambda s: str(_count(s, Severity.CONFIRM))),
    ("Notes", lambda s: str(_count(s, Severity.NOTE))),
)


def compare_text(strategies: Sequence[Compared], width: int = WIDTH) -> str:
    """One column for each strategy; one below the other where that is wider than `width`."""
    heads = ("", *(s.protocol for s in strategies))
    rows = [(label, *(show(s) for s in strategies)) for label, show in _ROWS]
    head, *lines = table(heads, rows, indent=0, width=width)
    if head:
        compared = [line for row in (head, *lines) for line in row]
    else:
        compared = [line for s in strategies for line in _alone(s)]
    findings = [wrapped(f"{s.protocol}: {_codes(s)}", 0, 2, width) for s in strategies]
    return "\n".join([*compared, "", "FINDINGS", *findings]) + "\n"


def _alone(s: Compared) -> list[str]:
    rows = table(("", s.protocol), [(label, show(s)) for label, show in _ROWS], indent=0)
    return [*(line for row in rows for line in row), ""]


def compare_json(strategies: Sequence[Compared]) -> str:
    """The same numbers, exact."""
    trees = [_tree(s) for s in strategies]
    return json.dumps(trees, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _tree(s: Compared) -> dict[str, Any]:
    amounts = ("duration", "first_rate", "peak_dose_rate", "dose_in_30_min", "dose_in_60_min")
    return {name: quantity_tree(getattr(s, name)) for name in amounts} | {
        "protocol": s.protocol,
        "title": s.title,
        "steps": s.steps,
        "bags": s.bags,
        "largest_jump": None if s.largest_jump is None else quantity_tree(s.largest_jump),
        "findings": [finding_tree(finding) for finding in s.findings],
    }


def _fold(s: Compared) -> str:
    if s.largest_jump is None:
        return "none"
    return f"{display_number(s.largest_jump.magnitude, 1)}-fold"


def _count(s: Compared, severity: Severity) -> int:
    return sum(finding.severity is severity for finding in s.findings)


def _codes(s: Compared) -> str:
    said = (f"{finding.severity.value} {finding.code}" for finding in s.findings)
    return ", ".join(dict.fromkeys(said)) or "none"
