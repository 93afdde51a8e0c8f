"""Several things named in a sentence."""

from collections.abc import Iterable, Sequence
from functools import reduce

from . import counted, word
from .file_texts import for_reader

_ENDS = tuple(".:;!?\u3002\uff1a\uff1b\uff01\uff1f")


def commas(parts: Iterable[str]) -> str:
    """`a, b, c`: what is said of one thing, with the comma of the language."""
    return word("list.comma").join(map(for_reader, parts))


def things(parts: Iterable[str]) -> str:
    """`a, b, c`: several things, with what the language sets between such."""
    return word("list.between").join(map(for_reader, parts))


def clauses(parts: Iterable[str]) -> str:
    """`a; b; c`."""
    return word("list.clause").join(map(for_reader, parts))


def in_sentences(parts: Sequence[str]) -> str:
    """`a. b. c`, whether or not a part before the last ends with its full stop."""
    return word("list.stop").join((*map(without_stop, parts[:-1]), *map(for_reader, parts[-1:])))


def without_stop(text: str) -> str:
    """A sentence without its full stop, of whatever language it is."""
    return for_reader(text).rstrip(".\u3002")


def follow(parts: Iterable[str]) -> str:
    """Sentences, one after another: `A. B.` Each but the last ends with a full stop, if with none
    of its own."""
    return reduce(_followed, [for_reader(part) for part in parts if part] or [""])


def _followed(first: str, then: str) -> str:
    ended = first if first.endswith(_ENDS) else with_stop(first)
    return word("list.follow", first=ended, then=then)


def with_stop(text: str) -> str:
    """`text.`: what is not yet a whole sentence, with the full stop of the language."""
    return word("list.sentence", text=text)


def with_label(label: str, text: str) -> str:
    """`label: text`."""
    return word("list.label", label=label, text=text)


def aside(text: str, aside: str) -> str:
    """`text (aside)`."""
    return word("list.aside", text=text, aside=aside)


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`. Raises ValueError for no part at all."""
    *before, last = parts
    return word("list.and", before=things(before), last=last) if before else for_reader(last)


def either(parts: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`. Raises ValueError for no part at all."""
    *before, last = parts
    return word("list.or", before=things(before), last=last) if before else for_reader(last)


def steps_named(numbers: Iterable[int]) -> str:
    """Steps by their numbers, in rising order: `step 3`, `steps 1 and 2`, `steps 1, 3 and 5 to 9`.

    Raises ValueError for no number at all."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [part for run in runs for part in _of_run(run)]
    return counted("list.steps", sum(map(len, runs)), steps=listed(parts))


def _of_run(run: list[int]) -> list[str]:
    if len(run) > 2:
        return [word("list.range", first=run[0], last=run[-1])]
    return [str(number) for number in run]
