"""`rechallenge protocols`: the list of protocols."""

from difflib import get_close_matches
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import get_args

import click

from rechallenge.files.headings import KEYS, LibraryEntry, listed
from rechallenge.files.summaries import example_time, matching, other_names
from rechallenge.model.protocol import ANY_DRUG, Strategy
from rechallenge.quantities import MIN, Kind, QuantityError, parse
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.layout import unbroken
from rechallenge.words import _
from rechallenge.words.file_texts import for_reader
from rechallenge.words.shown import NO_BREAK, printable, shown

from .exporting import TEXT_OR_JSON, put_json, put_table
from .failures import Stop, first_of, tell
from .protocol_argument import open_shelves, protocols_option

# Names of antibodies are alike: trastuzumab is 0.73 like daratumumab, a slip of the finger 0.9.
_SLIP = 0.85


@click.command(
    "protocols",
    help=_(
        "List the protocols by drug: what each is for, and how long its worked example takes.\n\n"
        "With WORDs, those that have all of them in their title, drug, other names of the drug, or "
        "strategy. Only the heading and the first example of each file are read: `rechallenge "
        "check` says whether the rest is right."
    ),
)
@click.argument("words", metavar="[WORD]...", nargs=-1)
@click.option("--drug", help=_("for this drug, or for any drug"))
@click.option("--strategy", type=click.Choice(get_args(Strategy)), help=_("of this strategy"))
@TEXT_OR_JSON
@protocols_option
def command(
    words: tuple[str, ...],
    drug: str | None,
    strategy: str | None,
    form: str,
    protocols: Path | None,
) -> None:
    shelves = open_shelves(protocols)
    entries = list(listed(shelves))
    known = [entry for entry in entries if entry.title]
    if drug is not None:
        _refuse_near_miss(drug, {entry.drug.lower() for entry in known})
    found = [entry for entry in known if _fits(entry, drug, strategy)]
    if words:
        found = list(matching(found, " ".join(words), other_names(shelves)))
    if form == "json":
        put_json([{k: getattr(e, k) for k in KEYS} | {"file": str(e.path)} for e in found])
    elif found:
        _put_by_drug(found)
    else:
        tell(_("no protocol matches; leave out a word, --drug or --strategy"))
    if troubles := [f"{printable(str(e.path))}: {e.trouble}" for e in entries if e.trouble]:
        raise Stop(*first_of(troubles))


def _put_by_drug(found: list[LibraryEntry]) -> None:
    """Under the name of each drug its protocols; those for any drug come last."""
    heads = (_("Protocol"), _("What it is"), _("Takes"))
    rows: list[tuple[str | None, ...]] = []
    by_drug = sorted(found, key=lambda e: (e.drug == ANY_DRUG, e.drug.lower(), e.id))
    for drug, entries in groupby(by_drug, key=lambda e: e.drug):
        rows.append((_("any drug") if drug == ANY_DRUG else drug_name(drug), None, None))
        rows += [
            (f"{NO_BREAK * 2}{e.id}", unbroken(for_reader(e.title)), _hours(example_time(e.path)))
            for e in entries
        ]
    put_table(heads, rows)


def _hours(stated: str) -> str:
    """A time of a worked example as hours and minutes; `~` before one that is rounded."""
    try:
        minutes = Fraction(parse(stated.removeprefix("~"), Kind.TIME).to(MIN).magnitude)
    except QuantityError:
        return stated
    whole = (minutes + Fraction(1, 2)) // 1
    about = "~" if stated.startswith("~") or whole != minutes else ""
    hours, left = divmod(whole, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{left} min"] * bool(left or not hours)
    return about + NO_BREAK.join(parts).replace(" ", NO_BREAK)


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
