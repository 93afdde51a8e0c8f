"""Two solvers, written apart by different methods, agree on random protocols and orders.

`tests/independent` was written from the design alone: it solves lines in time and volume by
Cramer's rule, in plain fractions, and has its own reading of quantities.
"""

import json
import re
from fractions import Fraction
from typing import Any

from hypothesis import event, given, settings
from pydantic import ValidationError

from rechallenge.model.finding import Refused
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Unusable
from rechallenge.model.protocol import Protocol
from rechallenge.quantities import Quantity
from rechallenge.service.making import make_plan
from tests.independent import second_solver
from tests.independent.random_protocols import any_bags, one_bag
from tests.random_examples import tries


def frozen(value: Any) -> Any:
    """Lists as tuples, as the file reader gives them."""
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def ours(protocol: dict[str, Any], order: dict[str, Any]) -> Plan | None:
    """The plan, or None where it is refused."""
    stated = {("settings" if key == "set" else key): value for key, value in order.items()}
    try:
        read = Protocol.model_validate(frozen(protocol) | {"fingerprint": "0" * 64})
        return make_plan(read, Order.model_validate(stated))
    except (ValidationError, Unusable, Refused):
        return None


def theirs(protocol: dict[str, Any], order: dict[str, Any]) -> second_solver.Schedule | None:
    """The other solver's schedule, or None where it refuses."""
    try:
        return second_solver.solve(protocol, order)
    except second_solver.Refused:
        return None


def number(value: Quantity, unit: str) -> Fraction:
    """The exact magnitude in a unit."""
    return Fraction(value.to(unit).magnitude)


def used_only(protocol: dict[str, Any], order: dict[str, Any]) -> tuple[Any, Any]:
    """The pair without parameters that stand nowhere: setting those is an error here, while the
    other solver takes them for nothing."""
    written = [protocol["infusion"], protocol.get("bags", []), protocol.get("parameters", {})]
    text = json.dumps(written)
    fractions = re.search(r'"[0-9]+/[0-9]+"', text) is not None
    kept = {
        name: value
        for name, value in protocol.get("parameters", {}).items()
        if re.search(rf'"\${name}"', text)
        or (name == "volume" and ("bags" not in protocol or "dilution" in text))
        or (name == "full_rate" and fractions)
    }
    dropped = protocol.get("parameters", {}).keys() - kept.keys()
    ordered = {key: value for key, value in order.items() if key not in dropped}
    if "set" in ordered:
        ordered["set"] = {k: v for k, v in ordered["set"].items() if k not in dropped}
    return protocol | {"parameters": kept}, ordered


def compare(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Both refuse, or both give the same schedule to the last fraction."""
    pair = used_only(*pair)
    plan, schedule = ours(*pair), theirs(*pair)
    event("delivered" if schedule else "refused")
    assert (plan is None) == (schedule is None)
    if plan is None or schedule is None:
        return
    unit = str(plan.dose.total.units)
    assert [
        (s.kind, s.bag, s.drawn_from, number(s.start, "min"), number(s.duration, "min"),
         number(s.volume, "mL"), number(s.dose, unit))
        for s in plan.steps
    ] == [
        (s.kind, s.bag, s.drawn, s.start, s.minutes, s.mL, s.dose) for s in schedule.steps
    ]  # fmt: skip
    assert [
        (b.name, number(b.volume, "mL"), number(b.drug, unit), number(b.used, "mL"),
         number(b.discarded, "mL"))
        for b in plan.bags
    ] == [(b.name, b.volume, b.drug, b.used, b.discarded) for b in schedule.bags]  # fmt: skip


@settings(max_examples=tries(50), deadline=None)
@given(one_bag())
def test_both_solvers_agree_on_random_protocols_of_one_bag(
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    compare(pair)


@settings(max_examples=tries(100), deadline=None)
@given(any_bags(at_once=True))
def test_both_solvers_agree_on_random_protocols_of_bags_ladders_ramps_and_doses_at_once(
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    compare(pair)
