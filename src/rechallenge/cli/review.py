"""`rechallenge review`: a person signs for a protocol file as it is now."""

from datetime import date
from pathlib import Path

import click

from rechallenge.files.reading import UnusableFile
from rechallenge.files.reviewing import reviewed
from rechallenge.model.protocol import check_date
from rechallenge.model.texts import clean_text
from rechallenge.service.checking import check_file

from .failures import Stop
from .output import write_file


@click.command("review")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", required=True, help="who has checked every number of the file")
@click.option("--date", "on", metavar="YYYY-MM-DD", help="when; today unless said")
def command(file: Path, by: str, on: str | None) -> None:
    """Write into FILE that a person has reviewed it, keeping its comments and layout.

    The review holds for this content only: any later change but to the review itself undoes it.
    """
    try:
        name = clean_text(by)
    except ValueError as error:
        raise Stop(f"--by: {error}") from None
    try:
        day = date.fromisoformat(check_date(on)) if on else date.today()
    except ValueError as error:
        raise Stop(f"--date: {error}") from None
    if day > date.today():
        raise Stop(f"--date: {day.isoformat()} is still to come; write the day of the review")
    report = check_file(file)
    if report.kind != "protocol":
        raise Stop(f"{file}: is a drug file; only protocols are reviewed")
    if report.problems:
        raise Stop(*map(str, report.problems), f"{file} was not reviewed; mend it first")
    try:
        content, protocol = reviewed(file, name, day)
    except UnusableFile as error:
        raise Stop(*map(str, error.problems)) from None
    write_file(file, content, force=True, keep_mode=True)
    click.echo(
        f"{protocol.id}, version {protocol.version}: reviewed by {name} on {day.isoformat()} "
        f"(fingerprint {protocol.fingerprint[:12]})"
    )
