"""Bags: what each container holds, settled when it is first used."""

from dataclasses import dataclass
from fractions import Fraction

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST, WrittenBag
from rechallenge.model.finding import Refused, refusal
from rechallenge.model.places import Place
from rechallenge.model.reading import settled
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.order.dose_context import DoseContext, scaled_to_weight
from rechallenge.quantities import ML, PLAIN, Kind, Quantity, in_unit, kind_of, quantity

from .stock import Stock


@dataclass(frozen=True, slots=True)
class Bags:
    """The bags of one infusion, as written. `holds: rest` is known only once the earlier bags are
    solved, so each bag is prepared when a step first asks for it."""

    written: tuple[WrittenBag, ...]
    context: DoseContext
    full_volume: Quantity | None

    def prepared(self, name: str, given: Quantity) -> Stock:
        """The bag of this name, when `given` of the dose has been given."""
        number = [bag.name for bag in self.written].index(name)
        written, place = self.written[number], ("bags", number)
        volume, unit = in_unit(settled(written.volume), ML), self.context.unit
        log = CalculationLog()
        if written.dilution is not None or written.concentration is not None:
            concentration = self._concentration(written, place, log)
            drug = log.times("drug", concentration, volume, unit)
        else:
            drug = self._drug(written, place, given, log)
            concentration = log.over("concentration", drug, volume, unit / ML)
        return Stock(written.name, volume, drug, concentration, log.formulas)

    def _drug(
        self, written: WrittenBag, place: Place, given: Quantity, log: CalculationLog
    ) -> Quantity:
        context, holds = self.context, written.holds
        if holds is None or holds == HOLDS_DOSE:
            return context.dose
        if holds == HOLDS_REST:
            if given >= context.dose:
                raise Refused(
                    refusal(
                        "nothing-left-for-bag",
                        f"bags[{place[1]}].holds",
                        {"bag": written.name, "ordered": context.dose, "delivered": given},
                    )
                )
            return log.minus("drug", context.dose, given, context.unit)
        value = settled(holds)
        if kind_of(value) is Kind.SHARE:
            return log.times("drug", context.dose, value, context.unit)
        return scaled_to_weight(value, (*place, "holds"), "drug", context.unit, context, log)

    def _concentration(self, written: WrittenBag, place: Place, log: CalculationLog) -> Quantity:
        context = self.context
        unit = context.unit / ML
        if written.dilution is not None:
            assert self.full_volume is not None
            assert isinstance(written.dilution, Fraction)
            full = log.over("full_strength", context.dose, self.full_volume, unit)
            share = quantity(written.dilution, PLAIN)
            return log.times("concentration", full, share, unit)
        assert written.concentration is not None
        stated = settled(written.concentration)
        here = (*place, "concentration")
        return scaled_to_weight(stated, here, "concentration", unit, context, log)
