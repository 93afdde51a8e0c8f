"""What was typed as JSON, for the draft that survives a crash."""

import json
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from rechallenge.model.finding import Acknowledgement

from .typed import Answer, Typed

SCHEMA = "rechallenge/draft/1"


class BadDraft(ValueError):
    """A draft that cannot be read back."""


def draft_json(typed: Typed) -> str:
    """What was typed, whole."""
    tree = {
        "schema": SCHEMA,
        "day": typed.day.isoformat(),
        "texts": dict(typed.texts),
        "ticks": dict(typed.ticks),
        "answers": [_answer_tree(answer) for answer in typed.answers],
    }
    return json.dumps(tree, sort_keys=True, indent=1) + "\n"


def read_draft(text: str) -> Typed:
    """What was typed. Raises BadDraft."""
    try:
        tree = json.loads(text)
        if tree["schema"] != SCHEMA:
            raise BadDraft(f"is no draft of this version, but {tree['schema']}")
        return Typed(
            day=date.fromisoformat(tree["day"]),
            texts=_texts(tree["texts"]),
            ticks=_texts(tree["ticks"]),
            answers=tuple(_answer(answer) for answer in tree["answers"]),
        )
    except (ValueError, KeyError, TypeError, ValidationError, RecursionError) as error:
        if isinstance(error, BadDraft):
            raise
        raise BadDraft("cannot be read") from None


def _texts(tree: Any) -> dict[str, str]:
    if not all(isinstance(k, str) and isinstance(v, str) for k, v in tree.items()):
        raise BadDraft("cannot be read")
    return dict(tree)


def _answer_tree(answer: Answer) -> dict[str, str]:
    given = answer.acknowledgement
    at = given.at.isoformat(timespec="minutes") if given.at else ""
    return {
        "code": given.code,
        "reason": given.reason,
        "initials": given.initials,
        "at": at,
        "question": answer.question,
        "patient": answer.patient,
    }


def _answer(tree: Any) -> Answer:
    given = Acknowledgement(
        code=tree["code"],
        reason=tree["reason"],
        initials=tree["initials"],
        at=datetime.fromisoformat(tree["at"]) if tree["at"] else None,
    )
    return Answer(given, tree["question"], tree["patient"])
