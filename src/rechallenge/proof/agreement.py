"""The plan's numbers compared with the proof's, place by place."""

from fractions import Fraction

from rechallenge.model.finding import Finding, Number, Refused, refusal
from rechallenge.model.places import place_of
from rechallenge.model.verification import Proved
from rechallenge.quantities import Quantity, quantity, symbols_of, unit_of
from rechallenge.words.codes import FindingCode

from .plain_numbers import plain


class Agreement:
    """Collects what agrees and what differs. One amount that differs refuses the plan."""

    def __init__(self) -> None:
        self._agreed: list[Proved] = []
        self._differing: list[Finding] = []

    def amount(
        self, where: str, stated: Quantity | None, found: Fraction | None, unit: str
    ) -> None:
        """The plan's amount must be what was found, in `unit`; None means that there is none."""
        if stated is not None and found is not None and plain(stated, unit) == found:
            self._agreed.append(Proved(where=where, unit=unit, exact=found))
        elif stated is not None or found is not None:
            in_plan = () if stated is None else stated
            self.differs(where, in_plan, () if found is None else as_amount(found, unit))

    def word(self, where: str, stated: int | str | None, found: int | str | None) -> None:
        """The plan's count, step number, name or kind must be what was found."""
        if stated != found:
            self.differs(where, _number(stated), _number(found))

    def differs(self, where: str, stated: Number, found: Number = ()) -> None:
        """The plan's number at a place differs from what was found; () means that there is none."""
        code = FindingCode.PROOF_MISMATCH
        self._differing.append(refusal(code, place_of(where), plan=stated, proof=found))

    def agreed(self) -> tuple[Proved, ...]:
        """All that was compared. Raises Refused (`proof-mismatch`) with each place that differs."""
        if self._differing:
            raise Refused(*self._differing)
        return tuple(self._agreed)


def as_amount(found: Fraction, unit: str) -> Quantity:
    """A number of the proof with its unit, for display."""
    return quantity(found, unit_of(symbols_of(unit)))


def _number(value: int | str | None) -> Number:
    """A value as a finding holds it. Whether something exists is given as its count, 0 or 1."""
    if value is None:
        return ()
    return int(value) if isinstance(value, bool) else value
