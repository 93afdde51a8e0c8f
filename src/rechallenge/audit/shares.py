"""Shares of the dose, of a bag's content, and of the full rate."""

from collections.abc import Sequence
from fractions import Fraction

from .bags import bag_key
from .intervals import Sum, exactly
from .network import LineNodes, Network, Shared
from .roles import Role

_OF_HUNDRED = Fraction(1, 100)
_ALL = Fraction(100)


def relate_shares(
    network: Network, lines: Sequence[LineNodes], share: Role, gives: Role, whole: Shared | None,
    code: str,
) -> None:  # fmt: skip
    """A share of the whole is the number `gives` of its line; the whole is stated, or is what most
    lines make it."""
    having = [nodes for nodes in lines if share in nodes.line.numbers]
    if not having or (share is Role.SHARE and _of_bags(having)):
        return
    numbers = [nodes.line.numbers[share] for nodes in having]
    whole = whole or network.voted([
        network.numbers[nodes.at[gives]].over(network.interval(number).scaled(_OF_HUNDRED))
        for nodes, number in zip(having, numbers, strict=True)
        if gives in nodes.known and number.value
    ])  # fmt: skip
    for nodes, number in zip(having, numbers, strict=True):
        network.follows(code, nodes, number, gives, whole, _OF_HUNDRED)
    parts_of_whole = share in (Role.SHARE, Role.BAG_SHARE) and len(having) == len(lines) > 1
    if parts_of_whole and all(number.value < _ALL for number in numbers):
        # A bag of all of the dose beside others is diluted to those, and not given after them.
        hundred = network.add(exactly(_ALL))
        network.claim("shares", numbers, Sum(hundred, tuple(map(network.at, numbers))))


def _of_bags(lines: Sequence[LineNodes]) -> bool:
    """Whether shares that steps print seem to be those of their bags: each step of a bag has the
    same."""
    by_bag: dict[str, list[Fraction]] = {}
    for nodes in lines:
        by_bag.setdefault(bag_key(nodes.line.bag), []).append(nodes.line.numbers[Role.SHARE].value)
    several = [shares for bag, shares in by_bag.items() if bag and len(shares) > 1]
    return bool(several) and all(len(set(shares)) == 1 for shares in several)
