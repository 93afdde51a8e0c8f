"""`rechallenge new`: a site's own protocol file, started from a published one."""

from pathlib import Path

import click

from rechallenge.files.find import configured_folder, looks_like_path
from rechallenge.files.reading import UnusableFile
from rechallenge.files.starting import started
from rechallenge.model.protocol import check_id
from rechallenge.service.checking import check_file

from .failures import Stop
from .output import write_file
from .protocol_argument import ProtocolName, open_protocol, open_shelves, protocols_option


@click.command("new")
@click.argument("new_id", metavar="ID")
@click.option("--from", "named", metavar="PROTOCOL", type=ProtocolName(), required=True)
@protocols_option
def command(new_id: str, named: str, protocols: Path | None) -> None:
    """Start a protocol file of your own, ID.yaml, from a published one.

    It goes into your folder of protocols, with version 1 and unreviewed; then edit it, work its
    examples by hand, and run `rechallenge check` on it.
    """
    try:
        check_id(new_id)
    except ValueError as error:
        raise Stop(f"{new_id}: {error}") from None
    shelves = open_shelves(protocols)
    if new_id in shelves.ids():
        raise Stop(f"{new_id} is the id of {shelves.path_of(new_id)}; choose another")
    source = open_protocol(named, None if looks_like_path(named) else protocols)
    folder = shelves.site
    if folder is None:
        folder = configured_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{new_id}.yaml"
    try:
        content = started(source, new_id)
    except UnusableFile as error:
        raise Stop(*map(str, error.problems)) from None
    write_file(target, content, force=False)
    click.echo(str(target))
    problems = check_file(target).problems
    if problems:
        raise Stop(*map(str, problems))
