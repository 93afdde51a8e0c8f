"""A plan as JSON: sorted keys, the same bytes for the same plan, every quantity exact."""

import json
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.fingerprint import fingerprint_of
from rechallenge.model.places import Place
from rechallenge.model.plan import Bag, Event, OrderedDose, Plan, PlannedPremedication, Step, Totals
from rechallenge.model.proof import Proof
from rechallenge.model.pump import Pump
from rechallenge.quantities import (
    MIN,
    ML,
    ML_PER_H,
    H,
    Quantity,
    Unit,
    amount_tree,
    exact_number,
    number_tree,
)

from .finding_text import finding_text
from .plan_inputs import inputs_tree

SCHEMA = "rechallenge/plan/1"
FOR_READERS = {
    ("findings", "*", "message"),
    ("findings", "*", "source"),
    ("order", "dose_to_give", "body_surface", "source"),
    ("proof", "method"),
    ("pump", "note"),
}
"""Places of a plan file that no number and no check depends on."""
_QUANTITY_KEYS = {"value", "unit", "exact"}
IDEAL_PUMP = {"name": "ideal", "note": "runs any rate exactly; nothing was rounded for a pump"}


def plan_json(plan: Plan) -> str:
    """The plan as text that ends with a line feed."""
    return json.dumps(plan_tree(plan), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def plan_tree(plan: Plan) -> dict[str, Any]:
    """The plan as plain values, with the fingerprint of all the rest."""
    to_confirm = plan.open_findings(Severity.CONFIRM)
    tree = {
        "schema": SCHEMA,
        "state": "draft" if to_confirm else "confirmed",
        "inputs": inputs_tree(plan),
        "protocol": _protocol(plan),
        "order": _order(plan),
        "pump": IDEAL_PUMP if plan.pump is None else _pump(plan.pump),
        "line": _plain(plan.line),
        "bags": [_bag(bag, plan) for bag in plan.bags],
        "as_written": [_step(step) for step in plan.as_written],
        "steps": [_step(step) for step in plan.steps],
        "totals": _totals(plan.totals),
        "if_reaction": [_plain(given) for given in plan.protocol.if_reaction],
        "monitoring": _monitoring(plan),
        "premedication": [_premedication(dose) for dose in plan.premedication],
        "delivery": _plain(plan.delivery),
        "preparation": _plain(plan.preparation),
        "vials": _plain(plan.vials),
        "proof": None if plan.proof is None else _proof(plan.proof),
        "timeline": [_event(event) for event in plan.timeline],
        "findings": [finding_tree(finding) for finding in plan.findings],
    }
    return tree | {"fingerprint": plan_fingerprint(tree)}


def fingerprint(plan: Plan) -> str:
    """SHA-256, in hex, of the plan's inputs, numbers, codes and versions."""
    return str(plan_tree(plan)["fingerprint"])


def plan_fingerprint(tree: Any) -> str:
    """The fingerprint of plain values that are a plan, such as a plan file holds: of what they
    say, whatever fingerprint they state."""
    said = {key: value for key, value in tree.items() if key != "fingerprint"}
    return fingerprint_of(covered(said))


def covered(value: Any, place: Place = ()) -> Any:
    """What a fingerprint covers: everything but sentences for readers. Of a quantity it is the
    exact number and the unit, since programs write the rounded one in several ways."""
    if isinstance(value, dict):
        if value.keys() == _QUANTITY_KEYS:
            return [covered(value["exact"]), covered(value["unit"])]
        return {
            key: covered(item, (*place, key))
            for key, item in value.items()
            if not is_for_readers((*place, key))
        }
    if isinstance(value, list):
        return [covered(item, (*place, number)) for number, item in enumerate(value)]
    return value


def is_for_readers(place: Place) -> bool:
    """Whether a value of a plan file is a sentence of this program, which another release or
    another language says in other words."""
    return tuple("*" if isinstance(part, int) else part for part in place) in FOR_READERS


def quantity_tree(value: Quantity, unit: Unit | None = None) -> dict[str, Any]:
    """`{"value": 142.485119, "unit": "mL/h", "exact": "47875/336"}`: readers use `exact`."""
    return amount_tree(value if unit is None else value.to(unit))


def _pump(pump: Pump) -> dict[str, Any]:
    return {name: _plain(value) for name, value in pump} | {"rates": _plain(pump.ranges)}


def _protocol(plan: Plan) -> dict[str, Any]:
    protocol = plan.protocol
    named = ("id", "title", "drug", "strategy", "version", "scope", "fingerprint")
    return {name: getattr(protocol, name) for name in named} | {
        "not_for": [excluded.says for excluded in protocol.not_for],
        "source": protocol.source.model_dump(mode="json", exclude_none=True),
        "review": protocol.review.model_dump(mode="json", exclude_none=True),
    }


def _order(plan: Plan) -> dict[str, Any]:
    order = plan.order
    stated = {name: _plain(value) for name, value in order if name != "settings"}
    return stated | {
        "settings": {name: _plain(value) for name, value in order.settings.items()},
        "parameters": {name: _plain(value) for name, value in plan.parameters.items()},
        "bands": {name: _plain(band) for name, band in plan.bands.items()},
        "dose_to_give": _dose(plan.dose),
    }


def _dose(dose: OrderedDose) -> dict[str, Any]:
    surface = dose.body_surface
    return {
        "total": quantity_tree(dose.total),
        "working": _plain(dose.working),
        "body_surface": None if surface is None else {k: _plain(v) for k, v in surface},
    }


def _bag(bag: Bag, plan: Plan) -> dict[str, Any]:
    amounts = ("volume", "concentration", "used", "into_line", "discarded")
    return {name: quantity_tree(getattr(bag, name)) for name in amounts} | {
        "name": bag.name,
        "drug": plan.drug,
        "holds": quantity_tree(bag.drug),
        "working": _plain(bag.working),
    }


def _step(step: Step) -> dict[str, Any]:
    times = {name: quantity_tree(getattr(step, name), MIN) for name in ("start", "duration")}
    amounts = ("dose", "cumulative_dose", "cumulative_share")
    tree = times | {name: quantity_tree(getattr(step, name)) for name in amounts}
    return tree | {
        "number": step.number,
        "kind": step.kind,
        "bag": step.bag,
        "clears_line": step.clears_line,
        "rate": None if step.rate is None else quantity_tree(step.rate, ML_PER_H),
        "dose_rate": (
            None if step.dose_rate is None else quantity_tree(step.dose_rate, step.dose.units / H)
        ),
        "volume": quantity_tree(step.volume, ML),
        "go_on_if": step.go_on_if,
        "working": _plain(step.working),
        "note": step.note,
    }


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "duration": quantity_tree(totals.duration, MIN),
        "volume": quantity_tree(totals.volume, ML),
        "dose": quantity_tree(totals.dose),
    }


def _proof(proof: Proof) -> dict[str, Any]:
    agreed = [
        {"where": one.where, "unit": one.unit, "exact": exact_number(one.exact)}
        for one in proof.agreed
    ]
    return {"method": proof.method, "agreed": agreed}


def _premedication(dose: PlannedPremedication) -> dict[str, Any]:
    return {name: _plain(value) for name, value in dose}


def _monitoring(plan: Plan) -> dict[str, Any] | None:
    monitoring = plan.protocol.monitoring
    if monitoring is None:
        return None
    every = [{"when": rule.when, "every": _plain(rule.every)} for rule in monitoring.vitals]
    after = _plain(monitoring.observe_after)
    return {"vitals": every, "observe_after": after, "source": monitoring.source}


def _event(event: Event) -> dict[str, Any]:
    return {name: _plain(value) for name, value in event}


def finding_tree(finding: Finding) -> dict[str, Any]:
    """A finding as plain values, with its sentence."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding_text(finding),
        "where": finding.where,
        "numbers": {name: _plain(value) for name, value in finding.numbers.items()},
        "source": finding.source,
        "acknowledged": _plain(finding.acknowledged),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        return quantity_tree(value)
    if isinstance(value, Fraction):
        return number_tree(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, BaseModel):
        return {k: _plain(v) for k, v in value}
    return value
