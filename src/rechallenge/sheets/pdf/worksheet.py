"""The pharmacist's page: how each bag is made, or what is missing to say so."""

from rechallenge.model.plan import Plan

from .words import Data, printed

_MISSING = (
    "How the bags are made was not worked out. State the strength of the drug as supplied "
    "(--strength), or add a drug file that has it."
)


def worksheet(plan: Plan) -> Data:
    """What is missing, while no preparation is worked out."""
    return {"missing": "" if plan.preparation else printed(_MISSING), "bags": []}
