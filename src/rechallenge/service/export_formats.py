"""The formats a plan is exported in, by the ending of a file. Each renderer is loaded when it is
needed: a plan as text loads no typesetter."""

from pathlib import Path

from rechallenge.files.writing import write_whole
from rechallenge.model.plan import Plan
from rechallenge.model.site import Paper, paper_of
from rechallenge.words import _, word

ENDINGS = {
    ".note.txt": "note",
    ".txt": "text",
    ".md": "markdown",
    ".csv": "csv",
    ".fhir.json": "fhir",
    ".json": "json",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
}
"""The format of each ending; where two endings fit a name, the longer one comes first."""
FORMATS = ("pdf", "xlsx", "json", "text", "note", "markdown", "csv", "fhir")
"""The formats, the one asked for most often first."""
FOR_PEOPLE = ("text", "note", "markdown")
"""Formats that a terminal shows as well as it can; programs read the others byte for byte."""
ON_PAPER = ("pdf", "xlsx")
"""Formats that have pages of a size."""
WITH_WORKING = ("text", "json")
"""Formats that can hold the sum under each number; JSON always does."""


class NotExported(ValueError):
    """A plan that cannot be exported in a format; the sentence says why."""


class NoLabels(NotExported):
    """A plan for which nothing is to be written on labels."""


def format_named(name: str) -> str | None:
    """The format that a file of this name has; None where its ending is none of ours."""
    return next((ENDINGS[ending] for ending in ENDINGS if name.lower().endswith(ending)), None)


def about(form: str) -> str:
    """What a format is for."""
    return word(f"format.{form}")


def export(
    plan: Plan,
    form: str,
    *,
    working: bool = False,
    paper: Paper | None = None,
    labels: str | None = None,
) -> bytes:
    """The plan in a format; its labels alone where `labels` names a sheet of labels. Where no
    paper is stated, it is that of the plan's site, else A4. Raises NotExported."""
    if form == "json":
        from rechallenge.sheet.plan_json import plan_json

        return plan_json(plan).encode()
    if form == "csv":
        from rechallenge.sheet.plan_csv import plan_csv

        return plan_csv(plan).encode()
    if form == "fhir":
        from rechallenge.sheet.plan_fhir import plan_fhir

        return plan_fhir(plan).encode()
    if form == "markdown":
        from rechallenge.sheet.plan_markdown import plan_markdown

        return plan_markdown(plan).encode()
    if form == "note":
        from rechallenge.sheet.note import plan_note

        return plan_note(plan).encode()
    if form in ON_PAPER:
        paper = paper or paper_of(plan.site)
        return _pdf(plan, paper, labels) if form == "pdf" else _workbook(plan, paper)
    from rechallenge.sheet.text.plan import plan_text

    return plan_text(plan, working=working).encode()


def save(
    plan: Plan,
    path: Path,
    form: str,
    *,
    working: bool = False,
    paper: Paper | None = None,
    labels: str | None = None,
    replace: bool = False,
) -> Path:
    """Export the plan into a file that only its owner can read, whole or not at all; its real path,
    behind the links of `path`.

    Raises NotExported; NotWritten, and AlreadyThere for an existing file without `replace`.
    """
    content = export(plan, form, working=working, paper=paper, labels=labels)
    return write_whole(path, content, replace=replace)


def _pdf(plan: Plan, paper: Paper, labels: str | None) -> bytes:
    from rechallenge.sheet.pdf.render import NothingToLabel, Unprintable, labels_pdf, step_sheet_pdf

    try:
        return step_sheet_pdf(plan, paper=paper) if labels is None else labels_pdf(plan, labels)
    except Unprintable as error:
        refused = NoLabels if isinstance(error, NothingToLabel) else NotExported
        raise refused(_("the sheet was not printed: {cause}").format(cause=error)) from None


def _workbook(plan: Plan, paper: Paper) -> bytes:
    from rechallenge.sheet.xlsx.writing import plan_workbook

    return plan_workbook(plan, paper)
