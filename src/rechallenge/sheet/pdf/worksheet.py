"""The pharmacist's page: how each bag is made and labelled."""

from rechallenge.sheet.view import (
    Blank,
    Fact,
    Facts,
    Instructions,
    Label,
    Paragraph,
    Part,
    Run,
    SectionCode,
    Tick,
    View,
)

from .words import Data, JsonValue, printed, texts

_BESIDE = {
    (Label.BAG, Label.ROUTE),
    (Label.RATES, Label.MADE_AT),
    (Label.BATCH_OF_DRUG, Label.BATCH_OF_DILUENT),
    (Label.PREPARED_BY, Label.CHECKED_BY),
}
_IN_HASTE = (Label.DRUG, Label.BAG)
"""What is read in haste, and so is larger on a label."""


def worksheet(view: View) -> Data:
    """What is done for all bags, then each bag with its instructions and its label; nothing where
    this was not worked out, which a finding says, and where the bags are made."""
    section = view.section(SectionCode.PREPARATION)
    blocks = () if section is None else section.blocks
    prepared = any(isinstance(block, Part) for block in blocks)
    return {"blocks": [_block(block) for block in blocks] if prepared else []}


def _block(block: object) -> Data:
    """A block by its kind: a text, facts, steps to do, a label to cut out, or a bag of these."""
    if isinstance(block, Part):
        return {
            "name": printed(block.bag),
            "holds": printed(block.holds),
            "concentration": block.concentration.per,
            "blocks": [_block(one) for one in block.blocks],
        }
    if isinstance(block, Instructions):
        return {"steps": [_run(item) for item in block.items]}
    if isinstance(block, Facts):
        if block.boxed:
            return {"label": label_lines(block.rows)}
        return {"facts": [_fact(fact) for fact in block.rows]}
    assert isinstance(block, Paragraph)
    return {"text": printed(block.text)}


def label_lines(facts: tuple[Fact, ...]) -> list[JsonValue]:
    """The facts of a label in lines: what is short stands beside what follows it."""
    lines: list[list[Fact]] = []
    for fact in facts:
        if lines and (lines[-1][-1].code, fact.code) in _BESIDE:
            lines[-1].append(fact)
        else:
            lines.append([fact])
    return [[_fact(fact) for fact in line] for line in lines]


def _fact(fact: Fact) -> Data:
    return {
        "name": fact.label,
        "value": _run(fact.value),
        "wide": fact.code is Label.PATIENT,
        "large": fact.code in _IN_HASTE,
        "drug": fact.code is Label.DRUG,
    }


def _run(run: Run) -> list[JsonValue]:
    """Cells on a line: texts, `null` for a place to write in, `true` for a box to tick."""
    return [
        None if isinstance(cell, Blank) else True if isinstance(cell, Tick) else texts(cell.text)[0]
        for cell in run
    ]
