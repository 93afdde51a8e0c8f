"""`rechallenge site`: the site's own defaults, asked for line by line, and shown."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from rechallenge.files.find import SITE_FILE, Shelves, configured_folder
from rechallenge.files.modeline import copy_schema, modeline
from rechallenge.files.reading import read_values
from rechallenge.files.site import read_site
from rechallenge.files.writing import make_folder, write_whole
from rechallenge.model.review import SHORT
from rechallenge.service.site_file import (
    FIELDS,
    SETS,
    about,
    content_of,
    label_of,
    left_open,
    read_answer,
    read_set,
    stated_texts,
)
from rechallenge.sheet.text.layout import labelled, wrapped
from rechallenge.words import _
from rechallenge.words.lists import things
from rechallenge.words.shown import printable

from .exporting import TEXT_OR_JSON, put_json
from .failures import Stop, tell
from .protocol_argument import open_shelves, protocols_option

_WITH_LINE = ("primed", "sets")


@click.group(
    "site",
    help=_(
        "The site's own file, site.yaml, in the folder of its protocols.\n\n"
        "It states once what every order here would state again: pump, line, closing time, "
        "premedication sets, telephone and procedure for a reaction. An order fills its blanks "
        "from it, and says so on every form of its plan."
    ),
)
def command() -> None:
    pass


@command.command(
    "init",
    help=_(
        "Ask for each value, line by line, and write site.yaml.\n\n"
        "Each answer is read at once. Enter leaves a field out; the end of the input (Ctrl+D) "
        "leaves out all that follow. Answers may be piped in, one a line."
    ),
)
@click.option("--force", is_flag=True, help=_("replace an existing site.yaml"))
@protocols_option
def init(force: bool, protocols: Path | None) -> None:
    shelves = open_shelves(protocols)
    folder = shelves.site or configured_folder()
    target = folder / SITE_FILE
    if target.exists() and not force:
        sentence = _("{file} exists; edit it, or replace it with --force")
        raise Stop(sentence.format(file=printable(str(target))))
    if folder.exists() and not os.access(folder, os.W_OK):
        # Better said before the answers than after.
        sentence = _("{folder} is read-only; ask whoever looks after it")
        raise Stop(sentence.format(folder=printable(str(folder))))
    values = _asked(Shelves(shelves.shipped, folder))
    if not values:
        raise Stop(_("no answer states anything, so nothing was written"))
    make_folder(folder)
    content = "\n".join([modeline(target, folder, "site"), content_of(values)])
    write_whole(target, content.encode(), replace=force, shared=True)
    copy_schema(folder, "site")
    click.echo(str(target))
    sentence = _("check each value, then sign: rechallenge review {file}")
    tell(sentence.format(file=printable(str(target))))


@command.command("show", help=_("Print what site.yaml states and leaves open, and its review."))
@TEXT_OR_JSON
@protocols_option
def show(form: str, protocols: Path | None) -> None:
    shelves = open_shelves(protocols)
    path = shelves.site_file
    if path is None:
        folder = shelves.site or configured_folder()
        sentence = _("there is no {file}; `rechallenge site init` writes one")
        raise Stop(sentence.format(file=printable(str(folder / SITE_FILE))))
    site = read_site(path, shelves)
    still_open = [problem.path for problem in left_open(site)]
    review = None if site.reviewed_by is None else f"{site.reviewed_by}, {site.reviewed_on}"
    if form == "json":
        said = {key: value for key, value in read_values(path).items() if key != "review"}
        put_json({"file": str(path), "fingerprint": site.fingerprint, "open": still_open,
                  "reviewed": review, "says": said})  # fmt: skip
        return
    rows = [*stated_texts(site), (_("Fingerprint"), site.fingerprint[:SHORT])]
    rows.append((_("Review"), review or _("not reviewed as it is now")))
    if labels := [label_of(name) for name in still_open if name in FIELDS]:
        rows.append((_("Still open"), things(labels)))
    click.echo(printable(str(path)))
    for line in labelled(rows):
        click.echo(line)


def _asked(shelves: Shelves) -> dict[str, Any]:
    """The values that a person states. The end of the input ends the questions."""
    values: dict[str, Any] = {}
    try:
        for name in FIELDS:
            if name == SETS:
                for each, doses in _sets():
                    values[SETS] = values.get(SETS, {}) | {each: doses}
            elif value := _value(name, shelves, needed=name in _WITH_LINE and "line" in values):
                values[name] = value
    except EOFError:
        click.echo(err=True)
    if "line" in values and not values.keys() >= {*_WITH_LINE}:
        del values["line"]
        tell(_("the line was left out, because it needs primed and sets beside it"))
    return values


def _value(name: str, shelves: Shelves, *, needed: bool) -> Any:
    """The value of a field as typed; None for an empty answer, unless it is needed."""
    while True:
        text = _typed(f"{label_of(name)} ({about(name)})")
        try:
            if text or needed:
                return read_answer(name, text, shelves)
        except ValueError as error:
            _told(label_of(name), str(error))
        else:
            return None


def _sets() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Sets, each by its name, until an empty name."""
    doses = _("Doses of {name}, such as cetirizine 10 mg IV 30 min before; several with ;")
    while name := _typed(_("Name of a premedication set, such as standard")):
        while text := _typed(doses.format(name=name)):
            try:
                yield name, read_set(name, text)
            except ValueError as error:
                _told(name, str(error))
            else:
                break


def _told(label: str, sentence: str) -> None:
    """Say what is wrong, so that it is asked again. Raises Stop where nobody is there to ask."""
    said = f"{label}: {sentence}"
    if not sys.stdin.isatty():
        raise Stop(_("{wrong}; nothing was written").format(wrong=said))
    tell(said)


def _typed(question: str) -> str:
    """A line of the input without the blanks around it. Raises EOFError at its end."""
    click.echo(f"{wrapped(question, 0, 2)}: ", nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()
