"""Whether the numbers of a table agree, and which one number could be the wrong one."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from .intervals import Interval, Relation, holds, narrowed
from .relations import ROUNDED, Claim, Network, Reading, network_of
from .understanding import Printed, Understanding

_MOST_WRONG = 10
"""How many numbers are explained; of a table with more wrong ones, the rest is only listed."""
_MOST_MORE = 3
"""How many more numbers may be wrong where digits are read by their column."""
_MOST_SUSPECTS = 24
"""Of how many numbers all pairs are tried."""
_MOST_FAILING = 60
"""Where more claims fail than so many, no single number is looked for."""
_MOST_CLAIMS = 12
"""Of how many claims the numbers are tried at a time."""


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
    compared, and what does not agree."""

    found: Understanding
    reading: Reading
    compared: Mapping[str, int]
    disagreements: tuple[Disagreement, ...]

    @property
    def slips(self) -> tuple[Disagreement, ...]:
        """What does not agree however the digits are read."""
        return tuple(one for one in self.disagreements if one.is_slip)


def audit(found: Understanding, look_up: Callable[[], None] = lambda: None) -> Audit:
    """Everything in a table that does not add up, explained as far as it can be.

    Numbers are set aside one by one, first those without which most claims hold, until the others
    agree. Each is then what the others leave of it, unless another number would do as well.

    Where a column drops the zeros at the end, `1` may stand for 1.000: it is read so unless that
    would make more numbers wrong.

    `look_up` is called now and then, since a table with many slips takes long; what it raises ends
    the audit.
    """
    fine = Reading.of(found, by_column=True)
    own = Reading.of(found, by_column=False)
    compared = Counter(claim.code for claim, _ in network_of(found, own, ()).claims)
    aside, reading = _set_aside(found, own, _MOST_WRONG, look_up), own
    if fine.halves:
        finer = _set_aside(found, fine, len(aside.numbers) + _MOST_MORE, look_up)
        if finer.settled or not aside.settled:
            aside, reading = finer, fine
    return Audit(found, reading, compared, _explained(found, reading, aside, look_up))


@dataclass
class _Aside:
    """Numbers taken for wrong, each with the claims that failed by it; `left` are claims that fail
    by none of them. `settled`: all others agree."""

    numbers: list[tuple[Printed, tuple[Claim, ...]]] = field(default_factory=list)
    left: tuple[Claim, ...] = ()
    settled: bool = False


def _set_aside(
    found: Understanding, reading: Reading, most: int, look_up: Callable[[], None]
) -> _Aside:
    aside = _Aside()
    while True:
        wrong = [number for number, _claims in aside.numbers]
        network = network_of(found, reading, wrong)
        failing = _failing(network)
        if not failing and narrowed(network.numbers, network.relations) is not None:
            aside.settled = True
            break
        hopeless = len(wrong) >= most or len(failing) > _MOST_FAILING
        chosen = () if hopeless else _best(found, reading, wrong, failing, look_up)
        if not chosen:
            aside.left = tuple(failing)
            break
        still = _failing(network_of(found, reading, [*wrong, *chosen]))
        gone = tuple(claim for claim in failing if claim not in still)
        for number in chosen:
            of = tuple(claim for claim in gone if number in claim.numbers) or gone
            aside.numbers.append((number, of))
    return aside


def _explained(
    found: Understanding, reading: Reading, aside: _Aside, look_up: Callable[[], None]
) -> tuple[Disagreement, ...]:
    results = []
    for number, claims in aside.numbers:
        others = [other for other, _claims in aside.numbers if other is not number]
        ways = []
        for one in _suspects(found, claims, others):
            look_up()
            left = _left(found, reading, [*others, one], one, aside.left)
            if left is not None:
                coarser = one.role in ROUNDED and left.within(one.rounded(one.half)) is not None
                ways.append(Explanation(one, left, coarser))
        results.append(Disagreement(claims, tuple(ways)))
    if not aside.settled:
        results.append(Disagreement(aside.left, ()))
    return tuple(results)


def _failing(network: Network) -> list[Claim]:
    return [claim for claim, relation in network.claims if not holds(network.numbers, relation)]


def _left(
    found: Understanding, reading: Reading, wrong: Sequence[Printed], number: Printed,
    lost: Sequence[Claim],
) -> Interval | None:  # fmt: skip
    """What is left of a number when all others but the wrong ones are right; None for nothing.
    Claims that are `lost` say nothing of it."""
    network = network_of(found, reading, wrong)
    left = narrowed(network.numbers, _without(network, lost))
    return None if left is None else left[network.of[number.cell.where]]


def _suspects(
    found: Understanding, failing: Sequence[Claim], wrong: Sequence[Printed]
) -> list[Printed]:
    """The numbers that could be wrong: those in claims that fail; where none does, all."""
    taken = {number.cell.where for number in wrong}
    some = failing[:_MOST_CLAIMS]
    numbers = [number for claim in some for number in claim.numbers] or found.printed()
    unique = {number.cell.where: number for number in numbers if number.cell.where not in taken}
    return list(unique.values())


def _best(
    found: Understanding, reading: Reading, wrong: Sequence[Printed], failing: Sequence[Claim],
    look_up: Callable[[], None],
) -> tuple[Printed, ...]:  # fmt: skip
    """The number without which the fewest claims fail and all that is left agrees; two, where no
    single one does that; none, where two do not help either."""
    suspects = _suspects(found, failing, wrong)
    ranked: list[tuple[int, bool, int]] = []
    ways: list[tuple[Printed, ...]] = [(one,) for one in suspects]
    for place, way in enumerate(ways):
        look_up()
        network = network_of(found, reading, [*wrong, *way])
        still = _failing(network)
        agree = narrowed(network.numbers, _without(network, still)) is not None
        ranked.append((len(still), not agree, place))
    best = min(ranked, default=(len(failing), True, 0))
    if best[1] and len(suspects) <= _MOST_SUSPECTS:
        for pair in combinations(suspects, 2):
            look_up()
            network = network_of(found, reading, [*wrong, *pair])
            still = _failing(network)
            if len(still) < best[0] and narrowed(network.numbers, _without(network, still)):
                ranked.append((len(still), False, len(ways)))
                ways.append(pair)
        best = min(ranked, default=best)
    return ways[best[2]] if best[:2] < (len(failing), True) else ()


def _without(network: Network, claims: Sequence[Claim]) -> list[Relation]:
    """The relations of a network but those that these claims state."""
    gone = [relation for claim, relation in network.claims if claim in claims]
    return [relation for relation in network.relations if relation not in gone]
