"""The dose compared with the usual ones in the drug's file, and what the file lacks for that."""

from collections.abc import Iterator

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity, per_body, unit_like
from rechallenge.words.codes import FindingCode

from .comparable import comparable, holds_for_patient
from .rule import CONFIRM, Basis, Rule, check

_DOSE = ("order", "dose")


@check(Rule(FindingCode.DOSE_ABOVE_USUAL, (CONFIRM,), (Basis.DRUG_FILE,), ("H-01", "H-02", "H-03")))
def above_usual(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A dose above every usual one on file. One above a limit is left to the finding for that."""
    facts, total = on_file.drug(plan.drug), plan.dose.total
    if facts is None or not _is_within_limits(facts, plan):
        return
    usual = [
        (most, each)
        for each in facts.usual_doses
        if (most := comparable(each.most, unit_like(total), plan)) is not None
    ]
    most, highest = max(usual, key=lambda entry: entry[0], default=(total, None))
    if highest is not None and total > most:
        yield confirm(
            FindingCode.DOSE_ABOVE_USUAL,
            _DOSE,
            highest.source,
            dose=total,
            most=most,
            usual=highest.most,
            what=highest.what,
            drug=facts.name,
        )


def _is_within_limits(facts: DrugFacts, plan: Plan) -> bool:
    limits = _limits(facts, plan)
    return not limits or any(plan.dose.total <= most for most in limits)


def _limits(facts: DrugFacts, plan: Plan) -> list[Quantity]:
    """The limits that this dose can be compared with, for this patient."""
    unit = unit_like(plan.dose.total)
    held = (limit for limit in facts.dose_limits if holds_for_patient(limit, plan))
    found = (comparable(limit.highest, unit, plan) for limit in held)
    return [most for most in found if most is not None]


@check(
    Rule(FindingCode.DOSE_LIMIT_NOT_ON_FILE, (CONFIRM,), (Basis.DRUG_FILE,), ("H-01", "H-02")),
    Rule(
        FindingCode.DOSE_NOT_COMPARED,
        (CONFIRM,),
        (Basis.DRUG_FILE,),
        ("H-01", "H-03"),
        ("weight", "bsa"),
    ),
)
def limit_missing(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A dose that could not be compared: no limit and no usual dose is on file, or none that fits
    this order."""
    if plan.drug is None:
        return
    facts, total = on_file.drug(plan.drug), plan.dose.total
    limits = [each for each in facts.dose_limits if holds_for_patient(each, plan)] if facts else []
    on_file_for_doses = [(limit.highest, limit.source) for limit in limits]
    on_file_for_doses += [(u.most, u.source) for u in facts.usual_doses] if facts else []
    if not on_file_for_doses:
        yield confirm(FindingCode.DOSE_LIMIT_NOT_ON_FILE, _DOSE, dose=total, drug=plan.drug)
    elif all(comparable(most, unit_like(total), plan) is None for most, _ in on_file_for_doses):
        limit, source = on_file_for_doses[0]
        lacks = "body-surface" if per_body(limit) == "m2" else "weight"
        yield confirm(
            FindingCode.DOSE_NOT_COMPARED,
            _DOSE,
            source,
            dose=total,
            drug=plan.drug,
            limit=limit,
            lacks=lacks,
        )
