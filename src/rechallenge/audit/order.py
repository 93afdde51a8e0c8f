"""The order of a table: step numbers that are missing, doubled or out of order, and running sums
that fall."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from .agreement import Audit, Disagreement
from .bags import bag_key
from .looks import Look, Note
from .printed import Printed
from .roles import Role
from .table import Cell
from .understanding import Understanding

_STEP_NUMBER = re.compile(r"(?i)(?:step|no\.?|#|第|步骤)? ?(\d{1,4}) ?(?:步|[.):])?")
_SO_FAR = (Role.TIME_SO_FAR, Role.VOLUME_SO_FAR, Role.DOSE_SO_FAR)


class _Numbered(NamedTuple):
    number: int
    cell: Cell
    bag: str


def step_numbers(found: Understanding) -> Look:
    """Step numbers that are missing, doubled or out of order. Names such as `1a` are no numbers."""
    steps = [
        _Numbered(int(matched[1]), line.named, bag_key(line.bag))
        for line in found.lines
        if line.named and (matched := _STEP_NUMBER.fullmatch(line.named.text.strip()))
    ]
    if len(steps) < 2:
        return Look("steps", why_not="no-step-numbers")
    notes = [note for run in _runs(steps) for note in _unusual(run)]
    return Look("steps", len(steps), tuple(notes))


def _runs(steps: Sequence[_Numbered]) -> Iterator[list[_Numbered]]:
    """The steps in parts that are each numbered from 1: for another bag, or on another day."""
    run: list[_Numbered] = []
    for at, step in enumerate(steps):
        following = [after.number for after in steps[at + 1 : at + 2]]
        again = step.number == 1 and len(run) > 1 and following == [2]
        if run and (again or (step.number == 1 and step.bag != run[-1].bag)):
            yield run
            run = []
        run.append(step)
    yield run


def _unusual(run: Sequence[_Numbered]) -> Iterator[Note]:
    there = {step.number for step in run}
    missing = [number for number in range(1, max(there)) if number not in there]
    for _, part in groupby(enumerate(missing), lambda one: one[1] - one[0]):
        numbers = [number for _, number in part]
        after = next(step for step in run if step.number > numbers[-1])
        ends = {"first": str(numbers[0]), "last": str(numbers[-1]), "after": after.cell.text}
        code = "step-missing" if len(numbers) == 1 else "steps-missing"
        yield Note(code, after.cell, ends)
    seen: set[int] = set()
    for before, step in pairwise([run[0], *run]):
        if step.number in seen:
            yield Note("step-doubled", step.cell, {"step": step.cell.text})
        elif step.number < before.number:
            numbers_of = {"step": step.cell.text, "before": before.cell.text}
            yield Note("step-out-of-order", step.cell, numbers_of)
        seen.add(step.number)


def sums_that_fall(audit: Audit) -> Look:
    """Running times, volumes and doses that are less than the one before. One that disagrees with
    other numbers is named there and not here."""
    named = {number.cell.where for one in audit.disagreements for number in _numbers(one)}
    notes, count = [], 0
    for role in _SO_FAR:
        numbers = [line.numbers[role] for line in audit.found.lines if role in line.numbers]
        for before, after in pairwise(numbers):
            count += 1
            if _falls(before, after) and after.cell.where not in named:
                said = {"step": after.line, "value": after.shown, "before": before.shown}
                notes.append(Note(f"{role}-falls", after.cell, said))
    return Look("sums", count, tuple(notes), "" if count else "no-running-sums")


def _numbers(one: Disagreement) -> Iterator[Printed]:
    yield from (way.number for way in one.explanations)
    yield from (number for claim in one.claims for number in claim.numbers)


def _falls(before: Printed, after: Printed) -> bool:
    """Whether a number is less than the one before, however both were rounded."""
    if after.half == before.half:
        return after.value < before.value
    high = after.rounded(after.half).high
    return high is not None and high < before.rounded(before.half).low
