"""`rechallenge show`: one protocol in plain words."""

import json
from pathlib import Path

import click

from .protocol_argument import open_protocol, protocol_argument


@click.command("show")
@protocol_argument
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(named: str, form: str, protocols: Path | None) -> None:
    """One protocol in plain words: what is done, whom it is not for, source, doubts, review.

    PROTOCOL is an id or the path of a protocol file. JSON has the file's own values, as text.
    """
    source = open_protocol(named, protocols)
    if form == "json":
        tree = source.document.tree
        click.echo(json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False))
    else:
        from rechallenge.sheet.text.protocol import protocol_text

        click.echo(protocol_text(source.protocol), nl=False)
