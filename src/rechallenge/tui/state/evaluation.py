"""What follows from the texts as typed: a plan, a refusal, or the reason why there is neither.

An evaluation is always made from the texts beside it, so that no number outlives what it came from.
"""

from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from typing import Any, NamedTuple

from rechallenge.files.find import NotFound
from rechallenge.files.headings import protocols_for
from rechallenge.files.reading import ProtocolSource, UnusableFile
from rechallenge.model.consistency import VOLUME
from rechallenge.model.finding import Finding, Refused
from rechallenge.model.order import SETTINGS, Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import AnotherDrug, UnusableOrder, UnusableProtocol
from rechallenge.model.site import SiteOnFile
from rechallenge.planning.order.dosing import ordered_dose
from rechallenge.planning.order.from_site import with_blanks
from rechallenge.service.order_fields import FieldValue, order_text, read_text
from rechallenge.sheet.places import place_label
from rechallenge.words import _
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import things, with_label
from rechallenge.words.shown import shown

from .answering import with_answers
from .draft import DraftOrder
from .field_text import not_on_file, read_back, why_unused
from .fields import PROTOCOL, FieldSpec, form
from .places import in_fields
from .shelf import Shelf, is_plan_file

_BODY = ("dose", "weight", "height", "bsa")


class FieldStatus(Enum):
    """What was made of a field's text."""

    EMPTY = "empty"
    """Nothing typed, and nothing needed."""
    NEEDED = "needed"
    READ = "read"
    REFUSED = "refused"
    UNUSED = "unused"
    """Empty, and without effect on the chosen protocol."""
    FROM_SITE = "from-site"
    """Empty, and filled from the site's file."""


class FieldState(NamedTuple):
    """The status of a field, and the sentence beside it."""

    status: FieldStatus
    says: str = ""


class Evaluation(NamedTuple):
    """What follows from the texts. `plan` and `refused` are never both set; without a plan, `why`
    says what to do."""

    draft: DraftOrder
    specs: tuple[FieldSpec, ...]
    fields: dict[str, FieldState]
    source: ProtocolSource | None = None
    plan: Plan | None = None
    refused: tuple[Finding, ...] = ()
    why: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()
    """Codes of findings whose answer was given to other numbers."""


def evaluate(draft: DraftOrder, shelf: Shelf) -> Evaluation:
    """All that follows from what was typed, its plan not yet proven; never raises for what a
    person or a file says."""
    return _Evaluating(draft, shelf).result()


def site_of(draft: DraftOrder, shelf: Shelf) -> SiteOnFile | None:
    """The site's file that fills the blanks of this order; None where there is none that can be
    used."""
    if draft.held is not None:
        return draft.held.site
    with suppress(UnusableFile):
        return shelf.site()
    return None


def proven(evaluation: Evaluation) -> Evaluation:
    """The same with its plan recomputed, or with the reason why that does not agree."""
    from rechallenge.service.making import proven as proven_plan

    if evaluation.plan is None:
        return evaluation
    try:
        return evaluation._replace(plan=proven_plan(evaluation.plan))
    except Refused as refused:
        return evaluation._replace(plan=None, refused=refused.findings)
    except Exception as error:
        return evaluation._replace(plan=None, why=(defect(error),))


def defect(error: Exception) -> str:
    """What is said of an error that nobody foresaw."""
    # A defect must neither close the screen nor leave a number on it.
    cause = shown(f"{type(error).__name__}: {error}", 200)
    sentence = _("internal error ({cause}); nothing was made. Please report it")
    return sentence.format(cause=cause)


class _Evaluating:
    """One computation, with the sentences collected on the way."""

    def __init__(self, draft: DraftOrder, shelf: Shelf) -> None:
        self.draft = draft
        self.shelf = shelf
        self.refusals: dict[str, str] = {}
        self.needs: dict[str, str] = {}
        self.why: list[str] = []
        self.site: SiteOnFile | None = None
        self.site_is_wrong = False
        try:
            self.site = shelf.site() if draft.held is None else draft.held.site
        except UnusableFile as error:
            self.site_is_wrong = True
            self.why += map(str, error.problems)

    def result(self) -> Evaluation:
        source = self._source()
        self.specs = form(source.protocol if source else None)
        self.readings = dict(self._readings())
        dose = self._dose_alone()
        plan, refused = self._plan(source)
        fallen: tuple[str, ...] = ()
        if plan is not None:
            plan, fallen = with_answers(plan, self.draft)
        self.took = self._taken(source, plan)
        fields = {spec.key: self._state(spec, source, plan, dose) for spec in self.specs}
        why = () if plan is not None else tuple(self._reasons(fields, refused))
        return Evaluation(self.draft, self.specs, fields, source, plan, refused, why, fallen)

    def _source(self) -> ProtocolSource | None:
        named = self.draft.text(PROTOCOL)
        if not named:
            self.needs[PROTOCOL] = _("choose one: F3 opens the library")
            return None
        try:
            return self.shelf.source(named)
        except NotFound as error:
            self.refusals[PROTOCOL] = str(error)
        except UnusableFile as error:
            sentence = _("the file cannot be used: {why}")
            self.refusals[PROTOCOL] = sentence.format(why=error.in_one_line)
        return None

    def _readings(self) -> Iterator[tuple[str, FieldValue]]:
        for spec in self.specs:
            text = self.draft.text(spec.key)
            if spec.key == PROTOCOL or not text:
                # The volume of a bag that hangs is what is left in it.
                hangs = spec.key == VOLUME and self.draft.text("left")
                if spec.required and not text and spec.key != PROTOCOL and not hangs:
                    self.needs[spec.key] = _("needed")
                continue
            reading = read_text(spec.key, order_text(spec.key, text, self.draft.day))
            refused = reading.refused
            if refused is None and not self.site_is_wrong:
                refused = not_on_file(spec.key, reading.value, self.shelf, self.site)
            if refused is not None:
                self.refusals[spec.key] = refused
            yield spec.key, reading

    def _dose_alone(self) -> Any:
        """The dose to give, from dose and body alone, before anything else is filled in."""
        if "dose" not in self.readings or any(name in self.refusals for name in _BODY):
            return None
        stated = {n: self.readings[n].value for n in _BODY if n in self.readings}
        try:
            return ordered_dose(Order.model_validate(stated))
        except UnusableOrder as error:
            self._place(error)
            return None

    def _plan(self, source: ProtocolSource | None) -> tuple[Plan | None, tuple[Finding, ...]]:
        if self.draft.stopped is not None:
            return self.draft.stopped, ()
        if source is None or self.refusals or self.needs or self.site_is_wrong:
            return None, ()
        # Loaded with the first plan: the form is on the screen before that.
        from rechallenge.service.making import make_unproven

        try:
            facts = self.shelf.holding(self.draft.held)
            return make_unproven(source.protocol, self._order(), facts), ()
        except AnotherDrug as error:
            self._place(error)
            with suppress(NotFound, OSError):
                self.why.append(protocols_for(error.drug, self.shelf.shelves))
        except UnusableOrder as error:
            self._place(error)
        except UnusableProtocol as error:
            self.why += [str(problem) for problem in source.located(error).problems]
        except UnusableFile as error:
            self.why += [str(problem) for problem in error.problems]
        except Refused as refused:
            return None, refused.findings
        except Exception as error:
            self.why.append(defect(error))
        return None, ()

    def _order(self) -> Order:
        values = {key: reading.value for key, reading in self.readings.items()}
        head = f"{SETTINGS}."
        settings = {k.removeprefix(head): v for k, v in values.items() if k.startswith(head)}
        plain = {k: v for k, v in values.items() if not k.startswith(head)}
        return Order.model_validate(plain | {SETTINGS: settings})

    def _taken(self, source: ProtocolSource | None, plan: Plan | None) -> tuple[str, ...]:
        """The fields that the site's file fills: those of the plan, or those that it would fill."""
        if plan is not None:
            return () if plan.site is None else plan.site.took
        if self.site is None or source is None:
            return ()
        values = {
            key: reading.value
            for key, reading in self.readings.items()
            if key in Order.model_fields and key not in self.refusals
        }
        order = Order.model_validate({"dose": "1 mg"} | values)
        took = with_blanks(self.site, source.protocol, order, None).took
        # Whether a label states the technique is known with the plan.
        return tuple(name for name in took if name != "technique")

    def _place(self, error: UnusableOrder) -> None:
        """Each problem at its field: needed where that is empty, refused where it is not."""
        for problem in error.problems:
            key = ".".join(map(str, problem.place))
            known = any(spec.key == key for spec in self.specs)
            if not known:
                self.why.append(with_label(place_label(problem.place), in_fields(problem.sentence)))
            elif self.draft.text(key):
                self.refusals.setdefault(key, in_fields(problem.sentence))
            else:
                self.needs[key] = in_fields(problem.sentence)

    def _state(
        self, spec: FieldSpec, source: ProtocolSource | None, plan: Plan | None, dose: Any
    ) -> FieldState:
        text = self.draft.text(spec.key)
        if spec.key in self.refusals:
            return FieldState(FieldStatus.REFUSED, self.refusals[spec.key])
        if spec.key in self.needs:
            return FieldState(FieldStatus.NEEDED, self.needs[spec.key])
        if not text and spec.key in self.took and self.site is not None:
            value = FieldValue(getattr(self.site.said, spec.key))
            said = _("{value}, from the site").format(value=read_back(spec.key, value, plan, dose))
            return FieldState(FieldStatus.FROM_SITE, said)
        if not text:
            unused = why_unused(
                spec.key, source.protocol if source else None, self.draft, self.took
            )
            if unused is not None:
                return FieldState(FieldStatus.UNUSED, unused)
            fallback = _("{value} unless stated").format(value=spec.fallback)
            return FieldState(FieldStatus.EMPTY, spec.fallback and fallback)
        if spec.key == PROTOCOL:
            assert source is not None
            says = for_reader(source.protocol.title)
            if is_plan_file(text):
                held = _("{id}, as the plan file holds it: {title}")
                says = held.format(id=source.protocol.id, title=says)
            return FieldState(FieldStatus.READ, says)
        says = read_back(spec.key, self.readings[spec.key], plan, dose)
        return FieldState(FieldStatus.READ, says)

    def _reasons(
        self, fields: dict[str, FieldState], refused: tuple[Finding, ...]
    ) -> Iterator[str]:
        labels = {spec.key: spec.label for spec in self.specs}
        for key, state in fields.items():
            if state.status is FieldStatus.REFUSED:
                yield with_label(labels[key], state.says)
        needed = [labels[k] for k, s in fields.items() if s.status is FieldStatus.NEEDED]
        if needed:
            yield _("Still needed: {fields}.").format(fields=things(needed))
        yield from self.why
