"""Checks by a second person in a plan file: only one that is about the plan in it is believed."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rechallenge.files.reading import UnusableFile
from rechallenge.model.verification import SecondCheck
from rechallenge.service.plan_file import SavedPlan, read_plan
from rechallenge.sheet.plan_json import fingerprint, plan_fingerprint, plan_json
from tests.service.test_plan_file import STEPWISE, answered

CONFIRMED = answered(STEPWISE)
AT = datetime(2026, 11, 21, 10, 5)
CHECK = SecondCheck(by="CD", at=AT, fingerprint=fingerprint(CONFIRMED))


def tree_with(**changes: Any) -> dict[str, Any]:
    """The file of the confirmed plan with a check in it, changed."""
    tree: dict[str, Any] = json.loads(plan_json(CONFIRMED))
    check = {"by": "CD", "at": "2026-11-21T10:05:00", "fingerprint": tree["fingerprint"]}
    return tree | {"checks": [check | changes]}


def read(folder: Path, tree: dict[str, Any]) -> SavedPlan:
    path = folder / "plan.json"
    path.write_text(json.dumps(tree), "utf-8")
    return read_plan(path)


def test_a_check_of_this_plan_is_read_and_written_again(tmp_path: Path) -> None:
    saved = read(tmp_path, tree_with())
    assert (saved.plan.checks, saved.lapsed, list(saved.notes)) == ((CHECK,), (), [])
    assert json.loads(plan_json(saved.plan)) == tree_with()


def test_a_check_of_another_plan_is_dropped_with_a_sentence(tmp_path: Path) -> None:
    saved = read(tmp_path, tree_with(fingerprint="0" * 64))
    assert saved.plan.checks == ()
    (note,) = saved.notes
    assert note == (
        "The check by CD, 2026-11-21 10:05, does not hold for this plan, and is left out. A second "
        "person must check it again."
    )


@pytest.mark.parametrize("initials", ["AB", "a.b."])
def test_a_check_by_who_answered_the_findings_is_dropped(initials: str, tmp_path: Path) -> None:
    saved = read(tmp_path, tree_with(by=initials))
    assert (saved.plan.checks, [c.by for c in saved.lapsed]) == ((), [initials])


def test_one_more_answer_makes_it_another_plan_and_the_check_lapses(tmp_path: Path) -> None:
    draft = json.loads(plan_json(STEPWISE))
    assert STEPWISE.open_findings
    check = {"by": "CD", "at": "2026-11-21T10:05:00", "fingerprint": draft["fingerprint"]}
    assert read(tmp_path, draft | {"checks": [check]}).plan.checks
    saved = read(tmp_path, json.loads(plan_json(CONFIRMED)) | {"checks": [check]})
    assert (saved.plan.checks, len(saved.lapsed)) == ((), 1)


def test_a_plan_of_another_release_keeps_its_check_while_it_is_the_same_plan(
    tmp_path: Path,
) -> None:
    tree = tree_with()
    tree["inputs"]["software"] = "0.0.9"
    tree["fingerprint"] = tree["checks"][0]["fingerprint"] = plan_fingerprint(tree)
    assert [check.by for check in read(tmp_path, tree).plan.checks] == ["CD"]
    # It found one thing less than this release: another plan, which nobody has checked.
    gone = next(f for f in tree["findings"] if f["severity"] == "confirm")
    tree["findings"].remove(gone)
    answers = tree["inputs"]["answers"]
    tree["inputs"]["answers"] = [a for a in answers if a["code"] != gone["code"]]
    tree["fingerprint"] = tree["checks"][0]["fingerprint"] = plan_fingerprint(tree)
    saved = read(tmp_path, tree)
    assert (saved.plan.checks, len(saved.lapsed), len(saved.new_findings)) == ((), 1, 1)


@pytest.mark.parametrize(
    ("checks", "says"),
    [
        ("CD", "checks: must be a list of checks by a second person"),
        ([7], "checks[0]: "),
        ([{"by": "CD"}], "checks[0].at: "),
        ([{"by": " ", "at": "2026-11-21T10:05", "fingerprint": ""}], "checks[0].by: is empty"),
        ([{"by": "CD", "at": "today", "fingerprint": ""}], "checks[0].at: "),
        (
            [{"by": "CD", "at": "2026-11-21T10:05", "fingerprint": "", "as": "x"}],
            "checks[0].as: ",
        ),
    ],
)
def test_a_check_that_cannot_be_read_is_refused_at_its_place(
    checks: object, says: str, tmp_path: Path
) -> None:
    with pytest.raises(UnusableFile) as refused:
        read(tmp_path, tree_with() | {"checks": checks})
    assert says in str(refused.value)
    assert "input_value" not in str(refused.value)
