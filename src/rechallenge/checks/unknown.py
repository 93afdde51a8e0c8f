"""What could not be compared, in one note, so that silence is not mistaken for a passed check."""

from collections.abc import Iterator

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, Number, note
from rechallenge.model.plan import Plan
from rechallenge.planning.order.body import of_patient
from rechallenge.quantities import ML_PER_H, H, Quantity, Unit, per_body, unit_like
from rechallenge.words.codes import FindingCode

from .comparable import comparable, holds_for_patient, usual_premedication
from .rule import Basis, check, notes

_AT = ("order",)
_FIELDS = ("weight", "bsa", "line", "primed", "reaction_grade", "reaction_kind")


@check(
    notes(
        FindingCode.NOT_COMPARED,
        Basis.DRUG_FILE,
        "H-01",
        "H-02",
        "H-03",
        "H-19",
        "H-29",
        "H-30",
        remedy=_FIELDS,
    ),
    notes(FindingCode.NOT_STATED, Basis.ORDER, "H-03", "H-21", "H-29", remedy=_FIELDS),
)
def not_compared(plan: Plan) -> Iterator[Finding]:
    """One note for everything that is neither on file nor in the order."""
    facts = plan.on_file.drug(plan.drug)
    absent = _absent(facts, plan) if plan.drug is not None else ()
    of_file, of_order = _without_a_common_unit(facts, plan) if facts else ([], [])
    premedication = dict(_premedication(plan))
    on_no_file = tuple(dict.fromkeys((*absent, *of_file, *premedication)))
    not_stated = tuple(dict.fromkeys((*of_order, *_of_order(plan))))
    if not on_no_file:
        if not_stated:
            yield note(FindingCode.NOT_STATED, _AT, absent=not_stated)
        return
    more: dict[str, Number] = {}
    if not_stated:
        more["not_stated"] = not_stated
    if premedication:
        named = (drug for drugs in premedication.values() for drug in drugs)
        more["of_premedication"] = tuple(dict.fromkeys(named))
    yield note(FindingCode.NOT_COMPARED, _AT, absent=on_no_file, **more)


def _absent(facts: DrugFacts | None, plan: Plan) -> Iterator[str]:
    """What is missing in the drug's file. A missing dose limit has a finding of its own."""
    range_ = facts.concentration if facts else None
    if not plan.runs:
        # Concentration, stability and rate on file are those of an infusion.
        yield from _advice_absent(facts, plan)
        return
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
    yield from _advice_absent(facts, plan)


def _advice_absent(facts: DrugFacts | None, plan: Plan) -> Iterator[str]:
    grade = plan.order.reaction_grade
    advice = facts.reactions if facts else ()
    if grade is not None and not any(grade in entry.grades for entry in advice):
        yield "reaction-advice"


def _without_a_common_unit(facts: DrugFacts, plan: Plan) -> tuple[list[str], list[str]]:
    """The limits on file that are in no unit of the plan, and what of the patient others need. A
    dose that could be compared with no limit asks, and is not named here."""
    in_no_unit, lacking = [], []
    for what, limit, units in _on_file(facts, plan):
        if any(comparable(limit, unit, plan) is not None for unit in units):
            continue
        if of_patient(limit, plan.order) is None:
            lacking.append("body-surface" if per_body(limit) == "m2" else "weight")
        else:
            in_no_unit.append(what)
    return in_no_unit, lacking


def _on_file(facts: DrugFacts, plan: Plan) -> Iterator[tuple[str, Quantity, tuple[Unit, ...]]]:
    """Each limit: what it is, its value, and the units of the plan to compare it in."""
    unit = plan.dose.unit
    doses = [limit.highest for limit in facts.dose_limits if holds_for_patient(limit, plan)]
    if any(comparable(highest, unit, plan) is not None for highest in doses):
        yield from (("dose-limit", highest, (unit,)) for highest in doses)
    if (range_ := facts.concentration) is not None:
        of_bags = tuple(unit_like(bag.concentration) for bag in plan.bags)
        for side, limit in (("lowest", range_.lowest), ("highest", range_.highest)):
            if limit is not None:
                yield f"{side}-concentration", limit, of_bags
    for highest in facts.highest_rates:
        yield "highest-rate", highest.rate, (ML_PER_H, unit / H)


def _premedication(plan: Plan) -> Iterator[tuple[str, list[str]]]:
    """What is not on file about premedication, with the drugs. Group and sedation matter only if
    there is another drug to compare."""
    doses = plan.premedication
    several = len(doses) > 1
    facts = {dose.drug: plan.on_file.drug(dose.drug) for dose in doses}
    usual = [dose.drug for dose in doses if usual_premedication(dose, plan) is None]
    for what, drugs in (
        ("usual-premedication", usual),
        ("premedication-group", [d for d, f in facts.items() if f is None or f.group is None]),
        ("sedation", [d for d, f in facts.items() if f is None or f.sedates is None]),
    ):
        if drugs and (several or drugs is usual):
            yield what, drugs


def _of_order(plan: Plan) -> Iterator[str]:
    """What the order leaves out, so that something could not be compared."""
    if plan.line is None and len(plan.bags) == 1 and plan.runs:
        yield "line"
    if plan.order.reaction_grade is None:
        yield "reaction-grade"
    if plan.order.reaction_kind is None:
        yield "reaction-kind"
