"""`rechallenge show`: one protocol in plain words, or a saved plan in clock time."""

from collections.abc import Iterator
from pathlib import Path

import click

from rechallenge.model.consistency import VOLUME
from rechallenge.model.protocol import Protocol
from rechallenge.words import _

from .exporting import TEXT_OR_JSON, put_json
from .protocol_argument import open_protocol, protocol_argument

PLAN_ENDING = ".json"


@click.command(
    "show",
    help=_(
        "Explain one protocol in plain words: what is done, who must not be treated by it, its "
        "source, doubts and review.\n\n"
        "PROTOCOL is an id or the path of a protocol file. JSON has the file's own values, as text."
        "\n\nOf a saved plan, PLAN.json, it tells what happens when: the order, the steps with "
        "those that have run marked as past, each stop and how it goes on, and the timeline."
    ),
)
@protocol_argument
@TEXT_OR_JSON
def command(named: str, form: str, protocols: Path | None) -> None:
    if named.endswith(PLAN_ENDING):
        _tell_story(Path(named), form)
        return
    source = open_protocol(named, protocols)
    if form == "json":
        put_json(source.document.tree)
    else:
        from rechallenge.sheet.text.protocol import protocol_text

        click.echo(protocol_text(source.protocol, _option))
        click.echo("\n".join([_("TRY IT"), *_try_it(source.protocol)]))


def _tell_story(path: Path, form: str) -> None:
    from rechallenge.service.export_formats import export
    from rechallenge.service.plan_file import read_plan
    from rechallenge.sheet.text.plan import story_text

    saved = read_plan(path)
    for note in saved.notes:
        click.echo(f"rechallenge: {note}", err=True)
    told = story_text(saved.plan) if form == "text" else export(saved.plan, form).decode()
    click.echo(told, nl=False)


def _option(name: str) -> str:
    """The option that sets a parameter."""
    return "--volume" if name == VOLUME else f"--set {name}="


def _try_it(protocol: Protocol) -> Iterator[str]:
    """The first example as a command that can be copied: one option to a line."""
    if not protocol.examples:
        yield f"  {_('No worked example in the file.')}"
        return
    order = protocol.examples[0].order
    stated = [(f"--{name}", str(value)) for name, value in order if value and name != "settings"]
    options = [f'{option} "{value}"' for option, value in stated]
    options += [f'--set {name}="{value}"' for name, value in order.settings.items()]
    lines = [f"  rechallenge plan {protocol.id}", *(f"    {option}" for option in options)]
    yield from (f"{line} \\" for line in lines[:-1])
    yield lines[-1]
