"""A plan for readers, worked out once. Text, Markdown, CSV, PDF and planner only set its cells.

- `view_of(plan)` gives a `View`: `head` (title, drug, dose, status, fingerprints), `summary`
  (one line), `sections` in reading order, and `closing` sentences.
- `sections_of(plan, code, ...)` gives some sections alone, without the cost of the others.
- `view.section(SectionCode.STEPS)` finds a section, None where the plan has none; its `heading` is
  the book's, its `blocks` are Facts, Table, Instructions, Paragraph, Items, Findings or Part.
- `section.table` is its table: `columns` to show, `rows`, `foot`; `section.facts[Label.PUMP]`.
- A `Row` has a `kind`, `step`, `bag`, `notes` (by `Label`), `working`, and `cells` by `Column`;
  `row.text(column)` is the cell as shown, empty where there is none.
- Cells are `Amount` (`value`, `text`, `alone` without `beside`, `exact`), `Moment` (`offset`, `at`,
  `clock`, `from_start`, `both`), `Text`, `Blank` and `Tick`; a `Run` of cells is one line.
- Elsewhere: `Moment(offset, start)`, `minutes(time)`, `rate_to_set(plan, rate)`,
  `finding_item(finding)`. No renderer words, rounds or adds anything of its own.
"""

from collections.abc import Callable, Iterator

from rechallenge.model.plan import Plan
from rechallenge.model.review import SHORT
from rechallenge.quantities import MIN
from rechallenge.sheet.names import software_named
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import in_sentences
from rechallenge.words.shown import NO_BREAK

from .bag_changes import change_text, rate_to_set
from .begun import begun_section
from .blocks import (
    Answer,
    Block,
    FindingItem,
    Findings,
    Head,
    Instructions,
    Items,
    Paragraph,
    Part,
    Section,
    Summary,
    View,
)
from .cells import (
    TICK,
    Amount,
    Blank,
    Cell,
    Moment,
    Run,
    Text,
    Tick,
    minutes,
    run_text,
    sums,
)
from .charting import charting_section, signatures_section
from .codes import Column, Label, RowKind, SectionCode
from .delivery import delivery_section
from .order import bags_section, dose_reached, given_in_all, named_drug, order_section
from .preparation import preparation_section
from .reaction import bedside_section, reaction_section
from .rows import Fact, Facts, Note, Row, Table
from .source import (
    by_danger,
    finding_item,
    findings_section,
    proof_text,
    review_text,
    source_section,
)
from .status import Status, status_of
from .steps import steps_section
from .stops import continued_plan, stops_section
from .timeline import premedication_section, timeline_section

__all__ = [
    "NO_BREAK", "SHORT", "TICK", "Amount", "Answer", "Blank", "Block", "Cell", "Column",
    "Fact", "Facts", "FindingItem", "Findings", "Head", "Instructions", "Items", "Label", "Moment",
    "Note", "Paragraph", "Part", "Row", "RowKind", "Run", "Section", "SectionCode",
    "Status", "Summary", "Table", "Text", "Tick", "View", "by_danger", "change_text",
    "finding_item", "minutes", "rate_to_set", "review_text", "run_text", "sections_of",
    "summary_of", "sums", "view_of",
]  # fmt: skip


_SECTIONS: dict[SectionCode, Callable[[Plan], Section | None]] = {
    SectionCode.ORDER: order_section,
    SectionCode.BEGUN: begun_section,
    SectionCode.STOPS: stops_section,
    SectionCode.BAGS: bags_section,
    SectionCode.PREPARATION: preparation_section,
    SectionCode.PREMEDICATION: premedication_section,
    SectionCode.BEDSIDE: bedside_section,
    SectionCode.SIGNATURES: signatures_section,
    SectionCode.STEPS: steps_section,
    SectionCode.DELIVERY: delivery_section,
    SectionCode.TIMELINE: timeline_section,
    SectionCode.REACTION: reaction_section,
    SectionCode.CHARTING: charting_section,
    SectionCode.FINDINGS: findings_section,
    SectionCode.SOURCE: source_section,
}


def view_of(plan: Plan) -> View:
    """Everything that a reader is shown of a plan, worded and rounded."""
    head = _head(plan)
    sections = sections_of(plan, *_SECTIONS)
    return View(head, summary_of(plan), sections, tuple(_closing(plan, head)))


def sections_of(plan: Plan, *codes: SectionCode) -> tuple[Section, ...]:
    """Some sections, for a screen that shows no others; one that the plan lacks is left out."""
    found = (_SECTIONS[code](plan) for code in codes)
    return tuple(section for section in found if section)


def _head(plan: Plan) -> Head:
    protocol = plan.protocol
    return Head(
        title=for_reader(protocol.title),
        drug=named_drug(plan),
        dose=Amount(plan.dose.total),
        reached=in_sentences([*filter(None, (dose_reached(plan), given_in_all(plan)))]),
        patient=plan.order.patient,
        date=f"{plan.order.begins:%Y-%m-%d}" if plan.order.begins else "",
        protocol=_run_by(plan),
        review=review_text(protocol),
        scope=word("head.for", scope=protocol.scope),
        status=status_of(plan),
        fingerprint=fingerprint(plan),
        protocol_fingerprint=protocol.fingerprint,
        software=software_named(),
        continues=continued_plan(plan),
        site="" if plan.site is None else plan.site.name,
        logo=None if plan.site is None else plan.site.logo,
    )


def _run_by(plan: Plan) -> str:
    """The protocol with its version; after a stop, also the one that runs what remains."""
    first, now = (
        word("head.protocol", id=one.id, version=one.version)
        for one in (plan.protocol, plan.runs_by)
    )
    return first if first == now else word("head.protocol-since-stop", first=first, now=now)


def _closing(plan: Plan, head: Head) -> Iterator[Paragraph]:
    if proof := proof_text(plan):
        yield Paragraph(proof, Label.PROOF)
    yield Paragraph(word("closing.scope"), Label.SCOPE)
    prints = {"protocol": head.protocol_fingerprint[:SHORT], "plan": head.fingerprint[:SHORT]}
    yield Paragraph(word("closing.fingerprints", **prints))


def summary_of(plan: Plan) -> Summary:
    """A plan in one line."""
    running = [(step.rate, step.number) for step in plan.steps if step.rate is not None]
    highest, number = max(running, key=lambda pair: pair[0], default=(None, None))
    total = plan.totals.duration
    whole = total.to(MIN).magnitude
    hours = None
    if whole.denominator == 1 and whole >= 60:
        full, left = divmod(int(whole), 60)
        code = "summary.hours-minutes" if left else "summary.hours"
        hours = Text(word(code, hours=full, minutes=left))
    return Summary(
        total=Amount(total, 1, beside=hours),
        finish=Moment(plan.steps[-1].end, plan.order.begins),
        peak=None if highest is None else rate_to_set(plan, highest),
        peak_step=number,
        to_confirm=len(plan.open_findings),
    )
