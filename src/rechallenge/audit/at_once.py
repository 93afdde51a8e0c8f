"""Doses of a table that are given at once, by mouth or pushed, and the time between them."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from rechallenge.quantities import exact_number
from rechallenge.words import _

from .roles import Role
from .table import Table
from .understanding import Line, Understanding

_INTERVAL = re.compile(r"(?i)interval|every|apart|wait|间隔")
_BY_MOUTH = re.compile(r"(?i)\b(?:oral(?:ly)?|by mouth|p\.?o\.?)\b|口服")


class UnclearTimes(ValueError):
    """Times that may be read in two ways; the sentence says what to write."""


class Doses(NamedTuple):
    """How the steps of a table are given at once: the time after each, such as `15 min`, empty
    where the table does not state it, None where no dose follows; and whether the table says that
    they are given by mouth."""

    waits: tuple[str | None, ...]
    by_mouth: bool


def are_at_once(found: Understanding) -> bool:
    """Whether the steps of a table are doses given at once: they run at no rate, and for no time. A
    volume with a time may be either: it is a dose at once only where the time is said to be an
    interval, or counts from the first dose."""
    giving = [line for line in found.lines if gives(line)]
    if any(role in line.numbers for line in giving for role in (Role.RATE, Role.DOSE_RATE)):
        return False
    times = [_value(line, Role.TIME) for line in giving]
    of_volume = any(Role.VOLUME in line.numbers for line in giving)
    return not (of_volume and any(times) and not _says_interval(found) and times[0] != 0)


def doses_at_once(found: Understanding, steps: Sequence[Line]) -> Doses | None:
    """The doses of these steps of a table; None where they run at a rate, or for a time. Raises
    UnclearTimes."""
    if not are_at_once(found):
        return None
    giving = [line for line in steps if gives(line)]
    times = [_value(line, Role.TIME) for line in giving]
    clock = [_value(line, Role.TIME_SO_FAR) for line in giving]
    if not any(times) and any(clock):
        waits = _between(clock)
    elif _says_interval(found) or len(set(times)) == 1:
        waits = _after(times)
    elif not times[0]:
        waits = _between(times) if _rises(times) else [*times[1:], None]
    elif _rises(times):
        sentence = _(
            "its times may be counted from the first dose, or from one dose to the next; say what "
            "the column is: interval, or elapsed time"
        )
        raise UnclearTimes(sentence)
    else:
        waits = _after(times)
    stated = iter(waits)
    after = [next(stated) if gives(line) else None for line in steps]
    following = [gives(line) for line in steps[1:]] + [False]
    named = (
        f"{exact_number(wait)} min" if wait else "" if gives(line) and more else None
        for line, wait, more in zip(steps, after, following, strict=True)
    )
    return Doses(tuple(named), _by_mouth(found.table))


def gives(line: Line) -> bool:
    """Whether a step gives anything; otherwise it is a pause."""
    numbers = (line.numbers.get(role) for role in (Role.RATE, Role.VOLUME, Role.DOSE))
    return any(number is not None and number.value for number in numbers)


def _says_interval(found: Understanding) -> bool:
    headers = (column.header for column in found.columns if column.role is Role.TIME)
    return any(map(_INTERVAL.search, headers))


def _value(line: Line, role: Role) -> Fraction | None:
    number = line.numbers.get(role)
    return None if number is None else number.value


def _rises(times: Sequence[Fraction | None]) -> bool:
    return len(times) > 1 and all(
        before is not None and after is not None and before < after
        for before, after in pairwise(times)
    )


def _between(clock: Sequence[Fraction | None]) -> list[Fraction | None]:
    """The time from each dose to the next, of times on one clock."""
    waits = [
        None if before is None or after is None or after < before else after - before
        for before, after in pairwise(clock)
    ]
    return [*waits, None]


def _after(times: Sequence[Fraction | None]) -> list[Fraction | None]:
    """Intervals beside the dose that they follow; where the first has none, beside the next."""
    return [*times[1:], None] if not times[0] else list(times)


def _by_mouth(table: Table) -> bool:
    """Whether a text of the table says so."""
    return any(_BY_MOUTH.search(cell.text) for row in table.rows for cell in row)
