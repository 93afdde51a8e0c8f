"""A table that somebody uses: which file, its audit, and the protocol file that it is kept as."""

import re
from pathlib import Path

from textual.app import App

from rechallenge.files.find import Shelves
from rechallenge.files.reading import UnusableFile, read_bytes
from rechallenge.files.writing import NotWritten
from rechallenge.model.texts import check_name
from rechallenge.service.auditing import keep
from rechallenge.service.table_amounts import NoProtocol
from rechallenge.words import _
from rechallenge.words.shown import printable

from .screens.dialog import Tell
from .screens.paths import NameFile
from .screens.table_audit import TableAudit
from .state.audits import ENDINGS, Asked
from .state.settings import Settings


async def open_table(app: App[None], settings: Settings, shelves: Shelves) -> None:
    """Ask for a file with a table, or take one that is pasted, and show its audit."""
    about = _(
        "CSV, a workbook, a Markdown page, text or YAML. A table that you have copied can be "
        "pasted here in place of a name."
    )
    pasted: list[str] = []
    dialog = NameFile(
        _("Audit"), about, "", _unreadable, folder=settings.folder, endings=ENDINGS,
        pasted=pasted.append,
    )  # fmt: skip
    path = await app.push_screen_wait(dialog)
    if pasted:
        app.push_screen(TableAudit(Asked(pasted=pasted[0]), shelves))
    elif path is not None:
        settings.remember(folder=path.resolve().parent)
        app.push_screen(TableAudit(Asked(path=path), shelves))


async def keep_table(app: App[None], screen: TableAudit, shelves: Shelves) -> None:
    """Ask for the name of a protocol file, write the table into it, and say what is still to be
    written there."""
    done = screen.looked.done
    if done is None:
        return
    folder = shelves.site or Path.cwd()
    problems: list[str] = []

    async def write(path: Path) -> str | None:
        try:
            problems.extend(str(one._replace(path=path.name)) for one in keep(done, path))
        except NoProtocol as reason:
            said = _("no protocol can be made of this table: {reason}")
            return said.format(reason=reason)
        except NotWritten as error:
            return printable(str(error))
        return None

    about = _("A new file, which ends in .yaml. Its name is the id of the protocol.")
    name = str(folder / f"{_named(screen.asked)}.yaml")
    dialog = NameFile(_("Keep"), about, name, _unkept, endings=(".yaml",), use=write)
    path = await app.push_screen_wait(dialog)
    if path is not None:
        await app.push_screen_wait(Tell(_("Kept as a protocol"), _kept(path, problems, shelves)))


def _unreadable(path: Path) -> str | None:
    """Why there is no file to read; what is in it is said on the screen of the table."""
    if path.is_file():
        return None
    try:
        read_bytes(path)
    except UnusableFile as error:
        return error.in_one_line
    return None


def _unkept(path: Path) -> str | None:
    if path.suffix != ".yaml":
        return _("a protocol file ends in .yaml")
    if not path.parent.is_dir():
        return _("there is no folder {path}").format(path=printable(str(path.parent)))
    try:
        check_name(path.stem)
    except ValueError as error:
        return str(error)
    return None


def _named(asked: Asked) -> str:
    """A name for the protocol, after that of the table."""
    stem = "" if asked.path is None else asked.path.stem.lower()
    name = "-".join(re.findall(r"[a-z0-9]+", stem))[:40].strip("-")
    return name or "our-table"


def _kept(path: Path, problems: list[str], shelves: Shelves) -> str:
    """What is still to be written into a protocol file, and where it can be chosen then."""
    lines = [_("Wrote {file}.").format(file=printable(str(path)))]
    if problems:
        todo = [_("Write into it what the table does not say:"), *problems]
        lines.append("\n".join(map(printable, todo)))
    inside = shelves.site is not None and path.resolve().is_relative_to(shelves.site.resolve())
    where = _("It can then be chosen in the library (F3).")
    if not inside:
        where = _("It can then be chosen by its path, in the field Protocol.")
    checked = _("`rechallenge check {file}` says when nothing is missing. {where}")
    lines.append(checked.format(file=printable(path.name), where=where))
    return "\n\n".join(lines)
