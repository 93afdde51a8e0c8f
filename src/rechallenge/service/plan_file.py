"""Reading a saved plan: it is made again from what the file says it was made from, and every value
in the file must come out again. What does not is never used."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rechallenge.files.json_tree import JsonFile, JsonTree, leaves, read_json_tree, shown_json
from rechallenge.files.reading import FileProblem, UnusableFile, read_bytes
from rechallenge.files.spots import BadFile
from rechallenge.model.fingerprint import fingerprint_of
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, Unusable
from rechallenge.quantities import shown
from rechallenge.sheet.plan_json import SCHEMA, plan_json
from rechallenge.version import __version__

from .rebuild import made_again

MOST_BYTES = 20_000_000
"""Far more than the longest plan; it keeps a wrong file from filling the memory."""
_MOST_SHOWN = 5


class ChangedPlan(UnusableFile):
    """A plan file that says something else than what comes out when its plan is made again."""


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan read from a file, made again, and found equal in each of its `values`."""

    plan: Plan
    values: int


def read_plan(path: Path) -> SavedPlan:
    """The plan that a file holds. Raises UnusableFile with the line of each problem; ChangedPlan
    where the file does not say what its own inputs lead to."""
    try:
        file = read_json_tree(read_bytes(path, MOST_BYTES))
    except BadFile as bad:
        problem = Problem(bad.place, bad.sentence)
        raise UnusableFile(FileProblem(str(path), bad.spot, problem)) from None
    try:
        plan = made_again(_inputs(file.tree))
    except Unusable as error:
        places = [Problem(("inputs", *p.place), p.sentence) for p in error.problems]
        raise UnusableFile(*_located(path, file, places)) from None
    except _NoPlan as error:
        raise UnusableFile(*_located(path, file, [error.problem])) from None
    made = read_json_tree(plan_json(plan).encode())
    if different := list(_differences(file.tree, made.tree, ())):
        raise ChangedPlan(*_changed(path, file, different))
    return SavedPlan(plan, sum(1 for _ in leaves(made.tree)))


class _NoPlan(Exception):
    """A JSON file that does not say it is a plan, or is one of another form."""

    def __init__(self, place: Place, sentence: str) -> None:
        self.problem = Problem(place, sentence)
        super().__init__(sentence)


def _inputs(tree: JsonTree) -> JsonTree:
    """What a plan file says it was made from."""
    if not isinstance(tree, dict) or "schema" not in tree:
        raise _NoPlan((), "is no plan file: it does not say `schema`")
    if tree["schema"] != SCHEMA:
        reads = f"this is rechallenge {__version__}, which reads {SCHEMA}"
        raise _NoPlan(("schema",), f"is {shown_json(tree['schema'])}; {reads}")
    if "inputs" not in tree:
        raise _NoPlan(
            (), "does not hold what it was made from; make it again with `rechallenge plan`"
        )
    return tree["inputs"]


def _differences(said: JsonTree, made: JsonTree, place: Place) -> Iterator[Problem]:
    """Each place where the file says something else than the plan made again."""
    if isinstance(said, dict) and isinstance(made, dict):
        for key in made:
            if key not in said:
                yield Problem((*place, key), f"is missing; it comes out as {shown_json(made[key])}")
        for key, value in said.items():
            if key not in made:
                yield Problem((*place, key), "is no part of this plan")
            else:
                yield from _differences(value, made[key], (*place, key))
    elif isinstance(said, list) and isinstance(made, list) and len(said) == len(made):
        for number, (one, other) in enumerate(zip(said, made, strict=True)):
            yield from _differences(one, other, (*place, number))
    elif said != made:
        both = f"is {shown_json(said)} in the file, and comes out as {shown_json(made)}"
        yield Problem(place, both)


def _changed(path: Path, file: JsonFile, different: list[Problem]) -> Iterator[FileProblem]:
    """The first differences, and what is likely to be behind them."""
    # The fingerprint differs with everything else, and says nothing then.
    told = [p for p in different if p.place != ("fingerprint",)] or different
    yield from _located(path, file, told[:_MOST_SHOWN])
    more = len(told) - _MOST_SHOWN
    count = f"{more} more places differ; " if more > 0 else ""
    end = file.spot_at(len(file.text.rstrip()))
    yield FileProblem(str(path), end, Problem((), f"{count}{_likely(file)}"))


def _likely(file: JsonFile) -> str:
    """What may be behind a difference."""
    tree = json.loads(file.text)
    fingerprint = tree.pop("fingerprint", None)
    if fingerprint_of(tree) != fingerprint:
        return "the file was changed after it was written; make the plan again"
    software = tree["inputs"]["software"]
    if software != __version__:
        by = f"it was made by rechallenge {shown(software)}, and this is {__version__}"
        return f"{by}, which works something out differently; make the plan again"
    return "the file is not what this version of rechallenge wrote; make the plan again"


def _located(path: Path, file: JsonFile, problems: list[Problem]) -> Iterator[FileProblem]:
    return (FileProblem(str(path), file.spot(p.place), p) for p in problems)
