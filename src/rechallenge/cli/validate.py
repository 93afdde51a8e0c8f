"""`rechallenge validate`: does this installation make the plans that were worked by hand?"""

from pathlib import Path
from typing import Any

import click

from rechallenge.files.writing import AlreadyThere
from rechallenge.words import _

from .exporting import PAPERS
from .failures import ExitCode, Stop, tell
from .protocol_argument import open_shelves, protocols_option


@click.command(
    "validate",
    help=_(
        "Plan orders that were worked by hand, and compare every value that was worked out.\n\n"
        "Without CASES.yaml these are the twenty orders that come with the program, planned "
        "without your site's file. Orders of your own are planned with your own protocols and "
        "site.yaml. With --form, print the orders with places to write, and work them by hand "
        "first. -o page.pdf writes the page to sign."
    ),
)
@click.argument("named", metavar="[CASES.yaml]", required=False, type=click.Path(path_type=Path))
@click.option("--form", is_flag=True, help=_("the form to work by hand instead, as a PDF"))
@click.option(
    "-o", "--output", metavar="FILE.pdf", type=click.Path(path_type=Path),
    help=_("write the page to sign, or the form"),
)  # fmt: skip
@click.option("--force", is_flag=True, help=_("replace an existing output file"))
@click.option("--paper", type=click.Choice(PAPERS), default="a4", show_default=True)
@protocols_option
def command(
    named: Path | None,
    form: bool,
    output: Path | None,
    force: bool,
    paper: Any,
    protocols: Path | None,
) -> int:
    from rechallenge.files.find import Shelves, shipped_folder
    from rechallenge.service.validation import facts, read_cases, results, shipped_cases
    from rechallenge.sheet.text.validation import validation_text

    if form and output is None:
        raise Stop(_("--form: the form is a PDF; write -o FILE.pdf"))
    if output is not None and output.suffix.lower() != ".pdf":
        raise Stop(_("-o {file}: the page is a PDF; write -o FILE.pdf").format(file=output))
    shelves = Shelves(shipped_folder()) if named is None else open_shelves(protocols)
    path = named or shipped_cases()
    cases = read_cases(path)
    done = tuple(results(cases, shelves))
    known = tuple(facts(path))
    if output is not None:
        from rechallenge.files.writing import write_whole
        from rechallenge.sheet.pdf.render import Unprintable
        from rechallenge.sheet.pdf.validation import validation_pdf

        try:
            pdf = validation_pdf(cases, done, known, form=form, paper=paper)
            write_whole(output, pdf, replace=force)
        except AlreadyThere as error:
            sentence = _("{exists}, or replace it with --force")
            raise Stop(sentence.format(exists=error)) from None
        except Unprintable as error:
            raise Stop(_("the page was not printed: {cause}").format(cause=error)) from None
        tell(_("wrote {file}").format(file=output))
        if form:
            return ExitCode.DONE
    click.echo(validation_text(done, known), nl=False)
    return ExitCode.DONE if all(result.agrees for result in done) else ExitCode.REFUSED
