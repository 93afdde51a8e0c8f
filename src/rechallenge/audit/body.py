"""What is printed per weight or surface, and what it is for the patient."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from .intervals import Interval, Product, exactly
from .network import LineNodes, Network, Shared
from .printed import Printed
from .roles import Role
from .understanding import Understanding

_PLAIN = {
    Role.DOSE_PER_BODY: Role.DOSE,
    Role.DOSE_RATE_PER_BODY: Role.DOSE_RATE,
    Role.RATE_PER_BODY: Role.RATE,
    Role.HOLDS_PER_BODY: Role.HOLDS,
}
_OF_BODY = {"kg": Role.WEIGHT, "m2": Role.SURFACE}
_OF_DRUG = (Role.DOSE, Role.DOSE_SO_FAR, Role.DOSE_RATE, Role.CONCENTRATION, Role.HOLDS,
            Role.ORDERED, Role.TOTAL_DOSE, Role.STATED_HOLDS, Role.STATED_STRENGTH)  # fmt: skip


def _body_unit(number: Printed) -> str:
    """`kg` or `m2` for a number per weight or surface; empty for any other."""
    return next((unit for unit in _OF_BODY if unit in number.base.split("/")[1:]), "")


class Body:
    """The weight and the surface that a table's numbers are for."""

    def __init__(self, network: Network, found: Understanding, lines: Sequence[LineNodes]) -> None:
        self.network = network
        numbers = list(found.printed())
        stated = {fact.number.role: fact.number for fact in found.facts}
        per = [number for number in numbers if _body_unit(number)]
        plain = any(n.role in _OF_DRUG and not _body_unit(n) for n in numbers)
        plain = plain or any(number.role is Role.RATE_PER_BODY for number in per)
        self._of: dict[str, Shared] = {}
        for unit, role in _OF_BODY.items():
            if role in stated:
                self._of[unit] = network.stated(stated[role])
            elif not plain and {_body_unit(number) for number in per} == {unit}:
                # All of the drug is per kg, so that no weight is needed to compare it.
                one = network.add(exactly(Fraction(1)))
                self._of[unit] = Shared(one, one, compares=False, grounded=True)
            else:
                self._of[unit] = network.voted(list(_votes(network, lines, unit)))

    def relate(self, nodes: LineNodes) -> None:
        """Give a line the numbers that follow from those per weight or surface."""
        for number in list(nodes.line.numbers.values()):
            unit, plain = _body_unit(number), _PLAIN.get(number.role)
            if unit and plain is not None:
                shared = self._of[unit]
                own = nodes.line.numbers.get(_OF_BODY[unit])
                if own is not None:
                    shared = self.network.stated(own)
                self.network.follows("per-body", nodes, number, plain, shared)

    def plain(self, number: Printed) -> Shared:
        """A stated number as it is for the patient."""
        place, unit = self.network.at(number), _body_unit(number)
        if not unit:
            return self.network.stated(number)
        shared = self._of[unit]
        whole = self.network.add()
        relation = Product(whole, place, shared.place)
        self.network.relations.append(relation)
        more = (Product(whole, place, shared.usual), *shared.relations)
        return Shared(whole, whole, (number, *shared.stated), compares=True,
                      grounded=shared.grounded, relations=more)  # fmt: skip


def _votes(network: Network, lines: Sequence[LineNodes], unit: str) -> Iterator[Interval]:
    """What lines that print a number both ways make of the weight or the surface."""
    for nodes in lines:
        numbers = nodes.line.numbers
        for number in numbers.values():
            plain = _PLAIN.get(number.role)
            of_line = _OF_BODY[unit] in numbers or _body_unit(number) != unit
            if plain is None or plain not in numbers or of_line:
                continue
            if number.value:
                yield network.interval(numbers[plain]).over(network.interval(number))
