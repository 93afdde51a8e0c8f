"""`rechallenge show`: one protocol in plain words, or a saved plan in clock time."""

from collections.abc import Iterator
from pathlib import Path

import click

from rechallenge.files.find import Shelves, kind_of_facts, looks_like_path
from rechallenge.model.consistency import VOLUME
from rechallenge.model.order import SETTINGS
from rechallenge.model.protocol import REQUIRED, Protocol
from rechallenge.model.reading import Reads
from rechallenge.quantities import QuantityError
from rechallenge.words import _

from .continues import continued, continues_option
from .exporting import put_json
from .failures import Stop, tell
from .protocol_argument import open_protocol, open_shelves, protocol_argument

_PLAN_ENDING = ".json"
NOTE = "note"


@click.command(
    "show",
    help=_(
        "Explain one protocol in plain words: what is done, who must not be treated by it, its "
        "source, doubts and review.\n\n"
        "PROTOCOL is an id or the path of a file. JSON has the file's own values, as text.\n\n"
        "Of a drug, a pump, a line or measures, by any of its names, it shows each fact on file "
        "with its source, and what is not on file.\n\n"
        "Of a saved plan, PLAN.json, it tells what happens when: the order, the steps with "
        "those that have run marked as past, each stop and how it goes on, and the timeline."
    ),
)
@protocol_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", NOTE]),
    default="text",
    help=_("note: of a saved plan, 40 lines to paste into a patient's record"),
)
@continues_option
def command(named: str, form: str, protocols: Path | None, continues: Path | None) -> None:
    if named.endswith(_PLAN_ENDING):
        _tell_story(Path(named), form, continues)
        return
    if form == NOTE:
        raise Stop(_("--format note: goes with a saved plan, PLAN.json; choose text or json"))
    if continues is not None:
        raise Stop(_("--continues: goes with a saved plan, PLAN.json; leave it out"))
    shelves = open_shelves(protocols)
    if (facts := _facts_named(named, shelves)) is not None:
        _put_facts(*facts, form, shelves)
        return
    source = open_protocol(named, protocols)
    if form == "json":
        put_json(source.document.tree)
    else:
        from rechallenge.sheet.text.plan import page_text
        from rechallenge.sheet.view.protocol import protocol_sections, protocol_title

        protocol = source.protocol
        click.echo(page_text(protocol_title(protocol), protocol_sections(protocol, _option)))
        click.echo("\n".join([_("TRY IT"), *_try_it(source.protocol)]))


def _facts_named(named: str, shelves: Shelves) -> tuple[str, Path] | None:
    """The kind and the file of facts that a path or a name means; an id of a protocol goes
    first."""
    if looks_like_path(named):
        kind = kind_of_facts(Path(named))
        return None if kind is None else (kind, Path(named))
    if named in shelves.ids():
        return None
    from rechallenge.files.facts import find_facts

    return find_facts(named, shelves)


def _put_facts(kind: str, path: Path, form: str, shelves: Shelves) -> None:
    from rechallenge.files.facts import read_facts
    from rechallenge.files.headings import protocols_for
    from rechallenge.files.reading import read_values
    from rechallenge.model.drug import DrugFacts
    from rechallenge.sheet.text.layout import wrapped
    from rechallenge.sheet.text.plan import page_text
    from rechallenge.sheet.view.facts import facts_sections, facts_title

    if form == "json":
        put_json(read_values(path))
        return
    entry = read_facts(path, kind)
    click.echo(page_text(facts_title(entry), facts_sections(entry)))
    if isinstance(entry, DrugFacts):
        click.echo(wrapped(protocols_for(entry.name, shelves)))


def _tell_story(path: Path, form: str, continues: Path | None) -> None:
    from rechallenge.service.export_formats import export
    from rechallenge.service.plan_file import read_plan
    from rechallenge.sheet.text.plan import story_text

    saved = read_plan(path)
    tell(*saved.notes)
    if continues is not None:
        click.echo(continued(saved.plan, continues), err=True)
    told = story_text(saved.plan) if form == "text" else export(saved.plan, form).decode()
    click.echo(told, nl=False)


def _option(name: str) -> str:
    """The option that sets a parameter."""
    return "--volume" if name == VOLUME else f"--set {name}="


def _try_it(protocol: Protocol) -> Iterator[str]:
    """The first example as a command that can be copied: one option to a line. Values that are the
    protocol's own are left out, and those that its source does not state are called samples."""
    if not protocol.examples:
        yield f"  {_('No worked example in the file.')}"
        return
    order, own = protocol.examples[0].order, protocol.parameters
    stated = [(name, str(value)) for name, value in order if value and name != SETTINGS]
    changed = [name for name, text in order.settings.items() if not _states(own.get(name), text)]
    options = [f'--{name} "{value}"' for name, value in stated]
    options += [f'--set {name}="{order.settings[name]}"' for name in changed]
    samples = [n for n in (*dict(stated), *changed) if own.get(n) == REQUIRED]
    if samples:
        sentence = _("  # samples, which the source does not state: {names}")
        yield sentence.format(names=", ".join(samples))
    lines = [f"  rechallenge plan {protocol.id}", *(f"    {option}" for option in options)]
    yield from (f"{line} \\" for line in lines[:-1])
    yield lines[-1]


def _states(value: object, text: str) -> bool:
    try:
        return Reads((), fraction=True).read(text) == value
    except QuantityError:
        return False
