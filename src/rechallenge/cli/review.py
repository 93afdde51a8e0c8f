"""`rechallenge review`: a person signs for a file as it is now."""

from datetime import date
from pathlib import Path

import click

from rechallenge.files.editing import reviewed
from rechallenge.files.facts import fingerprint_of_facts, shipped_instead
from rechallenge.files.find import configured_folder, looks_like_path
from rechallenge.files.reading import read_bytes
from rechallenge.files.translation_review import record_review
from rechallenge.files.writing import write_whole
from rechallenge.model.review import SHORT, check_date
from rechallenge.model.texts import clean_text
from rechallenge.service.checking import check_file, path_named
from rechallenge.words import _
from rechallenge.words.languages import CHINESE, TRANSLATIONS, compiled
from rechallenge.words.shown import printable

from .errors import checked, file_line
from .failures import Stop
from .protocol_argument import ProtocolName, open_shelves, protocols_option


@click.command(
    "review",
    help=_(
        "Record in FILE that a person has reviewed it; comments and layout stay.\n\n"
        "FILE is the path, the id or the name of a file of yours: a protocol, a drug, a pump or a "
        "line; or the path of your site.yaml. The review holds "
        "for this content only, with its names, day and notes: any later change undoes it. Where "
        "FILE stands in place of a shipped file, so does a change of the shipped one.\n\n"
        "FILE may also be zh-CN: the translation of this program. Its texts stand beside the "
        "English in {book}. The review is written into your folder, and holds until a release "
        "changes a text."
    ).format(book=compiled(CHINESE).with_suffix(".po")),
)
@click.argument("named", metavar="FILE", type=ProtocolName())
@click.option("--by", required=True, help=_("who has checked every number of the file"))
@click.option("--checked-by", help=_("a second person who has checked them too"))
@click.option("--date", "on", metavar="YYYY-MM-DD", help=_("when; today unless stated"))
@protocols_option
def command(
    named: str, by: str, checked_by: str | None, on: str | None, protocols: Path | None
) -> None:
    name = checked("--by", clean_text, by)
    second = checked("--checked-by", clean_text, checked_by) if checked_by is not None else None
    if second == name:
        raise Stop(_("--checked-by: is {name} again; a second person checks").format(name=name))
    day = date.fromisoformat(checked("--date", check_date, on)) if on else date.today()
    if day > date.today():
        sentence = _("--date: {day} is in the future; write the day of the review")
        raise Stop(sentence.format(day=day.isoformat()))
    shelves = open_shelves(protocols)
    if named in TRANSLATIONS:
        path, signed = record_review(named, shelves.site or configured_folder(), name, day, second)
        _tell(path, name, second, day, signed)
        return
    file = path_named(named, shelves)
    if not looks_like_path(named) and file.is_relative_to(shelves.shipped):
        sentence = _(
            "{name} is a shipped file, which the next release replaces; start one of your own from "
            "it, or write its path: {file}"
        )
        raise Stop(sentence.format(name=named, file=file))
    raw = read_bytes(file)
    report = check_file(file, shelves)
    if report.problems:
        last = _("{file} was not reviewed; correct it first").format(file=file)
        raise Stop(*map(file_line, report.problems), last)
    shipped = None if report.kind == "protocol" else shipped_instead(file, shelves.shipped)
    in_place_of = None if shipped is None else fingerprint_of_facts(shipped)
    content, signed = reviewed(file, raw, name, day, second, in_place_of)
    write_whole(file, content, replace=True, shared=True, instead_of=raw)
    _tell(file, name, second, day, signed)


def _tell(file: Path, name: str, second: str | None, day: date, signed: str) -> None:
    sentence = _("{file}: reviewed by {names} on {day} (fingerprint {fingerprint})")
    names = name
    if second is not None:
        names = _("{by}, checked by {second},").format(by=name, second=second)
    click.echo(
        sentence.format(
            file=printable(str(file)), names=names, day=day.isoformat(), fingerprint=signed[:SHORT]
        )
    )
