"""What a bag says of its lines: its concentration, its volume and dose, its dilution."""

from collections.abc import Mapping, Sequence

from .intervals import AtMost, Interval, Product, Sum
from .network import Claim, LineNodes, Network, Shared
from .printed import Printed
from .roles import Role
from .understanding import Line

BY_STRENGTH = (("volume-strength", Role.VOLUME, Role.DOSE),
               ("rate-strength", Role.RATE, Role.DOSE_RATE))  # fmt: skip


def bag_key(name: str) -> str:
    """A bag's name without spaces and case: tables print Bag1, bag1 and Bag 1."""
    return "".join(name.split()).casefold()


def gives_none(line: Line) -> bool:
    """Whether a line gives volume and, as printed, no drug: it fills the tubing, or rinses it. A
    dose of 0.00 mg at 0.03 mg/h is only rounded."""
    dose, volume, dose_rate = map(line.numbers.get, (Role.DOSE, Role.VOLUME, Role.DOSE_RATE))
    if dose is None or dose.value or (dose_rate is not None and dose_rate.value):
        return False
    return volume is not None and volume.value > 0


def only_bag(lines: Sequence[LineNodes], bags: Sequence[LineNodes]) -> bool:
    """Whether all is given from one bag, so that what is stated of a bag is of that one."""
    return len({bag_key(one.line.bag) for one in (*lines, *bags)}) <= 1


def strengths_of(
    network: Network, lines: Sequence[LineNodes], bags: Sequence[LineNodes], stated: Shared | None
) -> dict[str, Shared]:
    """For each bag its concentration, which all its lines share: as `stated`, or as most have it,
    so that a line that says otherwise fails by itself."""
    by_bag: dict[str, list[Interval]] = {}
    for nodes in (*bags, *lines):
        line = nodes.line
        if not gives_none(line) and (line.bag or stated):
            votes = by_bag.setdefault(bag_key(line.bag), [])
            votes += _votes(network, nodes)
    if stated is not None:
        return dict.fromkeys(by_bag, stated)
    return {bag: network.voted(votes) for bag, votes in by_bag.items()}


def _votes(network: Network, nodes: LineNodes) -> list[Interval]:
    known = {role: network.numbers[nodes.at[role]] for role in nodes.known}
    votes = [known[gives].over(known[of]) for _, of, gives in BY_STRENGTH
             if of in known and gives in known]  # fmt: skip
    if Role.CONCENTRATION in known:
        votes.append(known[Role.CONCENTRATION])
    return votes


def relate_bag(network: Network, bag: LineNodes, lines: Sequence[LineNodes]) -> None:
    """A bag holds its volume at its strength, and no more is taken from it than it holds."""
    at, printed, key = bag.at, bag.line.numbers, bag_key(bag.line.bag)
    strength = network.strengths[key]
    if Role.CONCENTRATION in at:
        network.relations.append(Sum(at[Role.CONCENTRATION], (strength.place,)))
    if Role.BAG_VOLUME in at and Role.HOLDS in at:
        network.relations.append(Product(at[Role.HOLDS], at[Role.BAG_VOLUME], strength.place))
        if Role.CONCENTRATION in at:
            said = (printed[Role.BAG_VOLUME], printed[Role.CONCENTRATION], *bag.of[Role.HOLDS])
            relation = Product(at[Role.HOLDS], at[Role.BAG_VOLUME], at[Role.CONCENTRATION])
            network.claims.append((Claim("bag-holds", said), (relation, *bag.relations)))
    elif Role.CONCENTRATION in printed and strength.compares:
        own = Claim("bag-strength", (*strength.stated, printed[Role.CONCENTRATION]))
        alike = Sum(at[Role.CONCENTRATION], (strength.usual,))
        network.claims.append((own, (alike, *strength.relations)))
    for role, part in ((Role.BAG_VOLUME, Role.VOLUME), (Role.HOLDS, Role.DOSE)):
        taken = [one for one in lines if bag_key(one.line.bag) == key and part in one.line.numbers]
        if role in printed and taken:
            parts = tuple(one.at[part] for one in taken)
            numbers = [one.line.numbers[part] for one in taken]
            network.claim("overdrawn", (*numbers, printed[role]), AtMost(at[role], parts))


def relate_dilutions(
    network: Network, lines: Sequence[LineNodes], bags: Sequence[LineNodes], stated: Shared | None
) -> None:
    """A bag that is diluted has that part of the concentration of what is undiluted."""
    diluted: dict[str, tuple[Printed, tuple[Printed, ...]]] = {}
    for nodes in (*bags, *lines):
        ratio, key = nodes.line.numbers.get(Role.RATIO), bag_key(nodes.line.bag)
        if ratio is not None and key in network.strengths:
            said = _strength_as_printed(nodes)
            if said and (key not in diluted or len(said) < len(diluted[key][1])):
                diluted[key] = ratio, said
    full = [network.strengths[key] for key, (ratio, _) in diluted.items() if ratio.value == 1]
    if stated is None and full:
        # What is undiluted is one of the bags, so that the others are compared with it.
        stated = full[0]._replace(compares=True)
    undiluted = stated or network.voted([
        network.numbers[network.strengths[key].usual].over(network.interval(ratio))
        for key, (ratio, _said) in diluted.items()
    ])  # fmt: skip
    for key, (ratio, said) in diluted.items():
        strength, part = network.strengths[key], network.at(ratio)
        network.relations.append(Product(strength.place, undiluted.place, part))
        if undiluted.compares:
            claim = Claim("ratio", (ratio, *undiluted.stated, *said))
            relation = Product(strength.usual, undiluted.usual, part)
            network.claims.append((claim, (relation, *undiluted.relations)))


def _strength_as_printed(nodes: LineNodes) -> tuple[Printed, ...]:
    """The numbers of a line that state its concentration: that alone, or volume and dose."""
    numbers: Mapping[Role, Printed] = nodes.line.numbers
    for roles in ((Role.CONCENTRATION,), (Role.VOLUME, Role.DOSE), (Role.BAG_VOLUME, Role.HOLDS)):
        if all(role in numbers for role in roles) and not gives_none(nodes.line):
            return tuple(numbers[role] for role in roles)
    return ()
