"""A plan as JSON: sorted keys, the same bytes for the same plan, every quantity exact."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from fractions import Fraction
from gettext import NullTranslations
from typing import Any

from rechallenge.model.finding import Finding
from rechallenge.model.frozen import Frozen, WorkedOut
from rechallenge.model.places import Place
from rechallenge.model.plan import Bag, Plan, Step
from rechallenge.model.pump import Pump
from rechallenge.model.review import fingerprint_of
from rechallenge.model.site import SiteOnFile
from rechallenge.model.translation import accepted_in, of_the_plan
from rechallenge.model.verification import Proof
from rechallenge.quantities import Quantity, amount_tree, exact_number, number_tree
from rechallenge.words import speaking

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
TRANSLATIONS = "translations"
_NOT_COVERED = ("fingerprint", "proof", "checks", TRANSLATIONS)
FOLLOWS = {("bags", "*", "letter")}
"""Places that follow from others, which a fingerprint covers: 0.1.0 did not write them."""
_ALL: Mapping[str, Any] = {}
_QUANTITY_KEYS = {"value", "unit", "exact"}
AS_THEY_ARE = ("line", "totals", "premedication", "delivery", "preparation", "vials", "timeline",
               "begun", "stopped", "checks")  # fmt: skip
"""Parts of a plan that stand in its file as their models have them."""
IDEAL_PUMP = {"name": "ideal", "note": "runs any rate exactly; nothing was rounded for a pump"}


def _tree_of(places: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    """Places as nested mappings; each ends with None."""
    tree: dict[str, Any] = {}
    for *above, last in places:
        level = tree
        for part in above:
            level = level.setdefault(part, {})
        level[last] = None
    return tree


_WITHOUT = _tree_of(FOR_READERS | FOLLOWS)


def plan_json(plan: Plan) -> str:
    """The plan as text that ends with a line feed. Its sentences are English in every language."""
    with speaking(NullTranslations()):
        return json_text(plan_tree(plan))


def json_text(tree: Any) -> str:
    """The text of a plan file that holds these plain values."""
    return json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def plan_tree(plan: Plan) -> dict[str, Any]:
    """The plan as plain values, with the fingerprint of all the rest."""
    tree = _said(plan)
    tree["proof"] = None if plan.proof is None else _proof(plan.proof)
    tree["findings"] = [finding_tree(finding) for finding in of_the_plan(plan.findings)]
    return tree | {"fingerprint": plan_fingerprint(tree)}


def _said(plan: Plan) -> dict[str, Any]:
    """The plan as plain values, without its proof and the sentences of its findings: no fingerprint
    covers these, and they take as long as the rest."""
    to_confirm = of_the_plan(plan.open_findings)
    tree = {
        "schema": SCHEMA,
        "state": "draft" if to_confirm else "confirmed",
        "inputs": inputs_tree(plan),
        "protocol": _protocol(plan),
        "order": _order(plan),
        "pump": _pump(plan.pump),
        "bags": [_bag(bag, plan) for bag in plan.bags],
        "as_written": [_step(step) for step in plan.as_written],
        "steps": [_step(step) for step in plan.steps],
        "if_reaction": _plain(plan.runs_by.if_reaction),
        "monitoring": _monitoring(plan),
        "findings": [_finding(finding) for finding in of_the_plan(plan.findings)],
        **{name: _plain(getattr(plan, name)) for name in AS_THEY_ARE},
    }
    if plan.site is not None:
        tree["site"] = _site(plan.site)
    if accepted := accepted_in(plan.findings):
        tree[TRANSLATIONS] = _plain(accepted)
    return tree


def fingerprint(plan: Plan) -> str:
    """SHA-256, in hex, of the plan's inputs, numbers, codes and versions."""
    return plan_fingerprint(_said(plan))


def plan_fingerprint(tree: Any) -> str:
    """The fingerprint of plain values that are a plan, such as a plan file holds: of what they
    say, whatever fingerprint they state. Left out are the proof, which repeats numbers, the checks
    by a second person, which are about this fingerprint, and the translations that were accepted,
    which are about words."""
    said = {key: value for key, value in tree.items() if key not in _NOT_COVERED}
    return fingerprint_of(covered(said))


def covered(value: Any, without: Mapping[str, Any] = _WITHOUT) -> Any:
    """What a fingerprint covers: everything that is stated, but for sentences for readers. Of a
    quantity it is the exact number and the unit, since programs write the rounded one in several
    ways. Null, false and empty values are not stated: a release that adds one changes nothing."""
    if isinstance(value, dict):
        if value.keys() == _QUANTITY_KEYS:
            return [value["exact"], value["unit"]]
        items = {
            key: covered(item, below)
            for key, item in value.items()
            if (below := without.get(key, _ALL)) is not None
        }
        return {
            key: item for key, item in items.items() if item or (item == 0 and item is not False)
        }
    if isinstance(value, list):
        below = without.get("*", _ALL)
        return [covered(item, below) for item in value]
    return value


def is_for_readers(place: Place) -> bool:
    """Whether a value of a plan file is a sentence of this program, which another release or
    another language says in other words."""
    return tuple("*" if isinstance(part, int) else part for part in place) in FOR_READERS


def _protocol(plan: Plan) -> dict[str, Any]:
    protocol = plan.protocol
    named = ("id", "title", "drug", "strategy", "version", "scope", "fingerprint")
    return {name: getattr(protocol, name) for name in named} | {
        "not_for": [excluded.says for excluded in protocol.not_for],
        "source": _stated(protocol.source),
        "review": _stated(protocol.review),
    }


def _pump(pump: Pump | None) -> Any:
    if pump is None:
        return dict(IDEAL_PUMP)
    said = {key: value for key, value in _plain(pump).items() if key != "review"}
    return said | {"rates": _plain(pump.ranges)}


def _order(plan: Plan) -> Any:
    more = {"parameters": plan.parameters, "bands": plan.bands, "dose_to_give": plan.dose}
    return _plain(plan.order) | _plain(more)


def _site(site: SiteOnFile) -> dict[str, Any]:
    """Which file it was, and what came from it; the file itself is in the inputs."""
    named = ("fingerprint", "took", "premed_sets", "reviewed_by", "reviewed_on")
    return {name: _plain(getattr(site, name)) for name in named} | {
        name: getattr(site.said, name) for name in ("hospital", "unit", "telephone")
    }


def _bag(bag: Bag, plan: Plan) -> dict[str, Any]:
    tree: dict[str, Any] = _plain(bag)
    return tree | {"drug": plan.drug, "holds": tree["drug"]}


def _step(step: Step) -> dict[str, Any]:
    tree = {name: _plain(value) for name, value in step if name != "written_at"}
    return tree | {"clears_line": step.clears_line}


def _proof(proof: Proof) -> dict[str, Any]:
    agreed = [
        {"where": one.where, "unit": one.unit, "exact": exact_number(one.exact)}
        for one in proof.agreed
    ]
    return {"method": proof.method, "agreed": agreed}


def _monitoring(plan: Plan) -> Any:
    monitoring = plan.runs_by.monitoring
    if monitoring is None:
        return None
    every = [{"when": rule.when, "every": _plain(rule.every)} for rule in monitoring.vitals]
    return _plain(monitoring) | {"vitals": every}


def finding_tree(finding: Finding) -> dict[str, Any]:
    """A finding as plain values, with its sentence."""
    return _finding(finding) | {"message": finding_text(finding), "source": finding.source}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": finding.where,
        "numbers": _plain(finding.numbers),
        "acknowledged": _plain(finding.acknowledged),
    }


def _stated(value: Frozen) -> dict[str, Any]:
    return {name: _plain(item) for name, item in value if item is not None}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Quantity):
        return amount_tree(value)
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
    if isinstance(value, Frozen | WorkedOut):
        return {k: _plain(v) for k, v in value}
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value
