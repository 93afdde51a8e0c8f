"""The forms of a plan by the ending of a file. Each is loaded when it is asked for: a plan as text
loads no typesetter."""

from rechallenge.model.plan import Plan

ENDINGS = {
    ".txt": "text",
    ".md": "markdown",
    ".csv": "csv",
    ".fhir.json": "fhir",
    ".json": "json",
    ".pdf": "pdf",
}
"""The endings of files, the longer of two that fit first, and the form that each has."""
ABOUT = {
    "pdf": "the step sheet and the preparation worksheet, to be printed",
    "json": "the plan, which can be opened again",
    "text": "plain text, 80 columns",
    "markdown": "text for a wiki or a ticket",
    "csv": "the steps, for a spreadsheet",
    "fhir": "FHIR R4, for other programs",
}


FOR_PEOPLE = ("text", "markdown")
"""Forms that a terminal shows as it can; the others are read by programs, byte for byte."""


class NoForm(ValueError):
    """A plan that cannot be written in a form; the sentence says why."""


def form_named(name: str) -> str | None:
    """The form that a file of this name has; None where its ending says none."""
    return next((ENDINGS[ending] for ending in ENDINGS if name.lower().endswith(ending)), None)


def written(plan: Plan, form: str, *, working: bool = False, paper: str | None = None) -> bytes:
    """The plan in a form. Raises NoForm."""
    if form == "json":
        from .plan_json import plan_json

        return plan_json(plan).encode()
    if form == "csv":
        from .plan_csv import plan_csv

        return plan_csv(plan).encode()
    if form == "fhir":
        from .plan_fhir import plan_fhir

        return plan_fhir(plan).encode()
    if form == "markdown":
        from .plan_markdown import plan_markdown

        return plan_markdown(plan).encode()
    if form == "pdf":
        return _pdf(plan, paper)
    from .text.plan import plan_text

    return plan_text(plan, working=working).encode()


def _pdf(plan: Plan, paper: str | None) -> bytes:
    from .pdf.fonts import Unprintable
    from .pdf.render import step_sheet_pdf

    try:
        return step_sheet_pdf(plan, paper="letter" if paper == "letter" else "a4")
    except Unprintable as error:
        raise NoForm(f"the sheet was not printed: {error}") from None
