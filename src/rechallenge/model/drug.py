"""What is on file about a drug. What is not known is left out, never taken from a similar one."""

from typing import Annotated

from pydantic import AfterValidator

from .frozen import Entry
from .reading import Dose, Text, at_least_one


class UsualDose(Entry):
    """The usual dose of a premedication, adult, by one route; `highest` where it is a range."""

    dose: Dose
    highest: Dose | None = None
    route: Text
    timing: Text | None = None
    source: Text

    @property
    def most(self) -> Dose:
        """The highest dose that is still usual."""
        return self.highest if self.highest is not None else self.dose


class DrugFacts(Entry):
    """A drug file: its name, its other names, and its facts with their sources."""

    name: Text
    also: tuple[Text, ...] = ()
    premedication: Annotated[tuple[UsualDose, ...], AfterValidator(at_least_one)]
