"""Where a plan goes once it is made, and in which format: to the screen, a file or a printer."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from rechallenge.files.writing import AlreadyThere
from rechallenge.model.plan import Plan
from rechallenge.service import export_formats
from rechallenge.words import _
from rechallenge.words.lists import either

from .failures import Stop, tell

_Function = TypeVar("_Function", bound=Callable[..., Any])
PAPERS = ("a4", "letter")
LABELS = ("L7165", "5164")
_OF_SITE = "site"
PLAN_FILE = click.argument("plan_file", metavar="PLAN.json", type=click.Path(path_type=Path))
TEXT_OR_JSON = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")


class _Export(NamedTuple):
    """What the options of `export_options` state."""

    form: str
    output: Path | None
    force: bool
    working: bool
    paper: Any
    labels: str | None
    printer: str | None


def export_options(function: _Function) -> _Function:
    """Add the options that say in what format a plan is written, and where."""
    options = (
        click.option("--working", is_flag=True, help=_("under each number, the sum behind it")),
        click.option(
            "--format", "form", type=click.Choice(list(export_formats.ENDINGS.values())),
            help=_("text unless the ending of FILE says otherwise"),
        ),
        click.option(
            "-o", "--output", type=click.Path(path_type=Path),
            help=_("write to FILE; its ending chooses the format"),
        ),
        click.option("--force", is_flag=True, help=_("replace an existing output file")),
        click.option(
            "--paper", type=click.Choice(PAPERS),
            help=_("of a PDF or a workbook; the site's or a4 unless stated"),
        ),
        click.option(
            "--labels", type=click.Choice((*LABELS, _OF_SITE)),
            help=_("labels for the bags instead of the sheet, on this sheet of labels; site is "
                   "the one that the site's file states"),
        ),
        click.option(
            "--print", "printer", is_flag=False, flag_value="", metavar="[PRINTER]",
            help=_("print the PDF on PRINTER, or on the usual one"),
        ),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def read_export(options: dict[str, Any]) -> _Export:
    """Take the options of `export_options` out of all those of a command. Raises Stop for options
    that do not go together."""
    stated = {name: options.pop(name) for name in _Export._fields}
    stated["form"] = form = _form_of(stated["output"], stated["form"], stated["printer"])
    if stated["working"] and form not in export_formats.WITH_WORKING:
        sentence = _("--working: {form} has no working; choose text, or json, which always has it")
        raise Stop(sentence.format(form=form))
    if stated["paper"] is not None and form not in export_formats.ON_PAPER:
        sentence = _("--paper: {form} has no pages; leave it out, or choose pdf or xlsx")
        raise Stop(sentence.format(form=form))
    if stated["labels"] is not None and form != "pdf":
        sentence = _("--labels: labels are a PDF, not {form}; write -o FILE.pdf")
        raise Stop(sentence.format(form=form))
    if stated["labels"] is not None and stated["paper"] is not None:
        raise Stop(_("--paper: a sheet of labels has its own size; leave it out"))
    if stated["printer"] is not None and form != "pdf":
        sentence = _("--print: prints a PDF, not {form}; write -o FILE.pdf, or leave -o out")
        raise Stop(sentence.format(form=form))
    return _Export(**stated)


def deliver(plan: Plan, to: _Export) -> None:
    """Write the plan to a file or to stdout, and print it where a printer is stated. Raises
    Stop."""
    if to.output is None and to.printer is None and sys.stdout.isatty():
        if to.form == "pdf":
            raise Stop(_("a PDF cannot be shown on a terminal; write -o FILE.pdf, or --print"))
        if to.form == "xlsx":
            raise Stop(_("a workbook cannot be shown on a terminal; write -o FILE.xlsx"))
    if to.labels == _OF_SITE:
        to = to._replace(labels=None if plan.site is None else plan.site.said.labels)
        if to.labels is None:
            sentence = _(
                "--labels: the plan has no sheet of labels from a site's file; write {known}"
            )
            raise Stop(sentence.format(known=either(LABELS)))
    try:
        _write(plan, to)
    except AlreadyThere as error:
        sentence = _("{exists}, or replace it with --force")
        raise Stop(sentence.format(exists=error)) from None
    except export_formats.NotExported as error:
        raise Stop(str(error)) from None


def put_json(tree: object) -> None:
    click.echo(json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False))


def put_table(heads: Sequence[str], rows: Sequence[Sequence[str | None]]) -> None:
    """Print rows under heads, 80 columns."""
    from rechallenge.sheet.text.grid import grid, line_text

    table = grid(heads, rows, indent=0)
    for line in (line for row in (table.head, *table.rows) for line in row):
        click.echo(line_text(line))


def _write(plan: Plan, to: _Export) -> None:
    if to.output is not None:
        real = export_formats.save(
            plan,
            to.output,
            to.form,
            working=to.working,
            paper=to.paper,
            labels=to.labels,
            replace=to.force,
        )
        tell(_wrote(to.output, real))
    if to.printer is not None:
        from rechallenge.service.printing import NotPrinted, print_sheet

        try:
            tell(print_sheet(plan, to.printer, to.paper, to.labels))
        except NotPrinted as error:
            raise Stop(f"--print: {error}") from None
    elif to.output is None:
        content = export_formats.export(
            plan, to.form, working=to.working, paper=to.paper, labels=to.labels
        )
        # Text adapts to the terminal; formats for programs are written byte for byte.
        text = to.form in export_formats.FOR_PEOPLE
        click.echo(content.decode() if text else content, nl=False)


def _wrote(named: Path, real: Path) -> str:
    """What was written, by the name it was given, and by its own where a link leads there."""
    if real == Path(os.path.normpath(named.absolute())):
        return _("wrote {file}").format(file=named)
    return _("wrote {real}, where {file} leads").format(file=named, real=real)


def _form_of(output: Path | None, stated: str | None, printer: str | None) -> str:
    """The format: that of the output file's ending, which `--format` must not contradict."""
    if output is None:
        return stated or ("text" if printer is None else "pdf")
    form = export_formats.format_named(output.name) or stated
    if form is None:
        sentence = _("{file}: the ending is not one of {known}; choose one, or add --format")
        raise Stop(sentence.format(file=output, known=", ".join(export_formats.ENDINGS)))
    if stated not in (None, form):
        sentence = _(
            "{file}: the ending means {form}, but --format says {stated}; keep one of them"
        )
        raise Stop(sentence.format(file=output, form=form, stated=stated))
    return form
