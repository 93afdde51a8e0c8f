"""Whether the numbers of a table agree, and which one number could be the wrong one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .digits import Reading
from .intervals import Interval, Relation, made, narrowed
from .network import Claim, Network
from .parts import searched
from .printed import Printed
from .search import Aside, Search
from .understanding import Understanding

_MOST_WRONG = 10
"""How many numbers are explained; of a table with more wrong ones, the rest is only listed."""
_MOST_MORE = 3
"""How many more numbers may be wrong where digits are read by their column."""


class Explanation(NamedTuple):
    """One number that, changed, makes all agree: `would_be` is what the others leave of it. It is
    `coarser` where its own digits would do, but not those of its column."""

    number: Printed
    would_be: Interval
    coarser: bool


class Disagreement(NamedTuple):
    """Claims that cannot hold, and the single numbers that would explain them, none better than
    another; empty where no single one does."""

    claims: tuple[Claim, ...]
    explanations: tuple[Explanation, ...]

    @property
    def is_slip(self) -> bool:
        """Whether no number of it is only rounded more coarsely than its column."""
        return not any(one.coarser for one in self.explanations)


class Audit(NamedTuple):
    """A table as it was understood, how its digits were read, how often claims of each kind were
    compared, what does not agree, and the numbers that were compared with nothing."""

    found: Understanding
    reading: Reading
    compared: Mapping[str, int]
    disagreements: tuple[Disagreement, ...]
    alone: tuple[Printed, ...] = ()

    @property
    def slips(self) -> tuple[Disagreement, ...]:
        """What does not agree however the digits are read."""
        return tuple(one for one in self.disagreements if one.is_slip)


def audit(found: Understanding) -> Audit:
    """Everything in a table that does not add up, explained as far as it can be.

    Numbers are set aside one by one, first those without which most claims hold, until the others
    agree. Each is then what the others leave of it, unless another number would do as well.

    Where a column drops the zeros at the end, `1` may stand for 1.000: it is read so unless that
    would make more numbers wrong, or hide one.
    """
    fine = Reading.of(found, by_column=True)
    own = Reading.of(found, by_column=False)
    search = Search(found, own)
    plain = search.network()
    compared = Counter(claim.code for claim, _ in plain.claims)
    named = {number.cell.where for claim, _ in plain.claims for number in claim.numbers}
    alone = tuple(number for number in found.printed() if number.cell.where not in named)
    asides, reading = searched(search, _MOST_WRONG), own
    disagreements = _all_explained(asides)
    if fine.halves:
        most = sum(len(aside.numbers) for _part, aside in asides) + _MOST_MORE
        finer = searched(Search(found, fine), most)
        others = _all_explained(finer)
        # What disagrees by its own digits is no less a slip where digits are read finer.
        hides = fine.rounded <= own.rounded and _slips(others) < _slips(disagreements)
        if (_settled(finer) and not hides) or not _settled(asides):
            disagreements, reading = others, fine
            plain = Search(found, fine).network()
    stating = dict(plain.claims)
    worked = (one._replace(claims=tuple(_worked(plain, claim, stating) for claim in one.claims))
              for one in disagreements)  # fmt: skip
    return Audit(found, reading, compared, tuple(worked), alone)


def _all_explained(asides: Sequence[tuple[Search, Aside]]) -> list[Disagreement]:
    return [one for part, aside in asides for one in _explained(part, aside)]


def _slips(disagreements: Sequence[Disagreement]) -> int:
    return sum(one.is_slip for one in disagreements)


def _settled(asides: Sequence[tuple[Search, Aside]]) -> bool:
    return all(aside.settled for _search, aside in asides)


def _explained(search: Search, aside: Aside) -> Iterator[Disagreement]:
    for number, claims in aside.numbers:
        others = [other for other, _claims in aside.numbers if other is not number]
        ways = []
        for one in search.suspects(claims, others):
            left = search.left([*others, one], one, aside.left)
            if left is not None and (left.high != 0 or not one.value):
                finer = search.reading.halves.get(one.role, one.half) < one.half
                coarser = finer and left.within(one.rounded(one.half)) is not None
                ways.append(Explanation(one, left, coarser))
        yield Disagreement(claims, tuple(ways))
    if not aside.settled:
        yield Disagreement(aside.left, ())


def _worked(
    network: Network, claim: Claim, stating: Mapping[Claim, Sequence[Relation]]
) -> Claim:  # fmt: skip
    """A claim with what its other numbers make of the result, which is not taken into account."""
    own, *more = stating.get(claim, ()) or (None,)
    left = None if own is None else narrowed(network.numbers, more)
    if own is None or left is None:
        return claim
    return claim._replace(worked=made(left, own, network.at(claim.numbers[-1])))
