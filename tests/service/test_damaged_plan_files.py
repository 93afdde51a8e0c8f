"""No value of a plan file can be damaged unseen: the file is refused at the value, or says which
sentence was changed, or is the same plan all the same.

`python -m tools.damage` tries every value in every way; here are some, each in one way.
"""

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rechallenge.files.json_tree import plain
from rechallenge.files.reading import UnusableFile
from rechallenge.model.plan import Plan
from rechallenge.service.differences import Differences
from rechallenge.service.plan_file import read_plan
from rechallenge.sheet.plan_json import FOLLOWS, is_for_readers, plan_fingerprint, plan_json
from tests.service.damage import Damage, at, damages, file_of, leaves, one_of_each_kind, rows
from tests.service.test_plan_file import FULL
from tests.sheet.printed import made as printed
from tests.tiers import slow_but

PLANS = {"full": (FULL, 1), "three-bags": (printed("three-bags"), 5)}
"""The plans, and how many values there are to each that is tried."""


def is_made_again(tree: Any, damage: Damage) -> bool:
    """Whether nothing is lost: the value that was taken out is null, false or empty (within an
    amount, an empty unit does say something), or follows from others; or the proof, which repeats
    what stands elsewhere, has less, or the same in another order (decision 018)."""
    place = damage.place
    if place[0] == "proof":
        return damage.way in ("removed", "swapped with another row")
    of_an_amount = set(at(tree, place[:-1])) == {"value", "unit", "exact"}
    empty = at(tree, place) in (None, False, "", [], {}) and not of_an_amount
    follows = tuple("*" if isinstance(part, int) else part for part in place) in FOLLOWS
    return damage.way == "removed" and (empty or follows)


def told(made: Any, damage: Damage) -> str:
    """How a damaged value beside the inputs is found."""
    part, place = str(damage.place[0]), damage.place
    differences = Differences(None)
    if part in damage.tree:
        differences.compare(damage.tree[part], made[part], (part,))
    named = [problem.place for problem in differences.problems]
    if named:
        # In a list of another length it is the list that is named; amounts of the proof are named
        # by what they are of.
        told_at = place[:1] if place[0] == "proof" else place
        assert any(told_at[: len(one)] == one[: len(told_at)] for one in named), damage[:2]
        return "named"
    if is_for_readers(place):
        assert place in differences.texts
        return "named, and not used"
    # A file that has less is refused for its fingerprint.
    one, other = (plan_fingerprint({part: plain(tree.get(part))}) for tree in (damage.tree, made))
    if one != other or part == "fingerprint":
        return "missed"
    assert is_made_again(made, damage), damage[:2]
    return "made again"


def opened(plan: Plan, damage: Damage, folder: Path) -> str:
    """How a damaged file is found when it is opened."""
    path = folder / "plan.json"
    path.write_text(damage.content)
    try:
        saved = read_plan(path)
    except UnusableFile as error:
        return "refused twice" if "is here twice" in str(error) else "refused"
    assert saved.plan == plan
    if is_for_readers(damage.place):
        assert damage.place in saved.changed_texts
        return "named, and not used"
    return "made again"


@pytest.mark.parametrize("name", slow_but(["full"], PLANS))
def test_each_value_that_is_damaged_is_named_at_its_place(name: str) -> None:
    # Beside the inputs, whose change makes another plan: every value and every row, in one of the
    # ways in turn.
    plan, one_in = PLANS[name]
    made = file_of(plan_json(plan))
    places = [p for p in (*leaves(made), *rows(made)) if p[0] not in ("inputs", "checks")]
    found = Counter[str]()
    for turn, place in enumerate(places[::one_in]):
        ways = [damage for damage in damages(made, place) if not damage.twice]
        found[told(made, ways[turn % len(ways)])] += 1
    assert found["named"] > 400
    assert found["missed"] > 40
    assert found["named, and not used"]
    assert found["made again"]


@pytest.mark.slow
def test_a_damaged_file_is_refused_or_is_the_plan_all_the_same(tmp_path: Path) -> None:
    made = file_of(plan_json(FULL))
    kinds = one_of_each_kind(made)
    inputs = [place for place in kinds if place[0] == "inputs"]
    random = Random(12)
    for place in (*random.sample(inputs, 25), *random.sample(kinds, 25)):
        damage = random.choice(list(damages(made, place)))
        found = opened(FULL, damage, tmp_path)
        if found == "made again":
            assert is_made_again(made, damage), damage[:2]
        elif found != "named, and not used":
            assert found == ("refused twice" if damage.twice else "refused")


def test_a_file_with_another_fingerprint_or_without_one_is_refused(tmp_path: Path) -> None:
    made = file_of(plan_json(FULL))
    for damage in damages(made, ("fingerprint",)):
        assert opened(FULL, damage, tmp_path).startswith("refused"), damage.way
