"""Where protocol and drug files are, and which file an id or a path names."""

import os
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rechallenge.words import _
from rechallenge.words.nearest import nearest_known
from rechallenge.words.shown import reason_of

if TYPE_CHECKING:
    from rechallenge.model.on_file import OnFile
    from rechallenge.model.order import Order
    from rechallenge.model.protocol import Protocol
    from rechallenge.model.site import SiteOnFile

DRUGS, PUMPS, LINES, MEASURES = KINDS = ("drugs", "pumps", "lines", "measures")
"""The folders of facts beside the protocols. A file in one of them is not a protocol."""
_ENDINGS = (".yaml", ".yml")
SITE_FILE = "site.yaml"
"""The site's own file, in the folder of its protocols. It is not a protocol."""
SITE_VARIABLE = "RECHALLENGE_PROTOCOLS"
"""The environment variable that names a site's own folder of protocols."""


MOST_FOLDERS, MOST_FILES = 1_000, 20_000
"""Of any kind, in a folder of protocols: more than a site has, and looked through in a second."""


class NotFound(Exception):
    """No protocol or folder by that name, or more than one; the message says what to write."""


class UnknownProtocol(NotFound):
    """No protocol has this id; a front end may say where all of them are listed."""


class Shelves(NamedTuple):
    """The folders of protocols: the shipped one, and the site's own where there is one."""

    shipped: Path
    site: Path | None = None

    @classmethod
    def found(cls, stated: Path | None = None) -> "Shelves":
        """The site's folder is the one stated, else that of the environment variable, else that in
        the user's configuration. Raises NotFound if the one stated is not a folder."""
        named = os.environ.get(SITE_VARIABLE)
        site = stated or (Path(named) if named else None)
        if site is not None and not site.is_dir():
            sentence = _("{folder} is not a folder; name the folder of your protocols")
            if not stated:
                sentence = _(
                    "{variable}: {folder} is not a folder; name the folder of your protocols"
                )
            raise NotFound(sentence.format(folder=site, variable=SITE_VARIABLE))
        return cls(shipped_folder(), site or _configured())

    def paths(self, named: str | None = None) -> Iterator[Path]:
        """Each protocol file, or each of this id, the shipped ones first."""
        for folder in (self.shipped, self.site):
            if folder is not None:
                yield from protocol_paths(folder, named)

    def ids(self) -> list[str]:
        """The ids of all protocols, from the file names alone."""
        return sorted({path.stem for path in self.paths()})

    def facts(self, kind: str) -> dict[str, Path]:
        """The files of one kind of facts by name. A site's own file replaces the shipped one of
        that name."""
        folders = [folder / kind for folder in (self.shipped, self.site) if folder is not None]
        return {
            name.removesuffix(".yaml"): folder / name
            for folder in folders
            for _inside, names in islice(_walked(folder), 1)
            for name in sorted(names)
            if name.endswith(".yaml")
        }

    @property
    def site_file(self) -> Path | None:
        """The site's own file, or what is in its place; None where there is none."""
        path = None if self.site is None else self.site / SITE_FILE
        return path if path is not None and os.path.lexists(path) else None

    def path_of(self, named: str) -> Path:
        """The file that an id or a path names.

        Raises NotFound, also when two files have the id: a site's protocol never replaces a shipped
        one silently.
        """
        if looks_like_path(named):
            return Path(named)
        paths = list(self.paths(named))
        if len(paths) > 1:
            sentence = _(
                "{id} is the id of two files, {first} and {second}; rename yours, or write the "
                "path of the one you mean"
            )
            raise NotFound(sentence.format(id=named, first=paths[0], second=paths[1]))
        if not paths:
            raise UnknownProtocol(nearest_known(named, self.ids(), "protocol"))
        return paths[0]

    def on_file(self, protocol: "Protocol", order: "Order") -> "OnFile":
        """What is on file about the drugs, pump, line and measures of an order, and what it takes
        from the site's file. Raises UnusableOrder and UnusableFile."""
        return self.on_file_with(self.site_on_file(), protocol, order)

    def site_on_file(self) -> "SiteOnFile | None":
        """What the site's own file says; None where there is none. Raises UnusableFile."""
        if self.site_file is None:
            return None
        from .site import read_site

        return read_site(self.site_file, self)

    def on_file_with(
        self, site: "SiteOnFile | None", protocol: "Protocol", order: "Order"
    ) -> "OnFile":
        """The same with this file of a site, or with none, in place of the one in its folder."""
        from .facts import facts_for

        return facts_for(protocol, order, self, site)


def shipped_folder() -> Path:
    """The folder of shipped protocols: in the installed package, or at the top of a checkout."""
    return _shipped("protocols")


def schema_file(kind: str = "protocol") -> Path:
    """The JSON Schema of one kind of file, for editors: protocol, drug, pump, line,
    measure or site."""
    return _shipped("schemas") / f"{kind}.json"


def protocol_paths(folder: Path, named: str | None = None) -> Iterator[Path]:
    """Each protocol file of a folder and the folders in it, or each of this id, by name; files of
    facts and the site's own file left out. Raises NotFound."""
    of_facts, real = {folder.resolve() / kind for kind in KINDS}, cache(Path.resolve)
    for path in yaml_paths(folder, named):
        # A file's own name is resolved only where it is a link: this runs at every key typed.
        parent = path.resolve().parent if path.is_symlink() else real(path.parent)
        if parent not in of_facts and path.name != SITE_FILE:
            yield path


def yaml_paths(folder: Path, named: str | None = None) -> list[Path]:
    """Every YAML file in a folder and the folders in it, or every one of this name, by name. Raises
    NotFound."""
    try:
        return sorted(
            path
            for inside, names in _bounded(folder)
            for name in names
            if name.endswith(_ENDINGS) and not name.startswith(".")
            if named is None or name.rpartition(".")[0] == named
            if (path := Path(inside, name)).is_file()
        )
    except OSError as error:
        sentence = _("{folder} cannot be read: {reason}")
        raise NotFound(sentence.format(folder=folder, reason=reason_of(error))) from None


def _walked(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each folder with the names of its files, without hidden ones such as `.git`."""
    for inside, folders, names in os.walk(folder, onerror=_raised):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield inside, names


def _bounded(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The same. Raises NotFound where there are more than anybody's protocols."""
    files = 0
    for folders, (inside, names) in enumerate(_walked(folder), 1):
        files += len(names)
        if folders > MOST_FOLDERS or files > MOST_FILES:
            sentence = _(
                "{folder} has more than {folders} folders or {files} files in it; name the folder "
                "that has only your protocols"
            )
            most = {"folders": f"{MOST_FOLDERS:,}", "files": f"{MOST_FILES:,}"}
            raise NotFound(sentence.format(folder=folder, **most))
        yield inside, names


def _raised(error: OSError) -> None:
    """A folder that is gone or may not be read has no files; any other error is raised."""
    if not isinstance(error, PermissionError | FileNotFoundError | NotADirectoryError):
        raise error


def kind_of_facts(path: Path, folder: Path | None = None) -> str | None:
    """Whether a file holds facts instead of a protocol, and which, by the name of its folder, which
    lies in `folder` where that is known."""
    of = path.resolve().parent
    known = of.name in KINDS and (folder is None or of.parent == folder.resolve())
    return of.name if known else None


def looks_like_path(named: str) -> bool:
    """Whether a name is meant as a file: it has a folder separator or a YAML ending."""
    return named.endswith(_ENDINGS) or os.sep in named or "/" in named


def configured_folder() -> Path:
    """The folder of a site's own protocols in the user's configuration."""
    from platformdirs import user_config_path

    return user_config_path("rechallenge", appauthor=False) / "protocols"


def _configured() -> Path | None:
    folder = configured_folder()
    return folder if folder.is_dir() else None


def _shipped(name: str) -> Path:
    package = Path(__file__).resolve().parents[1]
    installed = package / name
    return installed if installed.is_dir() else package.parents[1] / name
