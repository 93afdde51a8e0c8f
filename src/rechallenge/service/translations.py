"""Showing a plan in a translation that the site has not reviewed: who has accepted that, as its
file has it."""

from pathlib import Path

from rechallenge.checks.acknowledging import answered
from rechallenge.files.json_tree import JsonTree, plain, read_json_tree
from rechallenge.files.reading import read_bytes
from rechallenge.model.finding import Acknowledgement
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, Unusable, UnusableOrder
from rechallenge.model.translation import AcceptedTranslation, accepted_in, of_the_plan
from rechallenge.sheet.plan_json import TRANSLATIONS
from rechallenge.words import _

from .rebuild import read_model
from .second_checks import MOST_BYTES, write_beside


def accepted_translations(tree: dict[str, JsonTree]) -> tuple[AcceptedTranslation, ...]:
    """The translations that a plan file says were accepted. Raises Unusable."""
    stated = tree.get(TRANSLATIONS, [])
    if not isinstance(stated, list):
        raise Unusable(Problem((TRANSLATIONS,), _("must be a list of translations")))
    return tuple(
        read_model(AcceptedTranslation, plain(one), TRANSLATIONS, number)
        for number, one in enumerate(stated)
    )


def accept_translation(
    path: Path, plan: Plan, fingerprint: str, answers: tuple[Acknowledgement, ...]
) -> Plan:
    """Write into a plan file that a person has the plan with this fingerprint shown in the language
    in use; the plan with that answer. Those for other languages stay.

    Raises UnusableOrder for an answer to anything else, NotWritten and UnusableFile.
    """
    if others := of_the_plan(answers):
        sentence = _("is asked of the plan, not of a translation; answer it where the plan is made")
        raise UnusableOrder(*(Problem(("acknowledge", one.code), sentence) for one in others))
    plan = answered(plan, (*of_the_plan(plan.answers), *answers))
    tree = read_json_tree(read_bytes(path, MOST_BYTES)).tree
    assert isinstance(tree, dict)
    accepted = accepted_in(plan.findings)
    languages = [one.language for one in accepted]
    before = [one for one in accepted_translations(tree) if one.language not in languages]
    write_beside(path, fingerprint, TRANSLATIONS, (*before, *accepted))
    return plan
