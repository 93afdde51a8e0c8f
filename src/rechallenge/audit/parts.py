"""A large table in parts: what does not agree in one line is looked for among the lines around it,
so that a long table takes no longer than its slips do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .network import Claim
from .printed import Printed
from .roles import SUMS
from .search import Aside, Search, agree, failing_in
from .understanding import Line, Understanding

_LARGE = 24
"""Of how many lines a table is looked at in parts."""
_AROUND = 6
_SPAN = 12
"""Of how many lines in a row the numbers of a claim are that is looked at in a part."""


def searched(search: Search, most: int) -> list[tuple[Search, Aside]]:
    """What has to be set aside until all agree: of a large table part by part, `most` in each, and
    then what only the whole shows."""
    if len(search.found.lines) <= _LARGE:
        return [(search, search.set_aside(most))]
    network = search.network()
    failing = failing_in(network)
    if not failing and agree(network):
        return [(search, Aside(settled=True))]
    done = []
    for part in _parts(search.found, failing):
        within = Search(part, search.reading)
        done.append((within, within.set_aside(most)))
    wrong = [number for _search, aside in done for number, _claims in aside.numbers]
    still = [claim for claim in failing_in(search.network(wrong))
             if not any(claim in aside.left for _search, aside in done)]  # fmt: skip
    results: list[tuple[Printed, tuple[Claim, ...]]] = [
        (claim.numbers[-1], (claim,)) for claim in still
    ]
    settled = agree(search.network([*wrong, *(number for number, _claim in results)]))
    return [*done, (search, Aside(results, (), settled=settled))]


def _parts(found: Understanding, failing: Sequence[Claim]) -> Iterator[Understanding]:
    """The lines around those of claims that fail, as tables of their own. The line before each has
    its running sums, so that the next can be compared."""
    at = {number.cell.where: place for place, line in enumerate(found.lines)
          for number in line.numbers.values()}  # fmt: skip
    spans: list[tuple[int, int]] = []
    for claim in failing:
        lines = [at[one.cell.where] for one in claim.numbers if one.cell.where in at]
        if lines and max(lines) - min(lines) < _SPAN:
            spans.append((max(0, min(lines) - _AROUND), max(lines) + _AROUND + 1))
    begin, end = -1, -1
    for start, stop in [*sorted(spans), (len(found.lines) * 2, 0)]:
        if start > end:
            if end > 0:
                yield _part(found, begin, end)
            begin, end = start, stop
        end = max(end, stop)


def _part(found: Understanding, begin: int, end: int) -> Understanding:
    lines = found.lines[begin:end]
    if begin:
        before = found.lines[begin - 1]
        so_far = {role: one for role, one in before.numbers.items() if role in SUMS.values()}
        lines = [Line(before.name, before.bag, so_far, before.named), *lines]
    return replace(found, lines=lines, totals={}, facts=[], unread=[])
