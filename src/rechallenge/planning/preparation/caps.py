"""What rounding a draw must not pass: the doses that a protocol and a drug's file end at."""

from collections.abc import Iterator

from rechallenge.model.dosing import Dosing
from rechallenge.model.drug import DrugFacts
from rechallenge.model.order import Order
from rechallenge.model.plan import OrderedDose
from rechallenge.model.reading import PER_AREA_KINDS, PER_KG_KINDS
from rechallenge.quantities import Quantity, kind_of


def dose_caps(
    order: Order, dose: OrderedDose, dosing: Dosing | None, facts: DrugFacts | None
) -> tuple[Quantity, ...]:
    """Every highest dose of the protocol and the drug's file, for this patient. Those for other
    patients are among them: one that the order passes already is no cap."""
    return tuple(
        cap
        for stated in _stated(dosing, facts)
        for cap in _for_patient(stated, order, dose, dosing)
        if cap.dimensionality == dose.total.dimensionality
    )


def _stated(dosing: Dosing | None, facts: DrugFacts | None) -> Iterator[Quantity]:
    if dosing is not None and dosing.highest is not None:
        yield dosing.highest
    if facts is not None:
        yield from (limit.highest for limit in facts.dose_limits)
        yield from (usual.most for usual in facts.usual_doses)


def _for_patient(
    stated: Quantity, order: Order, dose: OrderedDose, dosing: Dosing | None
) -> Iterator[Quantity]:
    kind = kind_of(stated)
    if kind in PER_KG_KINDS:
        most = None if dosing is None else dosing.weight_at_most
        yield from (stated * kg for kg in (order.weight, most) if kg is not None)
    elif kind in PER_AREA_KINDS:
        area = order.bsa if dose.body_surface is None else dose.body_surface.area
        if area is not None:
            yield stated * area
    else:
        yield stated
