"""What is on file for one order: the facts that a plan is made and checked with."""

from .drug import DrugFacts
from .frozen import Frozen
from .line import LineSet
from .pump import Pump


class OnFile(Frozen):
    """Drugs the protocol and the order name, the pump, and the set that the order names as line.

    Without a pump nothing is rounded: rates are exact, as an ideal pump would run them.
    """

    drugs: tuple[DrugFacts, ...] = ()
    pump: Pump | None = None
    line_set: LineSet | None = None

    def drug(self, name: str | None) -> DrugFacts | None:
        """The facts about a drug, by any of its names; None where it has no file."""
        if name is None:
            return None
        return next((facts for facts in self.drugs if facts.goes_by(name)), None)
