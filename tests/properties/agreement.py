"""One question for two solvers, and their answers side by side.

`tests/independent` has its own reading of protocols and orders; here the same trees are read by the
models, and what comes out is compared to the last fraction.
"""

import json
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from rechallenge.model.finding import Refused
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Unusable
from rechallenge.model.protocol import Protocol
from rechallenge.quantities import Quantity
from rechallenge.service.making import make_plan
from tests.independent import second_solver

Tree = dict[str, Any]
NOTHING_ON_FILE = OnFile()


def frozen(value: Any) -> Any:
    """Lists as tuples, as the file reader gives them."""
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def read(protocol: Tree, order: Tree) -> tuple[Protocol, Order]:
    """Both as the models read them. Raises ValidationError."""
    stated = {("settings" if key == "set" else key): value for key, value in order.items()}
    written = Protocol.model_validate(frozen(protocol) | {"fingerprint": "0" * 64})
    return written, Order.model_validate(stated)


def made(protocol: Protocol, order: Order, on_file: OnFile = NOTHING_ON_FILE) -> Plan | None:
    """The plan, or None where it is refused; never because its proof differs."""
    try:
        return make_plan(protocol, order, on_file)
    except Refused as refused:
        refusals = refused.findings
    except Unusable:
        return None
    assert "proof-mismatch" not in [found.code for found in refusals]
    return None


def ours(protocol: Tree, order: Tree, on_file: OnFile = NOTHING_ON_FILE) -> Plan | None:
    """The plan of a protocol and an order that may themselves be refused."""
    try:
        pair = read(protocol, order)
    except ValidationError:
        return None
    return made(*pair, on_file)


def number(value: Quantity, unit: str) -> Fraction:
    """The exact magnitude in a unit."""
    return Fraction(value.to(unit).magnitude)


def total(values: list[Quantity], unit: str) -> Fraction:
    """The sum of exact magnitudes in a unit."""
    return sum((number(value, unit) for value in values), start=Fraction(0))


def used_only(protocol: Tree, order: Tree) -> tuple[Tree, Tree]:
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


def agree_on_steps(plan: Plan, steps: Iterable[second_solver.Step]) -> None:
    """Every step is the same: kind, bag, times, volume and dose."""
    unit = str(plan.dose.total.units)
    assert [
        (s.kind, s.bag, s.drawn_from, number(s.start, "min"), number(s.duration, "min"),
         number(s.volume, "mL"), number(s.dose, unit))
        for s in plan.steps
    ] == [(s.kind, s.bag, s.drawn, s.start, s.minutes, s.mL, s.dose) for s in steps]  # fmt: skip


def agree_on_bags(plan: Plan, bags: Iterable[second_solver.Bag]) -> None:
    """Every bag is the same: its name, what it holds, and what is used and left of it."""
    unit = str(plan.dose.total.units)
    assert [
        (b.name, number(b.volume, "mL"), number(b.drug, unit), number(b.used, "mL"),
         number(b.discarded, "mL"))
        for b in plan.bags
    ] == [(b.name, b.volume, b.drug, b.used, b.discarded) for b in bags]  # fmt: skip
