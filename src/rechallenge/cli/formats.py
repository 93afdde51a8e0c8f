"""The forms of a plan, and which one an output file is to have. Each is loaded when it is asked
for: a plan as text loads no typesetter."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from rechallenge.model.plan import Plan

from .failures import Stop

_Function = TypeVar("_Function", bound=Callable[..., Any])
ENDINGS = {
    ".txt": "text",
    ".md": "markdown",
    ".csv": "csv",
    ".fhir.json": "fhir",
    ".json": "json",
    ".pdf": "pdf",
}
"""The endings of files, the longer of two that fit first, and the form that each has."""
PAPERS = ("a4", "letter")


def format_options(function: _Function) -> _Function:
    """Add the options that say in what form a plan is written, and where."""
    options = (
        click.option("--working", is_flag=True, help="under each number, the sum it came from"),
        click.option(
            "--format", "form", type=click.Choice(list(dict.fromkeys(ENDINGS.values()))),
            help="text unless -o says",
        ),
        click.option(
            "-o", "--output", type=click.Path(path_type=Path), help="write to FILE, by its ending"
        ),
        click.option("--force", is_flag=True, help="replace an existing output file"),
        click.option("--paper", type=click.Choice(PAPERS), help="of a PDF; a4 unless stated"),
        click.option(
            "--print", "printer", is_flag=False, flag_value="", metavar="[PRINTER]",
            help="print the PDF on PRINTER, or on the usual one",
        ),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def form_of(
    output: Path | None,
    stated: str | None,
    *,
    working: bool = False,
    paper: str | None = None,
    printer: str | None = None,
) -> str:
    """The form to write: by the ending of the output file, which `--format` must not contradict.
    Raises Stop, also for options that this form has no use for."""
    form = _form_of(output, stated, "text" if printer is None else "pdf")
    if working and form not in ("text", "json"):
        raise Stop(f"--working: {form} has no working; choose text, or json, which always has it")
    if paper is not None and form != "pdf":
        raise Stop(f"--paper: {form} has no pages; leave it out, or choose pdf")
    if printer is not None and form != "pdf":
        raise Stop(f"--print: prints a PDF, not {form}; write -o FILE.pdf, or leave -o out")
    return form


def written(
    plan: Plan, form: str, *, working: bool = False, paper: str | None = None
) -> str | bytes:
    """The plan in a form: text for people, or bytes that other programs read. Raises Stop."""
    if form == "json":
        from rechallenge.sheets.plan_json import plan_json

        return plan_json(plan).encode()
    if form == "csv":
        from rechallenge.sheets.plan_csv import plan_csv

        return plan_csv(plan).encode()
    if form == "fhir":
        from rechallenge.sheets.plan_fhir import plan_fhir

        return plan_fhir(plan).encode()
    if form == "markdown":
        from rechallenge.sheets.plan_markdown import plan_markdown

        return plan_markdown(plan)
    if form == "pdf":
        return _pdf(plan, paper)
    from rechallenge.sheets.plan_text import plan_text

    return plan_text(plan, working=working)


def _form_of(output: Path | None, stated: str | None, otherwise: str) -> str:
    if output is None:
        return stated or otherwise
    name = output.name.lower()
    form = next((ENDINGS[ending] for ending in ENDINGS if name.endswith(ending)), stated)
    if form is None:
        raise Stop(
            f"{output}: the ending is none of {', '.join(ENDINGS)}; choose one, or say --format"
        )
    if stated not in (None, form):
        raise Stop(f"{output}: the ending is that of {form}, not of --format {stated}; choose one")
    return form


def _pdf(plan: Plan, paper: str | None) -> bytes:
    from rechallenge.sheets.pdf.render import Unprintable, step_sheet_pdf

    try:
        return step_sheet_pdf(plan, paper="letter" if paper == "letter" else "a4")
    except Unprintable as error:
        raise Stop(str(error)) from None
