"""The checks by a second person in a plan file: read with it, and written into it."""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from rechallenge.files.json_tree import JsonTree, plain, read_json_tree
from rechallenge.files.reading import read_bytes
from rechallenge.files.spots import BadFile
from rechallenge.files.writing import NotWritten, write_whole
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, Unusable
from rechallenge.model.texts import clean_text
from rechallenge.model.translation import of_the_plan
from rechallenge.model.verification import SecondCheck, same_initials
from rechallenge.sheet.plan_json import json_text, plan_fingerprint
from rechallenge.words import _
from rechallenge.words.shown import printable

from .rebuild import read_model

MOST_BYTES = 5_000_000
"""Far more than the longest plan; it keeps a wrong file from filling the memory."""
CHECKS = "checks"


def checks_in(tree: dict[str, JsonTree]) -> tuple[SecondCheck, ...]:
    """The checks that a plan file states. Raises Unusable."""
    stated = tree.get(CHECKS, [])
    if not isinstance(stated, list):
        raise Unusable(Problem((CHECKS,), _("must be a list of checks by a second person")))
    return tuple(
        read_model(SecondCheck, plain(check), CHECKS, number) for number, check in enumerate(stated)
    )


def holds(check: SecondCheck, plan: Plan, fingerprint: str) -> bool:
    """Whether a check is about the plan with this fingerprint, and by somebody else than those who
    answered its findings."""
    return check.fingerprint == fingerprint and not _has_answered(check.by, plan)


def second_person(plan: Plan, initials: str) -> str:
    """The initials of a person who may check the plan. Raises ValueError."""
    by = clean_text(initials)
    if not any(character.isalnum() for character in by):
        raise ValueError(_("has no letter; write the initials of whoever enters the order"))
    if _has_answered(by, plan):
        sentence = _("{initials} answered findings of this plan; a second person must check it")
        raise ValueError(sentence.format(initials=by))
    return by


def refuse_read_only(path: Path) -> None:
    """Raises NotWritten where a check could not be recorded in the plan file: better before the
    order is entered than after."""
    folder = path.resolve().parent
    writable = path.stat().st_mode & 0o222 and os.access(path, os.W_OK)
    if not (writable and os.access(folder, os.W_OK)):
        sentence = _(
            "{file} is read-only, so nothing can be recorded in it; make the file and its "
            "folder writable, or take a copy"
        )
        raise NotWritten(sentence.format(file=printable(str(path))))


def record_check(path: Path, plan: Plan, fingerprint: str, by: str, at: datetime) -> Plan:
    """Write into a plan file that a second person has checked the plan with this fingerprint; the
    plan with the check. An earlier check by the same person, and one that does not hold, goes.

    Raises NotWritten, also for a file that was changed after it was read; UnusableFile; and
    ValueError as `second_person` does.
    """
    check = SecondCheck(
        by=second_person(plan, by), at=at.replace(second=0, microsecond=0), fingerprint=fingerprint
    )
    others = tuple(other for other in plan.checks if not same_initials(other.by, check.by))
    checks = (*others, check)
    write_beside(path, fingerprint, CHECKS, checks)
    return plan.model_copy(update={"checks": checks})


def write_beside(path: Path, fingerprint: str, key: str, entries: Sequence[BaseModel]) -> None:
    """Write into the file of the plan with this fingerprint what persons have done with it. Raises
    NotWritten and UnusableFile."""
    raw = read_bytes(path, MOST_BYTES)
    if not _is_of(fingerprint, raw):
        sentence = _("{file} was changed meanwhile; do it again")
        raise NotWritten(sentence.format(file=printable(str(path))))
    refuse_read_only(path)
    tree = json.loads(raw) | {key: [each.model_dump(mode="json") for each in entries]}
    write_whole(path, json_text(tree).encode(), replace=True)


def _is_of(fingerprint: str, raw: bytes) -> bool:
    try:
        tree = read_json_tree(raw).tree
    except BadFile:
        return False
    return isinstance(tree, dict) and plan_fingerprint(plain(tree)) == fingerprint


def _has_answered(initials: str, plan: Plan) -> bool:
    return any(same_initials(initials, answer.initials) for answer in of_the_plan(plan.answers))
