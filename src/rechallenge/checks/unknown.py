"""What is not on file about the drug, or cannot be compared, said so that silence is never taken
for a check passed."""

from collections.abc import Iterator

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.model.reading import PER_AREA_KINDS
from rechallenge.quantities import ML_PER_H, H, Quantity, Unit, kind_of, unit_like

from .comparable import comparable, limit_for_patient
from .rule import NOTE, Rule, check


@check(
    Rule(
        "no-limits-on-file",
        (NOTE,),
        "the drug's file with what is missing in it: dose limit, final concentrations, stability, "
        "highest rate",
        "the drug's file, which has none",
        ("H-01", "H-02", "H-19"),
    )
)
def limits(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """One note that names each limit that is not on file, and so was not compared."""
    if plan.drug is None:
        return
    missing = list(_missing(on_file.drug(plan.drug)))
    if missing:
        yield note(
            "no-limits-on-file", "order.dose", {"drug": plan.drug, "absent": ", ".join(missing)}
        )


@check(
    Rule(
        "limit-not-compared",
        (NOTE,),
        "each limit on file with what the order lacks to compare it: weight, body surface, or the "
        "same kind of unit",
        "the drug's file",
        ("H-01", "H-03"),
    )
)
def not_compared(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Limits on file that this order gives nothing to compare with."""
    facts = on_file.drug(plan.drug)
    for what, limit, units, source in _on_file(facts, plan) if facts else ():
        if all(comparable(limit, unit, plan) is None for unit in units):
            yield note(
                "limit-not-compared",
                "order",
                {"what": what, "limit": limit, "lacks": _lacks(limit, plan)},
                source,
            )


def _lacks(limit: Quantity, plan: Plan) -> str:
    if limit_for_patient(limit, plan) is not None:
        return "a dose in the same kind of unit"
    return "body surface" if kind_of(limit) in PER_AREA_KINDS else "weight"


def _missing(facts: DrugFacts | None) -> Iterator[str]:
    if facts is None or not facts.dose_limits:
        yield "dose limit"
    range_ = facts.concentration if facts else None
    if range_ is None or (range_.lowest is None and range_.highest is None):
        yield "final concentration range"
    elif range_.lowest is None:
        yield "lowest final concentration"
    elif range_.highest is None:
        yield "highest final concentration"
    if facts is None or not facts.stability:
        yield "stability"
    if facts is None or not facts.highest_rates:
        yield "highest rate"


def _on_file(facts: DrugFacts, plan: Plan) -> Iterator[tuple[str, Quantity, tuple[Unit, ...], str]]:
    """Each limit: what it is, its value, the units of the plan to compare it in, its source."""
    unit = unit_like(plan.dose.total)
    for dose in facts.dose_limits:
        yield "dose limit", dose.highest, (unit,), dose.source
    if facts.concentration is not None:
        of_bags = tuple(unit_like(bag.concentration) for bag in plan.bags)
        for side in ("lowest", "highest"):
            limit = getattr(facts.concentration, side)
            if limit is not None:
                yield f"{side} final concentration", limit, of_bags, facts.concentration.source
    for highest in facts.highest_rates:
        yield "highest rate", highest.rate, (ML_PER_H, unit / H), highest.source
