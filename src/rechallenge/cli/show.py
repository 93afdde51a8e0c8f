"""`rechallenge show`: one protocol in plain words."""

from pathlib import Path

import click

from rechallenge.words import _

from .exporting import TEXT_OR_JSON, put_json
from .protocol_argument import open_protocol, protocol_argument


@click.command(
    "show",
    help=_(
        "Explain one protocol in plain words: what is done, who must not be treated by it, its "
        "source, doubts and review.\n\n"
        "PROTOCOL is an id or the path of a protocol file. JSON has the file's own values, as text."
    ),
)
@protocol_argument
@TEXT_OR_JSON
def command(named: str, form: str, protocols: Path | None) -> None:
    source = open_protocol(named, protocols)
    if form == "json":
        put_json(source.document.tree)
    else:
        from rechallenge.sheet.text.protocol import protocol_text

        click.echo(protocol_text(source.protocol), nl=False)
