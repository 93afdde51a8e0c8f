"""What stands below the steps: reaction, delivery, vital signs, findings, source and doubts."""

from collections.abc import Iterator

from rechallenge.model.delivery import Delivery
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.monitoring import VitalsRule
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity
from rechallenge.sheets.layout import amount
from rechallenge.sheets.names import drug_name
from rechallenge.sheets.review_text import review_text
from rechallenge.sheets.timeline_text import clock_text
from rechallenge.sheets.wording import finding_text

from .words import Data, JsonValue, printed, texts

STOP = "Stop the infusion and follow the site's own procedure for infusion reactions."


def reaction(plan: Plan) -> Data:
    """The stop rule, and what the source reports giving."""
    given = [
        f"{drug_name(t.drug)} "
        f"{amount(t.dose) if isinstance(t.dose, Quantity) else '(dose not stated)'} {t.route}"
        for t in plan.protocol.if_reaction
    ]
    return {"stop": printed(STOP), "given": texts(*given)}


def delivery_notes(plan: Plan) -> list[JsonValue]:
    """What reaches the vein, and when, as sentences; empty where no line is given."""
    if plan.delivery is None:
        return []
    return texts(*_delivered(plan, plan.delivery))


def _delivered(plan: Plan, delivery: Delivery) -> Iterator[str]:
    if (first := delivery.first_drug) is None:
        yield "No drug reaches the vein before the last step ends."
    else:
        yield (
            f"The first drug reaches the vein at {_at(plan, first.at)}, in step {first.step}, "
            f"at {amount(first.dose_rate)}."
        )
    if (peak := delivery.peak) is not None and peak.dose_rate > peak.planned:
        yield (
            f"In step {peak.step} it arrives at {amount(peak.dose_rate)}, faster than the "
            f"{amount(peak.planned)} planned until then."
        )
    for lost in delivery.lost:
        yield f"{amount(lost.dose)} from {lost.bag} is lost with a set that is taken off."
    yield f"By the end of the last step, {amount(delivery.delivered)} has reached the vein."
    if delivery.dry.magnitude:
        yield (
            f"The last bag runs dry {amount(delivery.dry)} before the end; the flush takes over."
        )
    if (flush := delivery.flush) is not None:
        yield (
            f"Flush from {_at(plan, flush.start)}: {amount(flush.volume)} of diluent at "
            f"{amount(flush.rate)}, {amount(flush.duration)}; it brings {amount(flush.dose)}."
        )


def _at(plan: Plan, offset: Quantity) -> str:
    """A point on the infusion clock, with the clock time of a step that starts then."""
    return f"{amount(offset)} from the start"


def vital_signs(plan: Plan) -> Data | None:
    """When vital signs are taken, and until when the patient is watched."""
    monitoring = plan.protocol.monitoring
    if monitoring is None:
        return None
    watched = ""
    if monitoring.observe_after is not None:
        watched = f"Watch the patient for {amount(monitoring.observe_after)} after the end"
        end = next((e for e in plan.timeline if e.what == "observation-end"), None)
        if end is not None and end.at is not None and plan.order.start is not None:
            watched += f", until {clock_text(end.at, plan.order.start)}"
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
    """The protocol and where it comes from, with every doubt and every limit of its use."""
    protocol = plan.protocol
    stated = protocol.source
    cited = ", ".join(part for part in (stated.citation, stated.where, stated.url) if part)
    return {
        "protocol": printed(f"{protocol.title}; {review_text(protocol)}"),
        "scope": printed(protocol.scope),
        "cited": printed(cited),
        "outcome": printed(stated.outcome or ""),
        "notes": texts(*protocol.review.notes),
        "not_for": texts(*protocol.not_for),
    }
