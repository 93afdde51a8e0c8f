"""Plans with something on file, for tests of what is compared with it."""

from typing import Any, TypeAlias

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.pump import Pump
from rechallenge.service.making import make_plan
from tests.planning.making import protocol

WHOLE = {"give": "rest", "over": "1 h"}


def drug(name: str = "testmab", **facts: Any) -> DrugFacts:
    """A drug file; a fact without a source gets one."""
    return DrugFacts.model_validate({"name": name} | facts)


Range: TypeAlias = tuple[str, str | None, str]


def pump(*rates: Range, volumes: tuple[Range, ...] = (), **more: Any) -> Pump:
    """A pump with these ranges of rates, and of volumes that end a step: lowest, highest, step."""
    stated = {"name": "made", "title": "A pump", "rates": ranges(rates), "source": "x",
              "ends_by": "volume" if volumes else "time", "volumes": ranges(volumes)}  # fmt: skip
    return Pump.model_validate(stated | more)


def ranges(stated: tuple[Range, ...]) -> tuple[dict[str, str], ...]:
    return tuple(
        {"lowest": low, "step": step} | ({"highest": high} if high else {})
        for low, high, step in stated
    )


def planned_with(
    *steps: dict[str, Any],
    drugs: tuple[DrugFacts, ...] = (),
    on: Pump | None = None,
    order: dict[str, Any] | None = None,
    **more: Any,
) -> Plan:
    """The plan of testmab, 100 mg in 100 mL over 1 h unless said otherwise."""
    stated = {"dose": "100 mg", "volume": "100 mL"} | (order or {})
    made = protocol(*(steps or (WHOLE,)), **({"drug": "testmab"} | more))
    return make_plan(made, Order.model_validate(stated), OnFile(drugs=drugs, pump=on))


def found(plan: Plan, code: str) -> list[Finding]:
    """The findings of this code."""
    return [finding for finding in plan.findings if finding.code == code]
