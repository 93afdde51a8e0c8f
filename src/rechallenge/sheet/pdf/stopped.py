"""What stands first on the sheet of an infusion that was stopped: what happened, what is past."""

from collections.abc import Iterator

from rechallenge.sheet.view import (
    Column,
    Facts,
    Label,
    Paragraph,
    Row,
    SectionCode,
    View,
)
from rechallenge.words import word

from .words import Data, JsonValue, texts

_ACTED_ON = (Label.GOES_ON, Label.GO_ON_IF, Label.HELD)
_STILL_TOLD = (Label.STOPPED, Label.INFUSED, Label.GIVEN_SO_FAR, Label.REACTION, Label.RESCUE)
"""Of a stop before the last: how it went on is past."""


def begun(view: View) -> Data | None:
    """What was given before the plan, and what hangs; None for one that begins at step 1."""
    section = view.section(SectionCode.BEGUN)
    if section is None:
        return None
    return {
        "heading": section.heading,
        "facts": [
            [*texts(fact.label, fact.text), fact.code in _ACTED_ON] for fact in section.all_facts
        ],
    }


def stopped(view: View) -> Data | None:
    """Each stop, and the steps that are past; None for an infusion that was not stopped."""
    section = view.section(SectionCode.STOPS)
    if section is None:
        return None
    said = [block for block in section.blocks if isinstance(block, Paragraph)]
    names = [block.text for block in said if block.code is Label.STOP]
    reports = [block for block in section.blocks if isinstance(block, Facts)]
    return {
        "stops": [
            {"name": name, "facts": list(_facts(facts, last=facts is reports[-1]))}
            for name, facts in zip(names, reports, strict=True)
        ],
        "past": texts(*(_has_run(row) for row in view[SectionCode.STEPS].table.steps if row.past)),
        "for_good": section.paragraph(Label.FOR_GOOD),
    }


def _facts(facts: Facts, *, last: bool) -> Iterator[JsonValue]:
    """Label, text, and whether it is acted on."""
    for fact in facts.rows:
        if last or fact.code in _STILL_TOLD:
            yield [*texts(fact.label, fact.text), fact.code in _ACTED_ON]


def _has_run(row: Row) -> str:
    """`7: B, ~10:31, 20 mL/h, 2 mL, 1.56 mg`; of a hold or an observation, what it was."""
    columns = (Column.BAG, Column.START, Column.RATE, Column.VOLUME, Column.DOSE)
    cells = [text for text in map(row.text, columns) if text]
    return word("paper.has-run-step", step=row.step, said=", ".join(cells))
