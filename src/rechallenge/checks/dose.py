"""The dose compared with the limits and the usual ones in the drug's file, and what the file lacks
for that."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rechallenge.model.drug_limits import DoseLimit, UsualDose
from rechallenge.model.finding import Finding, confirm
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity, per_body, unit_like
from rechallenge.words.codes import FindingCode

from .comparable import comparable, holds_for_patient
from .rule import Basis, asks, check

_Entry = TypeVar("_Entry", DoseLimit, UsualDose)
_DOSE = ("order", "dose")


@check(asks(FindingCode.DRUG_NOT_NAMED, Basis.ORDER, "H-13", remedy=("drug",)))
def named(plan: Plan) -> Iterator[Finding]:
    """A plan that does not name its drug, so that it was compared with no drug's file."""
    if plan.drug is None:
        yield confirm(FindingCode.DRUG_NOT_NAMED, ("order", "drug"))


@check(
    asks(FindingCode.DOSE_ABOVE_LIMIT, Basis.DRUG_FILE, "H-01", "H-02", "H-03"),
    asks(FindingCode.DOSE_ABOVE_USUAL, Basis.DRUG_FILE, "H-01", "H-02", "H-03"),
)
def above(plan: Plan) -> Iterator[Finding]:
    """A dose above every limit of the drug's file that is for this patient, since a drug may be
    dosed by surface for one illness and by a fixed amount for another; else above every usual
    dose."""
    facts, total = plan.on_file.drug(plan.drug), plan.dose.total
    if facts is None:
        return
    limits = [each for each in facts.dose_limits if holds_for_patient(each, plan)]
    limit, most = _highest(((each, each.highest) for each in limits), plan)
    usual, usually = _highest(((each, each.most) for each in facts.usual_doses), plan)
    if limit is not None and most is not None and total > most:
        yield confirm(
            FindingCode.DOSE_ABOVE_LIMIT,
            _DOSE,
            limit.source,
            dose=total,
            most=most,
            limit=limit.highest,
            what=limit.what,
            drug=str(plan.drug),
        )
    elif usual is not None and usually is not None and total > usually:
        yield confirm(
            FindingCode.DOSE_ABOVE_USUAL,
            _DOSE,
            usual.source,
            dose=total,
            most=usually,
            usual=usual.most,
            what=usual.what,
            drug=facts.name,
        )


def _highest(
    doses: Iterable[tuple[_Entry, Quantity]], plan: Plan
) -> tuple[_Entry, Quantity] | tuple[None, None]:
    """The entry with the highest dose that this one can be compared with, and that dose."""
    unit = plan.dose.unit
    known = [(each, m) for each, dose in doses if (m := comparable(dose, unit, plan)) is not None]
    return max(known, key=lambda found: found[1], default=(None, None))


@check(
    asks(FindingCode.DOSE_LIMIT_NOT_ON_FILE, Basis.DRUG_FILE, "H-01", "H-02"),
    asks(FindingCode.DOSE_NOT_COMPARED, Basis.DRUG_FILE, "H-01", "H-03", remedy=("weight", "bsa")),
)
def limit_missing(plan: Plan) -> Iterator[Finding]:
    """A dose that could not be compared: no limit and no usual dose is on file, or none that fits
    this order."""
    if plan.drug is None:
        return
    facts, total = plan.on_file.drug(plan.drug), plan.dose.total
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
