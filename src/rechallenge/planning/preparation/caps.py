"""What rounding a draw must not pass: the doses that a protocol and a drug's file end at."""

from collections.abc import Iterator

from rechallenge.model.dosing import Dosing
from rechallenge.model.drug import DrugFacts
from rechallenge.model.order import Order
from rechallenge.model.plan import OrderedDose
from rechallenge.planning.order.body import of_patient
from rechallenge.quantities import Quantity


def dose_caps(
    order: Order, dose: OrderedDose, dosing: Dosing | None, facts: DrugFacts | None
) -> tuple[Quantity, ...]:
    """Every highest dose of the protocol and the drug's file, for this patient, by the weight and
    by the highest weight that the protocol doses by. Those for other patients are among them: one
    that the order passes already is no cap."""
    most = None if dosing is None else dosing.weight_at_most
    caps = (
        of_patient(stated, order, weight)
        for stated in _stated(dosing, facts)
        for weight in dict.fromkeys((None, most))
    )
    whole = dose.total.dimensionality
    return tuple(cap for cap in caps if cap is not None and cap.dimensionality == whole)


def _stated(dosing: Dosing | None, facts: DrugFacts | None) -> Iterator[Quantity]:
    if dosing is not None and dosing.highest is not None:
        yield dosing.highest
    if facts is not None:
        yield from (limit.highest for limit in facts.dose_limits)
        yield from (usual.most for usual in facts.usual_doses)
