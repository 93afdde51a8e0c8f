"""What bags and steps are solved against: the dose, and amounts per kg or m2 for this patient."""

from typing import NamedTuple

from rechallenge.model.dosing import Dosing
from rechallenge.model.order import Order
from rechallenge.model.places import Place, path_text
from rechallenge.model.problems import Problem, UnusableProtocol
from rechallenge.model.pump import Pump
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import Quantity, Unit, display, per_body
from rechallenge.words import _

from .body import area_of, weight_of


class DoseContext(NamedTuple):
    """What steps are solved against: the dose in `unit` (mg or units), with the patient's weight
    and surface area. With a pump every step becomes one that it can run; without, rates stay exact.
    `in_all` is what the steps are to give, where the protocol states another amount than the dose.
    `dosing` is what the protocol states about its own dose; `strength` is that of the drug as
    supplied, None where it is not known; `highest_rates` are those on file for it, for this
    patient."""

    order: Order
    dose: Quantity
    unit: Unit
    full_volume: Quantity | None = None
    full_rate: Quantity | None = None
    dosing: Dosing | None = None
    strength: Quantity | None = None
    highest_rates: tuple[Quantity, ...] = ()
    in_all: Quantity | None = None
    pump: Pump | None = None

    @property
    def to_give(self) -> Quantity:
        """What the steps give in all: the dose, unless the protocol states another amount."""
        return self.dose if self.in_all is None else self.in_all

    def bringing(self, given: Quantity) -> "DoseContext":
        """The same where the steps really give this much in all: shares are larger or smaller by as
        much."""
        if self.in_all is None:
            return self._replace(dose=given)
        return self._replace(dose=given * self.dose / self.in_all, in_all=given)

    @property
    def weight_at_most(self) -> Quantity | None:
        """The highest weight that the protocol doses by."""
        return None if self.dosing is None else self.dosing.weight_at_most


def for_patient(
    value: Quantity, place: Place, name: str, unit: Unit, context: DoseContext, log: CalculationLog
) -> Quantity:
    """A stated value without its `per kg` or `per m2`, in the unit it is planned in.

    Raises UnusableOrder when a weight or surface is needed, and UnusableProtocol for a value in
    units where the dose is in mg, or the other way round.
    """
    size, per = None, per_body(value)
    if per == "kg":
        size = _dosing_weight(context, place, log)
    elif per == "m2":
        why = _("{place} is per m2 of body surface").format(place=path_text(place))
        size = area_of(context.order, why)
    plain = value if size is None else value * size
    if plain.dimensionality != unit.dimensionality:
        raise UnusableProtocol(
            Problem(
                place,
                _(
                    '"{value}" does not go with a dose in {unit}; state both in mg or both in units'
                ).format(value=display(value), unit=f"{context.unit:~}"),
            )
        )
    return plain.to(unit) if size is None else log.times(name, value, size, unit)


def _dosing_weight(context: DoseContext, place: Place, log: CalculationLog) -> Quantity:
    """The weight for an amount per kg: the patient's, or the highest that the protocol doses by."""
    why = _("{place} is per kg of body weight").format(place=path_text(place))
    weight = weight_of(context.order, why)
    most = context.weight_at_most
    return weight if most is None or weight <= most else log.at_most("dosing_weight", weight, most)
