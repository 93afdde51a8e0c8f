"""Why a text is not a quantity, said so that the next try is right."""

import re
import unicodedata

from .errors import QuantityError
from .kinds import Kind
from .shown import shown

_NUMBER = r"[0-9][0-9.,]*"


def diagnose(text: str, kinds: tuple[Kind, ...]) -> QuantityError:
    """The error for a text that is not `NUMBER UNIT`; the first cause that fits, plainest last."""
    unit = (kinds or (Kind.MASS,))[0].unit
    for find in (_empty, _long, _foreign_digits, _sign, _exponent, _comma, _point, _zeros, _words):
        if found := find(text, unit):
            return QuantityError(shown(text), *found)
    return QuantityError(
        shown(text), "this is not a number and a unit", f'one number and its unit, as in "5 {unit}"'
    )


def _empty(text: str, unit: str) -> tuple[str, str] | None:
    return None if text else ("nothing was written", f'a number and its unit, as in "5 {unit}"')


def _long(text: str, unit: str) -> tuple[str, str] | None:
    if re.search(r"[0-9]{10}", text):
        return "the number is too long", "at most 9 digits on each side of the point"
    if len(text) > 60:
        return "this is too long for a quantity", f'a number and its unit, as in "5 {unit}"'
    return None


def _foreign_digits(text: str, unit: str) -> tuple[str, str] | None:
    if all(c.isascii() or not c.isnumeric() for c in text):
        return None
    plain = unicodedata.normalize("NFKC", text)
    advice = f'"{plain}"' if plain.isascii() and plain.isprintable() else "the digits 0 to 9"
    return "it has digits other than 0 to 9", advice


def _sign(text: str, unit: str) -> tuple[str, str] | None:
    if text[0] in "+-\u2212\u2013":
        return "an amount has no sign", f'"{text[1:].strip()}"' if text[1:].strip() else "a number"
    return None


def _exponent(text: str, unit: str) -> tuple[str, str] | None:
    if re.match(r"[0-9.]+[eE][+-]?[0-9]", text) or "**" in text:
        return "powers of ten are not read", 'all digits, as in "1000 mg"'
    return None


def _comma(text: str, unit: str) -> tuple[str, str] | None:
    found = re.match(rf"({_NUMBER}) ?(.*)", text)
    if not found or "," not in found[1]:
        return None
    number, rest = found[1].rstrip(","), found[2] or unit
    if re.fullmatch(r"[1-9][0-9]{0,2}(,[0-9]{3})+", number):
        whole = number.replace(",", "")
        return "a comma can mean thousands or decimals", f'"{whole} {rest}" if that is meant'
    if re.fullmatch(r"[0-9]+,[0-9]+", number):
        return "a comma is not read", f'"{number.replace(",", ".")} {rest}" if that is meant'
    return "a comma is not read", "digits, and a point for decimals"


def _point(text: str, unit: str) -> tuple[str, str] | None:
    found = re.match(r"([0-9.]+) ?(.*)", text)
    if not found or "." not in found[1]:
        return None
    number, rest = found[1], found[2] or unit
    if re.fullmatch(r"\.[0-9]+", number):
        return "a point with nothing before it is easily missed", f'"0{number} {rest}"'
    if re.fullmatch(r"[0-9]+\.", number):
        return "a point with nothing after it is easily missed", f'"{number[:-1]} {rest}"'
    if number.count(".") > 1:
        return "it has more than one point", "one number with one point"
    return None


def _zeros(text: str, unit: str) -> tuple[str, str] | None:
    found = re.match(r"0+([0-9][0-9.]*) ?(.*)", text)
    return ("a number does not begin with 0", f'"{found[1]} {found[2] or unit}"') if found else None


def _words(text: str, unit: str) -> tuple[str, str] | None:
    if re.fullmatch(r"[0-9.]+", text):
        return "it has no unit", f'"{text} {unit}" if that is meant'
    if per := re.fullmatch(r"([0-9.]+ ?\S+) (?:per|a|an|each|in) (\S+)", text):
        return "a rate is written with a slash", f'"{per[1]}/{per[2]}"'
    if re.fullmatch(r"[0-9.]+ ?\S+(?: ?/ ?\S+)+", text):
        return "there is a space beside the slash", f'"{re.sub(" ?/ ?", "/", text)}"'
    if len(re.findall(r"[0-9][0-9.]*", text)) > 1:
        return "there is more than one number in it", "one number and its unit"
    if re.fullmatch(r"[^0-9\s]+ ?[0-9.]+", text):
        return "the unit stands before the number", "the number, then the unit"
    return None
