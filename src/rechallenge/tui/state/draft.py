"""The order as a person has put it in: each text exactly as typed, the answers given, the doses
ticked off; and the same as JSON, for the draft that survives a crash."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from pydantic import TypeAdapter

from rechallenge.model.finding import Acknowledgement
from rechallenge.model.order import SETTINGS
from rechallenge.model.plan import Plan
from rechallenge.model.site import SiteOnFile
from rechallenge.model.verification import SecondCheck
from rechallenge.words import _
from rechallenge.words.shown import shown

from .fields import PROTOCOL

SCHEMA = "rechallenge/draft/1"

_SITE = TypeAdapter(SiteOnFile)

Texts: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a finding, with the fingerprint of what was asked: another number is another
    question, and the answer falls away."""

    acknowledgement: Acknowledgement
    question: str
    patient: str = ""

    @property
    def asked(self) -> str:
        """The question and the patient."""
        return asked_of(self.question, self.patient)


def asked_of(question: str, patient: str) -> str:
    """The name under which an answer is kept that is half typed."""
    return f"{question} {patient}"


class Held(NamedTuple):
    """The site's file that a saved plan holds, or that it has none: the blanks of its order are
    filled from it, wherever it is opened."""

    site: SiteOnFile | None = None


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """Everything a person has put in.

    `day` is the date that a start without one was typed on. A value of a protocol's own parameter
    is kept with that protocol (`carboplatin-12-step/settings.rate_1`), so that another protocol
    never takes it up in silence. `checks` by a second person hold for one plan; another order does
    not lose them, so that undoing an edit brings them back. `stopped` is a plan with stops, without
    answers: that infusion has begun, so it stays as it was made whatever changes on file, and an
    edit of the order leaves it. `report` is what is half typed of a stop, and `begun` of answers,
    by what they were asked. `held` is the site's file of an opened plan; None where the blanks are
    filled from the file of this site.
    """

    day: date
    texts: Texts = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    ticks: Texts = field(default_factory=dict)
    checks: tuple[SecondCheck, ...] = ()
    stopped: Plan | None = None
    report: Texts = field(default_factory=dict)
    held: Held | None = None
    begun: Mapping[str, Texts] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """The text of a field; empty where nothing was typed."""
        return self.texts.get(self._place(key), "")

    def written(self, key: str, text: str, today: date) -> "DraftOrder":
        """With another text in one field."""
        texts = {k: v for k, v in self.texts.items() if k != self._place(key)}
        if text:
            texts[self._place(key)] = text
        day = today if key == "start" else self.day
        return replace(self, texts=texts, day=day, stopped=None, report={})

    def settings(self) -> dict[str, str]:
        """The texts of the chosen protocol's own parameters, by name."""
        head = self._place(f"{SETTINGS}.")
        return {k.removeprefix(head): v for k, v in self.texts.items() if k.startswith(head)}

    def ticked(self, dose: str, at: str | None) -> "DraftOrder":
        """With one premedication dose given at a time, or not given."""
        ticks = {k: v for k, v in self.ticks.items() if k != dose}
        return replace(self, ticks=ticks if at is None else ticks | {dose: at})

    def answered(self, answer: Answer) -> "DraftOrder":
        """With an answer, which takes the place of an earlier one to the same finding."""
        others = self.unanswered(answer.acknowledgement)
        begun = {name: texts for name, texts in self.begun.items() if name != answer.asked}
        return replace(self, answers=(*others.answers, answer), begun=begun)

    def unanswered(self, taken: Acknowledgement) -> "DraftOrder":
        """Without the answer to one finding."""
        at = (taken.code, taken.place)
        left = [a for a in self.answers if (a.acknowledgement.code, a.acknowledgement.place) != at]
        return replace(self, answers=tuple(left))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to lose."""
        return not self.texts and not self.answers and not self.ticks

    def _place(self, key: str) -> str:
        if key.startswith(f"{SETTINGS}."):
            return f"{self.texts.get(PROTOCOL, '')}/{key}"
        return key


class BadDraft(ValueError):
    """A draft that cannot be read back."""


def draft_json(draft: DraftOrder) -> str:
    """What was typed, whole."""
    tree = {
        "schema": SCHEMA,
        "day": draft.day.isoformat(),
        "texts": dict(draft.texts),
        "ticks": dict(draft.ticks),
        "answers": [_answer_tree(answer) for answer in draft.answers],
        "checks": [check.model_dump(mode="json") for check in draft.checks],
        "stopped": None if draft.stopped is None else _inputs(draft.stopped),
        "report": dict(draft.report),
        "held": _held_tree(draft.held),
        "begun": {name: dict(texts) for name, texts in draft.begun.items()},
    }
    return json.dumps(tree, sort_keys=True, indent=1) + "\n"


def read_draft(text: str) -> DraftOrder:
    """What was typed. Raises BadDraft."""
    try:
        return _draft(json.loads(text))
    except BadDraft:
        raise
    except Exception:
        # A draft holds inputs of whole plans. Whatever damage leads to, the planner must start.
        raise BadDraft(_("cannot be read")) from None


def _draft(tree: Any) -> DraftOrder:
    if tree["schema"] != SCHEMA:
        raise BadDraft(
            _("is a draft of another version, {schema}").format(schema=shown(str(tree["schema"])))
        )
    return DraftOrder(
        day=date.fromisoformat(tree["day"]),
        texts=_texts(tree["texts"]),
        ticks=_texts(tree["ticks"]),
        answers=tuple(_answer(_texts(answer)) for answer in _list(tree["answers"])),
        checks=tuple(
            SecondCheck.model_validate_json(json.dumps(check))
            for check in _list(tree.get("checks", []))
        ),
        stopped=_stopped(tree.get("stopped")),
        report=_texts(tree.get("report", {})),
        held=_held(tree.get("held")),
        begun={name: _texts(texts) for name, texts in tree.get("begun", {}).items()},
    )


def _inputs(plan: Plan) -> dict[str, Any]:
    from rechallenge.sheet.plan_inputs import inputs_tree

    return inputs_tree(plan)


def _stopped(inputs: Any) -> Plan | None:
    """The plan with stops, made again."""
    if inputs is None:
        return None
    from rechallenge.service.rebuild import rebuild

    return rebuild(inputs).plan


def _list(tree: Any) -> list[Any]:
    if not isinstance(tree, list):
        raise BadDraft(_("cannot be read"))
    return tree


def _held_tree(held: Held | None) -> dict[str, Any] | None:
    if held is None:
        return None
    return {"site": None if held.site is None else _SITE.dump_python(held.site, mode="json")}


def _held(tree: Any) -> Held | None:
    if tree is None:
        return None
    said = tree["site"]
    return Held(None if said is None else _SITE.validate_json(json.dumps(said)))


def _texts(tree: Any) -> dict[str, str]:
    if not isinstance(tree, dict) or not all(isinstance(text, str) for text in tree.values()):
        raise BadDraft(_("cannot be read"))
    return tree


def _answer_tree(answer: Answer) -> dict[str, str]:
    given = answer.acknowledgement
    at = given.at.isoformat(timespec="minutes") if given.at else ""
    return {
        "code": given.code,
        "place": given.place or "",
        "reason": given.reason,
        "initials": given.initials,
        "at": at,
        "question": answer.question,
        "patient": answer.patient,
    }


def _answer(tree: Texts) -> Answer:
    given = Acknowledgement(
        code=tree["code"],
        place=tree.get("place") or None,
        reason=tree["reason"],
        initials=tree["initials"],
        at=datetime.fromisoformat(tree["at"]) if tree["at"] else None,
    )
    return Answer(given, tree["question"], tree["patient"])
