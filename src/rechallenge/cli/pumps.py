"""`rechallenge pumps`: the pumps and gravity sets that have a file."""

from collections.abc import Iterator
from pathlib import Path

import click

from rechallenge.files.facts import read_facts
from rechallenge.files.find import PUMPS
from rechallenge.model.pump import Pump
from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.view.cells import Amount
from rechallenge.words import _, word
from rechallenge.words.lists import with_label

from .exporting import TEXT_OR_JSON, put_json
from .protocol_argument import open_shelves, protocols_option


@click.command(
    "pumps",
    help=_(
        "List the pumps and gravity sets that have a file, with the rates they can be set to.\n\n"
        "`rechallenge show PUMP` shows one whole. `rechallenge new NAME --pump` starts a file of "
        "your own from the numbers in the manual of your pump."
    ),
)
@TEXT_OR_JSON
@protocols_option
def command(form: str, protocols: Path | None) -> None:
    files = open_shelves(protocols).facts(PUMPS)
    found = [
        (pump, path) for path in files.values() if isinstance(pump := read_facts(path, PUMPS), Pump)
    ]
    if form == "json":
        put_json(
            [
                {"name": p.name, "title": p.title, "sure": p.sure, "file": str(path)}
                for p, path in found
            ]
        )
        return
    for pump, _path in found:
        sure = "" if pump.sure is None else f" ({word(f'sure.{pump.sure}')})"
        click.echo(wrapped(with_label(pump.name, f"{pump.title}{sure}"), 0, 2))
        for line in _rates(pump):
            click.echo(f"    {line}")


def _rates(pump: Pump) -> Iterator[str]:
    if pump.drops is not None:
        yield Amount(pump.drops).text
    for band in pump.rates:
        sentence = _("from {lowest} to {highest} in steps of {step}")
        if band.highest is None:
            sentence = _("from {lowest} on in steps of {step}")
        ends = {"lowest": band.lowest, "highest": band.highest, "step": band.step}
        yield sentence.format(**{k: Amount(v).text for k, v in ends.items() if v is not None})
