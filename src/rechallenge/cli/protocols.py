"""`rechallenge protocols`: what there is to choose from."""

import json
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

import click

from rechallenge.files.find import Shelves
from rechallenge.files.headings import Heading, read_heading
from rechallenge.files.reading import shown_path
from rechallenge.model.protocol import ANY_DRUG, Strategy
from rechallenge.quantities import shown
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.layout import table

from .failures import Stop
from .protocol_argument import open_shelves, protocols_option


@click.command("protocols")
@click.option("--drug", help="for this drug, or for any drug")
@click.option("--strategy", type=click.Choice(get_args(Strategy)), help="of this strategy")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@protocols_option
def command(drug: str | None, strategy: str | None, form: str, protocols: Path | None) -> None:
    """List the protocols, by drug and strategy.

    Only the first lines of each file are read: `rechallenge check` says whether the rest is right.
    """
    shelves = open_shelves(protocols)
    headings, unusable = _headings(shelves)
    if drug is not None:
        _refuse_near_miss(drug, {heading.drug.lower() for heading in headings})
    found = [h for h in headings if _asked_for(h, drug, strategy)]
    if form == "json":
        keys = ("id", "drug", "strategy", "title", "version")
        rows = [{k: getattr(h, k) for k in keys} | {"file": str(h.path)} for h in found]
        click.echo(json.dumps(rows, indent=2, sort_keys=True, ensure_ascii=False))
    elif found:
        cells = [(h.id, drug_name(h.drug), h.strategy, h.title) for h in found]
        for lines in table(("Protocol", "Drug", "Strategy", "Title"), cells, indent=0):
            click.echo("\n".join(lines))
    else:
        click.echo("rechallenge: no protocol matches; leave out --drug or --strategy", err=True)
    unusable += _shadowing(headings)
    if unusable:
        raise Stop(*unusable)


def _headings(shelves: Shelves) -> tuple[list[Heading], list[str]]:
    """The headings of all files, and a line for each file that has none."""
    headings, unusable = [], []
    for path in shelves.paths():
        try:
            heading = read_heading(path)
        except OSError as error:
            unusable.append(f"{shown_path(str(path))}: {(error.strerror or '').lower()}")
            continue
        if heading is not None:
            headings.append(heading)
        else:
            first = "id, title, drug, strategy and version"
            unusable.append(f"{shown_path(str(path))}:1:1: does not state {first}")
    return headings, unusable


def _shadowing(headings: list[Heading]) -> list[str]:
    """A line for each id that two files have."""
    first: dict[str, Heading] = {}
    lines = []
    for heading in headings:
        if heading.id != heading.path.stem:
            path = shown_path(str(heading.path))
            lines.append(f"{path}: has the id {heading.id}; give id and file one name")
        other = first.setdefault(heading.path.stem, heading)
        if other is not heading:
            path, earlier = (shown_path(str(h.path)) for h in (heading, other))
            lines.append(f"{path}: has the id of {earlier}; rename yours")
    return lines


# Names of antibodies are alike: trastuzumab is 0.73 like daratumumab, a slip of the finger 0.9.
_SLIP = 0.85


def _refuse_near_miss(drug: str, known: set[str]) -> None:
    """A drug that no protocol names: a slip is an error; any other may use those for any drug."""
    if drug.lower() in known:
        return
    if nearest := get_close_matches(drug.lower(), known - {ANY_DRUG}, n=1, cutoff=_SLIP):
        raise Stop(f"--drug: no protocol is for {shown(drug)}; did you mean {nearest[0]}?")
    click.echo(f"rechallenge: no protocol names {shown(drug)}; these are for any drug", err=True)


def _asked_for(heading: Heading, drug: str | None, strategy: str | None) -> bool:
    for_drug = drug is None or heading.drug.lower() in (drug.lower(), ANY_DRUG)
    return for_drug and strategy in (None, heading.strategy)
