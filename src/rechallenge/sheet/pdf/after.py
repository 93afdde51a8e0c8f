"""The part of the sheet below the steps: reaction, vital signs, delivery, findings and source."""

from rechallenge.sheet.view import (
    Blank,
    Column,
    Facts,
    FindingItem,
    Findings,
    Items,
    Label,
    Paragraph,
    Row,
    SectionCode,
    Table,
    View,
)
from rechallenge.words import word
from rechallenge.words.lists import clauses

from .words import Data, JsonValue, in_words, label, printed, texts

_DRUG = (Column.DRUG, Column.DOSE, Column.ROUTE)


def reaction(view: View) -> Data:
    """The stop rule, drugs to give, the drug's own advice, and lines to note what happened."""
    section = view[SectionCode.REACTION]
    drugs, lines = (block for block in section.blocks if isinstance(block, Table))
    call = section.facts[Label.CALL]
    restart = section.facts[Label.RESTART]
    return {
        "heading": section.heading,
        "stop": printed(section.paragraph(Label.STOP)),
        "call": word("paper.call"),
        "telephone": "" if isinstance(call.value[0], Blank) else label(call.text),
        "procedure": [
            printed(section.paragraph(Label.PROCEDURE)),
            texts(*section.items(Label.PROCEDURE)),
        ],
        "given": printed(section.paragraph(Label.GIVEN)),
        "drug_heads": [column.head for column in drugs.columns],
        "drugs": [texts(*(_filled(row, column) for column in _DRUG)) for row in drugs.rows],
        "advice": texts(*section.items(Label.ADVICE)),
        "restart": [restart.label, printed(restart.value[0].text), len(restart.value) > 1],
        "line_heads": [column.head for column in lines.columns],
        "lines": len(lines.rows),
    }


def _filled(row: Row, column: Column) -> str:
    """The text of a cell; empty if it is a blank to write in."""
    cell = row.cells[column]
    return "" if isinstance(cell, Blank) else cell.text


def charting(view: View) -> Data:
    """A line for each time that vital signs are due, the rules behind them, and their source."""
    section, timeline = view[SectionCode.CHARTING], view[SectionCode.TIMELINE]
    table, source = section.table, view[SectionCode.SOURCE]
    return {
        "heading": section.heading,
        "heads": [column.head for column in table.columns],
        "rows": [texts(*(_filled(row, column) for column in table.columns)) for row in table.rows],
        "foot": printed(table.foot),
        "rules": [texts(fact.label, fact.text) for fact in timeline.all_facts],
        "source": printed(source.paragraph(Label.MONITORING)),
    }


def delivery(view: View) -> Data | None:
    """What reaches the vein, and when; None where no line is given."""
    section = view.section(SectionCode.DELIVERY)
    if section is None:
        return None
    blocks: list[JsonValue] = []
    for block in section.blocks:
        if isinstance(block, Table):
            rows = [texts(*map(row.text, block.columns)) for row in block.rows]
            blocks.append({"heads": [c.head for c in block.columns], "rows": list(rows)})
        elif isinstance(block, Facts):
            blocks.append({"facts": [texts(fact.label, fact.text) for fact in block.rows]})
        elif isinstance(block, Paragraph):
            blocks.append({"text": printed(block.text)})
    return {"heading": section.heading, "blocks": blocks}


def findings(view: View) -> Data:
    """Every finding, what asks to be confirmed first."""
    section = view[SectionCode.FINDINGS]
    (block,) = section.blocks
    return {
        "heading": section.heading,
        "rows": [_finding(one) for one in block.items] if isinstance(block, Findings) else [],
        "none": block.text if isinstance(block, Paragraph) else "",
    }


def _finding(finding: FindingItem) -> Data:
    return {
        "severity": finding.severity_word,
        "strong": finding.severity.value == "confirm",
        "text": printed(in_words(finding.text)),
        "source": printed(finding.source),
        "open": finding.is_open,
        "answer": printed(finding.answer.text) if finding.answer else "",
    }


def source(view: View) -> Data:
    """The protocol and where it comes from, with every doubt and every limit of its use."""
    section = view[SectionCode.SOURCE]
    of_site = view[SectionCode.ORDER].facts.get(Label.FROM_SITE)
    said = [block for block in section.blocks if isinstance(block, Paragraph)]
    listed = [block for block in section.blocks if isinstance(block, Items)]
    return {
        "heading": section.heading,
        "protocol": printed(clauses((view.head.title, view.head.review))),
        "scope": printed(view.head.scope),
        "cited": printed(section.paragraph(Label.SOURCE)),
        "outcome": texts(*(block.text for block in said if block.code is Label.OUTCOME)),
        "of_site": [] if of_site is None else texts(of_site.label, of_site.text),
        "notes": texts(*(item for block in listed for item in block.items)),
        "not_for": texts(*(block.body for block in said if block.code is Label.NOT_FOR)),
    }
