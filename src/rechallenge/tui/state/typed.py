"""What a person has put in: each text exactly as typed, the answers given, the doses ticked off."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from rechallenge.model.finding import Acknowledgement

from .fields import PROTOCOL, SETTINGS

Texts: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a finding, with the fingerprint of what was asked: another number is another
    question, and the answer falls away."""

    acknowledgement: Acknowledgement
    question: str
    patient: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything a person has put in.

    `day` is the date that a start without one was typed on. A value of a protocol's own parameter
    is kept with that protocol (`carboplatin-12-step/settings.rate_1`), so that another protocol
    never takes it up in silence.
    """

    day: date
    texts: Texts = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    ticks: Texts = field(default_factory=dict)

    def text(self, key: str) -> str:
        """The text of a field; empty where nothing was typed."""
        return self.texts.get(self._place(key), "")

    def written(self, key: str, text: str, today: date) -> "Typed":
        """With another text in one field."""
        texts = {k: v for k, v in self.texts.items() if k != self._place(key)}
        if text:
            texts[self._place(key)] = text
        return replace(self, texts=texts, day=today if key == "start" else self.day)

    def settings(self) -> dict[str, str]:
        """The texts of the chosen protocol's own parameters, by name."""
        head = self._place(f"{SETTINGS}.")
        return {k.removeprefix(head): v for k, v in self.texts.items() if k.startswith(head)}

    def ticked(self, dose: str, at: str | None) -> "Typed":
        """With one premedication dose given at a time, or not given."""
        ticks = {k: v for k, v in self.ticks.items() if k != dose}
        return replace(self, ticks=ticks if at is None else ticks | {dose: at})

    def answered(self, answer: Answer) -> "Typed":
        """With an answer, which takes the place of an earlier one to the same finding."""
        code = answer.acknowledgement.code
        others = tuple(a for a in self.answers if a.acknowledgement.code != code)
        return replace(self, answers=(*others, answer))

    def unanswered(self, code: str) -> "Typed":
        """Without the answer to one finding."""
        left = tuple(a for a in self.answers if a.acknowledgement.code != code)
        return replace(self, answers=left)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to lose."""
        return not self.texts and not self.answers and not self.ticks

    def _place(self, key: str) -> str:
        if key.startswith(f"{SETTINGS}."):
            return f"{self.texts.get(PROTOCOL, '')}/{key}"
        return key
