"""Everything a sheet prints, as texts that are ready to be set."""

from typing import Literal, TypeAlias

from rechallenge.model.plan import Plan
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.sheet.text.former import SCOPE, draft_text
from rechallenge.sheet.text.layout import amount
from rechallenge.version import __version__

from . import after, before
from .chart import chart
from .qr import fingerprint_code
from .steps import step_table
from .words import Data, label, printed
from .worksheet import worksheet

Paper: TypeAlias = Literal["a4", "letter"]
SHORT = 12
"""Characters of a fingerprint that are printed."""
_TYPST_PAPERS = {"a4": "a4", "letter": "us-letter"}


def sheet_data(plan: Plan, paper: Paper) -> Data:
    """The data of the templates: formatted texts, and coordinates of the chart."""
    own = fingerprint(plan)
    return {
        "paper": _TYPST_PAPERS[paper],
        "title": printed(f"Step sheet: {_named(plan)} {amount(plan.dose.total)}"),
        "drug": printed(_named(plan)),
        "drug_known": plan.drug is not None,
        "dose": amount(plan.dose.total),
        "reached": before.dose_reached(plan),
        "draft": draft_text(plan) or "",
        "patient": label(plan.order.patient or ""),
        "protocol": printed(f"{plan.protocol.id}, version {plan.protocol.version}"),
        "protocol_print": plan.protocol.fingerprint[:SHORT],
        "plan_print": own[:SHORT],
        "code": fingerprint_code(own),
        "software": f"rechallenge {__version__}",
        "facts": before.facts(plan),
        "bags": before.bag_rows(plan),
        "premedication": before.premedication_rows(plan),
        "steps": step_table(plan),
        "reaction": after.reaction(plan),
        "chart": chart(plan),
        "delivery": after.delivery(plan),
        "vitals": after.vital_signs(plan),
        "findings": after.finding_rows(plan),
        "source": after.source(plan),
        "scope": printed(SCOPE),
        "worksheet": worksheet(plan),
    }


def _named(plan: Plan) -> str:
    return drug_name(plan.drug) if plan.drug else "drug not named"
