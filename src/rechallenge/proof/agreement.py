"""What the plan says beside what the proof found, place by place."""

from fractions import Fraction

from rechallenge.model.finding import Finding, Refused, refusal
from rechallenge.model.proof import Proved
from rechallenge.quantities import Quantity, exact_number, unit_label

from .plain_numbers import plain

NONE = "none"


class Agreement:
    """Collects what agrees and what does not; one amount that differs refuses the plan."""

    def __init__(self) -> None:
        self._agreed: list[Proved] = []
        self._differing: list[Finding] = []

    def amount(
        self, where: str, stated: Quantity | None, found: Fraction | None, unit: str
    ) -> None:
        """The plan's amount, which must be what was found, in `unit`; None is none at all."""
        if stated is not None and found is not None and plain(stated, unit) == found:
            self._agreed.append(Proved(where=where, unit=unit, exact=found))
        elif stated is not None or found is not None:
            in_plan = NONE
            if stated is not None:
                in_plan = _text(Fraction(stated.magnitude), unit_label(stated))
            self._differ(where, in_plan, NONE if found is None else _text(found, unit))

    def word(self, where: str, stated: object, found: object) -> None:
        """The plan's number of a step, name or kind, which must be what was found."""
        if stated != found:
            self._differ(where, str(stated), str(found))

    def agreed(self) -> tuple[Proved, ...]:
        """All that was compared. Raises Refused (`proof-mismatch`) with each place that differs."""
        if self._differing:
            raise Refused(*self._differing)
        return tuple(self._agreed)

    def _differ(self, where: str, stated: str, found: str) -> None:
        self._differing.append(refusal("proof-mismatch", where, {"plan": stated, "proof": found}))


def _text(value: Fraction, unit: str) -> str:
    return f"{exact_number(value)} {unit}"
