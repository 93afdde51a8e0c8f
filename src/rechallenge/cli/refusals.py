"""Why there is no schedule: the refusing findings, each at its line in the protocol file."""

from collections.abc import Iterator

from rechallenge.files.reading import ProtocolSource, shown_path
from rechallenge.model.finding import Refused
from rechallenge.model.places import place_of
from rechallenge.model.problems import Problem
from rechallenge.sheet.wording import finding_text

from .order_options import option_line


def refusal_lines(source: ProtocolSource, refused: Refused) -> Iterator[str]:
    """One line a finding: where, its code, and what it says."""
    for finding in refused.findings:
        yield f"refused: {_where(source, finding.where)}: {finding.code}: {finding_text(finding)}"
    yield "there is no schedule"


def _where(source: ProtocolSource, where: str) -> str:
    """The line of the protocol file, or the option of the order, that a finding is about."""
    part, *below = place_of(where)
    if part == "order":
        return option_line(Problem(tuple(below), "")).removesuffix(": ")
    spot = source.document.spot((part, *below))
    return f"{shown_path(source.path)}:{spot.line}:{spot.column}: {where}"
