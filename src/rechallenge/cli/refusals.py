"""Why there is no schedule: the refusing findings, each at its line in the protocol file."""

from collections.abc import Iterator

from rechallenge.library.reading import ProtocolSource, shown_path
from rechallenge.model.finding import Refused
from rechallenge.model.places import place_of
from rechallenge.sheets.wording import finding_text


def refusal_lines(source: ProtocolSource, refused: Refused) -> Iterator[str]:
    """One line a finding: where, its code, and what it says."""
    for finding in refused.findings:
        spot = source.document.spot(place_of(finding.where))
        where = f"{shown_path(source.path)}:{spot.line}:{spot.column}: {finding.where}"
        yield f"refused: {where}: {finding.code}: {finding_text(finding)}"
    yield "there is no schedule"
