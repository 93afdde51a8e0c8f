"""What is on file for one order: the facts that a plan is made and checked with."""

from .changes import Changed
from .drug import DrugFacts
from .frozen import WorkedOut
from .line import LineSet
from .measures import Measures
from .pump import Pump
from .site import SiteOnFile
from .texts import Text


class SiteFacts(WorkedOut):
    """A site's file that replaces a shipped one, by folder and name, and how the two differ.
    `reviewed_by` and `reviewed_on` are of a review that covers this content as a replacement of
    that one."""

    kind: Text
    name: Text
    changes: tuple[Changed, ...]
    reviewed_by: str | None = None
    reviewed_on: str | None = None


class OnFile(WorkedOut):
    """Drugs the protocol and the order name, the pump, the set that the order names as line, and
    what bags are made with.

    `in_place` are the files of the site that stand in place of shipped ones, and `site` is its own
    file, from which the blanks of the order were filled. Without a pump nothing
    is rounded: rates are exact, as an ideal pump would run them. Without measures, neither are the
    volumes that a person draws.
    """

    drugs: tuple[DrugFacts, ...] = ()
    pump: Pump | None = None
    line_set: LineSet | None = None
    measures: Measures | None = None
    in_place: tuple[SiteFacts, ...] = ()
    site: SiteOnFile | None = None

    def drug(self, name: str | None) -> DrugFacts | None:
        """The facts about a drug, by any of its names; None where it has no file."""
        if name is None:
            return None
        return next((facts for facts in self.drugs if facts.goes_by(name)), None)
