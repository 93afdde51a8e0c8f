"""What relates the numbers of a table: rate and time give volume, volume and strength give dose,
doses give running sums."""

from collections.abc import Sequence
from fractions import Fraction

from .bags import (
    BY_STRENGTH,
    bag_key,
    gives_none,
    only_bag,
    relate_bag,
    relate_dilutions,
    strengths_of,
)
from .body import Body
from .digits import PER_H, Reading
from .fact_relations import FactNodes, relate_facts
from .intervals import ANY, Interval, Product, Relation, Sum, exactly, holds
from .network import Claim, LineNodes, Network, Shared
from .printed import Printed
from .roles import SHARES, SUMS, Role
from .shares import relate_shares
from .understanding import Understanding

_NOTHING = Fraction(0)
_NOTHING_SHARED = Shared(-1, -1, compares=True, grounded=True)
"""Where numbers of a line relate to one another alone."""


def network_of(found: Understanding, reading: Reading, wrong: Sequence[Printed]) -> Network:
    """The numbers of the table and all that relates them; what is `wrong` may be anything."""
    network = Network()
    aside = frozenset(number.cell.where for number in wrong)
    bounds = frozenset(fact.number.cell.where for fact in found.facts if fact.bound)
    for number in found.printed():
        where = number.cell.where
        known = exactly(number.value) if where in bounds else reading.interval(number)
        # Nothing is more than all of it.
        anything = Interval(_NOTHING, Fraction(100)) if number.role in SHARES else ANY
        network.of[where] = network.add(anything if where in aside else known)
    lines, bags = [*map(network.nodes, found.lines)], [*map(network.nodes, found.bags)]
    body = Body(network, found, [*lines, *bags])
    for nodes in (*lines, *bags):
        body.relate(nodes)
    facts = FactNodes(network, found, body, only_bag=only_bag(lines, bags))
    relate_shares(network, lines, Role.SHARE, Role.DOSE, facts.dose, "share")
    relate_shares(network, lines, Role.RATE_SHARE, Role.RATE, facts.full_rate, "rate-share")
    relate_shares(network, bags, Role.BAG_SHARE, Role.HOLDS, facts.dose, "share")
    network.strengths = strengths_of(network, lines, bags, facts.strength)
    imply = _implied(found)
    for nodes in lines:
        _line(network, nodes, imply)
    for bag in bags:
        relate_bag(network, bag, lines)
    relate_dilutions(network, lines, bags, facts.undiluted)
    for part, total in SUMS.items():
        _running_sum(network, found, lines, part, total, aside)
    relate_facts(network, facts, lines)
    return network


def _implied(found: Understanding) -> frozenset[Role]:
    """What is worked out for lines that do not print it: what no line prints but a sum or a fact
    needs, and the time of a step that runs until its bag is empty."""
    printed = {role for line in found.lines for role in line.numbers}
    needed = {part for part, total in SUMS.items() if total in printed}
    if found.facts or needed - printed:
        return frozenset({Role.VOLUME, Role.DOSE} - printed) | {Role.TIME}
    return frozenset()


def _line(network: Network, nodes: LineNodes, imply: frozenset[Role]) -> None:
    line = nodes.line
    strength = network.strengths.get(bag_key(line.bag))
    own = line.numbers.get(Role.CONCENTRATION)
    for role in imply:
        nodes.at.setdefault(role, network.add())
    at = nodes.at
    if all(role in at for role in (Role.RATE, Role.TIME, Role.VOLUME)):
        flow = Product(at[Role.VOLUME], at[Role.RATE], at[Role.TIME], PER_H)
        _state(network, nodes, "rate-time", (Role.RATE, Role.TIME, Role.VOLUME), flow, flow)
    if all(role in at for role in (Role.DOSE_RATE, Role.TIME, Role.DOSE)):
        flow = Product(at[Role.DOSE], at[Role.DOSE_RATE], at[Role.TIME], PER_H)
        _state(network, nodes, "dose-rate-time", (Role.DOSE_RATE, Role.TIME, Role.DOSE), flow, flow)
    if gives_none(line):
        return
    if own is not None and strength is not None and line.bag:
        place = network.at(own)
        network.relations.append(Sum(place, (strength.place,)))
        if strength.compares:
            claim = Claim("strength", (*strength.stated, own))
            network.claims.append((claim, (Sum(place, (strength.usual,)), *strength.relations)))
    for code, of, gives in BY_STRENGTH:
        if of not in at or gives not in at:
            continue
        if strength is not None and (line.bag or strength.stated):
            by = strength if strength.stated or own is None else strength._replace(stated=(own,))
        elif own is not None:
            by = network.stated(own)
        else:
            continue
        relation, most = (Product(at[gives], at[of], place) for place in (by.place, by.usual))
        _state(network, nodes, code, (of, gives), relation, most, by)


def _state(
    network: Network, nodes: LineNodes, code: str, roles: Sequence[Role], relation: Relation,
    most: Relation, by: Shared = _NOTHING_SHARED,
) -> None:  # fmt: skip
    """Relate numbers of a line. Where all are printed, or follow from what is, that is a claim;
    where one is not, it follows from the others, and `by` a number that lines share."""
    network.relations.append(relation)
    unknown = [role for role in roles if role not in nodes.known]
    others = [role for role in roles if role in nodes.known]
    numbers = [number for role in others[:-1] for number in nodes.of[role]]
    if not unknown and by.compares:
        result = nodes.of[others[-1]]
        claim = Claim(code, tuple(dict.fromkeys((*numbers, *by.stated, *result))))
        relations = dict.fromkeys((most, *by.relations, *nodes.relations))
        network.claims.append((claim, tuple(relations)))
    elif len(unknown) == 1 and by.grounded:
        ((role,), of) = unknown, [number for one in others for number in nodes.of[one]]
        nodes.known.add(role)
        nodes.of[role] = tuple(dict.fromkeys((*of, *by.stated)))
        nodes.relations += [most, *by.relations]


def _running_sum(
    network: Network, found: Understanding, lines: Sequence[LineNodes], part: Role, total: Role,
    aside: frozenset[str],
) -> None:  # fmt: skip
    """Each running sum is the one before it and what was given since; the total is the last. Where
    the first is 0, each may be the sum before its step.

    What a sum was made of is taken as printed: many tables add rounded numbers.
    """
    before_steps = _begins_at_nothing(network, lines, part, total)
    before: tuple[int, tuple[Printed, ...]] = (network.add(exactly(_NOTHING)), ())
    since: list[tuple[int, tuple[Printed, ...], list[Relation]]] | None = []

    def close(stated: Printed, code: str) -> None:
        assert since is not None
        relation = Sum(network.at(stated), (before[0], *(place for place, _, _ in since)))
        numbers = (*before[1], *(number for _, of, _ in since for number in of), stated)
        if stated.cell.where in aside:
            network.relations.append(relation)
        elif len(numbers) > 1:
            more = dict.fromkeys(one for _, _, relations in since for one in relations)
            network.claim(code, dict.fromkeys(numbers), relation, *more)

    def close_if_stated(nodes: LineNodes) -> None:
        nonlocal before, since
        so_far = nodes.line.numbers.get(total)
        if so_far is not None:
            if since is not None:
                close(so_far, "running-sum")
            if so_far.cell.where not in aside:
                before, since = (network.at(so_far), (so_far,)), []

    for nodes in lines:
        if before_steps:
            close_if_stated(nodes)
        number, place = nodes.line.numbers.get(part), nodes.at.get(part)
        if place is None or part not in nodes.known:
            # What this line adds is not known, so the next sum says nothing of it.
            since = None
        elif since is not None and number is None:
            since.append((place, nodes.of[part], nodes.relations))
        elif since is not None and number is not None:
            copied = number.cell.where not in aside
            place = network.add(network.numbers[place]) if copied else place
            since.append((place, (number,), []))
        if not before_steps:
            close_if_stated(nodes)
    for role in (part, total):
        if role in found.totals and since is not None:
            close(found.totals[role], "total")


def _begins_at_nothing(
    network: Network, lines: Sequence[LineNodes], part: Role, total: Role
) -> bool:
    """Whether running sums are those before each step: the first is 0, and the second is what the
    first step adds."""
    if len(lines) < 2:
        return False
    first, second = (nodes.line.numbers.get(total) for nodes in lines[:2])
    place = lines[0].at.get(part)
    if first is None or second is None or first.value or place is None:
        return False
    adds = Sum(network.at(second), (place,))
    return holds(network.numbers, (adds, *lines[0].relations))
