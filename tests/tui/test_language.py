"""A translation that nobody has reviewed is asked about in the planner as anything else is."""

import json
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from rechallenge.service.plan_file import read_plan
from rechallenge.sheet.plan_json import plan_json
from rechallenge.words import speaking
from rechallenge.words.languages import book_in, use
from tests.tui.planning_room import STEPWISE, session
from tests.tui.test_answers import give, open_codes

CODE = "translation-unreviewed"


def in_chinese(*, reviewed: bool = False) -> AbstractContextManager[None]:
    return speaking(book_in("zh-CN"), partial(bool, reviewed))


def test_it_is_asked_once_answered_and_kept_in_the_plan_file(tmp_path: Path) -> None:
    with in_chinese():
        sitting = session(**STEPWISE)
        assert CODE in open_codes(sitting)
        give(sitting, CODE, "与英文核对")
        give(sitting, "protocol-unreviewed")
        # It was answered for the translation, whatever the order becomes.
        sitting.write("weight", "60 kg")
        assert CODE not in open_codes(sitting)
        plan = sitting.evaluation.plan
        assert plan is not None
        file = tmp_path / "plan.json"
        file.write_text(plan_json(plan), "utf-8")
        assert CODE not in {f.code for f in read_plan(file).plan.open_findings}
    tree = json.loads(file.read_text("utf-8"))
    assert [one["reason"] for one in tree["translations"]] == ["与英文核对"]
    assert CODE not in json.dumps(tree["findings"])
    assert CODE not in json.dumps(tree["inputs"])
    assert [one.code for one in read_plan(file).plan.answers] == ["protocol-unreviewed"]


def test_a_review_counts_from_the_next_change_of_an_order_on() -> None:
    reviewed: list[str] = []
    use("zh-CN", lambda tag: tag in reviewed)
    try:
        sitting = session(**STEPWISE)
        assert CODE in open_codes(sitting)
        reviewed.append("zh-CN")
        sitting.write("weight", "60 kg")
        assert CODE not in open_codes(sitting)
    finally:
        use("en", lambda _tag: True)


def test_a_reviewed_translation_asks_nothing() -> None:
    with in_chinese(reviewed=True):
        assert CODE not in open_codes(session(**STEPWISE))
    assert CODE not in open_codes(session(**STEPWISE))
