"""The unit of the dose: a drug measured by mass has no dose in units, and a drug measured in units
has none in mg."""

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Refused, refusal
from rechallenge.quantities import Quantity, is_in_units
from rechallenge.words.codes import FindingCode


def refuse_another_unit(dose: Quantity, facts: DrugFacts | None) -> None:
    """Raises Refused for a dose in another kind of unit than the one in the drug's file."""
    if facts is None or facts.measured_in is None:
        return
    ordered = "units" if is_in_units(dose) else "mass"
    if ordered != facts.measured_in:
        code, measured = FindingCode.DOSE_IN_ANOTHER_UNIT, f"measured-in-{facts.measured_in}"
        at = ("order", "dose")
        raise Refused(refusal(code, at, None, dose=dose, drug=facts.name, measured=measured))
