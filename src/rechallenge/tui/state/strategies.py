"""Several strategies for the order as typed: each compared, or the reason why it cannot be."""

from typing import NamedTuple

from rechallenge.files.find import NotFound
from rechallenge.files.headings import LibraryEntry
from rechallenge.files.reading import UnusableFile
from rechallenge.model.comparison import Compared
from rechallenge.model.finding import Refused
from rechallenge.model.order import SETTINGS, Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Unusable
from rechallenge.model.protocol import ANY_DRUG
from rechallenge.service.comparing import compare
from rechallenge.service.order_fields import order_text, read_text
from rechallenge.sheet.finding_text import finding_text
from rechallenge.sheet.places import place_label
from rechallenge.words import _
from rechallenge.words.lists import clauses, things, with_label

from .draft import Held
from .evaluation import Evaluation, FieldStatus
from .fields import PROTOCOL
from .places import in_fields
from .shelf import Shelf

FEWEST, MOST = 2, 4


class Strategy(NamedTuple):
    """One strategy for the order: its plan in a few numbers, or why there is none."""

    id: str
    plan: Plan | None = None
    numbers: Compared | None = None
    why: str = ""


def order_of(evaluation: Evaluation) -> Order | str:
    """The order as typed, or why there is none to compare by."""
    draft = evaluation.draft
    refused = [
        s.label
        for s in evaluation.specs
        if evaluation.fields[s.key].status is FieldStatus.REFUSED
        and s.key != PROTOCOL
        and read_text(s.key, order_text(s.key, draft.text(s.key), draft.day)).refused
    ]
    if refused:
        return _("First correct the fields that cannot be used: {fields}.").format(
            fields=things(refused)
        )
    if not draft.text("dose"):
        return _("Write a dose first; strategies are compared for one order.")
    values = {
        name: order_text(name, draft.text(name), draft.day)
        for name in Order.model_fields
        if name != SETTINGS and draft.text(name)
    }
    return Order.model_validate(values | {SETTINGS: draft.settings()})


def candidates(
    entries: tuple[LibraryEntry, ...], evaluation: Evaluation
) -> tuple[LibraryEntry, ...]:
    """The protocols that may be compared: those for the order's drug, and those for any."""
    usable = tuple(entry for entry in entries if not entry.trouble)
    drug = evaluation.source.protocol.drug if evaluation.source else ANY_DRUG
    if drug == ANY_DRUG:
        drug = evaluation.draft.text("drug") or ANY_DRUG
    wanted = (drug.lower(), ANY_DRUG)
    return tuple(entry for entry in usable if entry.drug.lower() in wanted)


def strategies(
    names: tuple[str, ...], order: Order, shelf: Shelf, held: Held | None = None
) -> tuple[Strategy, ...]:
    """Each named strategy for the order; a strategy takes of the order what it has a use for."""
    return tuple(_strategy(name, order, shelf, held) for name in names)


def _strategy(name: str, order: Order, shelf: Shelf, held: Held | None) -> Strategy:
    try:
        (found,) = compare([shelf.source(name).protocol], order, shelf.holding(held))
    except (NotFound, UnusableFile) as error:
        return Strategy(name, why=str(error))
    return Strategy(name, found.plan, found.numbers, _why(found.error))


def _why(error: Exception | None) -> str:
    if isinstance(error, Refused):
        said = " ".join(map(finding_text, error.findings))
        return _("refused: {findings}").format(findings=said)
    if isinstance(error, Unusable):
        return clauses(
            with_label(place_label(p.place), in_fields(p.sentence)) for p in error.problems
        )
    return "" if error is None else str(error)
