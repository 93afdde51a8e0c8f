"""`rechallenge protocols`: what there is to choose from."""

import json
from difflib import get_close_matches
from typing import get_args

import click

from rechallenge.library.find import protocol_paths, shipped_folder
from rechallenge.library.reading import UnusableFile, read_source
from rechallenge.model.protocol import ANY_DRUG, Protocol, Strategy
from rechallenge.quantities import shown
from rechallenge.sheets.layout import table
from rechallenge.sheets.names import drug_name

from .failures import Stop


@click.command("protocols")
@click.option("--drug", help="for this drug, or for any drug")
@click.option("--strategy", type=click.Choice(get_args(Strategy)), help="of this strategy")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(drug: str | None, strategy: str | None, form: str) -> None:
    """List the protocols, by drug and strategy."""
    unusable: list[str] = []
    found = []
    drugs: set[str] = set()
    for path in protocol_paths(shipped_folder()):
        try:
            protocol = read_source(path).protocol
        except UnusableFile as error:
            unusable += map(str, error.problems)
            continue
        drugs.add(protocol.drug.lower())
        if _asked_for(protocol, drug, strategy):
            found.append(protocol)
    if drug is not None and not any(p.drug.lower() == drug.lower() for p in found):
        _say_unknown(drug, drugs)
    if form == "json":
        keys = ("id", "drug", "strategy", "title", "version")
        rows = [{k: getattr(p, k) for k in keys} | {"review": p.review.status} for p in found]
        click.echo(json.dumps(rows, indent=2, sort_keys=True, ensure_ascii=False))
    elif found:
        cells = [(p.id, drug_name(p.drug), p.strategy, p.title) for p in found]
        for lines in table(("Protocol", "Drug", "Strategy", "Title"), cells, indent=0):
            click.echo("\n".join(lines))
    else:
        click.echo("rechallenge: no protocol matches; leave out --drug or --strategy", err=True)
    if unusable:
        raise Stop(*unusable)


def _say_unknown(drug: str, known: set[str]) -> None:
    """A drug that no protocol names: a slip is an error; any other may use those for any drug."""
    if nearest := get_close_matches(drug.lower(), known - {ANY_DRUG}, n=1):
        raise Stop(f"--drug: no protocol is for {shown(drug)}; did you mean {nearest[0]}?")
    click.echo(f"rechallenge: no protocol names {shown(drug)}; these are for any drug", err=True)


def _asked_for(protocol: Protocol, drug: str | None, strategy: str | None) -> bool:
    for_drug = drug is None or protocol.drug.lower() in (drug.lower(), ANY_DRUG)
    return for_drug and strategy in (None, protocol.strategy)
