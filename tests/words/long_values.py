"""Every text of a translation with long but real values in it, and a plan with every finding."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from functools import cache
from string import Formatter

from rechallenge.model.finding import Finding, Number, Severity, found
from rechallenge.model.plan import Plan
from rechallenge.quantities import MG, ML, quantity
from rechallenge.words.codes import FindingCode
from rechallenge.words.findings import MORE, SENTENCES
from rechallenge.words.phrases import PHRASES
from tests.words.test_translations import said

LONG = {
    "drug": "甲氨蝶呤注射用浓溶液 methylPREDNISolone sodium succinate（甲强龙）",
    "bag": "输液袋A（Solution A, a tenth of the dose）",
    "number": "1,000,000",
    "step": "124",
    "patient": "欧阳艾孜买提·阿不都热依木 MRN 0048213-A",
    "file": "protocols/rabbit-antithymocyte-globulin/thymoglobulin-6-h.yaml",
    "source": "Cadonilimab hypersensitivity case series, four patients, with a literature search",
    "at": "~00:41（+1天）",
    "code": "concentration-below-by-design",
    "fingerprint": "342b24466d4d",
}
VALUE = "~1,841.263 mg/m2"
"""What any other placeholder holds: a rounded amount with the longest of the usual units."""


class Shown(str):
    """A value that is the same however it is to be spelled."""

    def __format__(self, how: str) -> str:
        return str(self)


def filled(text: str) -> str:
    """A text with a long value for each of its placeholders."""
    names = {name for _text, name, _how, _as in Formatter().parse(text) if name}
    return text.format(**{name: Shown(LONG.get(name, VALUE)) for name in names})


@cache
def every_text(tag: str) -> tuple[str, ...]:
    """Every text of a translation, filled."""
    return tuple(dict.fromkeys(filled(one.translation) for one in said(tag)))


def with_every_finding(plan: Plan) -> Plan:
    """A plan with every finding there is; the first says all that any may say besides."""
    return plan.model_copy(update={"findings": tuple(_findings())})


def _findings() -> Iterator[Finding]:
    for number, code in enumerate(FindingCode):
        texts = [SENTENCES[code], *(() if number else MORE.values())]
        parts = [part for text in texts for part in Formatter().parse(text)]
        numbers = {name: _number(name, how or "") for _text, name, how, _as in parts if name}
        severity = (Severity.CONFIRM, Severity.NOTE)[number % 2]
        yield found(severity, code, ("premedication", number, "dose"), LONG["source"], **numbers)


def _number(name: str, how: str) -> Number:
    longest: dict[str, Number] = {
        "steps": (1, 2, 3, 5, 8, 13, 21),
        "drug": ("carboplatin", "methylprednisolone"),
        "bag": "Solution 1",
        "Bag": "Solution 1",
        "word": max(PHRASES, key=lambda code: len(PHRASES[code])),
        "changes": ("restart.at_most", "50 %", "75 %"),
        "clock": datetime(2026, 11, 21, 9),
    }
    return longest.get(how, quantity(Fraction(1841263, 1000), MG if "dose" in name else ML))
