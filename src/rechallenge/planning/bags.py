"""Bags: what each container holds, settled when it is first used."""

from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST, WrittenBag
from rechallenge.model.consistency import VOLUME
from rechallenge.model.finding import Refused, refusal
from rechallenge.model.formula import Formula
from rechallenge.model.places import Place
from rechallenge.model.preparation import Preparation
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.reading import Parameter, settled
from rechallenge.quantities import ML, PLAIN, Kind, Quantity, kind_of, quantity
from rechallenge.words import _
from rechallenge.words.codes import FindingCode

from .calculation_log import CalculationLog
from .order.dose_context import DoseContext, for_patient

ONLY_BAG = "Bag 1"
"""The name of the bag of a protocol that names none. A file may use it too: it tells nothing."""


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter_of(place: int) -> str:
    """The letter of the bag connected at this place, from 0: A to Z, then AA."""
    more, last = divmod(place, len(_LETTERS))
    return (letter_of(more - 1) if more else "") + _LETTERS[last]


class Stock(NamedTuple):
    """One prepared bag; volume in mL, drug in mg or units. `made` is how, where that is known: the
    bag then holds what was measured into it. `gives_in_all` is the dose that has been given once it
    is empty, of a bag that holds the dose or the rest of it and is given whole; else None."""

    name: str
    volume: Quantity
    drug: Quantity
    concentration: Quantity
    working: tuple[Formula, ...]
    made: Preparation | None = None
    gives_in_all: Quantity | None = None


def stock_of(
    bags: tuple[WrittenBag, ...], name: str, given: Quantity, context: DoseContext
) -> Stock:
    """The bag of this name, when `given` of the dose has been given: `holds: rest` is known only
    once the earlier bags are solved, so that each is prepared when a step first asks for it.

    Raises Refused where nothing is left for it, and UnusableOrder where its volume hangs on a
    strength that is not known.
    """
    number = [bag.name for bag in bags].index(name)
    written, place = bags[number], ("bags", number)
    log, unit = CalculationLog(), context.unit
    if written.dilution is not None or written.concentration is not None:
        volume = _stated_volume(written.volume, place, context, log)
        concentration = _concentration(written, place, context, log)
        drug = log.times("drug", concentration, volume, unit)
    else:
        drug = _drug(written, place, given, context, log)
        volume = _volume(written, place, drug, context, log)
        concentration = log.over("concentration", drug, volume, unit / ML)
    return Stock(written.name, volume, drug, concentration, log.formulas)


def _drug(
    written: WrittenBag, place: Place, given: Quantity, context: DoseContext, log: CalculationLog
) -> Quantity:
    holds = written.holds
    if holds is None or holds == HOLDS_DOSE:
        return context.dose
    if holds == HOLDS_REST:
        if given >= context.to_give:
            raise Refused(
                refusal(
                    FindingCode.NOTHING_LEFT_FOR_BAG,
                    (*place, "holds"),
                    bag=written.name,
                    ordered=context.to_give,
                    delivered=given,
                )
            )
        return log.minus("drug", context.to_give, given, context.unit)
    value = settled(holds)
    if kind_of(value) is Kind.SHARE:
        return log.times("drug", context.dose, value, context.unit)
    return for_patient(value, (*place, "holds"), "drug", context.unit, context, log)


def _volume(
    written: WrittenBag, place: Place, drug: Quantity, context: DoseContext, log: CalculationLog
) -> Quantity:
    """The final volume: as stated, or the diluent and the volume of the drug added to it."""
    if written.diluent is None:
        return _stated_volume(written.volume, place, context, log)
    if context.strength is None:
        sentence = _(
            "is needed: {bag} is a volume of diluent to which the volume of the drug is added; "
            'write the strength of the drug as supplied, such as "20 mg/mL"'
        )
        raise UnusableOrder(Problem(("strength",), sentence.format(bag=written.name)))
    here = (*place, "diluent")
    diluent = for_patient(settled(written.diluent), here, "diluent", ML, context, log)
    drug_volume = log.over("drug_volume", drug, context.strength, ML)
    return log.plus("volume", diluent, drug_volume, ML)


def _stated_volume(
    stated: Quantity | Parameter | None, place: Place, context: DoseContext, log: CalculationLog
) -> Quantity:
    at = ("parameters", VOLUME) if stated is context.full_volume else (*place, "volume")
    return for_patient(settled(stated), at, "volume", ML, context, log)


def _concentration(
    written: WrittenBag, place: Place, context: DoseContext, log: CalculationLog
) -> Quantity:
    unit = context.unit / ML
    if written.dilution is not None:
        assert isinstance(written.dilution, Fraction)
        log_of_full = log.under("full_volume")
        full_volume = _stated_volume(context.full_volume, place, context, log_of_full)
        full = log.over("full_strength", context.dose, full_volume, unit)
        share = quantity(written.dilution, PLAIN)
        return log.times("concentration", full, share, unit)
    assert written.concentration is not None
    stated = settled(written.concentration)
    here = (*place, "concentration")
    return for_patient(stated, here, "concentration", unit, context, log)
