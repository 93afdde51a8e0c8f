"""Several things named in a sentence."""

from collections.abc import Iterable, Sequence

from . import counted, word


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`. Raises ValueError for no part at all."""
    *before, last = parts
    return word("list.and", before=", ".join(before), last=last) if before else last


def either(parts: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`. Raises ValueError for no part at all."""
    *before, last = parts
    return word("list.or", before=", ".join(before), last=last) if before else last


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
