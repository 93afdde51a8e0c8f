"""A plan as plain text, 80 columns, for a screen or a file: no colour, nothing cut."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from rechallenge.model.consistency import VOLUME
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.plan import Plan, PlannedPremedication
from rechallenge.quantities import Quantity
from rechallenge.sheet.finding_text import finding_text
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.plan_json import fingerprint

from .delivery import delivery_lines
from .layout import amount, labelled, wrapped
from .preparation import preparation_lines
from .reaction import reaction_lines
from .review import review_text
from .source import cited
from .steps import step_lines
from .timeline import clock_text, timeline_lines
from .working import formula_lines, formula_text

SCOPE = (
    "Computed by rechallenge for a pharmacist, physician or nurse to verify; it does not "
    "prescribe. A qualified person must check every number against the order and the source before "
    "use."
)
STOP = "Stop the infusion and follow the site's own procedure for infusion reactions."
NOT_STATED = "time not stated by the source"


def plan_text(plan: Plan, *, working: bool = False) -> str:
    """The whole plan; with `working`, under each number the sum it came from."""
    sections = plan_sections(plan, working=working)
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def plan_sections(plan: Plan, *, working: bool = False) -> tuple[Iterable[str], ...]:
    """The parts of the plan as lines: the title, then each section with its head first."""
    return (
        _title(plan),
        ("ORDER", *labelled(order_rows(plan))),
        ("BAG" if len(plan.bags) == 1 else "BAGS", *_bags(plan, working)),
        ("PREPARATION", *preparation_lines(plan, working=working)),
        ("BEFORE THE INFUSION", *_premedication(plan)),
        ("STEPS", *step_lines(plan, working=working)),
        *_delivery(plan, working),
        ("TIMELINE", *timeline_lines(plan)),
        ("IF THE PATIENT REACTS", *_reaction(plan)),
        ("FINDINGS", *_findings(plan)),
        ("SOURCE", *_source(plan)),
    )


def _delivery(plan: Plan, working: bool) -> Iterator[tuple[str, ...]]:
    if plan.line is not None and plan.delivery is not None:
        lines = delivery_lines(plan, plan.line, plan.delivery, working=working)
        yield ("WHAT REACHES THE VEIN", *lines)


def _title(plan: Plan) -> Iterator[str]:
    if draft := draft_text(plan):
        yield wrapped(f"{draft}, listed below")
        yield ""
    yield wrapped(plan.protocol.title)
    review = review_text(plan.protocol)
    yield wrapped(f"{plan.protocol.id}, version {plan.protocol.version}, {review}")
    yield wrapped(f"For: {plan.protocol.scope}")


def draft_text(plan: Plan) -> str | None:
    """`DRAFT: 2 findings to confirm before use`; None when nothing is open."""
    to_confirm = len(plan.open_findings(Severity.CONFIRM))
    if not to_confirm:
        return None
    findings = "finding" if to_confirm == 1 else "findings"
    return f"DRAFT: {to_confirm} {findings} to confirm before use"


def order_rows(plan: Plan) -> list[tuple[str, str]]:
    """What was ordered, as labels and texts, beginning with the drug and the dose."""
    order = plan.order
    dose = amount(plan.dose.total)
    if plan.dose.working:
        dose = formula_text(plan.dose.working[-1])
    elif amount(order.dose) != dose:
        dose = f"{dose} (ordered as {amount(order.dose)})"
    rows = [
        ("Drug", drug_name(plan.drug) if plan.drug else "not named in the order"),
        ("Dose", dose),
    ]
    if surface := plan.dose.body_surface:
        measured = f"{amount(surface.height)} and {amount(surface.weight)}"
        by = f"{surface.formula} ({surface.source})"
        rows.append(("Body surface", f"{amount(surface.area)}, from {measured} by {by}"))
    elif order.bsa is not None:
        rows.append(("Body surface", amount(order.bsa)))
    elif order.height is not None:
        rows.append(("Height", f"{amount(order.height)} (not used)"))
    rows.append(("Weight", amount(order.weight) if order.weight is not None else "not given"))
    rows += [_parameter(plan, name) for name in plan.parameters]
    rows.append(("Pump", "none: rates are exact" if plan.pump is None else plan.pump.title))
    start = order.start.strftime("%Y-%m-%d %H:%M") if order.start else "not given: times in minutes"
    rows.append(("Start", start))
    return rows


def _parameter(plan: Plan, name: str) -> tuple[str, str]:
    value = _parameter_text(plan.parameters[name])
    stated = plan.protocol.parameters[name]
    by_order = name in plan.order.settings or (name == VOLUME and plan.order.volume is not None)
    label = "Bag volume" if name == VOLUME else name
    if not by_order:
        return label, f"{value} (as the protocol states)"
    if isinstance(stated, Quantity | Fraction) and stated != plan.parameters[name]:
        return label, f"{value} (set by the order; the protocol has {_parameter_text(stated)})"
    return label, value


def _parameter_text(value: Quantity | Fraction) -> str:
    return str(value) if isinstance(value, Fraction) else amount(value)


def _bags(plan: Plan, working: bool) -> Iterator[str]:
    for bag in plan.bags:
        holds = f"{amount(bag.drug)} in {amount(bag.volume)}, {amount(bag.concentration)}"
        left = f"{amount(bag.discarded)} discarded"
        if bag.discarded.magnitude:
            drug = (bag.discarded * bag.concentration).to(bag.drug.units)
            left = f"{amount(bag.discarded)} ({amount(drug)}) discarded"
        used = f"{amount(bag.used)} used"
        if bag.into_line.magnitude:
            used += f" ({amount(bag.into_line)} of it fills the line)"
        yield wrapped(f"{bag.name}: {holds}; {used}, {left}", 2, 4)
        if working:
            yield from formula_lines(bag.working)


def _premedication(plan: Plan) -> Iterator[str]:
    if not plan.premedication:
        yield "  None stated by the protocol."
    for dose in plan.premedication:
        name = f"{drug_name(dose.drug)} {amount(dose.dose)} {dose.route}"
        yield wrapped(f"[ ] {name}: {due_text(plan, dose)}", 2, 6)
        if dose.note:
            yield wrapped(dose.note, 6)


def due_text(plan: Plan, dose: PlannedPremedication) -> str:
    """When a premedication is due: by the clock, before the infusion, or that nobody said."""
    if dose.before is None:
        return NOT_STATED
    due = f"{amount(dose.before)} before"
    if dose.at is not None and plan.order.start is not None:
        due = f"{clock_text(dose.at, plan.order.start)}, {due}"
    return f"{due} (set by the order; {NOT_STATED})" if dose.by_order else due


def _reaction(plan: Plan) -> Iterator[str]:
    yield wrapped(STOP, 2)
    yield from reaction_lines(plan.protocol)


def _findings(plan: Plan) -> Iterator[str]:
    if not plan.findings:
        yield "  None."
    for finding in plan.findings:
        yield from finding_lines(finding)


def finding_lines(finding: Finding) -> Iterator[str]:
    """A finding as lines: its severity and code, what it says, and whom it rests on."""
    yield wrapped(f"{finding.severity.value}: {finding.code} at {finding.where}", 2, 4)
    yield wrapped(finding_text(finding), 4)
    if finding.source:
        yield wrapped(f"Source: {finding.source}", 4)
    if answer := finding.acknowledged:
        at = f", {answer.at:%Y-%m-%d %H:%M}" if answer.at else ""
        yield wrapped(f"Acknowledged: {answer.reason} ({answer.initials}{at})", 4)


def proof_text(plan: Plan) -> str:
    """How many amounts a second method has found the same; empty where there is no proof."""
    if plan.proof is None:
        return ""
    what = "volumes, doses, times, bags" + ("" if plan.delivery is None else ", line")
    return f"Recomputed by a second method: {len(plan.proof.agreed)} amounts agree ({what})"


def _source(plan: Plan) -> Iterator[str]:
    protocol = plan.protocol
    source = protocol.source
    yield wrapped(cited(source), 2)
    if source.outcome:
        yield wrapped(f"Outcome: {source.outcome}", 2, 4)
    for note in protocol.review.notes:
        yield wrapped(f"- {note}", 2, 4)
    for kind in protocol.not_for:
        yield wrapped(f"Not for: {kind}", 2, 4)
    if protocol.monitoring is not None:
        yield wrapped(f"Monitoring: {protocol.monitoring.source}", 2, 4)
    if plan.pump is not None:
        yield wrapped(f"Pump: {plan.pump.source}", 2, 4)
    yield ""
    if proof := proof_text(plan):
        yield wrapped(proof)
    yield wrapped(SCOPE)
    yield wrapped(
        f"Protocol fingerprint {protocol.fingerprint[:12]}, plan {fingerprint(plan)[:12]}"
    )
