"""Bags: what each container holds, settled when it is first used."""

from dataclasses import dataclass
from fractions import Fraction

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST, WrittenBag
from rechallenge.model.finding import Refused, refusal
from rechallenge.model.places import Place
from rechallenge.model.reading import settled
from rechallenge.planning.order.asked import Asked, for_this_patient
from rechallenge.planning.working import Working
from rechallenge.quantities import ML, PLAIN, Kind, Quantity, in_unit, kind_of, quantity

from .stock import Stock


@dataclass(frozen=True, slots=True)
class Bags:
    """The bags of one infusion, as written. `holds: rest` is known only once the earlier bags are
    solved, so each bag is prepared when a step first asks for it."""

    written: tuple[WrittenBag, ...]
    asked: Asked
    full_volume: Quantity | None

    def prepared(self, name: str, given: Quantity) -> Stock:
        """The bag of this name, when `given` of the dose has been given."""
        number = [bag.name for bag in self.written].index(name)
        written, place = self.written[number], ("bags", number)
        volume, unit = in_unit(settled(written.volume), ML), self.asked.unit
        work = Working()
        if written.dilution is not None or written.concentration is not None:
            concentration = self._concentration(written, place, work)
            drug = work.times("drug", concentration, volume, unit)
        else:
            drug = self._drug(written, place, given, work)
            concentration = work.over("concentration", drug, volume, unit / ML)
        return Stock(written.name, volume, drug, concentration, work.formulas)

    def _drug(self, written: WrittenBag, place: Place, given: Quantity, work: Working) -> Quantity:
        asked, holds = self.asked, written.holds
        if holds is None or holds == HOLDS_DOSE:
            return asked.dose
        if holds == HOLDS_REST:
            if given >= asked.dose:
                raise Refused(
                    refusal(
                        "nothing-left-for-bag",
                        f"bags[{place[1]}].holds",
                        {"bag": written.name, "ordered": asked.dose, "delivered": given},
                    )
                )
            return work.minus("drug", asked.dose, given, asked.unit)
        value = settled(holds)
        if kind_of(value) is Kind.SHARE:
            return work.times("drug", asked.dose, value, asked.unit)
        return for_this_patient(value, (*place, "holds"), "drug", asked.unit, asked, work)

    def _concentration(self, written: WrittenBag, place: Place, work: Working) -> Quantity:
        asked = self.asked
        unit = asked.unit / ML
        if written.dilution is not None:
            assert self.full_volume is not None
            assert isinstance(written.dilution, Fraction)
            full = work.over("full_strength", asked.dose, self.full_volume, unit)
            share = quantity(written.dilution, PLAIN)
            return work.times("concentration", full, share, unit)
        assert written.concentration is not None
        stated = settled(written.concentration)
        here = (*place, "concentration")
        return for_this_patient(stated, here, "concentration", unit, asked, work)
