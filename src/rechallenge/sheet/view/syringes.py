"""Syringes, as they are said beside the volume that they measure."""

from rechallenge.model.preparation import Fill
from rechallenge.words import counted, word

from .cells import Amount


def syringes_said(fills: tuple[Fill, ...]) -> str:
    """`20 mL in a 20 mL syringe, 8.8 mL in a 10 mL syringe`; of one fill, its syringe alone."""
    if len(fills) == 1 and fills[0].times == 1:
        return word("preparation.one-syringe", syringe=Amount(fills[0].syringe).text)
    texts = [
        counted(
            "preparation.fill",
            fill.times,
            volume=Amount(fill.volume).text,
            syringe=Amount(fill.syringe).text,
        )
        for fill in fills
    ]
    return ", ".join(texts)
