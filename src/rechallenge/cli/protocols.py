"""`rechallenge protocols`: the list of protocols."""

from difflib import get_close_matches
from pathlib import Path
from typing import get_args

import click

from rechallenge.files.headings import KEYS, LibraryEntry, listed
from rechallenge.files.reading import shown_path
from rechallenge.model.protocol import ANY_DRUG, Strategy
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.grid import grid, line_text
from rechallenge.words import _
from rechallenge.words.shown import shown

from .exporting import TEXT_OR_JSON, put_json
from .failures import Stop, tell
from .protocol_argument import open_shelves, protocols_option

# Names of antibodies are alike: trastuzumab is 0.73 like daratumumab, a slip of the finger 0.9.
_SLIP = 0.85


@click.command(
    "protocols",
    help=_(
        "List the protocols, by drug and strategy.\n\n"
        "Only the first lines of each file are read: `rechallenge check` says whether the rest is "
        "right."
    ),
)
@click.option("--drug", help=_("for this drug, or for any drug"))
@click.option("--strategy", type=click.Choice(get_args(Strategy)), help=_("of this strategy"))
@TEXT_OR_JSON
@protocols_option
def command(drug: str | None, strategy: str | None, form: str, protocols: Path | None) -> None:
    entries = list(listed(open_shelves(protocols)))
    known = [entry for entry in entries if entry.title]
    if drug is not None:
        _refuse_near_miss(drug, {entry.drug.lower() for entry in known})
    found = [entry for entry in known if _fits(entry, drug, strategy)]
    if form == "json":
        put_json([{k: getattr(e, k) for k in KEYS} | {"file": str(e.path)} for e in found])
    elif found:
        heads = (_("Protocol"), _("Drug"), _("Strategy"), _("Title"))
        cells = [(e.id, drug_name(e.drug), e.strategy, e.title) for e in found]
        table = grid(heads, cells, indent=0)
        for line in (line for row in (table.head, *table.rows) for line in row):
            click.echo(line_text(line))
    else:
        tell(_("no protocol matches; leave out --drug or --strategy"))
    if troubles := [f"{shown_path(str(e.path))}: {e.trouble}" for e in entries if e.trouble]:
        raise Stop(*troubles)


def _refuse_near_miss(drug: str, known: set[str]) -> None:
    """Refuse a drug that is a slip of a known name; tell which protocols fit any other drug."""
    if drug.lower() in known:
        return
    if nearest := get_close_matches(drug.lower(), known - {ANY_DRUG}, n=1, cutoff=_SLIP):
        sentence = _("--drug: no protocol is for {drug}; did you mean {nearest}?")
        raise Stop(sentence.format(drug=shown(drug), nearest=nearest[0]))
    tell(_("no protocol names {drug}; these are for any drug").format(drug=shown(drug)))


def _fits(entry: LibraryEntry, drug: str | None, strategy: str | None) -> bool:
    for_drug = drug is None or entry.drug.lower() in (drug.lower(), ANY_DRUG)
    return for_drug and strategy in (None, entry.strategy)
