"""A validation on paper: the form to work by hand, or the page to sign."""

from collections.abc import Iterable, Sequence

from rechallenge.model.site import Paper
from rechallenge.model.validation import CaseResult, Cases
from rechallenge.sheet.view.validation import CaseView, ValidationTable, case_view, summary
from rechallenge.version import __version__
from rechallenge.words import word

from .render import typeset
from .words import Data, JsonValue, in_language, printed, texts

_TEMPLATE = "validation.typ"


def validation_pdf(
    cases: Cases,
    done: Sequence[CaseResult],
    facts: Iterable[tuple[str, str]],
    *,
    form: bool,
    paper: Paper,
) -> bytes:
    """The page to sign as PDF/UA-1; with `form`, the same orders with places to write instead of
    what the program has. Raises Unprintable."""
    return typeset(validation_data(cases, done, facts, form=form, paper=paper), _TEMPLATE)


def validation_data(
    cases: Cases,
    done: Sequence[CaseResult],
    facts: Iterable[tuple[str, str]],
    *,
    form: bool,
    paper: Paper,
) -> Data:
    software = f"rechallenge {__version__}"
    code = "validation.form" if form else "validation.page"
    views = (case_view(number, result) for number, result in enumerate(done, 1))
    said = [word("validation.how")] if form else [summary(done), word("validation.not-all")]
    signed = ["validation.done-by"]
    if not form:
        signed += ["validation.compared-by", "validation.released-by"]
    return {
        "title": printed(word(code, title=cases.title, software=software)),
        **in_language(),
        "paper": "us-letter" if paper == "letter" else "a4",
        "software": software,
        "form": form,
        "said": texts(*said),
        "facts": [] if form else [texts(*fact) for fact in facts],
        "cases": [_case(view) for view in views],
        "signed": texts(*map(word, signed)),
        "words": {
            "sums": word("validation.sums"),
            "agrees": word("validation.column.agrees"),
            "no": word("validation.no"),
            "refuses": word("validation.must-refuse"),
            "signature": word("column.signature"),
            "signed-at": word("column.signed-at"),
        },
    }


def _case(view: CaseView) -> Data:
    return {
        "title": printed(view.title),
        "order": [texts(*fact) for fact in view.order],
        "sums": texts(*view.sums),
        "tables": [_table(table) for table in view.tables],
        "whole": [
            {"name": printed(name), "cell": printed(cell.text), "wrong": not cell.agrees}
            for name, cell in view.whole
        ],
        "outcome": printed(view.outcome),
        "agrees": view.agrees,
        "problems": texts(*view.problems),
    }


def _table(table: ValidationTable) -> Data:
    rows: list[JsonValue] = [
        {
            "name": printed(row.name),
            "cells": [None if cell is None else printed(cell.text) for cell in row.cells],
            "agrees": word("validation.yes" if row.agrees else "validation.no"),
            "wrong": not row.agrees,
        }
        for row in table.rows
    ]
    return {"heads": texts(*table.heads), "rows": rows}
