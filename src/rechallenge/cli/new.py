"""`rechallenge new`: a site's own protocol file, started from a published one."""

from pathlib import Path

import click

from rechallenge.files.editing import OWN_SOURCES, started
from rechallenge.files.find import configured_folder, looks_like_path
from rechallenge.files.writing import write_whole
from rechallenge.model.texts import check_name
from rechallenge.service.checking import check_file
from rechallenge.words import _

from .errors import checked, file_line
from .failures import Stop, tell
from .protocol_argument import ProtocolName, open_protocol, open_shelves, protocols_option


@click.command(
    "new",
    help=_(
        "Start a protocol file of your own, ID.yaml, from a published one.\n\n"
        "It goes into your folder of protocols, with version 1, unreviewed and without a source. "
        "Then edit it, write your sources, work out its examples by hand, and run `rechallenge "
        "check` on it."
    ),
)
@click.argument("new_id", metavar="ID")
@click.option("--from", "named", metavar="PROTOCOL", type=ProtocolName(), required=True)
@protocols_option
def command(new_id: str, named: str, protocols: Path | None) -> None:
    checked(new_id, check_name, new_id)
    shelves = open_shelves(protocols)
    if new_id in shelves.ids():
        sentence = _("{id} is the id of {file}; choose another")
        raise Stop(sentence.format(id=new_id, file=shelves.path_of(new_id)))
    source = open_protocol(named, None if looks_like_path(named) else protocols)
    folder = shelves.site
    if folder is None:
        folder = configured_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{new_id}.yaml"
    write_whole(target, started(source, new_id), replace=False)
    click.echo(str(target))
    problems = check_file(target, shelves).problems
    if any(one.problem.place not in OWN_SOURCES for one in problems):
        raise Stop(*map(file_line, problems))
    sentence = _(
        "the sources and the review of {id} were left out; write your own before you use it"
    )
    tell(*map(file_line, problems), sentence.format(id=source.protocol.id))
