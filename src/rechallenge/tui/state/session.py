"""One sitting at the planner: the order as typed, what follows from it, and the edits so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from rechallenge.model.finding import Acknowledgement
from rechallenge.model.places import place_of
from rechallenge.model.site import Paper, paper_of
from rechallenge.model.verification import SecondCheck
from rechallenge.sheet.places import place_label
from rechallenge.words import _

from .draft import Answer, DraftOrder
from .evaluation import Evaluation, evaluate, proven, site_of
from .shelf import Shelf

MOST_UNDONE = 1000


class Edit(NamedTuple):
    """One edit, to be undone: the label of the field (or what was done), and what was there
    before."""

    what: str
    before: DraftOrder


@dataclass(slots=True)
class Session:
    """The state behind every screen. Each change makes a new evaluation and tells whoever listens;
    `evaluation` is never older than what is typed. `keep` is handed what is unsaved after each
    change, and None once nothing is. `chosen_paper` is that of the pages, where a person has chosen
    one. `later` puts work off until the screen shows what was typed, and says whether it could;
    without a screen nothing is put off. `tell` says a sentence to the person."""

    shelf: Shelf
    keep: Callable[[DraftOrder | None], None] = lambda draft: None
    clock: Callable[[], datetime] = datetime.now
    listeners: list[Callable[[Evaluation], None]] = field(default_factory=list)
    draft: DraftOrder = field(init=False)
    """What is typed now."""
    saved: DraftOrder = field(init=False)
    chosen_paper: Paper | None = None
    later: Callable[[Callable[[], None]], bool] = lambda work: False
    tell: Callable[[str], None] = lambda said: None
    _undone: list[Edit] = field(default_factory=list)
    _redone: list[Edit] = field(default_factory=list)
    _same_edit: str | None = None
    _evaluation: Evaluation | None = None
    _told: bool = True

    def __post_init__(self) -> None:
        self.draft = self.saved = DraftOrder(self.today)

    @property
    def paper(self) -> Paper:
        """The paper that was chosen, else that of the site of the order or of its plan, else A4."""
        return self.chosen_paper or paper_of(site_of(self.draft, self.shelf))

    @property
    def evaluation(self) -> Evaluation:
        if self._evaluation is None:
            self._evaluation = evaluate(self.draft, self.shelf)
        return self._evaluation

    @property
    def is_behind(self) -> bool:
        """Whether what was told last is older than what is typed."""
        return not self._told

    @property
    def today(self) -> date:
        return self.clock().date()

    @property
    def unsaved(self) -> bool:
        return self.draft != self.saved and not self.draft.is_empty

    @property
    def only_ticks_unsaved(self) -> bool:
        """Whether only the premedication ticks are unsaved."""
        return self.unsaved and replace(self.draft, ticks=self.saved.ticks) == self.saved

    @property
    def can_undo(self) -> bool:
        return bool(self._undone)

    @property
    def can_redo(self) -> bool:
        return bool(self._redone)

    def write(self, key: str, text: str, *, typed: bool = False) -> None:
        """Put a text into a field. Until `end_edit`, what is typed into one field is one edit. A
        text that is `typed` is on the screen before what follows from it is worked out."""
        if self.draft.text(key) != text:
            changed = self.draft.written(key, text, self.today)
            if self.draft.stopped is not None:
                self.end_edit()
                self.tell(_("The order has changed, so the stop is left out. Ctrl+Z undoes this."))
            self._change(changed, place_label(place_of(key)), same=key, typed=typed)

    def choose(self, key: str, text: str) -> None:
        """Put a text that was chosen into a field: an edit of its own."""
        self.end_edit()
        self.write(key, text)
        self.end_edit()

    def begin_answer(self, asked: str, texts: Mapping[str, str]) -> None:
        """Keep what is half typed of an answer: nothing is worked out from it."""
        others = {name: begun for name, begun in self.draft.begun.items() if name != asked}
        typed = {name: text for name, text in texts.items() if text}
        self._keep_aside(replace(self.draft, begun=others | ({asked: typed} if typed else {})))

    def answer(self, answer: Answer) -> None:
        self._change(
            self.draft.answered(answer),
            _("answer to {finding}").format(finding=answer.acknowledgement.code),
        )

    def go_on(self, draft: DraftOrder) -> None:
        """Take up the plan that goes on after a stop."""
        self._change(draft, _("stop"))

    def report(self, texts: Mapping[str, str]) -> None:
        """Keep what is half typed of a stop: nothing is worked out from it."""
        self._keep_aside(replace(self.draft, report=texts))

    def unanswer(self, taken: Acknowledgement) -> None:
        self._change(
            self.draft.unanswered(taken), _("answer to {finding}").format(finding=taken.code)
        )

    def checked(self, checks: tuple[SecondCheck, ...]) -> None:
        """Show the checks that are in the file of this plan."""
        self.saved = replace(self.saved, checks=checks)
        self._settle(replace(self.draft, checks=checks))

    def tick(self, dose: str) -> None:
        """Tick a premedication dose off with the time of this moment, or take the tick back."""
        at = None if dose in self.draft.ticks else f"{self.clock():%H:%M}"
        self._change(self.draft.ticked(dose, at), _("tick of {dose}").format(dose=dose))

    def replace(self, draft: DraftOrder, *, saved: bool, what: str = "") -> None:
        """Take up another order whole: an opened plan, a restored draft, a new one. `what` names
        the edit that undo takes back; without it there is nothing to go back to."""
        if saved:
            self.saved = draft
        if what and not (draft.is_empty and self.draft.is_empty):
            self._change(draft, what)
            return
        if not what:
            self._undone, self._redone, self._same_edit = [], [], None
        self._settle(draft)

    def end_edit(self) -> None:
        """The next key typed begins a new edit, even in the same field."""
        self._same_edit = None

    def undo(self) -> str | None:
        """Undo the last edit; what was undone, or None where there is none."""
        return self._step_back(self._undone, self._redone)

    def redo(self) -> str | None:
        """Do again what was undone last; None where nothing was."""
        return self._step_back(self._redone, self._undone)

    def mark_saved(self) -> None:
        """What is typed now is in a plan file, except for ticks and for what is half typed."""
        self.saved = replace(self.draft, ticks={}, begun={})
        self.keep(self.draft if self.unsaved else None)

    def look_again(self) -> None:
        """Work everything out again: a file has changed."""
        self._settle(self.draft)

    def prove(self) -> None:
        """Recompute the plan, unless that is done; tell whoever listens."""
        before = self.evaluation
        if before.plan is not None and before.plan.proof is None:
            self._evaluation = proven(before)
            self._tell()

    def _change(
        self, draft: DraftOrder, what: str, *, same: str | None = None, typed: bool = False
    ) -> None:
        if same is None or self._same_edit != same:
            self._undone = [*self._undone, Edit(what, self.draft)][-MOST_UNDONE:]
        self._redone = []
        self._same_edit = same
        self._settle(draft, typed=typed)

    def _step_back(self, these: list[Edit], those: list[Edit]) -> str | None:
        if not these:
            return None
        edit = these.pop()
        those.append(Edit(edit.what, self.draft))
        self._same_edit = None
        # What is half typed is no edit yet: it stays.
        self._settle(replace(edit.before, begun=self.draft.begun))
        return edit.what

    def _keep_aside(self, draft: DraftOrder) -> None:
        self.draft = draft
        self._evaluation = self.evaluation._replace(draft=draft)
        self.keep(draft if self.unsaved else None)

    def _settle(self, draft: DraftOrder, *, typed: bool = False) -> None:
        self.draft, self._evaluation, self._told = draft, None, False
        self.keep(draft if self.unsaved else None)
        if not (typed and self.later(self.catch_up)):
            self.catch_up()

    def catch_up(self) -> None:
        """Tell what follows from what is typed, unless that was told; prove it afterwards."""
        if self._told:
            return
        put_off = self.evaluation.plan is not None and self.later(self.prove)
        if not put_off:
            self._evaluation = proven(self.evaluation)
        self._tell()

    def _tell(self) -> None:
        self._told = True
        for listener in tuple(self.listeners):
            listener(self.evaluation)
