"""Why a text is not a quantity, said so that the next try is right."""

import re
import unicodedata
from collections.abc import Callable
from typing import TypeAlias

from .errors import QuantityError
from .kinds import Kind
from .shown import LONGEST

_NUMBER = r"[0-9][0-9.,]*"
Found: TypeAlias = tuple[str, tuple[str, ...], str]
"""What is wrong, texts that may have been meant, and advice where none of them can be read."""


def diagnose(text: str, kinds: tuple[Kind, ...], readable: Callable[[str], bool]) -> QuantityError:
    """The error for a text that is not `NUMBER UNIT`; the first cause that fits, plainest last.

    Only what `readable` says can be read is ever offered.
    """
    unit = (kinds or (Kind.MASS,))[0].unit
    if re.fullmatch(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?", text):
        offers = [f'"{text} {u}"' for u in dict.fromkeys(k.unit for k in kinds or (Kind.MASS,))]
        which = ", whichever is meant" if len(offers) > 1 else " if that is meant"
        return QuantityError(text, "it has no unit", " or ".join(offers) + which)
    for find in (_empty, _long, _foreign_digits, _sign, _exponent, _comma, _point, _zeros, _words):
        if found := find(text, unit):
            wrong, meant, advice = found
            offers = [f'"{offer}"' for offer in meant if readable(offer)]
            if offers:
                which = ", whichever is meant" if len(offers) > 1 else " if that is meant"
                advice = " or ".join(offers) + which
            return QuantityError(text, wrong, advice)
    return QuantityError(
        text, "this is not a number and a unit", f'one number and its unit, as in "5 {unit}"'
    )


def _empty(text: str, unit: str) -> Found | None:
    sample = f'a number and its unit, as in "5 {unit}"'
    return None if text else ("nothing was written", (), sample)


def _long(text: str, unit: str) -> Found | None:
    if re.search(r"[0-9]{10}", text):
        return "the number is too long", (), "at most 9 digits on each side of the point"
    if len(text) > LONGEST:
        sample = f'a number and its unit, as in "5 {unit}"'
        return "this is too long for a quantity", (), sample
    return None


def _foreign_digits(text: str, unit: str) -> Found | None:
    if not any(c.isnumeric() for c in text if not c.isascii()):
        return None
    # Only full-width forms stand for one digit each; a superscript 2 is not a 2.
    wide = all(c.isascii() or "\uff01" <= c <= "\uff5e" for c in text)
    meant = (unicodedata.normalize("NFKC", text),) if wide else ()
    return "it has digits other than 0 to 9", meant, "the digits 0 to 9"


def _sign(text: str, unit: str) -> Found | None:
    if text[0] not in "+-\u2212\u2013":
        return None
    return "an amount has no sign", (text[1:].strip(),), "a number without a sign"


def _exponent(text: str, unit: str) -> Found | None:
    if re.match(r"[0-9.]+ ?[eE] ?[+-]?[0-9]", text) or "**" in text or "^" in text:
        return "powers of ten are not read", (), 'all digits, as in "1000 mg"'
    return None


def _comma(text: str, unit: str) -> Found | None:
    found = re.match(rf"(,?{_NUMBER}) ?(.*)", text)
    if not found or "," not in found[1]:
        return None
    number, rest = found[1], found[2] or unit
    meant = []
    if re.fullmatch(r"[1-9][0-9]{0,2}(,[0-9]{3})+", number):
        meant.append(f"{number.replace(',', '')} {rest}")
    if re.fullmatch(r"[0-9]*,[0-9]+", number):
        whole, decimals = number.split(",")
        point = f"{whole or '0'}.{decimals}".rstrip("0").rstrip(".")
        meant.append(f"{point} {rest}")
    wrong = "a comma is not read, for thousands or for decimals"
    if len(meant) > 1:
        wrong = "a comma can mean thousands or decimals"
    return wrong, tuple(meant), "digits, and a point for decimals"


def _point(text: str, unit: str) -> Found | None:
    found = re.match(r"([0-9.]+) ?(.*)", text)
    if not found or "." not in found[1]:
        return None
    number, rest = found[1], found[2] or unit
    advice = "one number with one point, and a digit on each side of it"
    if number.startswith("."):
        return "a point with nothing before it is easily missed", (f"0{number} {rest}",), advice
    if number.endswith("."):
        return "a point with nothing after it is easily missed", (f"{number[:-1]} {rest}",), advice
    if number.count(".") > 1:
        return "it has more than one point", (), advice
    if number.endswith("0"):
        meant = [f"{number.rstrip('0').rstrip('.')} {rest}"]
        if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", number):
            # In half of Europe the point stands between thousands.
            meant.append(f"{number.replace('.', '')} {rest}")
        return "a zero at the end of decimals is easily misread", tuple(meant), advice
    return None


def _zeros(text: str, unit: str) -> Found | None:
    found = re.match(r"0+([0-9][0-9.]*) ?(.*)", text)
    if not found:
        return None
    meant = f"{found[1]} {found[2] or unit}"
    return "a number does not begin with 0", (meant,), "the number without its first zeros"


def _words(text: str, unit: str) -> Found | None:
    sample = f'a number and its unit, as in "5 {unit}"'
    if re.fullmatch(r"[0-9.]+", text):
        return "it has no unit", (f"{text} {unit}",), sample
    if re.fullmatch(r"[0-9]+/[0-9]+", text):
        return "this is a bare fraction, without a unit", (), sample
    if per := re.fullmatch(r"([0-9.]+ ?\S+) (?:per|a|an|each|in) (\S+)", text):
        slash = 'a slash, as in "5 mL/h"'
        return "a rate is written with a slash", (f"{per[1]}/{per[2]}",), slash
    if len(re.findall(r"[0-9][0-9.]*", text.replace("m2", ""))) > 1:
        return "there is more than one number in it", (), "one number and its unit"
    if re.search(r" /|/ ", text):
        meant = re.sub(r" */ *", "/", text)
        return "there is a space beside the slash", (meant,), "the unit without spaces"
    if text.endswith("."):
        return "there is a full stop after the unit", (text.rstrip("."),), sample
    plain = re.sub(r"\s", " ", text)
    if plain != text:
        return "there is a space in it that is not a plain one", (plain.strip(),), sample
    if re.fullmatch(r"[^0-9\s]+ ?[0-9.]+", text):
        return "the unit stands before the number", (), "the number, then the unit"
    return None
