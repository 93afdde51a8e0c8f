"""Why a text is not a quantity, and what to write instead."""

import re
import unicodedata
from collections.abc import Callable
from typing import Self, TypeAlias

from rechallenge.words import _
from rechallenge.words.lists import either
from rechallenge.words.shown import LONGEST, shown

from .commas import ungrouped
from .kinds import Kind

_LONGEST_SENTENCE = 300
_NUMBER = r"[0-9][0-9.,]*"
Found: TypeAlias = tuple[str, tuple[str, ...], str]
"""What is wrong, what may have been meant, and advice if none of that can be read."""


class QuantityError(ValueError):
    """What was read, what is wrong with it, and what to write instead; all of it safe to show."""

    def __init__(self, read: str, wrong: str, write: str) -> None:
        self.read = shown(read)
        self.wrong = shown(wrong, _LONGEST_SENTENCE)
        self.write = shown(write, _LONGEST_SENTENCE)
        sentence = _('"{read}": {wrong}; write {write}')
        super().__init__(sentence.format(read=self.read, wrong=self.wrong, write=self.write))

    def reading(self, read: str) -> Self:
        """The same error, of a text as it was typed."""
        return type(self)(read, self.wrong, self.write)


class WithoutUnit(QuantityError):
    """A number that has no unit."""


def diagnose(text: str, kinds: tuple[Kind, ...], readable: Callable[[str], bool]) -> QuantityError:
    """The error for a text that is not `NUMBER UNIT`. Of several causes, the most specific is
    named.

    Offers only texts for which `readable` is true.
    """
    unit = (kinds or (Kind.MASS,))[0].unit
    if re.fullmatch(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?", text):
        units = dict.fromkeys(k.unit for k in kinds or (Kind.MASS,))
        return WithoutUnit(text, _("it has no unit"), if_meant(*(f"{text} {u}" for u in units)))
    for find in _CAUSES:
        if found := find(text, unit):
            wrong, meant, advice = found
            offers = [offer for offer in meant if readable(offer)]
            return QuantityError(text, wrong, if_meant(*offers) if offers else advice)
    return QuantityError(text, _("this is not a number and a unit"), _sample(unit))


def if_meant(*offers: str) -> str:
    """Advice to write one of these, whichever is meant."""
    sentence = (
        _("{offers}, whichever is meant") if len(offers) > 1 else _("{offers} if that is meant")
    )
    return sentence.format(offers=either([f'"{offer}"' for offer in offers]))


def _sample(unit: str) -> str:
    return _('one number and its unit, as in "{sample}"').format(sample=f"5 {unit}")


def _empty(text: str, unit: str) -> Found | None:
    return None if text else (_("nothing was written"), (), _sample(unit))


def is_target(text: str) -> bool:
    """Whether a text states an AUC: what the dose is to reach, and not the dose."""
    return re.search(r"(?<![a-z])auc(?![a-z])", text, re.IGNORECASE) is not None


def _target(text: str, unit: str) -> Found | None:
    if not is_target(text):
        return None
    wrong = _("an AUC is what the dose is to reach, and not a dose")
    advice = _(
        "the dose in mg that the pharmacist has worked out from it by Calvert's formula; no GFR is "
        "estimated here"
    )
    return wrong, (), advice


def _long(text: str, unit: str) -> Found | None:
    if re.search(r"[0-9]{10}", text):
        return _("the number is too long"), (), _("at most 9 digits on each side of the point")
    if len(text) > LONGEST:
        return _("this is too long for a quantity"), (), _sample(unit)
    return None


def _foreign_digits(text: str, unit: str) -> Found | None:
    if not any(c.isnumeric() for c in text if not c.isascii()):
        return None
    # Only a full-width form is one digit; a superscript 2 is not a 2.
    wide = all(c.isascii() or "\uff01" <= c <= "\uff5e" for c in text)
    meant = (unicodedata.normalize("NFKC", text),) if wide else ()
    return _("it has digits other than 0 to 9"), meant, _("the digits 0 to 9")


def _sign(text: str, unit: str) -> Found | None:
    if text[0] not in "+-\u2212\u2013":
        return None
    return _("an amount has no sign"), (text[1:].strip(),), _("a number without a sign")


def _exponent(text: str, unit: str) -> Found | None:
    if re.match(r"[0-9.]+ ?[eE] ?[+-]?[0-9]", text) or "**" in text or "^" in text:
        return _("powers of ten are not read"), (), _('all digits, as in "1000 mg"')
    return None


def _comma(text: str, unit: str) -> Found | None:
    found = re.match(rf"(,?{_NUMBER}) ?(.*)", text)
    if not found or "," not in found[1]:
        return None
    number, rest = found[1], found[2] or unit
    meant = []
    wrong = _("its commas are not before groups of three digits")
    if (digits := ungrouped(number)) != number:
        wrong = _("a comma for thousands is not read here")
        meant.append(f"{digits} {rest}")
    if re.fullmatch(r"[0-9]*,[0-9]+", number):
        wrong = (
            _("a comma can mean thousands or decimals")
            if meant
            else _("decimals have a point, not a comma")
        )
        whole, decimals = number.split(",")
        point = f"{whole or '0'}.{decimals}".rstrip("0").rstrip(".")
        meant.append(f"{point} {rest}")
    return wrong, tuple(meant), _("digits, and a point for decimals")


def _point(text: str, unit: str) -> Found | None:
    found = re.match(r"([0-9.]+) ?(.*)", text)
    if not found or "." not in found[1]:
        return None
    number, rest = found[1], found[2] or unit
    advice = _("one number with one point, and a digit on each side of it")
    if number.startswith("."):
        wrong = _("a point with nothing before it is easily missed")
        return wrong, (f"0{number} {rest}",), advice
    if number.endswith("."):
        wrong = _("a point with nothing after it is easily missed")
        return wrong, (f"{number[:-1]} {rest}",), advice
    if number.count(".") > 1:
        return _("it has more than one point"), (), advice
    if number.endswith("0"):
        meant = [f"{number.rstrip('0').rstrip('.')} {rest}"]
        if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", number):
            # In half of Europe, a point separates thousands.
            meant.append(f"{number.replace('.', '')} {rest}")
        return _("a zero at the end of decimals is easily misread"), tuple(meant), advice
    return None


def _zeros(text: str, unit: str) -> Found | None:
    found = re.match(r"0+([0-9][0-9.]*) ?(.*)", text)
    if not found:
        return None
    meant = f"{found[1]} {found[2] or unit}"
    return _("a number does not begin with 0"), (meant,), _("the number without its first zeros")


def _words(text: str, unit: str) -> Found | None:
    sample = _sample(unit)
    if re.fullmatch(r"[0-9]+/[0-9]+", text):
        return _("this is a bare fraction, without a unit"), (), sample
    if per := re.fullmatch(r"([0-9.]+ ?\S+) (?:per|a|an|each|in) (\S+)", text):
        slash = _('a slash, as in "5 mL/h"')
        return _("a rate is written with a slash"), (f"{per[1]}/{per[2]}",), slash
    if len(re.findall(r"[0-9][0-9.]*", text.replace("m2", ""))) > 1:
        return _("it has more than one number"), (), sample
    if re.search(r" /|/ ", text):
        meant = re.sub(r" */ *", "/", text)
        return _("there is a space beside the slash"), (meant,), _("the unit without spaces")
    if text.endswith("."):
        return _("there is a full stop after the unit"), (text.rstrip("."),), sample
    plain = re.sub(r"\s", " ", text)
    if plain != text:
        return _("it has a space that is not a plain one"), (plain.strip(),), sample
    if re.fullmatch(r"[^0-9\s]+ ?[0-9.]+", text):
        return _("the unit is before the number"), (), _("the number, then the unit")
    return None


_CAUSES = (
    *(_empty, _target, _long, _foreign_digits, _sign, _exponent, _comma, _point, _zeros),
    _words,
)
