"""What is on file about a drug. What is not known is left out, never taken from a similar one."""

from typing import Self

from pydantic import model_validator

from rechallenge.quantities import Quantity, display
from rechallenge.words import _

from .drug_limits import DoseLimit, HighestRate, ReactionAdvice, Restart, UsualDose
from .frozen import Entry, WrongAt
from .making_up import Diluent, DiluentVolume, FinalConcentration, Preparing, Stability, Vial
from .places import Place
from .texts import Text


class Stated(Entry):
    """Something the source says in words: a filter, a set, a usual infusion."""

    says: Text
    source: Text


class DrugFacts(Entry):
    """A drug file: its name, its other names, and its facts with their sources.

    `group` is what two drugs share that are not given together without thought, such as "H1
    antihistamine"; `sedates` is what the source says of drowsiness. `not_in` are solutions that the
    source forbids, `dosing` is what it says of the dose in words.
    """

    name: Text
    also: tuple[Text, ...] = ()
    vials: tuple[Vial, ...] = ()
    diluents: tuple[Diluent, ...] = ()
    not_in: tuple[Diluent, ...] = ()
    diluent_volume: DiluentVolume | None = None
    concentration: FinalConcentration | None = None
    preparing: Preparing | None = None
    stability: tuple[Stability, ...] = ()
    line: tuple[Stated, ...] = ()
    usual_infusion: tuple[Stated, ...] = ()
    highest_rates: tuple[HighestRate, ...] = ()
    dosing: tuple[Stated, ...] = ()
    dose_limits: tuple[DoseLimit, ...] = ()
    reactions: tuple[ReactionAdvice, ...] = ()
    restart: Restart | None = None
    group: Stated | None = None
    sedates: Stated | None = None
    premedication: tuple[UsualDose, ...] = ()

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        if not self.vials:
            return self
        first = self.vials[0].concentration
        stated: list[tuple[Place, Quantity | None]] = [
            (("vials", number, "concentration"), vial.concentration)
            for number, vial in enumerate(self.vials)
        ]
        stated += [
            (("concentration", key), getattr(self.concentration, key, None))
            for key in ("lowest", "highest", "about")
        ]
        for place, value in stated:
            if value is not None and value.dimensionality != first.dimensionality:
                sentence = _("does not go with a vial of {strength}; use one unit")
                raise WrongAt(place, sentence.format(strength=display(first)))
        return self

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, key) for key in type(self).model_fields if key not in _NAMES):
            raise ValueError(_("states no fact; write one with its source"))
        return self

    def goes_by(self, name: str) -> bool:
        """Whether this is one of its names, in any case."""
        return name.lower() in (self.name.lower(), *(other.lower() for other in self.also))


_NAMES = ("name", "also")
