"""What relates the numbers of a table: rate and time give volume, volume and strength give dose,
doses give running sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import zip_longest
from typing import NamedTuple

from .columns import Role
from .intervals import ANY, AtMost, Interval, Product, Relation, Sum, exactly
from .understanding import Line, Printed, Understanding

_SET = (Role.RATE, Role.TIME)
"""What somebody sets on a pump: it means what it says, to the last digit."""
_EXACT = (*_SET, Role.BAG_VOLUME, Role.WEIGHT, Role.SURFACE, Role.RATIO)
ROUNDED = frozenset(Role) - frozenset(_EXACT)
"""What is worked out from other numbers, and printed rounded."""
_SUMS = {Role.DOSE: Role.DOSE_SO_FAR, Role.VOLUME: Role.VOLUME_SO_FAR, Role.TIME: Role.TIME_SO_FAR}
_PER_H = Fraction(1, 60)
_BY_STRENGTH = (("volume-strength", Role.VOLUME, Role.DOSE),
                ("rate-strength", Role.RATE, Role.DOSE_RATE))  # fmt: skip
_NOTHING = exactly(Fraction(0))


class Claim(NamedTuple):
    """What some printed numbers say together: a code, and the numbers, the result last."""

    code: str
    numbers: tuple[Printed, ...]


@dataclass
class Network:
    """The numbers of a table and what relates them; `of` finds a printed number by its place. A
    claim is a relation with printed numbers alone, which fails by itself. `strengths` has for each
    bag the concentration of all its lines, and what most of them take it for; `compares` whether it
    is stated more than once, so that there is something to compare."""

    numbers: list[Interval] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    claims: list[tuple[Claim, Relation]] = field(default_factory=list)
    strengths: dict[str, tuple[int, int]] = field(default_factory=dict)
    compares: dict[str, bool] = field(default_factory=dict)
    of: dict[str, int] = field(default_factory=dict)

    def add(self, interval: Interval = ANY) -> int:
        """A number more; its place."""
        self.numbers.append(interval)
        return len(self.numbers) - 1

    def claim(self, code: str, relation: Relation, *numbers: Printed) -> None:
        """A relation that printed numbers state."""
        self.relations.append(relation)
        self.claims.append((Claim(code, numbers), relation))


class Reading(NamedTuple):
    """How digits are read: the places of rates and times that are printed rounded, and half of the
    last digit of columns that are read to the same digit throughout."""

    rounded: frozenset[str]
    halves: Mapping[Role, Fraction]

    @classmethod
    def of(cls, found: Understanding, *, by_column: bool) -> "Reading":
        """How a table's digits are read, each by its own or by those of its column."""
        halves = _halves(found) if by_column else {}
        totals = frozenset(number.cell.where for number in found.totals.values())
        return cls(totals | _rounded_when_set(found, cls(frozenset(), halves)), halves)

    def interval(self, number: Printed) -> Interval:
        """What a printed number may stand for."""
        if number.role in _EXACT and number.cell.where not in self.rounded:
            return exactly(number.value)
        return number.rounded(self.halves.get(number.role, number.half))


def _halves(found: Understanding) -> dict[Role, Fraction]:
    """Half of the last digit of each column that seems to drop the zeros at the end: its numbers
    differ in decimals, none ends in 0, and those with fewer decimals have fewer figures too."""
    by_role: dict[Role, list[Printed]] = {}
    for number in found.printed():
        if number.half:
            by_role.setdefault(number.role, []).append(number)
    halves = {}
    for role, numbers in by_role.items():
        finest = min(number.half for number in numbers)
        figures = max(_figures(n) for n in numbers if n.half == finest)
        coarser = [n for n in numbers if n.half != finest]
        full = any("." in n.digits and n.digits.endswith("0") for n in numbers)
        of_coarser = max(map(_figures, coarser), default=0)
        if role not in _EXACT and not full and coarser and (of_coarser < figures or figures == 1):
            halves[role] = finest
    return halves


def _figures(number: Printed) -> int:
    """How many figures a number has; zeros that only say how large it is are none."""
    digits = number.digits.replace(",", "")
    plain = digits.replace(".", "").lstrip("0")
    return len(plain if "." in digits else plain.rstrip("0"))


def _rounded_when_set(found: Understanding, reading: Reading) -> frozenset[str]:
    """The rates and times that are printed rounded, by their places.

    A column is, where that makes all its rows agree: if it is printed to the same digit throughout
    (15.0 beside 16.7), or if most of its rows disagree when taken to the last digit. So is the time
    of a bag's last step, which runs until it is empty, unless it is the time of another step.
    """
    lines = [line for line in found.lines if all(r in line.numbers for r in (*_SET, Role.VOLUME))]
    for role in _SET:
        numbers = [line.numbers[role] for line in lines]
        column = frozenset(number.cell.where for number in numbers)
        exact = sum(_runs(line, reading) for line in lines)
        taken = sum(_runs(line, reading._replace(rounded=column)) for line in lines)
        to_one_digit = len({number.half for number in numbers}) == 1 and any(
            "." in number.digits and number.digits.endswith("0") for number in numbers
        )
        if taken == len(lines) > exact and (to_one_digit or exact * 2 < len(lines)):
            return column
    rounded: set[str] = set()
    for line, after in zip_longest(found.lines, found.lines[1:]):
        if line in lines and (after is None or after.bag != line.bag):
            rate, time, volume = (line.numbers[role] for role in (*_SET, Role.VOLUME))
            where = frozenset({time.cell.where})
            exact = rate.value * time.value * _PER_H == volume.value
            own = [one.numbers[Role.TIME].value for one in lines].count(time.value) == 1
            if own and not exact and _runs(line, reading._replace(rounded=where)):
                rounded |= where
    return frozenset(rounded)


def _runs(line: Line, reading: Reading) -> bool:
    """Whether rate, time and volume of a line agree."""
    rate, time, volume = (reading.interval(line.numbers[r]) for r in (*_SET, Role.VOLUME))
    return rate.times(time).times(exactly(_PER_H)).within(volume) is not None


def network_of(found: Understanding, reading: Reading, wrong: Sequence[Printed]) -> Network:
    """The numbers of the table and all that relates them; what is `wrong` may be anything."""
    network = Network()
    aside = frozenset(number.cell.where for number in wrong)
    for number in found.printed():
        known = ANY if number.cell.where in aside else reading.interval(number)
        network.of[number.cell.where] = network.add(known)
    network.strengths = strengths = _strengths(network, found)
    for line in found.lines:
        _line(network, line, strengths)
    for bag in found.bags:
        _bag(network, found, bag, strengths[bag_key(bag.bag)][0])
    for part, total in _SUMS.items():
        _running_sum(network, found, part, total, aside)
    return network


def _line(network: Network, line: Line, strengths: Mapping[str, tuple[int, int]]) -> None:
    printed = line.numbers
    at = {role: network.of[number.cell.where] for role, number in printed.items()}
    if Role.RATE in at and Role.TIME in at and Role.VOLUME in at:
        per_min = network.add()
        factor = network.add(exactly(_PER_H))
        network.relations.append(Product(per_min, at[Role.RATE], factor))
        network.numbers[per_min] = network.numbers[at[Role.RATE]].times(exactly(_PER_H))
        flow = Product(at[Role.VOLUME], per_min, at[Role.TIME])
        network.claim("rate-time", flow, *(printed[r] for r in (*_SET, Role.VOLUME)))
    if gives_none(line):
        return
    strength, usual = strengths.get(bag_key(line.bag), (at.get(Role.CONCENTRATION),) * 2)
    if strength is None or usual is None:
        return
    own = (printed[Role.CONCENTRATION],) if Role.CONCENTRATION in printed else ()
    if own and line.bag:
        network.relations.append(Sum(at[Role.CONCENTRATION], (strength,)))
        network.claims.append((Claim("strength", own), Sum(at[Role.CONCENTRATION], (usual,))))
    for code, of, gives in _BY_STRENGTH:
        if of in at and gives in at:
            network.relations.append(Product(at[gives], at[of], strength))
            if line.bag and not network.compares[bag_key(line.bag)]:
                continue
            said = Claim(code, (printed[of], *own, printed[gives]))
            network.claims.append((said, Product(at[gives], at[of], usual)))


def gives_none(line: Line) -> bool:
    """Whether a line gives volume and, as printed, no drug: it fills the tubing, or rinses it."""
    dose, volume = line.numbers.get(Role.DOSE), line.numbers.get(Role.VOLUME)
    return dose is not None and not dose.value and volume is not None and volume.value > 0


def _bag(network: Network, found: Understanding, bag: Line, strength: int) -> None:
    """A bag holds its volume at its strength, and no more is taken from it than it holds."""
    at = {role: network.of[number.cell.where] for role, number in bag.numbers.items()}
    printed = bag.numbers
    if Role.CONCENTRATION in at:
        network.relations.append(Sum(at[Role.CONCENTRATION], (strength,)))
    if Role.BAG_VOLUME in at and Role.HOLDS in at:
        relation = Product(at[Role.HOLDS], at[Role.BAG_VOLUME], strength)
        network.relations.append(relation)
        if Role.CONCENTRATION in at:
            said = tuple(printed[r] for r in (Role.BAG_VOLUME, Role.CONCENTRATION, Role.HOLDS))
            relation = Product(at[Role.HOLDS], at[Role.BAG_VOLUME], at[Role.CONCENTRATION])
            network.claims.append((Claim("bag-holds", said), relation))
    for role, part in ((Role.BAG_VOLUME, Role.VOLUME), (Role.HOLDS, Role.DOSE)):
        taken = [line.numbers[part] for line in found.lines
                 if bag_key(line.bag) == bag_key(bag.bag) and part in line.numbers]  # fmt: skip
        if role in at and taken:
            parts = tuple(network.of[number.cell.where] for number in taken)
            network.claim("overdrawn", AtMost(at[role], parts), *taken, printed[role])


def bag_key(name: str) -> str:
    """A bag's name without spaces and case: tables print Bag1, bag1 and Bag 1."""
    return "".join(name.split()).casefold()


def _strengths(network: Network, found: Understanding) -> dict[str, tuple[int, int]]:
    """For each bag its strength, one number for all its lines, and what most of them take it for:
    a line that says otherwise then fails by itself."""
    by_bag: dict[str, list[Interval]] = {}
    for line in (*found.bags, *found.lines):
        known = {role: network.numbers[network.of[n.cell.where]]
                 for role, n in line.numbers.items()}  # fmt: skip
        if line.bag and not gives_none(line):
            said = by_bag.setdefault(bag_key(line.bag), [])
            said += [known[gives].over(known[of]) for _, of, gives in _BY_STRENGTH
                     if of in known and gives in known]  # fmt: skip
            if Role.CONCENTRATION in known:
                said.append(known[Role.CONCENTRATION])
    network.compares = {bag: len(said) > 1 for bag, said in by_bag.items()}
    return {bag: (network.add(), network.add(_usual(said))) for bag, said in by_bag.items()}


def _usual(said: Sequence[Interval]) -> Interval:
    """What more than half of some intervals have in common; anything where there is no such."""
    best, most = ANY, len(said) // 2
    for start in said:
        agreeing = [
            one
            for one in said
            if one.low <= start.low and (one.high is None or one.high >= start.low)
        ]
        if len(agreeing) > most:
            common: Interval | None = ANY
            for one in agreeing:
                common = common and common.within(one)
            if common is not None:
                best, most = common, len(agreeing)
    return best


def _running_sum(
    network: Network, found: Understanding, part: Role, total: Role, aside: frozenset[str]
) -> None:
    """Each running sum is the one before it and what was given since; the total is the last.

    What a sum was made of is taken as printed: many tables add rounded numbers.
    """
    before: tuple[int, tuple[Printed, ...]] = (network.add(_NOTHING), ())
    since: list[tuple[int, Printed]] | None = []

    def close(stated: Printed, code: str) -> None:
        assert since is not None
        relation = Sum(network.of[stated.cell.where], (before[0], *(place for place, _ in since)))
        numbers = (*before[1], *(number for _, number in since), stated)
        if stated.cell.where in aside:
            network.relations.append(relation)
        elif len(numbers) > 1:
            network.claim(code, relation, *numbers)

    for line in found.lines:
        number = line.numbers.get(part)
        if number is None:
            # What this line adds is not printed, so the next sum says nothing of it.
            since = None
        elif since is not None:
            where = number.cell.where
            place = network.of[where]
            since.append((place if where in aside else network.add(network.numbers[place]), number))
        so_far = line.numbers.get(total)
        if so_far is not None:
            if since is not None:
                close(so_far, "running-sum")
            if so_far.cell.where not in aside:
                before, since = (network.of[so_far.cell.where], (so_far,)), []
    for role in (part, total):
        if role in found.totals and since is not None:
            close(found.totals[role], "total")
