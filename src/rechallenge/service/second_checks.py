"""The checks by a second person in a plan file: read with it, and written into it."""

from rechallenge.files.json_tree import JsonTree, plain
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, Unusable
from rechallenge.model.second_check import SecondCheck, same_initials
from rechallenge.words import _

from .rebuild import read_model

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
    return check.fingerprint == fingerprint and not has_answered(check.by, plan)


def has_answered(initials: str, plan: Plan) -> bool:
    """Whether whoever has these initials has answered a finding of the plan."""
    return any(same_initials(initials, answer.initials) for answer in plan.answers)
