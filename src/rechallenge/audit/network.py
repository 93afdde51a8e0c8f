"""The numbers of a table, what relates them, and what of that the table itself claims."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from .intervals import ANY, Interval, Product, Relation
from .printed import Printed
from .roles import Role
from .understanding import Line

_ONE = Fraction(1)


class Claim(NamedTuple):
    """What some printed numbers say together: a code, and the numbers, the result last. `worked` is
    what the others make of the result, where that is worked out."""

    code: str
    numbers: tuple[Printed, ...]
    worked: Interval | None = None


class Shared(NamedTuple):
    """A number that many lines share, such as the concentration of their bag: its place, the place
    of what most lines take it for, and the printed numbers that state it. `compares` is whether it
    is stated more than once, so that there is something to compare, `grounded` whether at all, and
    `relations` are those that it follows by from what states it."""

    place: int
    usual: int
    stated: tuple[Printed, ...] = ()
    compares: bool = False
    grounded: bool = False
    relations: tuple[Relation, ...] = ()


@dataclass
class LineNodes:
    """The places of a line's numbers, printed or implied. `known` are those that follow from
    printed ones, `relations` what makes them follow, and `of` the printed numbers of each."""

    line: Line
    at: dict[Role, int] = field(default_factory=dict)
    known: set[Role] = field(default_factory=set)
    relations: list[Relation] = field(default_factory=list)
    of: dict[Role, tuple[Printed, ...]] = field(default_factory=dict)


@dataclass
class Network:
    """The numbers of a table and what relates them; `of` finds a printed number by its place. A
    claim is a relation, or a few, that fails by itself. `strengths` has for each bag the
    concentration of all its lines."""

    numbers: list[Interval] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    claims: list[tuple[Claim, tuple[Relation, ...]]] = field(default_factory=list)
    strengths: dict[str, Shared] = field(default_factory=dict)
    of: dict[str, int] = field(default_factory=dict)

    def add(self, interval: Interval = ANY) -> int:
        """A number more; its place."""
        self.numbers.append(interval)
        return len(self.numbers) - 1

    def at(self, number: Printed) -> int:
        return self.of[number.cell.where]

    def interval(self, number: Printed) -> Interval:
        return self.numbers[self.at(number)]

    def nodes(self, line: Line) -> LineNodes:
        """The places of what a line prints."""
        numbers = line.numbers
        at = {role: self.at(number) for role, number in numbers.items()}
        return LineNodes(line, at, set(at), [], {role: (one,) for role, one in numbers.items()})

    def claim(
        self, code: str, numbers: Iterable[Printed], relation: Relation, *more: Relation
    ) -> None:
        """A relation that printed numbers state; `more` are relations it takes for granted, which
        are in the network already."""
        self.relations.append(relation)
        self.claims.append((Claim(code, tuple(numbers)), (relation, *more)))

    def stated(self, number: Printed) -> Shared:
        """A printed number that lines share."""
        place = self.at(number)
        return Shared(place, place, (number,), compares=True, grounded=True)

    def voted(self, votes: Sequence[Interval]) -> Shared:
        """A number that lines share, as most of them have it."""
        place, most = self.add(), self.add(usual(votes))
        return Shared(place, most, compares=len(votes) > 1, grounded=bool(votes))

    def follows(
        self, code: str, nodes: LineNodes, number: Printed, gives: Role, shared: Shared,
        factor: Fraction = _ONE,
    ) -> None:  # fmt: skip
        """State that a number times one that is shared is the number `gives` of its line."""
        part = self.at(number)
        printed = nodes.line.numbers.get(gives)
        if printed is None:
            nodes.at.setdefault(gives, self.add())
        self.relations.append(Product(nodes.at[gives], part, shared.place, factor))
        relation = Product(nodes.at[gives], part, shared.usual, factor)
        if printed is None:
            nodes.relations += [relation, *shared.relations]
            nodes.of[gives] = (number, *shared.stated)
            if shared.grounded:
                nodes.known.add(gives)
        elif shared.compares:
            claim = Claim(code, (number, *shared.stated, printed))
            self.claims.append((claim, (relation, *shared.relations)))


def usual(votes: Sequence[Interval]) -> Interval:
    """What more than half of some intervals have in common; anything where there is no such, or
    where as many have something else in common."""
    best, most = ANY, len(votes) // 2
    # Where most intervals meet, one of them begins.
    starts = sorted(vote.low for vote in votes)
    ends = sorted(vote.high for vote in votes if vote.high is not None)
    ended = 0
    for begun, start in enumerate(starts, 1):
        while ended < len(ends) and ends[ended] < start:
            ended += 1
        if begun - ended == most:
            best = ANY
        elif begun - ended > most:
            most = begun - ended
            meeting = [one for one in votes
                       if one.low <= start and (one.high is None or one.high >= start)]  # fmt: skip
            high = [one.high for one in meeting if one.high is not None]
            best = Interval(start, min(high) if high else None)
    return best
