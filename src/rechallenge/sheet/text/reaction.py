"""What the source reports giving for the reaction."""

from collections.abc import Iterator

from rechallenge.model.protocol import Protocol, Treatment
from rechallenge.quantities import Quantity
from rechallenge.sheet.names import drug_name

from .layout import amount, wrapped


def reaction_lines(protocol: Protocol) -> Iterator[str]:
    """One line with each drug, its dose and route; or that none is named."""
    yield wrapped(reaction_text(protocol), 2, 4)


def reaction_text(protocol: Protocol) -> str:
    """The same as one sentence."""
    if not protocol.if_reaction:
        return "This protocol names no treatment that was given."
    return f"The source reports giving: {'; '.join(map(_treatment, protocol.if_reaction))}"


def _treatment(treatment: Treatment) -> str:
    dose = treatment.dose
    shown = amount(dose) if isinstance(dose, Quantity) else "(dose not stated)"
    return f"{drug_name(treatment.drug)} {shown} {treatment.route}"
