"""Whether the numbers of a table agree, and which one number could be the wrong one."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple, TypeAlias

from .digits import Reading
from .intervals import Interval, Relation, holds, made, narrowed
from .network import Claim, Network
from .relations import network_of
from .understanding import Printed, Understanding

_MOST_WRONG = 10
"""How many numbers are explained; of a table with more wrong ones, the rest is only listed."""
_MOST_MORE = 3
"""How many more numbers may be wrong where digits are read by their column."""
_MOST_SUSPECTS = 24
"""Of how many numbers all pairs are tried."""
_BY_ITSELF = frozenset({"rate-time", "dose-rate-time", "running-sum", "total", "overdrawn",
                        "bag-holds", "shares", "stated-time", "stated-dose"})  # fmt: skip
"""Claims that fail or hold by their own numbers, whatever most lines say."""
_MOST_EQUAL = 3
"""How many numbers that would do as well are tried one after the other."""
_MOST_TRIED = 30
"""How many sets of wrong numbers are tried."""
_MOST_FAILING = 60
"""Where more claims fail than so many, no single number is looked for."""
_MOST_CLAIMS = 12
"""Of how many claims the numbers are tried at a time."""


_Order: TypeAlias = Callable[[int, bool], tuple[int, int]]
"""How good it is that so many claims still fail, and that all else agrees; the lesser is better."""


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
    by none of them. `settled`: all others agree; `hopeless`: too many do not to look further."""

    numbers: list[tuple[Printed, tuple[Claim, ...]]] = field(default_factory=list)
    left: tuple[Claim, ...] = ()
    settled: bool = False
    hopeless: bool = False


def _set_aside(
    found: Understanding, reading: Reading, most: int, look_up: Callable[[], None]
) -> _Aside:
    """Set numbers aside until all others agree: first those without which the fewest claims fail,
    or, if that leads nowhere, those without which all that does not fail by itself agrees."""
    aside = _tried(found, reading, most, look_up, _by_claims)
    if not aside.settled and not aside.hopeless:
        other = _tried(found, reading, most, look_up, _by_agreement)
        aside = other if other.settled else aside
    return aside


def _by_claims(still: int, agree: bool) -> tuple[int, int]:
    return still, not agree


def _by_agreement(still: int, agree: bool) -> tuple[int, int]:
    return not agree, still


def _tried(
    found: Understanding, reading: Reading, most: int, look_up: Callable[[], None], order: _Order
) -> _Aside:
    """Set numbers aside until all others agree. Where several would do as well, the next is tried
    if the first leads nowhere."""
    first, open_ways, tried = None, [_Aside()], 0
    while open_ways:
        aside, tried = open_ways.pop(), tried + 1
        wrong = [number for number, _claims in aside.numbers]
        network = network_of(found, reading, wrong)
        failing = _failing(network)
        if not failing and narrowed(network.numbers, network.relations) is not None:
            return _Aside(aside.numbers, (), settled=True)
        hopeless = len(wrong) >= most or len(failing) > _MOST_FAILING or tried > _MOST_TRIED
        ways = [] if hopeless else _best(found, reading, wrong, failing, look_up, order)
        if not ways and first is None:
            first = _Aside(aside.numbers, tuple(failing), hopeless=hopeless)
        for way in reversed(ways):
            still = _failing(network_of(found, reading, [*wrong, *way]))
            gone = tuple(claim for claim in failing if claim not in still)
            also = [(one, tuple(c for c in gone if one in c.numbers) or gone) for one in way]
            open_ways.append(_Aside([*aside.numbers, *also]))
    return first or _Aside()


def _explained(
    found: Understanding, reading: Reading, aside: _Aside, look_up: Callable[[], None]
) -> tuple[Disagreement, ...]:
    results: list[Disagreement] = []
    plain = network_of(found, reading, ()) if aside.numbers or aside.left else None
    for number, claims in aside.numbers:
        others = [other for other, _claims in aside.numbers if other is not number]
        ways = []
        for one in _suspects(found, claims, others):
            look_up()
            left = _left(found, reading, [*others, one], one, aside.left)
            if left is not None and (left.high != 0 or not one.value):
                finer = reading.halves.get(one.role, one.half) < one.half
                coarser = finer and left.within(one.rounded(one.half)) is not None
                ways.append(Explanation(one, left, coarser))
        results.append(Disagreement(_worked(plain, claims), tuple(ways)))
    if not aside.settled:
        results.append(Disagreement(_worked(plain, aside.left), ()))
    return tuple(results)


def _worked(network: Network | None, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims with what their other numbers make of the result."""
    if network is None:
        return tuple(claims)
    stating = dict(network.claims)
    return tuple(claim._replace(worked=_result(network, claim, stating.get(claim, ())))
                 for claim in claims)  # fmt: skip


def _result(network: Network, claim: Claim, relations: Sequence[Relation]) -> Interval | None:
    """What a claim's numbers make of its result, which is not taken into account itself."""
    if not relations:
        return None
    own, *more = relations
    left = narrowed(network.numbers, more)
    return None if left is None else made(left, own, network.at(claim.numbers[-1]))


def _failing(network: Network) -> list[Claim]:
    return [claim for claim, relations in network.claims if not holds(network.numbers, relations)]


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
    look_up: Callable[[], None], order: _Order,
) -> list[tuple[Printed, ...]]:  # fmt: skip
    """The numbers that are best set aside, each alone; two together, where without no single one
    all that is left agrees; none, where two do not help either."""
    suspects = _suspects(found, failing, wrong)

    def tried(*way: Printed) -> tuple[int, bool]:
        """How many claims fail without some numbers, and whether all else then agrees."""
        look_up()
        network = network_of(found, reading, [*wrong, *way])
        still = _failing(network)
        return len(still), narrowed(network.numbers, _without(network, still)) is not None

    def at_least(one: Printed) -> int:
        """How many claims certainly still fail without a number."""
        return sum(claim.code in _BY_ITSELF and one not in claim.numbers for claim in failing)

    best, agrees = order(len(failing), False), False
    chosen: list[tuple[Printed, ...]] = []
    for one in sorted(suspects, key=at_least):
        if best < order(at_least(one), True):
            break
        still, agree = tried(one)
        helps = still < len(failing) or (agree and not failing)
        if helps and (key := order(still, agree)) <= best:
            chosen = [*(chosen if key == best else ()), (one,)]
            best, agrees = key, agree
    if not agrees and len(suspects) <= _MOST_SUSPECTS:
        for pair in combinations(suspects, 2):
            still, agree = tried(*pair)
            if agree and (key := order(still, agree)) < best:
                best, chosen = key, [pair]
    return chosen[:_MOST_EQUAL]


def _without(network: Network, claims: Sequence[Claim]) -> list[Relation]:
    """The relations of a network but those that these claims state."""
    gone = {relations[0] for claim, relations in network.claims if claim in claims}
    return [relation for relation in network.relations if relation not in gone]
