"""The findings, the source, and how the plan was checked."""

from collections.abc import Iterable

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.plan import Plan
from rechallenge.model.protocol import Protocol, Source
from rechallenge.sheet.finding_text import finding_text
from rechallenge.sheet.places import place_label
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader

from .blocks import Answer, Block, FindingItem, Findings, Items, Paragraph, Section
from .codes import Label, SectionCode

_RANKS = list(Severity)


def findings_section(plan: Plan) -> Section:
    """Every finding, in order of danger."""
    block: Block = Findings(tuple(map(finding_item, by_danger(plan.findings))))
    if not plan.findings:
        block = Paragraph(word("findings.none"))
    return Section(SectionCode.FINDINGS, (block,))


def by_danger(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, of each the open ones first, and then in the order of their codes."""
    ranked = sorted(findings, key=lambda f: (_RANKS.index(f.severity), f.acknowledged is not None))
    return tuple(ranked)


def finding_item(finding: Finding) -> FindingItem:
    """A finding with its sentence, and its answer with a stamp."""
    said = finding.acknowledged
    return FindingItem(
        finding.code,
        finding.severity,
        finding.where,
        place_label(finding.place, finding.letters),
        finding_text(finding),
        finding.source or "",
        Answer(said.reason, said.initials, said.at) if said else None,
        is_open=finding.severity is Severity.CONFIRM and said is None,
    )


def review_text(protocol: Protocol) -> str:
    """`reviewed by N. N. on 2026-11-21`, or why it counts as not reviewed."""
    review = protocol.review
    if protocol.is_reviewed and review.checked_by is not None:
        return word("review.checked", by=review.by, second=review.checked_by, date=review.date)
    if protocol.is_reviewed:
        return word("review.reviewed", by=review.by, date=review.date)
    if protocol.edited_since_review:
        return word("review.edited", by=review.by, date=review.date)
    return word("review.unreviewed")


def cited(source: Source) -> str:
    """The citation, the place in it, and its address, as far as they are stated."""
    return ", ".join(part for part in (source.citation, source.where, source.url) if part)


def source_section(plan: Plan) -> Section:
    """Where the protocol comes from, its doubts, whom it is not for, and the other sources."""
    blocks = [*_source(plan.protocol)]
    others = {
        rest.protocol.id: rest.protocol
        for rest in plan.rests
        if rest is not None and rest.protocol != plan.protocol
    }
    for protocol in others.values():
        named = word("head.protocol", id=protocol.id, version=protocol.version)
        after = word("source.after-stop", protocol=named, review=review_text(protocol))
        blocks += (Paragraph(after), *_source(protocol))
    if plan.pump is not None:
        blocks.append(Paragraph(plan.pump.source, Label.PUMP, labelled=True))
    return Section(SectionCode.SOURCE, tuple(blocks))


def _source(protocol: Protocol) -> list[Block]:
    blocks: list[Block] = [Paragraph(cited(protocol.source), Label.SOURCE)]
    if protocol.source.outcome:
        blocks.append(Paragraph(for_reader(protocol.source.outcome), Label.OUTCOME, labelled=True))
    if protocol.review.notes:
        blocks.append(Items(tuple(map(for_reader, protocol.review.notes))))
    blocks += (
        Paragraph(for_reader(excluded.says), Label.NOT_FOR, labelled=True)
        for excluded in protocol.not_for
    )
    if protocol.monitoring is not None:
        blocks.append(Paragraph(protocol.monitoring.source, Label.MONITORING, labelled=True))
    return blocks


def proof_text(plan: Plan) -> str:
    """How many amounts a second method has found the same; empty where there is no proof."""
    if plan.proof is None:
        return ""
    what = word("proof.without-line" if plan.delivery is None else "proof.with-line")
    return word("proof.agrees", number=len(plan.proof.agreed), what=what)
