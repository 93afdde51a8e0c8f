"""Stage 3, bags: what each container holds, settled when it is first used."""

from fractions import Fraction

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST, WrittenBag
from rechallenge.model.finding import Finding, Refused, Severity
from rechallenge.model.frozen import Place
from rechallenge.model.plan import Bag
from rechallenge.model.problems import Problem, UnusableProtocol
from rechallenge.model.reading import settled
from rechallenge.quantities import ML, PLAIN, Kind, Quantity, display, kind_of, quantity

from .stated import Asked, for_this_patient
from .stock import Stock
from .working import Working


class Bags:
    """The bags of one infusion. `holds: rest` is known only once the earlier bags are solved, so
    each bag is prepared at its first use and drawn from after that."""

    def __init__(
        self, written: tuple[WrittenBag, ...], asked: Asked, full_volume: Quantity | None
    ) -> None:
        self._written = written
        self._asked = asked
        self._full_volume = full_volume
        self._stocks: dict[str, Stock] = {}

    @property
    def first(self) -> str:
        """The bag that a protocol begins with."""
        return self._written[0].name

    def take(self, name: str, given: Quantity) -> Stock:
        """The bag by its name, prepared now if it was not yet; `given` is the dose so far."""
        if name not in self._stocks:
            number = next(n for n, bag in enumerate(self._written) if bag.name == name)
            self._stocks[name] = self._prepared(self._written[number], ("bags", number), given)
        return self._stocks[name]

    def used(self, given: Quantity) -> tuple[Bag, ...]:
        """Every bag as the plan states it, once all steps are known."""
        for number, written in enumerate(self._written):
            if written.name not in self._stocks and written.holds == HOLDS_REST:
                raise Refused(
                    Finding(
                        code="bag-not-used",
                        severity=Severity.REFUSE,
                        where=f"bags[{number}]",
                        numbers={"bag": written.name},
                    )
                )
        return tuple(self.take(written.name, given).bag() for written in self._written)

    def _prepared(self, written: WrittenBag, place: Place, given: Quantity) -> Stock:
        volume, unit = settled(written.volume).to(ML), self._asked.unit
        work = Working()
        if written.dilution is not None or written.concentration is not None:
            concentration = self._concentration(written, place, work)
            drug = work.times("drug", concentration, volume, unit)
            return Stock(written.name, volume, drug, concentration, volume, work)
        drug = self._drug(written, place, given, work)
        concentration = work.over("concentration", drug, volume, unit / ML)
        return Stock(written.name, volume, drug, concentration, volume, work)

    def _drug(self, written: WrittenBag, place: Place, given: Quantity, work: Working) -> Quantity:
        asked, holds = self._asked, written.holds
        if holds is None or holds == HOLDS_DOSE:
            return asked.dose
        if holds == HOLDS_REST:
            if given >= asked.dose:
                raise Refused(
                    Finding(
                        code="nothing-left-for-bag",
                        severity=Severity.REFUSE,
                        where=f"bags[{place[1]}].holds",
                        numbers={"bag": written.name, "ordered": asked.dose, "delivered": given},
                    )
                )
            return work.minus("drug", asked.dose, given, asked.unit)
        value = settled(holds)
        if kind_of(value) is Kind.SHARE:
            return work.times("drug", asked.dose, value, asked.unit)
        return for_this_patient(value, (*place, "holds"), "drug", asked.unit, asked, work)

    def _concentration(self, written: WrittenBag, place: Place, work: Working) -> Quantity:
        asked = self._asked
        unit = asked.unit / ML
        if written.dilution is not None:
            assert self._full_volume is not None
            assert isinstance(written.dilution, Fraction)
            full = work.over("full_strength", asked.dose, self._full_volume, unit)
            share = quantity(written.dilution, PLAIN)
            return work.times("concentration", full, share, unit)
        assert written.concentration is not None
        stated = settled(written.concentration)
        if stated.dimensionality != unit.dimensionality:
            raise UnusableProtocol(
                Problem(
                    (*place, "concentration"),
                    f'"{display(stated)}" does not go with a dose in {asked.unit:~}; '
                    "state both in mg or both in units",
                )
            )
        return stated.to(unit)
