"""`rechallenge new`: a site's own protocol file, started from a published one, or its own pump
file, from the numbers in the pump's manual."""

from pathlib import Path
from typing import Any

import click

from rechallenge.files.editing import OWN_SOURCES, started
from rechallenge.files.find import Shelves, configured_folder, looks_like_path
from rechallenge.files.modeline import copy_schema, modeline
from rechallenge.files.writing import make_folder, write_whole
from rechallenge.model.texts import check_name
from rechallenge.service.checking import check_file
from rechallenge.words import _

from .errors import checked, file_line
from .failures import Stop, tell
from .new_pump import RANGE, new_pump
from .protocol_argument import ProtocolName, open_protocol, open_shelves, protocols_option


@click.command(
    "new",
    help=_(
        "Start a protocol file of your own, ID.yaml, from a published one.\n\n"
        "It goes into your folder of protocols, with version 1, unreviewed and without a source. "
        "Then edit it, write your sources, work out its examples by hand, and run `rechallenge "
        "check` on it.\n\n"
        "With --pump, write a file for a pump of yours, from the page of its manual that has its "
        "rates: one --rates for each range, slowest first. What is not stated is asked for at a "
        "terminal.\n\n"
        "  rechallenge new our-pump --pump --rates '0.1 mL/h to 99.9 mL/h by 0.1 mL/h'"
    ),
)
@click.argument("new_id", metavar="ID")
@click.option("--from", "named", metavar="PROTOCOL", type=ProtocolName())
@click.option("--pump", is_flag=True, help=_("a pump file instead of a protocol"))
@click.option("--title", metavar="TEXT", help=_("of a pump: its maker and model"))
@click.option("--rates", multiple=True, metavar=RANGE, help=_("rates a pump can be set to"))
@click.option("--volumes", multiple=True, metavar=RANGE, help=_("volumes to be infused, if set"))
@click.option("--source", metavar="TEXT", help=_("of a pump: its manual, with version and page"))
@protocols_option
def command(
    new_id: str,
    named: str | None,
    pump: bool,
    protocols: Path | None,
    **of_pump: Any,
) -> None:
    checked(new_id, check_name, new_id)
    shelves = open_shelves(protocols)
    if pump:
        if named is not None:
            raise Stop(_("--from: a pump file is not started from a protocol; leave it out"))
        new_pump(new_id, _folder(shelves), **of_pump)
        return
    if stated := [f"--{name}" for name, value in of_pump.items() if value]:
        sentence = _("{option}: is of a pump; write --pump too, or leave it out")
        raise Stop(sentence.format(option=stated[0]))
    if named is None:
        raise Stop(_("--from: is needed; name the protocol to start from, or write --pump"))
    if new_id in shelves.ids():
        sentence = _("{id} is the id of {file}; choose another")
        raise Stop(sentence.format(id=new_id, file=shelves.path_of(new_id)))
    source = open_protocol(named, None if looks_like_path(named) else protocols)
    folder = _folder(shelves)
    target = folder / f"{new_id}.yaml"
    content = started(source, new_id, modeline(target, folder, "protocol"))
    write_whole(target, content, replace=False, shared=True)
    copy_schema(folder, "protocol")
    click.echo(str(target))
    problems = check_file(target, shelves).problems
    if any(one.problem.place not in OWN_SOURCES for one in problems):
        raise Stop(*map(file_line, problems))
    sentence = _(
        "the sources, the review and any bedside list of {id} were left out; write your own before "
        "you use it. Its title, scope, exclusions, premedication and treatment are still there; "
        "change what is not yours"
    )
    tell(*map(file_line, problems), sentence.format(id=source.protocol.id))


def _folder(shelves: Shelves) -> Path:
    """The site's own folder, made where it is that of the configuration."""
    folder = shelves.site
    if folder is None:
        folder = configured_folder()
        make_folder(folder)
    return folder
