"""The options that say in what form a plan is written, and which one an output file is to have."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from rechallenge.model.plan import Plan
from rechallenge.sheet import forms

from .failures import Stop

_Function = TypeVar("_Function", bound=Callable[..., Any])
PAPERS = ("a4", "letter")


def format_options(function: _Function) -> _Function:
    """Add the options that say in what form a plan is written, and where."""
    options = (
        click.option("--working", is_flag=True, help="under each number, the sum it came from"),
        click.option(
            "--format", "form", type=click.Choice(list(dict.fromkeys(forms.ENDINGS.values()))),
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
    try:
        content = forms.written(plan, form, working=working, paper=paper)
    except forms.NoForm as error:
        raise Stop(str(error)) from None
    return content.decode() if form in forms.FOR_PEOPLE else content


def _form_of(output: Path | None, stated: str | None, otherwise: str) -> str:
    if output is None:
        return stated or otherwise
    form = forms.form_named(output.name) or stated
    if form is None:
        known = ", ".join(forms.ENDINGS)
        raise Stop(f"{output}: the ending is none of {known}; choose one, or say --format")
    if stated not in (None, form):
        raise Stop(f"{output}: the ending is that of {form}, not of --format {stated}; choose one")
    return form
