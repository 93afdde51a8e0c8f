"""What is stated beside a table, compared with what its steps make together."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from .body import Body
from .digits import PER_H
from .intervals import AtMost, Interval, Product, Relation, Sum
from .network import LineNodes, Network, Shared
from .printed import Printed
from .roles import Role
from .understanding import Fact, Understanding

_HALF = Fraction(1, 2)


class FactNodes:
    """What is stated, as numbers of a network: the `dose` of all steps, the `full_rate`, the
    concentration of the only bag, and that of the `undiluted` drug; each None where nothing is."""

    def __init__(
        self, network: Network, found: Understanding, body: Body, *, only_bag: bool
    ) -> None:
        self.network, self.body = network, body
        self.all: Sequence[Fact] = found.facts
        self.total_times = [found.totals[role] for role in (Role.TIME, Role.TIME_SO_FAR)
                            if role in found.totals]  # fmt: skip
        stated = {fact.number.role: fact.number for fact in found.facts if not fact.bound}
        self.dose = self._plain(stated.get(Role.ORDERED) or stated.get(Role.TOTAL_DOSE))
        self.full_rate = self._plain(stated.get(Role.FULL_RATE))
        volume = stated.get(Role.STATED_VOLUME)
        self.volume = volume if only_bag else None
        holds = self._plain(stated.get(Role.STATED_HOLDS))
        if holds is None and not found.bags:
            holds = self._plain(stated.get(Role.ORDERED))
        self.strength = self._of(stated.get(Role.STATED_STRENGTH), holds, volume)
        if not only_bag:
            self.strength = None
        self.holds = self._plain(stated.get(Role.STATED_HOLDS)) if only_bag else None
        self.undiluted = self._plain(stated.get(Role.UNDILUTED))

    def _plain(self, number: Printed | None) -> Shared | None:
        return None if number is None else self.body.plain(number)

    def _of(
        self, concentration: Printed | None, holds: Shared | None, volume: Printed | None
    ) -> Shared | None:
        """A concentration that is stated as such, or by what is in a volume."""
        if concentration is not None:
            return self._plain(concentration)
        if holds is None or volume is None or not volume.value:
            return None
        place = self.network.add()
        relation = Product(holds.place, place, self.network.at(volume))
        self.network.relations.append(relation)
        numbers = (*holds.stated, volume)
        return Shared(place, place, numbers, compares=True, grounded=True,
                      relations=(relation, *holds.relations))  # fmt: skip


def relate_facts(network: Network, facts: FactNodes, lines: Sequence[LineNodes]) -> None:
    """Relate what is stated of all steps with what they make together."""
    if not facts.all or not lines:
        return
    sums = _Sums(network, facts, lines)
    # The total of a table whose last step runs until the bag is empty is like one that is stated.
    is_open = Role.TIME not in lines[-1].known
    totals = [Fact(number) for number in facts.total_times if is_open]
    for fact in (*facts.all, *totals):
        number, role = fact.number, fact.number.role
        of_time = role is Role.TOTAL_TIME or fact in totals
        if of_time and (whole := sums.of_time()) is not None:
            place, numbers, relations = whole
            at = network.at(number)
            relation: Relation = Sum(at, (place,))
            if fact.bound:
                relation = AtMost(place, (at,)) if fact.bound == "least" else AtMost(at, (place,))
            code = f"stated-time-{fact.bound}" if fact.bound else "stated-time"
            network.claim(code, _with_last(numbers, number), relation, *relations)
        elif role in (Role.ORDERED, Role.TOTAL_DOSE) and (whole := sums.of(Role.DOSE)) is not None:
            place, numbers, relations = whole
            plain = facts.body.plain(number)
            if role is Role.ORDERED and _is_last(network, plain, lines[-1]):
                continue
            said = _with_last((*numbers, *plain.stated), number)
            if role is Role.ORDERED:
                plain = _to_its_digits(network, plain, number)
            link = Sum(plain.place, (place,))
            network.claim("stated-dose", said, link, *relations, *plain.relations)
    for role, holds in ((Role.VOLUME, facts.volume), (Role.DOSE, facts.holds)):
        whole = sums.of(role)
        if holds is not None and whole is not None:
            place, numbers, relations = whole
            plain = facts.body.plain(holds) if isinstance(holds, Printed) else holds
            if set(plain.stated) & set(numbers):
                # What is taken was worked out from what is stated.
                continue
            said = _with_last((*numbers, *plain.stated), plain.stated[0])
            network.claim("stated-bag", said, AtMost(plain.place, (place,)), *relations,
                          *plain.relations)  # fmt: skip


def _is_last(network: Network, dose: Shared, last: LineNodes) -> bool:
    """Whether a dose is that of the last step alone: steps before it then only lead up to it."""
    own = last.line.numbers.get(Role.DOSE)
    ordered = network.numbers[dose.place]
    return own is not None and ordered.high is not None and (
        network.interval(own).within(ordered) is not None
    )  # fmt: skip


def _to_its_digits(network: Network, dose: Shared, number: Printed) -> Shared:
    """What is ordered is exact; what steps give is that to its last digit: 80.023 mg of 80 mg. An
    amount in g is meant to the mg, and one per weight to the last digit of that."""
    if not number.value:
        return dose
    off = min(number.half, _HALF) / number.value
    near = network.add(Interval(1 - off, 1 + off))
    rounded = network.add()
    relation = Product(rounded, dose.place, near)
    network.relations.append(relation)
    return dose._replace(place=rounded, relations=(relation, *dose.relations))


def _with_last(numbers: Sequence[Printed], last: Printed) -> list[Printed]:
    """Each number once, the result last."""
    return [*(one for one in dict.fromkeys(numbers) if one is not last), last]


class _Sums:
    """What all steps make together. The last step may be open: it runs until the bag is empty, or
    until the dose is given."""

    def __init__(self, network: Network, facts: FactNodes, lines: Sequence[LineNodes]) -> None:
        self.network, self.facts, self.lines = network, facts, lines

    def of(self, role: Role) -> "tuple[int, list[Printed], list[Relation]] | None":
        """The sum of what all steps print or imply, where each does: its place, the numbers that it
        is of, and the relations that it follows by."""
        if all(role in nodes.known for nodes in self.lines):
            return self._sum(role, self.lines)
        return None

    def of_time(self) -> "tuple[int, list[Printed], list[Relation]] | None":
        """The time of all steps."""
        *before, last = self.lines
        if Role.TIME in last.known:
            return self.of(Role.TIME)
        if any(Role.TIME not in nodes.known for nodes in before):
            return None
        for amount, speed, whole in self._ends():
            # What an earlier step gives may be unknown: then the last takes at most the whole.
            if speed in last.known and all(amount in nodes.at for nodes in before):
                rest = self.network.add()
                given, numbers, relations = self._sum(amount, before)
                time = self.network.add()
                total, also, _ = self._sum(Role.TIME, before)
                whole_time = self.network.add()
                closing: list[Relation] = [
                    Sum(whole.place, (given, rest)),
                    Product(rest, last.at[speed], time, PER_H),
                    Sum(whole_time, (total, time)),
                ]
                self.network.relations += closing
                relations += [*closing, *last.relations, *whole.relations]
                relations.append(Sum(total, tuple(nodes.at[Role.TIME] for nodes in before)))
                return whole_time, [*numbers, *also, *last.of[speed], *whole.stated], relations
        return None

    def _ends(self) -> Iterator[tuple[Role, Role, Shared]]:
        if self.facts.volume is not None:
            yield Role.VOLUME, Role.RATE, self.facts.body.plain(self.facts.volume)
        if self.facts.dose is not None:
            yield Role.DOSE, Role.DOSE_RATE, self.facts.dose

    def _sum(
        self, role: Role, lines: Sequence[LineNodes]
    ) -> tuple[int, list[Printed], list[Relation]]:
        place = self.network.add()
        relation = Sum(place, tuple(nodes.at[role] for nodes in lines))
        self.network.relations.append(relation)
        numbers = [number for nodes in lines for number in nodes.of.get(role, ())]
        return place, numbers, [relation, *(one for nodes in lines for one in nodes.relations)]
