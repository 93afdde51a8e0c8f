"""The pharmacist's page: how each bag is made and labelled, or what is missing to say so."""

from rechallenge.model.plan import Plan
from rechallenge.model.preparation import Preparation
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.layout import amount
from rechallenge.sheet.text.preparation import (
    BLANK,
    VIAL_RULE,
    instructions,
    label_rows,
    preparation_rows,
    vials_text,
)
from rechallenge.sheet.wording import finding_text

from .before import per
from .words import Data, JsonValue, printed, texts

_NOT_WORKED_OUT = "Not worked out."
_BESIDE = {("Route", "Bag"), ("Prepared by", "Checked by")}
_MISSING = "no-preparation"


def worksheet(plan: Plan) -> Data:
    """Each bag with its instructions and its label; without any, the finding that says why."""
    missing = [finding_text(f) for f in plan.findings if f.code == _MISSING]
    shared = _of_all(plan)
    several = len(plan.preparation) > 1 and bool(plan.vials)
    return {
        "missing": "" if plan.preparation else printed(" ".join(missing) or _NOT_WORKED_OUT),
        "rule": printed(VIAL_RULE) if plan.vials else "",
        "rows": _pairs(shared),
        "bags": [_bag(plan, made, shared) for made in plan.preparation],
        "together": (
            printed(f"All bags drawn in one session: {vials_text(plan.vials)}.") if several else ""
        ),
    }


def _of_all(plan: Plan) -> list[tuple[str, str]]:
    """What is the same for every one of several bags, to be said once."""
    if len(plan.preparation) < 2:
        return []
    first, *others = [preparation_rows(made) for made in plan.preparation]
    return [row for row in first if all(row in rows for rows in others)]


def _bag(plan: Plan, made: Preparation, shared: list[tuple[str, str]]) -> Data:
    name = drug_name(plan.drug) if plan.drug else "the drug"
    return {
        "name": printed(made.bag),
        "holds": printed(f"{name} {amount(made.drug)} in {amount(made.final_volume)}"),
        "concentration": per(made.concentration),
        "rows": _pairs([row for row in preparation_rows(made) if row not in shared]),
        "instructions": texts(*instructions(made, name)),
        "label": _label_lines(label_rows(plan, made)),
    }


def _label_lines(rows: list[tuple[str, str]]) -> list[JsonValue]:
    """The rows of a label in lines: what is short stands beside what follows it."""
    lines: list[list[tuple[str, str]]] = []
    for row in rows:
        if lines and (lines[-1][-1][0], row[0]) in _BESIDE:
            lines[-1].append(row)
        else:
            lines.append([row])
    return [_pairs(line) for line in lines]


def _pairs(rows: list[tuple[str, str]]) -> list[JsonValue]:
    """Labels and texts; a row of underscores, which stands for a blank, is drawn as one."""
    return [[printed(label), [printed(part) for part in text.split(BLANK)]] for label, text in rows]
