"""Commands as people start them: whole processes, from nothing to the last byte."""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.measuring import command_line, process, ratio
from bench.planner import EMPTY, OURS
from rechallenge.files.find import shipped_folder

PLAN = (*command_line(), "plan", "cadonilimab-stepwise", "--dose", "375 mg", "--volume", "250 mL")
WITHOUT_NUMPY = "import sys; sys.modules['numpy'] = None"
"""pint would load numpy where it is installed; the commands keep it from that."""
FOUR = process(sys.executable, "-c", f"{WITHOUT_NUMPY}; import click, pint, pydantic, ruamel.yaml")
_STEPS = ((25, 30), (0, 30), (225, 90))
"""Three rows of a spreadsheet: mL and min."""


def cold() -> None:
    """What a command takes beside the four packages that every plan rests on."""
    version = process(*command_line(), "--version")
    ratio("--version / importing click, pint, pydantic and ruamel.yaml", version, FOUR, "aim 0.3")
    ratio("--help / the same four", process(*command_line(), "--help"), FOUR, "aim 0.3")
    ratio("completing an id / the same four", completing("rechallenge show cado"), FOUR, "aim 0.3")
    ratio("cold plan of case 2 / the same four", process(*PLAN), FOUR, "aim 1.6")
    pdf = process(*PLAN, "--format", "pdf")
    ratio("cold plan of case 2 as PDF / as text", pdf, process(*PLAN), "aim 1.25")
    ratio(
        "planner until it is ready / an empty app with textual, pint and pydantic until it is",
        process(sys.executable, "-c", f"{WITHOUT_NUMPY}\n{OURS}"),
        process(sys.executable, "-c", f"{WITHOUT_NUMPY}\n{EMPTY}"),
        "aim 1.4",
    )


def completing(typed: str, **more: str) -> Callable[[], object]:
    """The completion of the last word that was typed."""
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    return process(*command_line(), _RECHALLENGE_COMPLETE="bash_complete", **words, **more)


def spreadsheet() -> None:
    """Three rows recalculated to PDF by LibreOffice, beside the sheet of the same three steps."""
    office = shutil.which("soffice")
    if office is None:
        print("a spreadsheet of three rows to PDF: LibreOffice was not found; not compared")
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "steps.fods").write_text(_flat_sheet(), "utf-8")
        convert = process(
            office, f"-env:UserInstallation={(folder / 'user').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", made, str(folder / "steps.fods"),
        )  # fmt: skip
        pdf = process(*PLAN, "--format", "pdf")
        ratio("a spreadsheet of three rows to PDF by LibreOffice / cold plan as PDF", convert, pdf,
              "aim at least 3.5")  # fmt: skip


def _flat_sheet() -> str:
    """Rates from volumes and times, and the sums, as LibreOffice's flat XML."""
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    rows = "".join(
        f"<table:table-row>{_cell(volume)}{_cell(time)}{_formula(f'[.A{n}]/[.B{n}]*60')}"
        f"{_formula(f'SUM([.A$1:.A{n}])')}</table:table-row>"
        for n, (volume, time) in enumerate(_STEPS, 1)
    )
    return (
        f'<?xml version="1.0"?><office:document {spaces} office:version="1.2" '
        'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>'
        f'<office:spreadsheet><table:table table:name="Steps">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document>"
    )


def _cell(number: int) -> str:
    return f'<table:table-cell office:value-type="float" office:value="{number}"/>'


def _formula(formula: str) -> str:
    return f'<table:table-cell table:formula="of:={formula}" office:value-type="float"/>'


def many_protocols(site: Path) -> None:
    """Listing and completion with 500 files in a site's folder, and a plan of one of them."""
    text = (shipped_folder() / "cadonilimab" / "cadonilimab-stepwise.yaml").read_text("utf-8")
    for number in range(500):
        mine = text.replace("id: cadonilimab-stepwise", f"id: site-{number}", 1)
        (site / f"site-{number}.yaml").write_text(mine, "utf-8")
    more = ["--protocols", str(site)]
    raw = f"import pathlib; [p.read_bytes() for p in pathlib.Path({str(site)!r}).rglob('*.yaml')]"
    reading = process(sys.executable, "-c", raw)
    listing = process(*command_line(), "protocols", *more)
    ratio("listing 500 files of a site / reading the same files raw", listing, reading, "no aim")
    complete = completing("rechallenge show site-4", RECHALLENGE_PROTOCOLS=str(site))
    ratio("completing an id among 500 files / reading the same files raw", complete, reading,
          "no aim")  # fmt: skip
    ratio(
        "plan with 500 files beside it / the same plan alone",
        process(*PLAN, *more),
        process(*PLAN),
        "no aim; only the file it needs is read",
    )
