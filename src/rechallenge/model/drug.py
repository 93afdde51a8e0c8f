"""What is on file about a drug. What is not known is left out, never taken from a similar one."""

from typing import Literal, Self

from pydantic import model_validator

from rechallenge.quantities import Quantity, display, is_in_units
from rechallenge.words import _
from rechallenge.words.nearest import nearest_known

from .drug_limits import (
    DoseLimit,
    Grade,
    HighestRate,
    MinimumInterval,
    ReactionAdvice,
    Restart,
    ShortestInfusion,
    Stated,
    UsualDose,
    UsualInfusion,
    UsualPremedication,
)
from .frozen import Entry, WrongAt
from .making_up import Diluent, DiluentVolume, FinalConcentration, Preparing, Stability, Vial
from .places import Place
from .review import Review
from .texts import Tag, Text


class GenericName(Entry):
    """The generic name of a drug in a language, by its tag, such as `zh-CN`."""

    language: Tag
    name: Text
    source: Text


class DrugFacts(Entry):
    """A drug file: its name, its other names, and its facts with their sources.

    `name` is the international one, `names` are the generic ones in other languages.

    `measured_in` is what a dose of it is written in. `group` names a class of which two drugs are
    not given together without thought, such as "H1 antihistamine"; `sedates` is what the source
    says about drowsiness. `not_in` are solutions that the source forbids, `dosing` is what it says
    of the dose in words. `filter`, `light`, `set` and `line` are what it says of giving it;
    these and the `warnings` stand on the label of each bag. `dose_limits` are of one dose,
    `daily_limits` of all in 24 h. `premedication_asked` is what the label asks to be given before
    this drug, `premedication` the doses of this drug given before another.
    """

    name: Text
    names: tuple[GenericName, ...] = ()
    also: tuple[Text, ...] = ()
    measured_in: Literal["mass", "units"] | None = None
    vials: tuple[Vial, ...] = ()
    diluents: tuple[Diluent, ...] = ()
    not_in: tuple[Diluent, ...] = ()
    diluent_volume: DiluentVolume | None = None
    concentration: FinalConcentration | None = None
    preparing: Preparing | None = None
    stability: tuple[Stability, ...] = ()
    filter: tuple[Stated, ...] = ()
    light: tuple[Stated, ...] = ()
    set: tuple[Stated, ...] = ()
    line: tuple[Stated, ...] = ()
    warnings: tuple[Stated, ...] = ()
    usual_infusion: tuple[UsualInfusion, ...] = ()
    shortest_infusion: ShortestInfusion | None = None
    highest_rates: tuple[HighestRate, ...] = ()
    dosing: tuple[Stated, ...] = ()
    usual_doses: tuple[UsualDose, ...] = ()
    dose_limits: tuple[DoseLimit, ...] = ()
    daily_limits: tuple[DoseLimit, ...] = ()
    minimum_interval: MinimumInterval | None = None
    premedication_asked: Stated | None = None
    reactions: tuple[ReactionAdvice, ...] = ()
    restart: Restart | None = None
    group: Stated | None = None
    sedates: Stated | None = None
    premedication: tuple[UsualPremedication, ...] = ()
    review: Review | None = None

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
        stated += [
            (("stability", number, key), getattr(kept, key))
            for number, kept in enumerate(self.stability)
            for key in ("lowest", "highest")
        ]
        for place, value in stated:
            if value is not None and value.dimensionality != first.dimensionality:
                sentence = _("does not go with a vial of {strength}; use one unit")
                raise WrongAt(place, sentence.format(strength=display(first)))
        return self

    @model_validator(mode="after")
    def _is_measured_as_it_says(self) -> Self:
        if self.measured_in is None:
            return self
        written: list[tuple[Place, Quantity]] = [
            ((key, number, "highest"), limit.highest)
            for key in ("dose_limits", "daily_limits")
            for number, limit in enumerate(getattr(self, key))
        ]
        written += [
            ((key, number, "dose"), usual.dose)
            for key in ("usual_doses", "premedication")
            for number, usual in enumerate(getattr(self, key))
        ]
        written += [
            (("vials", number, "concentration"), vial.concentration)
            for number, vial in enumerate(self.vials)
        ]
        for place, value in written:
            if is_in_units(value) is not (self.measured_in == "units"):
                sentence = _("does not go with measured_in, {kind}")
                raise WrongAt(place, sentence.format(kind=self.measured_in))
        return self

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, key) for key in type(self).model_fields if key not in _NAMES):
            raise ValueError(_("states no fact; write one with its source"))
        return self

    @model_validator(mode="after")
    def _tells_products_apart(self) -> Self:
        strengths: dict[str, Quantity] = {}
        named = any(vial.product is not None for vial in self.vials)
        for number, vial in enumerate(self.vials):
            place = ("vials", number)
            if any(_is_same(vial, other) for other in self.vials[:number]):
                raise WrongAt(place, _("is stated twice; keep one"))
            if vial.product is None:
                if named:
                    raise WrongAt((*place, "product"), _("is missing; other vials name theirs"))
                continue
            strength = strengths.setdefault(vial.product.lower(), vial.concentration)
            if strength != vial.concentration:
                sentence = _("{product} is {strength} above; give each strength its own name")
                said = sentence.format(product=vial.product, strength=display(strength))
                raise WrongAt((*place, "product"), said)
        diluents = tuple(diluent.name for diluent in self.diluents)
        named_elsewhere = [
            (("stability", number, "diluent"), kept.diluent, diluents)
            for number, kept in enumerate(self.stability)
        ]
        named_elsewhere += [
            ((key, number, "product"), entry.product, self.products)
            for key in ("stability", "diluents", "not_in")
            for number, entry in enumerate(getattr(self, key))
        ]
        for at, name, known in named_elsewhere:
            if name is not None and name not in known:
                raise WrongAt(at, nearest_known(name, known, at[-1]))
        return self

    @property
    def products(self) -> tuple[str, ...]:
        """The names of the products on file."""
        return tuple(dict.fromkeys(v.product for v in self.vials if v.product is not None))

    def restart_after(self, grade: Grade | None) -> Restart | None:
        """The advice on starting again after a reaction of this grade."""
        for advice in self.reactions:
            if grade in advice.grades and advice.restart is not None:
                return Restart(at_most=advice.restart, when=advice.when, source=advice.source)
        return self.restart

    def goes_by(self, name: str) -> bool:
        """Whether this is one of its names, in any case."""
        others = (*(other.name for other in self.names), *self.also)
        return name.lower() in (self.name.lower(), *(other.lower() for other in others))


def _is_same(vial: Vial, other: Vial) -> bool:
    keys = ("product", "concentration", "holds", "volume")
    return all(getattr(vial, key) == getattr(other, key) for key in keys)


_NAMES = ("name", "also", "measured_in", "review")
