"""Several steps, named in a sentence."""

from collections.abc import Iterable


def steps_named(numbers: Iterable[int]) -> str:
    """Steps by their numbers, in rising order: `step 3`, `steps 1 and 2`, `steps 1, 3 and 5 to 9`.

    Raises ValueError for no number at all."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    *parts, last = [part for run in runs for part in _told(run)]
    if parts:
        return f"steps {', '.join(parts)} and {last}"
    return f"steps {last}" if " to " in last else f"step {last}"


def _told(run: list[int]) -> list[str]:
    return [f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run]
