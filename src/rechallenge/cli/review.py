"""`rechallenge review`: a person signs for a protocol file as it is now."""

from datetime import date
from pathlib import Path

import click

from rechallenge.files.editing import reviewed
from rechallenge.files.writing import write_whole
from rechallenge.model.protocol import check_date
from rechallenge.model.texts import clean_text
from rechallenge.service.checking import check_file
from rechallenge.words import _

from .errors import checked, file_line
from .failures import Stop
from .protocol_argument import open_shelves


@click.command(
    "review",
    help=_(
        "Record in FILE that a person has reviewed it; comments and layout stay.\n\n"
        "The review holds for this content only: any later change undoes it, except one to the "
        "review itself."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", required=True, help=_("who has checked every number of the file"))
@click.option("--date", "on", metavar="YYYY-MM-DD", help=_("when; today unless stated"))
def command(file: Path, by: str, on: str | None) -> None:
    name = checked("--by", clean_text, by)
    day = date.fromisoformat(checked("--date", check_date, on)) if on else date.today()
    if day > date.today():
        sentence = _("--date: {day} is in the future; write the day of the review")
        raise Stop(sentence.format(day=day.isoformat()))
    report = check_file(file, open_shelves(None))
    if report.kind != "protocol":
        raise Stop(_("{file}: is not a protocol; only protocols are reviewed").format(file=file))
    if report.problems:
        last = _("{file} was not reviewed; correct it first").format(file=file)
        raise Stop(*map(file_line, report.problems), last)
    content, protocol = reviewed(file, name, day)
    write_whole(file, content, replace=True, keep_mode=True)
    sentence = _("{id}, version {version}: reviewed by {name} on {day} (fingerprint {fingerprint})")
    click.echo(
        sentence.format(
            id=protocol.id,
            version=protocol.version,
            name=name,
            day=day.isoformat(),
            fingerprint=protocol.fingerprint[:12],
        )
    )
