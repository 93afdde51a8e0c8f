"""A plan as Markdown: the same numbers and sentences as the text, in tables."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding
from rechallenge.model.plan import Bag, Plan, Step

from .markdown import escaped, heading, listed, paragraph, table
from .names import drug_name
from .plan_json import fingerprint
from .text.delivery import (
    DELIVERY_HEADS,
    delivered_rows,
    fastest_text,
    first_rows,
    rest_rows,
)
from .text.flush import DILUENT, FLUSH, change_over, flush_after, flush_row
from .text.former import SCOPE, STOP, draft_text, due_text, order_rows, proof_text
from .text.layout import amount
from .text.preparation import VIAL_RULE, instructions, label_rows, preparation_rows, vials_text
from .text.rate import rate_to_set
from .text.reaction import reaction_text
from .text.review import review_text
from .text.source import cited
from .text.steps import CLEARS, TOTAL, as_written_text
from .text.timeline import event_clock, minutes_text, timeline_rows
from .wording import finding_text

STEP_HEADS = (
    "Step", "Bag", "Rate to set", "Start", "Duration", "Volume", "Dose", "Cumulative", "Share",
    "As written", "Go on only if", "Note",
)  # fmt: skip
_BAG_HEADS = (
    "Bag", "Holds", "Volume", "Concentration", "Used", "Of it into the line", "Discarded",
)  # fmt: skip
_FINDING_HEADS = ("Severity", "Code", "At", "Finding", "Source", "Acknowledged")
ROUNDED_NOTE = "~ rounded to be shown; JSON gives the exact value"


def plan_markdown(plan: Plan) -> str:
    """The whole plan, ending with a line feed."""
    parts = (
        _title(plan),
        *(heading(2, "Order"), table(("", ""), _order(plan))),
        *(heading(2, "Bags"), table(_BAG_HEADS, (_bag(bag) for bag in plan.bags))),
        _preparation(plan),
        _premedication(plan),
        *(heading(2, "Steps"), table(STEP_HEADS, _steps(plan)), paragraph(ROUNDED_NOTE)),
        _delivery(plan),
        *(heading(2, "Timeline"), table(("Clock", "From start", "Due"), timeline_rows(plan))),
        *(heading(2, "If the patient reacts"), paragraph(STOP)),
        paragraph(reaction_text(plan.protocol)),
        _findings(plan),
        _source(plan),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _title(plan: Plan) -> Iterator[str]:
    protocol = plan.protocol
    yield f"# {escaped(protocol.title)}"
    if draft := draft_text(plan):
        yield ""
        yield f"**{escaped(draft)}**"
    reviewed = review_text(protocol)
    yield from paragraph(f"{protocol.id}, version {protocol.version}, {reviewed}")
    yield from paragraph(f"For: {protocol.scope}")


def _order(plan: Plan) -> Iterator[tuple[str, str]]:
    yield "Patient", plan.order.patient or ""
    yield from order_rows(plan)


def _bag(bag: Bag) -> tuple[str, ...]:
    amounts = (bag.drug, bag.volume, bag.concentration, bag.used, bag.into_line, bag.discarded)
    return (bag.name, *map(amount, amounts))


def _preparation(plan: Plan) -> Iterator[str]:
    yield from heading(2, "Preparation")
    if not plan.preparation:
        yield from paragraph("Not worked out; the finding no-preparation says what to state.")
    elif plan.vials:
        yield from paragraph(VIAL_RULE)
    name = drug_name(plan.drug) if plan.drug else "the drug"
    for made in plan.preparation:
        yield from heading(3, made.bag)
        yield from table(("", ""), preparation_rows(made))
        yield ""
        for number, text in enumerate(instructions(made, name), 1):
            yield f"{number}. [ ] {escaped(text)}"
        yield from table(("Label", ""), label_rows(plan, made))
    if len(plan.preparation) > 1 and plan.vials:
        yield from paragraph(f"All bags drawn in one session: {vials_text(plan.vials)}.")


def _premedication(plan: Plan) -> Iterator[str]:
    yield from heading(2, "Before the infusion")
    if not plan.premedication:
        yield from paragraph("None stated by the protocol.")
        return
    rows = (
        (drug_name(d.drug), amount(d.dose), d.route, due_text(plan, d), d.note or "", "")
        for d in plan.premedication
    )
    yield from table(("Drug", "Dose", "Route", "Due", "Note", "Given"), rows)


def _steps(plan: Plan) -> Iterator[tuple[str, ...]]:
    for step in plan.steps:
        yield _step(plan, step)
        if (flush := flush_row(plan)) is not None and step.number == flush_after(plan):
            given = (flush.rate, flush.start, flush.duration, flush.volume, flush.brings)
            yield (FLUSH, DILUENT, *given, "", "", "", "", flush.note)
    totals = plan.totals
    sums = (minutes_text(totals.duration), amount(totals.volume), amount(totals.dose))
    yield (TOTAL, "", "", "", *sums, "", "", "", "", "")


def _step(plan: Plan, step: Step) -> tuple[str, ...]:
    event = next(e for e in plan.timeline if e.what == "step-start" and e.step == step.number)
    start = minutes_text(step.start) if event.at is None else event_clock(plan, event)
    times = (start, minutes_text(step.duration))
    change = ": ".join(change_over(plan, step) or ())
    clears = CLEARS if step.clears_line else ""
    note = " ".join(text for text in (change, clears, step.note) if text)
    said = (as_written_text(plan, step), step.go_on_if or "", note)
    if step.rate is None:
        return (str(step.number), "", "observe", *times, "none", "none", "", "", *said)
    amounts = (step.volume, step.dose, step.cumulative_dose)
    share = amount(step.cumulative_share, 1)
    rate = rate_to_set(plan, step.rate)
    return (str(step.number), step.bag or "", rate, *times, *map(amount, amounts), share, *said)


def _delivery(plan: Plan) -> Iterator[str]:
    if plan.line is None or plan.delivery is None:
        return
    yield from heading(2, "What reaches the vein")
    yield from table(("", ""), first_rows(plan, plan.line, plan.delivery))
    yield from table(DELIVERY_HEADS, delivered_rows(plan, plan.delivery))
    if faster := fastest_text(plan.delivery):
        yield from paragraph(faster)
    yield from table(("", ""), rest_rows(plan, plan.delivery))


def _findings(plan: Plan) -> Iterator[str]:
    yield from heading(2, "Findings")
    if plan.findings:
        yield from table(_FINDING_HEADS, map(_finding, plan.findings))
    else:
        yield from paragraph("None.")


def _finding(finding: Finding) -> tuple[str, ...]:
    answer, said = finding.acknowledged, ""
    if answer is not None:
        at = f", {answer.at:%Y-%m-%d %H:%M}" if answer.at else ""
        said = f"{answer.reason} ({answer.initials}{at})"
    text = finding_text(finding)
    code = finding.code
    return (finding.severity.value, code, finding.where, text, finding.source or "", said)


def _source(plan: Plan) -> Iterator[str]:
    protocol = plan.protocol
    source = protocol.source
    yield from heading(2, "Source")
    yield from paragraph(cited(source))
    if source.outcome:
        yield from paragraph(f"Outcome: {source.outcome}")
    notes = [*protocol.review.notes, *(f"Not for: {kind}" for kind in protocol.not_for)]
    if protocol.monitoring is not None:
        notes.append(f"Monitoring: {protocol.monitoring.source}")
    if notes:
        yield from listed(notes)
    if proof := proof_text(plan):
        yield from paragraph(proof)
    yield from paragraph(SCOPE)
    yield from paragraph(
        f"Protocol fingerprint {protocol.fingerprint[:12]}, plan {fingerprint(plan)[:12]}"
    )
