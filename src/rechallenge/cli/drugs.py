"""`rechallenge drugs`: the drugs that have a file."""

from pathlib import Path

import click

from rechallenge.files.find import DRUGS
from rechallenge.files.headings import listed
from rechallenge.files.reading import read_bytes
from rechallenge.files.summaries import has_words, other_names
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.layout import wrapped
from rechallenge.words import _
from rechallenge.words.lists import aside, things
from rechallenge.words.nearest import nearest_known

from .exporting import TEXT_OR_JSON, put_json
from .failures import Stop
from .protocol_argument import open_shelves, protocols_option


@click.command(
    "drugs",
    help=_(
        "List the drugs that have a file, with their other names and their protocols.\n\n"
        "With WORDs, those whose file or protocols have all of them, in any place. `rechallenge "
        "show DRUG` shows each fact with its source."
    ),
)
@click.argument("words", metavar="[WORD]...", nargs=-1)
@TEXT_OR_JSON
@protocols_option
def command(words: tuple[str, ...], form: str, protocols: Path | None) -> None:
    shelves = open_shelves(protocols)
    files, also = shelves.facts(DRUGS), other_names(shelves)
    ids: dict[str, list[str]] = {name: [] for name in files}
    named = {other.lower(): name for name in files for other in (name, *also[name])}
    for entry in listed(shelves):
        if (name := named.get(entry.drug.lower())) is not None:
            ids[name].append(entry.id)
    found = []
    for name, path in files.items():
        said = read_bytes(path).decode("utf-8", "replace")
        if has_words(" ".join((name, said, *ids[name])), words):
            found.append(name)
    if not found:
        raise Stop(nearest_known(" ".join(words), named, "drug"))
    if form == "json":
        keys = ("name", "also", "protocols", "file")
        rows = [(n, list(also[n]), sorted(ids[n]), str(files[n])) for n in found]
        put_json([dict(zip(keys, row, strict=True)) for row in rows])
        return
    for name in found:
        shown = drug_name(name)
        click.echo(wrapped(aside(shown, things(also[name])) if also[name] else shown, 0, 2))
        if ids[name]:
            click.echo(wrapped(", ".join(sorted(ids[name])), 4, 4))
