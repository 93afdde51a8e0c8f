"""The first lines of protocol files, for listing many quickly: nothing behind them is read."""

from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

from rechallenge.quantities import printable

KEYS = ("id", "title", "drug", "strategy", "version")
_FIRST = 4096


@dataclass(frozen=True, slots=True)
class Heading:
    """What a protocol file says first. Whether the rest is right is not known from it."""

    path: Path
    id: str
    title: str
    drug: str
    strategy: str
    version: str


def read_heading(path: Path) -> Heading | None:
    """The heading of a file; None where the first 4 kB do not state it. Raises OSError."""
    with path.open("rb") as file:
        text = file.read(_FIRST).decode("utf-8", "ignore")
    found: dict[str, str] = {}
    depth, key = 0, None
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                depth += 1
                key = None
                if depth > 1:
                    # The heading comes before anything that is nested.
                    break
            elif isinstance(event, ScalarEvent) and depth == 1:
                if key is None:
                    key = str(event.value)
                else:
                    found[key], key = printable(str(event.value)), None
                    if all(wanted in found for wanted in KEYS):
                        break
    except YAMLError:
        return None
    if not all(wanted in found for wanted in KEYS):
        return None
    return Heading(path, *(found[wanted] for wanted in KEYS))
