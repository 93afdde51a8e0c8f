"""A plan as a note for an electronic record: at most 40 lines of 72 columns, of letters alone.

Each part is a sentence or more, since a record may show it in any font. Where the lines do not
suffice, parts are left out in a fixed order, and the note says which.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rechallenge.model.plan import Plan
from rechallenge.words import word
from rechallenge.words.lists import clauses, in_sentences, with_label, without_stop
from rechallenge.words.shown import NO_BREAK

from .note_findings import FINDINGS, NOTED, finding_sentences
from .note_steps import FOLD, NOTES, PAST, RUNS, SMALL, step_sentences
from .text.columns import columns_of
from .text.layout import wrapped
from .view import (
    Blank,
    Column,
    Fact,
    Facts,
    Label,
    Moment,
    Paragraph,
    Row,
    Run,
    Section,
    SectionCode,
    Table,
    View,
    run_text,
    view_of,
)

LINES, WIDTH = 40, 72
_SOURCE, _USED, _HOLDS, _WATCH, _ASKED, _EQUIPMENT, _STEPS = (
    "source", "used", "holds", "watch", "asked", "equipment", "steps",
)  # fmt: skip
SHORTER = (NOTED, _SOURCE, SMALL, FINDINGS, _USED, _WATCH, _ASKED, _EQUIPMENT, PAST, RUNS, FOLD,
           _HOLDS, NOTES, _STEPS)  # fmt: skip
"""What is left out, one after another, until the note is short enough; the last is missed most."""
_COVERED = {
    NOTED: (FINDINGS,), _USED: (_HOLDS, _STEPS), _HOLDS: (_STEPS,), PAST: (_STEPS,),
    RUNS: (FOLD, _STEPS), FOLD: (_STEPS,), SMALL: (NOTES, _STEPS), NOTES: (_STEPS,),
}  # fmt: skip
"""What another part that is left out says already."""
_PLAIN = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-",
    "\u2212": "-", "\u2011": "-", "\u00d7": "x", "\u2026": "...", "\u2264": "<=", "\u2265": ">=",
    "\u202f": NO_BREAK,
})  # fmt: skip
_OF_CHINESE = "\u3001\u3002\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
"""The signs of Chinese sentences."""
_OF_EQUIPMENT: tuple[Label, ...] = (Label.PUMP, Label.LINE)
_BY_HAND: tuple[Label, ...] = (Label.IDENTIFIER,)
"""What is for a pen on paper."""
_LEFT_THEN: tuple[Label, ...] = (Label.AT_VEIN, Label.LEFT_IN_LINE, Label.LEFT_IN_BAG)
_BEFORE_STEPS = (SectionCode.ORDER, SectionCode.BEGUN, SectionCode.STOPS)


def plan_note(plan: Plan) -> str:
    """The note, ending with a line feed."""
    view = view_of(plan)
    return "\n".join(_lines(view, _left_out(view))) + "\n"


def _left_out(view: View) -> tuple[str, ...]:
    """The parts that the note has no room for."""
    left: tuple[str, ...] = ()
    for part in SHORTER:
        if _fits(view, left):
            break
        left = (*left, part)
    # What comes last may have made room for something that comes before it.
    for part in reversed(left):
        others = tuple(other for other in left if other != part)
        if _fits(view, others) and not (part == NOTED and FINDINGS in left):
            left = others
    return left


def _fits(view: View, left: tuple[str, ...]) -> bool:
    return len(_lines(view, left)) <= LINES


def plain(text: str) -> str:
    """The text in letters that a record keeps: those of any language, and of signs those of
    Latin-1 and of Chinese. Another sign is written by its number, as U+2192."""
    kept = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return "".join(c if _is_common(c) else f"U+{ord(c):04X}" for c in kept)


@lru_cache(maxsize=1024)
def _set(text: str, width: int = WIDTH) -> list[str]:
    """The lines of a text. Kept, because most parts are the same in a shorter note."""
    return wrapped(plain(text), width=width).split("\n")


def _is_common(character: str) -> bool:
    return (
        character <= "\u00ff"
        or character in _OF_CHINESE
        or unicodedata.category(character)[0] in "LM"
    )


def _lines(view: View, left: tuple[str, ...]) -> list[str]:
    lines: list[str] = []
    for text in _before(view, left):
        lines += _set(text)
    lines += _steps(view, left)
    for text in (*_after(view, left), *_shortened(left)):
        lines += _set(text)
    return lines


def _before(view: View, left: tuple[str, ...]) -> Iterator[str]:
    head = view.head
    yield head.status.line
    if head.site:
        yield head.site
    yield word("note.title", title=head.title, protocol=head.protocol, review=head.review)
    for code in _BEFORE_STEPS:
        if (section := view.section(code)) is not None:
            yield from _told(section, left)
    bags = view.section(SectionCode.BAGS)
    if bags is not None and _STEPS not in left:
        yield with_label(bags.heading, clauses(_bag(row, left) for row in bags.table.rows))
    yield from _premedication(view[SectionCode.PREMEDICATION], left)


def _told(section: Section, left: tuple[str, ...]) -> Iterator[str]:
    """The facts of a section one after another, and the paragraphs before them."""
    groups = [block for block in section.blocks if isinstance(block, Facts)]
    before: list[str] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            before.append(without_stop(block.text))
        elif isinstance(block, Facts):
            hidden = (*_BY_HAND, *(_OF_EQUIPMENT if _EQUIPMENT in left else ()))
            hidden += _LEFT_THEN if PAST in left and block is not groups[-1] else ()
            facts = _facts(fact for fact in block.rows if fact.code not in hidden)
            yield in_sentences((*before, facts))
            before = []
    if before:
        yield in_sentences(before)


def _facts(facts: Iterable[Fact]) -> str:
    told = [with_label(fact.label, without_stop(_typed(fact.value))) for fact in facts]
    return in_sentences(told)


def _typed(run: Run) -> str:
    """A run without the blanks that a pen would fill."""
    return run_text(tuple(cell for cell in run if not isinstance(cell, Blank))).rstrip()


def _bag(row: Row, left: tuple[str, ...]) -> str:
    said = word(
        "note.bag-strength" if _HOLDS in left else "note.bag",
        bag=row.text(Column.BAG),
        holds=row.text(Column.HOLDS),
        volume=row.text(Column.VOLUME),
        concentration=row.text(Column.CONCENTRATION),
    )
    if _USED in left or _HOLDS in left:
        return said
    parts = {"used": row.text(Column.USED), "discarded": row.text(Column.DISCARDED)}
    return word("note.bag-used", bag=said, **parts)


def _premedication(section: Section, left: tuple[str, ...]) -> Iterator[str]:
    """Each dose with its time; where the file lists none, that the prescriber orders."""
    said = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    table = next((block for block in section.blocks if isinstance(block, Table)), None)
    doses = [_dose(row) for row in table.rows if row.text(Column.DUE)] if table else []
    yield with_label(section.heading, clauses(doses) if doses else said[0])
    yield from said[0 if doses else 1 :] if _ASKED not in left else ()


def _dose(row: Row) -> str:
    texts = {
        "drug": row.text(Column.DRUG),
        "dose": row.text(Column.DOSE),
        "route": row.text(Column.ROUTE),
        "due": row.text(Column.DUE),
    }
    at = row.cells.get(Column.GIVE_AT)
    if isinstance(at, Moment):
        return word("note.premedication-at", at=at.text, **texts)
    return word("note.premedication", **texts)


def _steps(view: View, left: tuple[str, ...]) -> Iterator[str]:
    """The steps; each of their lines begins with DRAFT until the plan is confirmed."""
    draft = f"{word('paper.draft')} " if view.head.status.is_draft else ""
    sentences = step_sentences(view[SectionCode.STEPS].table, left)
    if _STEPS in left:
        sentences = [word("note.without-steps", lines=LINES)]
    for sentence in sentences:
        for line in _set(sentence, WIDTH - columns_of(draft)):
            yield f"{draft}{line}"


def _after(view: View, left: tuple[str, ...]) -> Iterator[str]:
    timeline = view.section(SectionCode.TIMELINE)
    if timeline is not None and timeline.all_facts and _WATCH not in left:
        yield _facts(timeline.all_facts)
    yield from finding_sentences(view.findings, left)
    if _SOURCE not in left:
        yield with_label(word(Label.SOURCE), view[SectionCode.SOURCE].paragraph(Label.SOURCE))
    yield from (paragraph.text for paragraph in view.closing if paragraph.code is not Label.PROOF)


def _shortened(left: tuple[str, ...]) -> Iterator[str]:
    """Which parts are not there, and where they are."""
    parts = [part for part in left if not any(o in left for o in _COVERED.get(part, ()))]
    if parts:
        said = clauses(word(f"note.without.{part}") for part in parts)
        yield word("note.shortened", lines=LINES, parts=said)
