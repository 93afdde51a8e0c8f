"""The order compared with the protocol's own limits: its dose, its weights, and whom it is not for.
Nothing is changed: a difference asks."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm, refusal
from rechallenge.model.plan import Plan
from rechallenge.quantities import PERCENT, Quantity
from rechallenge.words.codes import FindingCode

from .comparable import comparable
from .rule import Basis, asks, check, refuses

_DOSE, _WEIGHT = ("order", "dose"), ("order", "weight")


@check(
    asks(FindingCode.DOSE_ABOVE_PROTOCOL_HIGHEST, Basis.PROTOCOL_FILE, "H-01", "H-02", "H-03"),
    asks(FindingCode.DOSE_DIFFERS_FROM_PROTOCOL, Basis.PROTOCOL_FILE, "H-01", "H-02", "H-03"),
)
def dose(plan: Plan) -> Iterator[Finding]:
    """A dose above the protocol's highest, or different from the one it is for."""
    dosing, ordered = plan.protocol.dosing, plan.dose.total
    if dosing is None:
        return
    if dosing.highest is not None:
        most = _for_patient(dosing.highest, plan)
        if most is not None and ordered > most:
            code = FindingCode.DOSE_ABOVE_PROTOCOL_HIGHEST
            limit = dosing.highest
            yield confirm(code, _DOSE, _source(plan), dose=ordered, most=most, limit=limit)
    if dosing.dose is not None:
        gives = _for_patient(dosing.dose, plan)
        if gives != ordered:
            code, stated = FindingCode.DOSE_DIFFERS_FROM_PROTOCOL, dosing.dose
            yield confirm(
                code, _DOSE, _source(plan), dose=ordered, stated=stated, gives=gives or ()
            )


@check(asks(FindingCode.GIVES_IN_ALL, Basis.PROTOCOL_FILE, "H-39", "H-01"))
def in_all(plan: Plan) -> Iterator[Finding]:
    """Steps that give another amount than the ordered dose, because the source's do."""
    gives, ordered = plan.to_give, plan.dose.total
    if gives != ordered:
        share, code = (gives / ordered).to(PERCENT), FindingCode.GIVES_IN_ALL
        yield confirm(code, _DOSE, _source(plan), in_all=gives, share=share, ordered=ordered)


@check(asks(FindingCode.WEIGHT_OUTSIDE_PROTOCOL, Basis.PROTOCOL_FILE, "H-03", remedy=("weight",)))
def weight(plan: Plan) -> Iterator[Finding]:
    """A weight below the lowest or above the highest that the protocol is for."""
    dosing, stated = plan.protocol.dosing, plan.order.weight
    if dosing is None or dosing.weights is None or stated is None:
        return
    lowest, highest = dosing.weights.lowest, dosing.weights.highest
    side, limit = "below", lowest
    if highest is not None and stated > highest:
        side, limit = "above", highest
    elif lowest is None or stated >= lowest:
        return
    assert limit is not None
    code, what = FindingCode.WEIGHT_OUTSIDE_PROTOCOL, "lowest" if side == "below" else "highest"
    yield confirm(
        code,
        _WEIGHT,
        _source(plan),
        stated=stated,
        side=side,
        what=f"{what}-of-protocol",
        limit=limit,
    )


@check(refuses(FindingCode.NOT_FOR_REACTION, Basis.PROTOCOL_FILE, "H-29"))
def not_for(plan: Plan) -> Iterator[Finding]:
    """An earlier reaction after which the protocol must not be used, as it states itself."""
    grade, kind = plan.order.reaction_grade, plan.order.reaction_kind
    for number, excluded in enumerate(plan.protocol.not_for):
        if excluded.covers(grade, kind):
            place, says = ("not_for", number), excluded.says
            citation = plan.protocol.source.citation
            yield refusal(FindingCode.NOT_FOR_REACTION, place, citation, says=says)


def _for_patient(amount: Quantity, plan: Plan) -> Quantity | None:
    """An amount of the protocol for this patient, by the weight that it doses by."""
    dosing, weight = plan.protocol.dosing, plan.order.weight
    most = dosing.weight_at_most if dosing is not None else None
    if most is not None and weight is not None and weight > most:
        weight = most
    return comparable(amount, plan.dose.unit, plan, weight)


def _source(plan: Plan) -> str:
    dosing = plan.protocol.dosing
    stated = dosing.source if dosing is not None else None
    return stated or plan.protocol.source.citation
