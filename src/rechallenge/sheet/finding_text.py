"""The sentence of a finding: the book's text for its code, with its numbers in it."""

from collections.abc import Mapping
from datetime import datetime

from rechallenge.model.finding import Finding, Number
from rechallenge.planning.bags import ONLY_BAG
from rechallenge.quantities import Quantity, display, exact_text
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader
from rechallenge.words.findings import MORE, numbers_in
from rechallenge.words.lists import follow, listed, steps_named

from .names import drug_name


def finding_text(finding: Finding) -> str:
    """The finding as one or more sentences."""
    spelled = {name: _Spelled(value, finding) for name, value in finding.numbers.items()}
    more = [name for name in MORE if name in spelled.keys() - numbers_in(finding.code)]
    codes = (f"finding.{finding.code}", *(f"more.{name}" for name in more))
    return follow(word(code, **spelled) for code in codes)


def changed_text(where: str, was: str, now: str) -> str:
    """One value that differs, with what was and is there; `""` for nothing."""
    nothing = word("phrase.nothing")
    return word("phrase.changed", where=where, was=was or nothing, now=now or nothing)


class _Spelled:
    """A number that a sentence spells in its own way: `{steps:steps}`, `{bag:bag}`, `{bag:Bag}`,
    `{drug:drug}`."""

    def __init__(self, value: Number, finding: Finding) -> None:
        self._value, self._finding = value, finding

    def __format__(self, how: str) -> str:
        each = self._value if isinstance(self._value, tuple) else (self._value,)
        if how == "drug" and each:
            names = self._finding.drug_names
            return listed([drug_name(str(drug), names.get(str(drug).lower())) for drug in each])
        if how.lower() != "bag":
            return _spelled(self._value, how)
        said = listed([_bag(str(bag), self._finding.letters) for bag in each])
        return f"{said[0].upper()}{said[1:]}" if how == "Bag" else said


def _spelled(value: Number, how: str) -> str:
    if how == "steps" and not isinstance(value, str):
        numbers = value if isinstance(value, tuple) else (value,)
        return steps_named(number for number in numbers if isinstance(number, int))
    if how == "changes" and isinstance(value, tuple):
        parts = map(str, value)
        return listed([changed_text(*each) for each in zip(parts, parts, parts, strict=True)])
    if value == ():
        return word("phrase.unnamed-drug" if how == "drug" else "phrase.nothing")
    if isinstance(value, tuple):
        return listed([_spelled(each, how) for each in value])
    if isinstance(value, Quantity):
        return exact_text(value) if how == "exact" else display(value, int(how or 3))
    if isinstance(value, datetime):
        return f"{value:%H:%M}" if how == "clock" else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, str):
        return word(f"phrase.{value}") if how in ("word", "steps") else for_reader(value)
    return f"{value}"


def _bag(name: str, letters: Mapping[str, str]) -> str:
    """A bag by its letter; without a plan, by the name that its protocol has for it."""
    if name in letters:
        return word("bag.lettered", letter=letters[name])
    return word("bag.the-only") if name == ONLY_BAG else name
