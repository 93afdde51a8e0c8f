"""A site's own pump file, from the numbers on one page of the pump's manual."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from pydantic import ValidationError

from rechallenge.files.find import PUMPS
from rechallenge.files.modeline import copy_schema, modeline
from rechallenge.files.writing import make_folder, write_whole
from rechallenge.model.problems import problems_of
from rechallenge.model.pump import Pump
from rechallenge.words import _
from rechallenge.words.shown import shown

from .failures import Stop, tell

RANGE = "'LOWEST to HIGHEST by STEP'"
_SAMPLES = {
    "rates": "0.1 mL/h to 99.9 mL/h by 0.1 mL/h",
    "volumes": "0.1 mL to 9999 mL by 0.1 mL",
}


def new_pump(
    name: str,
    folder: Path,
    title: str | None,
    rates: tuple[str, ...],
    volumes: tuple[str, ...],
    source: str | None,
) -> None:
    """Write the file of a pump into a folder of protocols, from what the options state; the rest is
    asked for. Raises Stop."""
    title = title or _asked("title", _("Maker and model of the pump"))
    rates = rates or tuple(_rates_asked())
    source = source or _asked("source", _("Manual, its version and page"))
    ranges = {"rates": rates, "volumes": volumes}
    stated: dict[str, object] = {"name": name, "title": title}
    stated |= {k: tuple(_range(k, text) for text in each) for k, each in ranges.items() if each}
    stated |= {"ends_by": "volume" if volumes else "time", "source": source}
    try:
        Pump.model_validate(stated)
    except ValidationError as error:
        raise Stop(*(f"--{p.path}: {p.sentence}" for p in problems_of(error))) from None
    target = folder / PUMPS / f"{name}.yaml"
    make_folder(target.parent)
    first = modeline(target, folder, "pump")
    lines = [first, *_lines(stated), "review: {status: unreviewed}", ""]
    write_whole(target, "\n".join(lines).encode(), replace=False, shared=True)
    copy_schema(folder, "pump")
    click.echo(str(target))
    sentence = _("compare each number with the manual, then sign: rechallenge review {file}")
    tell(sentence.format(file=target))


def _lines(stated: dict[str, object]) -> Iterator[str]:
    """The file, each text in double quotes."""
    for key, value in stated.items():
        if isinstance(value, Iterable) and not isinstance(value, str):
            yield f"{key}:"
            for entry in value:
                parts = (f"{each}: {json.dumps(text)}" for each, text in entry.items())
                yield f"  - {{{', '.join(parts)}}}"
        else:
            yield f"{key}: {json.dumps(value, ensure_ascii=False)}"


def _range(key: str, text: str) -> dict[str, str]:
    """`0.1 mL/h to 99.9 mL/h by 0.1 mL/h` by its parts. Raises Stop."""
    found = re.fullmatch(r"(.+?) to (.+?) by (.+)", text.strip())
    if found is None:
        sentence = _('--{option}: "{text}" is not a range; write it as {range}')
        raise Stop(sentence.format(option=key, text=shown(text), range=_SAMPLES[key]))
    return dict(zip(("lowest", "highest", "step"), found.groups(), strict=True))


def _asked(option: str, question: str) -> str:
    """The answer of a person at a terminal; elsewhere the option is missing. Raises Stop."""
    if not sys.stdin.isatty():
        raise Stop(_("--{option}: is needed for a pump").format(option=option))
    answer: str = click.prompt(question, err=True)
    return answer


def _rates_asked() -> Iterator[str]:
    """Ranges until an empty answer. Raises Stop."""
    yield _asked("rates", f"{_('Range of rates, slowest first')} ({_SAMPLES['rates']})")
    while answer := click.prompt(_("Next range (empty: no more)"), default="", err=True):
        yield answer
