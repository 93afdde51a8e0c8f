"""Make plans by every shipped protocol, with many doses, weights, pumps and lines, and look whether
what must hold of every plan holds: `python -m tools.sweep 100000`.

An order begins from a worked example of its protocol. Orders that are refused are counted by what
refuses them: no number was made then.
"""

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from multiprocessing import Pool
from typing import Any

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_source
from rechallenge.model.finding import Refused
from rechallenge.model.order import Order
from rechallenge.model.plan import Bag, Plan, Step
from rechallenge.model.problems import Unusable
from rechallenge.model.protocol import Protocol
from rechallenge.model.pump import Pump
from rechallenge.planning.planner import work_out
from rechallenge.quantities import Quantity, display, parse
from rechallenge.service.examples import order_of
from rechallenge.service.making import make

_SHELVES = Shelves(shipped_folder())
_DOSES = tuple(Fraction(n, 8) for n in (1, 4, 6, 7, 8, 9, 10, 12, 16, 24))
_WEIGHTS = tuple(Fraction(n, 10) for n in (6, 8, 9, 10, 11, 13))
_VOLUMES = (Fraction(1), Fraction(1, 2), Fraction(2), Fraction(7, 5))
_LINES: tuple[dict[str, str], ...] = (
    {},
    {"line": "3 mL", "primed": "drug", "sets": "shared"},
    {"line": "15 mL", "primed": "diluent", "sets": "shared"},
    {"line": "27.5 mL", "primed": "diluent", "sets": "fresh"},
    {"line": "20 mL", "primed": "drug", "sets": "fresh"},
)
_ROUNDED = re.compile(r"~")


def orders(protocol: Protocol, part: int, count: int) -> Iterator[dict[str, Any]]:
    """So many orders, drawn by the protocol's id and the number of the part: the same at every
    run."""
    draw = random.Random(f"{protocol.id} {part}")
    pumps = sorted(_SHELVES.facts("pumps"))
    examples = [dict(order_of(one)) for one in protocol.examples]
    plan = work_out(protocol, order_of(protocol.examples[0]))
    runs, several = plan.runs, len(plan.bags) > 1
    for _ in range(count):
        order = dict(draw.choice(examples))
        order["dose"] = order["dose"] * draw.choice(_DOSES)
        for key, factors in (("weight", _WEIGHTS), ("volume", _VOLUMES)):
            if order[key] is not None:
                order[key] = order[key] * draw.choice(factors)
        order["pump"] = draw.choice((None, *pumps))
        line = draw.choice(_LINES) if runs else {}
        yield order | {key: said for key, said in line.items() if key != "sets" or several}


def tried(work: tuple[str, int, int]) -> tuple[Counter[str], list[str]]:
    """What came of so many orders by a protocol, and each broken law with its order."""
    named, part, count = work
    protocol = _protocol(named)
    outcomes: Counter[str] = Counter()
    broken: list[str] = []
    for stated in orders(protocol, part, count):
        try:
            plan = make(protocol, Order.model_validate(stated), _SHELVES)
        except Refused as refused:
            outcomes[f"refused: {refused.findings[0].code}"] += 1
        except Unusable as error:
            outcomes[f"not usable: {error.problems[0].place[0]}"] += 1
        except Exception as error:
            broken.append(f"{named}: {type(error).__name__}: {error}: {_said(stated)}")
        else:
            outcomes["planned"] += 1
            wrong = [law.__name__ for law in LAWS if not law(plan)]
            broken += [f"{named}: {name}: {_said(stated)}" for name in wrong]
    return outcomes, broken


@cache
def _protocol(named: str) -> Protocol:
    return read_source(named, _SHELVES).protocol


def _said(stated: dict[str, Any]) -> str:
    return json.dumps({key: str(value) for key, value in stated.items() if value}, sort_keys=True)


def _in(amount: Quantity, unit: str) -> Fraction:
    return Fraction(amount.to(unit).magnitude)


def _sum(amounts: list[Quantity], like: Quantity) -> Quantity:
    return sum(amounts, start=like * 0)


def steps_run_at_their_rates(plan: Plan) -> bool:
    """Rate x time is the volume, dose rate x time the dose."""
    return all(
        step.rate * step.duration == step.volume and step.dose_rate * step.duration == step.dose
        for step in plan.steps
        if step.rate is not None and step.dose_rate is not None
    )


def steps_add_up(plan: Plan) -> bool:
    """Doses add up to the running sums and the total, times to the whole."""
    given = plan.given_before
    for step in plan.steps:
        given = given + step.dose
        if step.cumulative_dose != given:
            return False
    total = _sum([step.dose for step in plan.steps], plan.totals.dose)
    volume = _sum([step.volume for step in plan.steps], plan.totals.volume)
    last = max((_in(step.end, "min") for step in plan.steps), default=Fraction(0))
    return (
        total == plan.totals.dose
        and volume == plan.totals.volume
        and last == _in(plan.totals.duration, "min")
    )


def steps_follow_one_another(plan: Plan) -> bool:
    """No step begins before the one before it has ended, and nothing is negative."""
    clock = Fraction(0)
    for step in plan.steps:
        if _in(step.start, "min") < clock or _in(step.duration, "min") < 0:
            return False
        clock = _in(step.end, "min")
    offsets = [_in(event.offset, "min") for event in plan.timeline]
    return offsets == sorted(offsets) and all(_in(step.volume, "mL") >= 0 for step in plan.steps)


def bags_hold_what_is_taken(plan: Plan) -> bool:
    """What leaves a bag and what stays in it are what it holds."""

    def of(bag: Bag) -> list[Step]:
        return [step for step in plan.steps if step.taken_from == bag.name]

    return all(
        bag.used + bag.discarded == bag.volume
        and bag.concentration * bag.volume == bag.drug
        and bag.discarded.magnitude >= 0
        and all(
            step.dose == step.volume * bag.concentration
            or (step.volume == bag.into_line and not step.dose.magnitude)
            for step in of(bag)
        )
        for bag in plan.bags
    )


def rates_can_be_set(plan: Plan) -> bool:
    """The pump takes every rate and every volume: within its range, and in its steps."""
    pump = plan.pump
    if pump is None:
        return True
    return all(
        _takes(pump, step.rate, "mL/h", pump.ranges)
        and (step.volume_to_set is None or _takes(pump, step.volume_to_set, "mL", pump.volumes))
        for step in plan.steps
        if step.rate is not None
    )


def _takes(pump: Pump, value: Quantity, unit: str, ranges: Any) -> bool:
    for one in ranges:
        low, step = _in(one.lowest, unit), _in(one.step, unit)
        high = None if one.highest is None else _in(one.highest, unit)
        within = _in(value, unit) >= low and (high is None or _in(value, unit) <= high)
        if within and (_in(value, unit) - low) % step == 0:
            return True
    return False


def the_proof_agrees(plan: Plan) -> bool:
    """A proof was made. One that does not agree refuses the plan."""
    return plan.proof is not None


def the_line_loses_nothing(plan: Plan) -> bool:
    """What reached the vein, what was lost with a set and what stands in the line left the bags."""
    end = plan.delivery
    if end is None:
        return True
    lost = _sum([one.dose for one in end.lost], plan.totals.dose)
    arrived = _sum([one.dose for one in end.arrivals], plan.totals.dose)
    left_bags = _sum([bag.used * bag.concentration for bag in plan.bags
                      if bag.name not in plan.only_drawn_from], plan.totals.dose)  # fmt: skip
    in_all = end.delivered + lost + end.left_in_line.dose
    return bool(in_all == left_bags and arrived == end.delivered)


def what_is_shown_reads_back(plan: Plan) -> bool:
    """A number that is shown without ~ is the exact one; one with ~ is it to the last digit."""
    for step in plan.steps:
        for amount in (step.rate, step.dose_rate, step.volume, step.dose, step.duration):
            if amount is None or not amount.magnitude:
                continue
            text = display(amount).replace("\u00a0", " ")
            read = parse(_ROUNDED.sub("", text).replace(",", ""))
            apart = abs(_in(read, str(amount.units)) - Fraction(amount.magnitude))
            if not text.startswith("~") and apart:
                return False
            if apart * 1000 > abs(Fraction(amount.magnitude)) and apart > Fraction(1, 2000):
                return False
    return True


LAWS: tuple[Callable[[Plan], bool], ...] = (
    steps_run_at_their_rates,
    steps_add_up,
    steps_follow_one_another,
    bags_hold_what_is_taken,
    rates_can_be_set,
    the_proof_agrees,
    the_line_loses_nothing,
    what_is_shown_reads_back,
)


def main() -> None:
    """Print what came of all orders; exit code 1 for a broken law."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    ids = _SHELVES.ids()
    each, more = divmod(wanted, len(ids))
    work = [(named, part, count)
            for number, named in enumerate(ids)
            for part, count in enumerate(_parts(each + (number < more), 100))]  # fmt: skip
    outcomes: Counter[str] = Counter()
    broken: list[str] = []
    begun, done = time.monotonic(), 0
    with Pool() as pool:
        for found, wrong in pool.imap_unordered(tried, work):
            outcomes += found
            broken += wrong
            done += sum(found.values())
            if sys.stderr.isatty():
                left = (time.monotonic() - begun) * (wanted - done) / max(done, 1)
                print(f"\r{done:,} of {wanted:,}, {left:.0f} s left ", end="", file=sys.stderr)
    print(f"{wanted:,} orders by {len(ids)} protocols; {len(LAWS)} laws of each plan")
    for outcome, number in outcomes.most_common():
        print(f"{number:>9,}  {outcome}")
    print(f"{len(broken):>9,}  broken laws or crashes")
    for line in broken[:20]:
        print(line)
    sys.exit(bool(broken))


def _parts(count: int, size: int) -> Iterator[int]:
    while count > 0:
        yield min(count, size)
        count -= size


if __name__ == "__main__":
    main()
