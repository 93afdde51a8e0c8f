"""What stands below the steps: reaction, delivery, vital signs, findings, source and doubts."""

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.monitoring import VitalsRule
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.delivery import (
    DELIVERY_HEADS,
    delivered_rows,
    fastest_text,
    first_rows,
    rest_rows,
)
from rechallenge.sheet.text.former import STOP, proof_text
from rechallenge.sheet.text.layout import amount
from rechallenge.sheet.text.review import review_text
from rechallenge.sheet.text.source import cited
from rechallenge.sheet.text.timeline import event_clock
from rechallenge.sheet.wording import finding_text

from .words import Data, JsonValue, printed, texts


def reaction(plan: Plan) -> Data:
    """The stop rule, and what the source reports giving."""
    given = [
        f"{drug_name(t.drug)} "
        f"{amount(t.dose) if isinstance(t.dose, Quantity) else '(dose not stated)'} {t.route}"
        for t in plan.protocol.if_reaction
    ]
    return {"stop": printed(STOP), "given": texts(*given)}


def delivery(plan: Plan) -> Data | None:
    """What reaches the vein, and when; None where no line is given."""
    if plan.line is None or plan.delivery is None:
        return None
    first = first_rows(plan, plan.line, plan.delivery)
    return {
        "first": [texts(*row) for row in first],
        "heads": texts(*DELIVERY_HEADS),
        "rows": [texts(*row) for row in delivered_rows(plan, plan.delivery)],
        "fastest": printed(fastest_text(plan.delivery)),
        "rest": [texts(*row) for row in rest_rows(plan, plan.delivery)],
    }


def vital_signs(plan: Plan) -> Data | None:
    """When vital signs are taken, and until when the patient is watched."""
    monitoring = plan.protocol.monitoring
    if monitoring is None:
        return None
    watched = ""
    if monitoring.observe_after is not None:
        flushed = plan.delivery is not None and plan.delivery.flush is not None
        after = "after the flush" if flushed else "after the end"
        watched = f"Watch the patient for {amount(monitoring.observe_after)} {after}"
        end = next((e for e in plan.timeline if e.what == "observation-end"), None)
        if end is not None and end.at is not None and plan.order.start is not None:
            watched += f", until {event_clock(plan, end)}"
        watched += "."
    rules = [_rule(rule) for rule in monitoring.vitals]
    return {
        "rules": printed(", ".join(rules)),
        "watched": printed(watched),
        "source": printed(monitoring.source),
    }


def _rule(rule: VitalsRule) -> str:
    return f"every {amount(rule.every)}" if rule.every is not None else rule.when


def finding_rows(plan: Plan) -> list[JsonValue]:
    """Every finding, what asks to be confirmed first."""
    order = list(Severity)
    return [_finding(f) for f in sorted(plan.findings, key=lambda f: order.index(f.severity))]


def _finding(finding: Finding) -> Data:
    answer = finding.acknowledged
    open_ = finding.severity is Severity.CONFIRM and answer is None
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "text": printed(finding_text(finding)),
        "source": printed(finding.source or ""),
        "open": open_,
        "reason": printed(answer.reason) if answer else "",
        "initials": printed(answer.initials) if answer else "",
        "at": f"{answer.at:%Y-%m-%d %H:%M}" if answer and answer.at else "",
    }


def source(plan: Plan) -> Data:
    """The protocol and where it comes from, with every doubt and every limit of its use, and how
    the numbers of the plan were checked."""
    protocol = plan.protocol
    stated = protocol.source
    return {
        "protocol": printed(f"{protocol.title}; {review_text(protocol)}"),
        "scope": printed(protocol.scope),
        "cited": printed(cited(stated)),
        "outcome": printed(stated.outcome or ""),
        "notes": texts(*protocol.review.notes),
        "not_for": texts(*protocol.not_for),
        "proof": printed(proof_text(plan)),
    }
