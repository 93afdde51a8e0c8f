"""What is not on file about the drug, or cannot be compared, listed so that silence is never taken
for a check passed."""

from collections.abc import Iterator

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.model.reading import PER_AREA_KINDS
from rechallenge.quantities import ML_PER_H, H, Quantity, Unit, kind_of, unit_like
from rechallenge.words.codes import FindingCode

from .comparable import comparable, holds_for_patient, limit_for_patient
from .rule import NOTE, Basis, Rule, check


@check(Rule(FindingCode.NO_LIMITS_ON_FILE, (NOTE,), (Basis.DRUG_FILE,), ("H-01", "H-02", "H-19")))
def limits(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """One note that names each limit that is not on file, and so was not compared."""
    if plan.drug is None:
        return
    absent = tuple(_absent(on_file.drug(plan.drug)))
    if absent:
        at = ("order", "dose")
        yield note(FindingCode.NO_LIMITS_ON_FILE, at, drug=plan.drug, absent=absent)


@check(
    Rule(
        FindingCode.LIMIT_NOT_COMPARED,
        (NOTE,),
        (Basis.DRUG_FILE,),
        ("H-01", "H-03"),
        ("weight", "bsa"),
    )
)
def not_compared(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Limits on file that this order gives nothing to compare with."""
    facts = on_file.drug(plan.drug)
    for what, limit, units, source in _on_file(facts, plan) if facts else ():
        if all(comparable(limit, unit, plan) is None for unit in units):
            lacks = "common-unit"
            if limit_for_patient(limit, plan) is None:
                lacks = "body-surface" if kind_of(limit) in PER_AREA_KINDS else "weight"
            yield note(
                FindingCode.LIMIT_NOT_COMPARED,
                ("order",),
                source,
                what=what,
                limit=limit,
                lacks=lacks,
            )


def _absent(facts: DrugFacts | None) -> Iterator[str]:
    if facts is None or not facts.dose_limits:
        yield "dose-limit"
    range_ = facts.concentration if facts else None
    if range_ is None or (range_.lowest is None and range_.highest is None):
        yield "concentration-range"
    elif range_.lowest is None:
        yield "lowest-concentration"
    elif range_.highest is None:
        yield "highest-concentration"
    if facts is None or not facts.stability:
        yield "stability"
    if facts is None or not facts.highest_rates:
        yield "highest-rate"


def _on_file(facts: DrugFacts, plan: Plan) -> Iterator[tuple[str, Quantity, tuple[Unit, ...], str]]:
    """Each limit: what it is, its value, the units of the plan to compare it in, its source."""
    unit = unit_like(plan.dose.total)
    for dose in facts.dose_limits:
        if holds_for_patient(dose, plan):
            yield "dose-limit", dose.highest, (unit,), dose.source
    if (range_ := facts.concentration) is not None:
        of_bags = tuple(unit_like(bag.concentration) for bag in plan.bags)
        for side, limit in (("lowest", range_.lowest), ("highest", range_.highest)):
            if limit is not None:
                yield f"{side}-concentration", limit, of_bags, range_.source
    for highest in facts.highest_rates:
        yield "highest-rate", highest.rate, (ML_PER_H, unit / H), highest.source
