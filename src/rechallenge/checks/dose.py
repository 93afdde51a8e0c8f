"""The ordered dose against what is on file as the most to give."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.quantities import unit_like

from .comparable import comparable
from .rule import CONFIRM, Rule, check


@check(
    Rule(
        "dose-above-limit",
        (CONFIRM,),
        "the ordered dose with each dose limit on file for the drug, also per kg and per m2",
        "the drug's file",
        ("H-01", "H-02", "H-03"),
    )
)
def above_limit(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A dose above a limit of the drug's file, worked out for this patient."""
    facts, dose = on_file.drug(plan.drug), plan.dose.total
    for limit in facts.dose_limits if facts else ():
        most = comparable(limit.highest, unit_like(dose), plan)
        if most is not None and dose > most:
            yield confirm(
                "dose-above-limit",
                "order.dose",
                {
                    "dose": dose,
                    "most": most,
                    "limit": limit.highest,
                    "what": limit.what,
                    "drug": str(plan.drug),
                },
                limit.source,
            )
