"""The pharmacist's page: how each bag is made and labelled, or what is missing to say so."""

from rechallenge.model.plan import Plan
from rechallenge.model.preparation import Preparation
from rechallenge.sheets.layout import amount
from rechallenge.sheets.names import drug_name
from rechallenge.sheets.preparation_text import (
    BLANK,
    VIAL_RULE,
    instructions,
    label_rows,
    preparation_rows,
    vials_text,
)
from rechallenge.sheets.wording import finding_text

from .before import per
from .words import Data, JsonValue, printed, texts

_NOT_WORKED_OUT = "Not worked out."
_MISSING = "no-preparation"


def worksheet(plan: Plan) -> Data:
    """Each bag with its instructions and its label; without any, the finding that says why."""
    missing = [finding_text(f) for f in plan.findings if f.code == _MISSING]
    several = len(plan.preparation) > 1 and bool(plan.vials)
    return {
        "missing": "" if plan.preparation else printed(" ".join(missing) or _NOT_WORKED_OUT),
        "rule": printed(VIAL_RULE) if plan.vials else "",
        "bags": [_bag(plan, made) for made in plan.preparation],
        "together": (
            printed(f"All bags drawn in one session: {vials_text(plan.vials)}.") if several else ""
        ),
    }


def _bag(plan: Plan, made: Preparation) -> Data:
    name = drug_name(plan.drug) if plan.drug else "the drug"
    return {
        "name": printed(made.bag),
        "holds": printed(f"{name} {amount(made.drug)} in {amount(made.final_volume)}"),
        "concentration": per(made.concentration),
        "rows": _pairs(preparation_rows(made)),
        "instructions": texts(*instructions(made, name)),
        "label": _pairs(label_rows(plan, made)),
    }


def _pairs(rows: list[tuple[str, str]]) -> list[JsonValue]:
    """Labels and texts; a row of underscores, which stands for a blank, is drawn as one."""
    return [[printed(label), [printed(part) for part in text.split(BLANK)]] for label, text in rows]
