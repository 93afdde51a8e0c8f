"""Which numbers have to be set aside until all others agree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

from .digits import Reading
from .intervals import Interval, Relation, holds, narrowed
from .network import Claim, Network
from .printed import Printed
from .relations import network_of
from .understanding import Understanding

_MOST_SUSPECTS = 14
"""Of how many numbers all pairs are tried."""
_MOST_NUMBERS = 60
"""Of a claim about more numbers than these, only the result is taken for wrong."""
_BY_ITSELF = frozenset({"rate-time", "dose-rate-time", "running-sum", "total", "overdrawn",
                        "bag-holds", "shares", "stated-time", "stated-dose"})  # fmt: skip
"""Claims that fail or hold by their own numbers, whatever most lines say."""
_MOST_EQUAL = 3
"""How many numbers that would do as well are tried one after the other."""
_MOST_TRIED = 24
"""How many sets of wrong numbers are tried."""
_MOST_NETWORKS = 1_000
"""How often a search looks at the whole of its lines before it takes what it has."""
_MOST_FAILING = 60
"""Where more claims fail than so many, no single number is looked for."""
_MOST_CLAIMS = 12
"""Of how many claims the numbers are tried at a time."""
_Order: TypeAlias = Callable[[int, bool], tuple[int, int]]
"""How good it is that so many claims still fail, and that all else agrees; the lesser is better."""


@dataclass
class Aside:
    """Numbers taken for wrong, each with the claims that failed by it; `left` are claims that fail
    by none of them. `settled`: all others agree; `hopeless`: too many do not to look further."""

    numbers: list[tuple[Printed, tuple[Claim, ...]]] = field(default_factory=list)
    left: tuple[Claim, ...] = ()
    settled: bool = False
    hopeless: bool = False


class Search:
    """The search for wrong numbers in a table whose digits are read in one way."""

    def __init__(self, found: Understanding, reading: Reading) -> None:
        self.found, self.reading = found, reading
        self.looked = 0

    def network(self, wrong: Sequence[Printed] = ()) -> Network:
        """The table with some numbers set aside."""
        self.looked += 1
        return network_of(self.found, self.reading, wrong)

    def left(
        self, wrong: Sequence[Printed], number: Printed, lost: Sequence[Claim]
    ) -> Interval | None:
        """What is left of a number when all others but the wrong ones are right; None for nothing.
        Claims that are `lost` say nothing of it."""
        network = self.network(wrong)
        left = narrowed(network.numbers, _without(network, lost))
        return None if left is None else left[network.at(number)]

    def suspects(self, failing: Sequence[Claim], wrong: Sequence[Printed]) -> list[Printed]:
        """The numbers that could be wrong: those in claims that fail; where none does, all."""
        taken = {number.cell.where for number in wrong}
        named = [claim.numbers if len(claim.numbers) <= _MOST_NUMBERS else claim.numbers[-1:]
                 for claim in failing[:_MOST_CLAIMS]]  # fmt: skip
        numbers = [one for numbers in named for one in numbers]
        if not failing:
            numbers = list(self.found.printed())
        unique = {one.cell.where: one for one in numbers if one.cell.where not in taken}
        return list(unique.values())

    def set_aside(self, most: int) -> Aside:
        """Set numbers aside until all others agree: first those without which the fewest claims
        fail, or, if that leads nowhere, those without which all that does not fail by itself
        agrees."""
        aside = self._tried(most, _by_claims)
        if not aside.settled and not aside.hopeless:
            other = self._tried(most, _by_agreement)
            aside = other if other.settled else aside
        return aside

    def _tried(self, most: int, order: _Order) -> Aside:
        """Set numbers aside until all others agree. Where several would do as well, the next is
        tried if the first leads nowhere."""
        first, open_ways, tried = None, [Aside()], 0
        while open_ways:
            aside, tried = open_ways.pop(), tried + 1
            wrong = [number for number, _claims in aside.numbers]
            network = self.network(wrong)
            failing = failing_in(network)
            if not failing and agree(network):
                return Aside(aside.numbers, (), settled=True)
            hopeless = (
                len(wrong) >= most or len(failing) > _MOST_FAILING or tried > _MOST_TRIED
                or self.looked > _MOST_NETWORKS
            )  # fmt: skip
            ways = [] if hopeless else self._best(wrong, failing, order)
            if not ways and first is None:
                first = Aside(aside.numbers, tuple(failing), hopeless=hopeless)
            for way in reversed(ways):
                still = failing_in(self.network([*wrong, *way]))
                gone = tuple(claim for claim in failing if claim not in still)
                also = [(one, tuple(c for c in gone if one in c.numbers) or gone) for one in way]
                open_ways.append(Aside([*aside.numbers, *also]))
        return first or Aside()

    def _best(
        self, wrong: Sequence[Printed], failing: Sequence[Claim], order: _Order
    ) -> list[tuple[Printed, ...]]:
        """The numbers that are best set aside, each alone; two together, where without no single
        one all that is left agrees; none, where two do not help either."""
        suspects = self.suspects(failing, wrong)

        def tried(*way: Printed) -> tuple[int, bool]:
            """How many claims fail without some numbers, and whether all else then agrees."""
            network = self.network([*wrong, *way])
            still = failing_in(network)
            return len(still), agree(network, still)

        def at_least(one: Printed) -> int:
            """How many claims certainly still fail without a number."""
            return sum(claim.code in _BY_ITSELF and one not in claim.numbers for claim in failing)

        best, agrees = order(len(failing), False), False
        chosen: list[tuple[Printed, ...]] = []
        for one in sorted(suspects, key=at_least):
            if best < order(at_least(one), True):
                break
            still, agreeing = tried(one)
            helps = still < len(failing) or (agreeing and not failing)
            if helps and (key := order(still, agreeing)) <= best:
                chosen = [*(chosen if key == best else ()), (one,)]
                best, agrees = key, agreeing
        if not agrees and len(suspects) <= _MOST_SUSPECTS and self.looked < _MOST_NETWORKS:
            for pair in combinations(suspects, 2):
                still, agreeing = tried(*pair)
                if agreeing and (key := order(still, agreeing)) < best:
                    best, chosen = key, [pair]
        return chosen[:_MOST_EQUAL]


def _by_claims(still: int, agrees: bool) -> tuple[int, int]:
    return still, not agrees


def _by_agreement(still: int, agrees: bool) -> tuple[int, int]:
    return not agrees, still


def failing_in(network: Network) -> list[Claim]:
    """The claims of a network that fail by themselves."""
    return [claim for claim, relations in network.claims if not holds(network.numbers, relations)]


def agree(network: Network, without: Sequence[Claim] = ()) -> bool:
    """Whether all numbers of a network can be right together, some claims left out."""
    return narrowed(network.numbers, _without(network, without)) is not None


def _without(network: Network, claims: Sequence[Claim]) -> list[Relation]:
    """The relations of a network but those that these claims state."""
    gone = {relations[0] for claim, relations in network.claims if claim in claims}
    return [relation for relation in network.relations if relation not in gone]
