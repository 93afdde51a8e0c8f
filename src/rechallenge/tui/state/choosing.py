"""What may be written in a field that takes one of a few words, or a name on file."""

from rechallenge.files.find import LINES, PUMPS
from rechallenge.files.reading import UnusableFile, read_entry
from rechallenge.model.frozen import nearest_known

from .fields import FieldSpec
from .shelf import Shelf

_ON_FILE = {"pump": PUMPS, "line": LINES}


def choices_for(spec: FieldSpec, shelf: Shelf) -> tuple[tuple[str, str], ...]:
    """Each word with what it means; empty for a field that takes anything else."""
    if spec.key not in _ON_FILE:
        return tuple((word, "") for word in spec.choices)
    kind = _ON_FILE[spec.key]
    files = shelf.shelves.facts(kind)
    return tuple((name, _title(kind, name, shelf)) for name in sorted(files))


def not_on_file(key: str, value: object, shelf: Shelf) -> str | None:
    """Why a name that must be on file is not; None for a name that is, and for any other value."""
    if key not in _ON_FILE or not isinstance(value, str):
        return None
    names = shelf.names(_ON_FILE[key])
    return None if value in names else nearest_known(value, names, key)


def _title(kind: str, name: str, shelf: Shelf) -> str:
    from rechallenge.files.facts import MODELS

    try:
        entry = read_entry(MODELS[kind], shelf.shelves.facts(kind)[name])
    except UnusableFile as error:
        return f"cannot be used: {error.problems[0].problem.sentence}"
    return str(getattr(entry, "title", ""))
