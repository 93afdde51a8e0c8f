"""A validation as it is shown: each order with what was worked by hand and what the program has."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rechallenge.model.example import Compared
from rechallenge.model.order import SETTINGS
from rechallenge.model.validation import Case, CaseResult
from rechallenge.quantities import display
from rechallenge.sheet.places import label_of
from rechallenge.words import counted, word
from rechallenge.words.lists import things

_BAG_COLUMNS = {
    "volume": "column.volume", "holds": "column.holds", "concentration": "column.concentration",
    "discarded": "column.discarded",
}  # fmt: skip
_STEP_COLUMNS = {
    "rate": "validation.column.rate", "dose_rate": "validation.column.dose-rate",
    "duration": "column.duration", "observe": "column.duration", "volume": "column.volume",
    "dose": "column.dose", "cumulative_dose": "column.cumulative",
}  # fmt: skip
_WHOLE = {"first_drug": "validation.first-drug", "total": "validation.takes"}


class _ValidationCell(NamedTuple):
    """A value of the program, with the one worked by hand where they differ."""

    text: str
    agrees: bool


class _ValidationRow(NamedTuple):
    """A bag or a step: its name, and a cell for each column, None where nothing was worked by
    hand."""

    name: str
    cells: tuple[_ValidationCell | None, ...]

    @property
    def agrees(self) -> bool:
        """Whether all of it agrees."""
        return all(cell is None or cell.agrees for cell in self.cells)


class ValidationTable(NamedTuple):
    """Bags or steps, under heads; the first is that of their names."""

    heads: tuple[str, ...]
    rows: tuple[_ValidationRow, ...]


class CaseView(NamedTuple):
    """One order: what it says, its sums by hand, its tables, what is of the whole infusion, and
    what came of it in a word and in sentences."""

    title: str
    order: tuple[tuple[str, str], ...]
    sums: tuple[str, ...]
    tables: tuple[ValidationTable, ...]
    whole: tuple[tuple[str, _ValidationCell], ...]
    outcome: str
    agrees: bool
    problems: tuple[str, ...]


def case_view(number: int, result: CaseResult) -> CaseView:
    """An order and what came of it."""
    case = result.case
    return CaseView(
        title=f"{number}. {case.title}",
        order=tuple(_order(case)),
        sums=case.by_hand,
        tables=tuple(_tables(case, result.compared)),
        whole=tuple(_whole(result.compared)),
        outcome=_outcome(result),
        agrees=result.agrees,
        problems=tuple(problem.sentence for problem in result.problems),
    )


def summary(done: Sequence[CaseResult]) -> str:
    """How many orders came out as they were worked by hand, and how many values that compares."""
    wrong = sum(not result.agrees for result in done)
    code = "validation.differ" if wrong else "validation.all-agree"
    values = sum(len(result.compared) for result in done)
    return word(code, number=wrong or len(done), cases=len(done), values=values)


def _order(case: Case) -> Iterator[tuple[str, str]]:
    yield word("validation.by"), case.protocol
    written = case.order.model_dump(mode="json", exclude_defaults=True)
    settings = written.pop(SETTINGS, {})
    for name, value in (written | settings).items():
        yield label_of(name), str(value)


def _outcome(result: CaseResult) -> str:
    if not result.agrees:
        return word("validation.case.differs")
    if result.case.refused:
        return word("validation.case.refused", codes=things(result.refused))
    return counted("validation.case.agrees", len(result.compared))


def _tables(case: Case, found: Sequence[Compared]) -> Iterator[ValidationTable]:
    names = [bag.name or word("validation.only-bag") for bag in case.bags]
    yield from _table("bags", word("validation.bag"), _BAG_COLUMNS, names, found)
    steps = [str(step.number or place) for place, step in enumerate(case.steps, 1)]
    yield from _table("steps", word("column.step"), _STEP_COLUMNS, steps, found)


def _whole(found: Sequence[Compared]) -> Iterator[tuple[str, _ValidationCell]]:
    for one in found:
        if code := _WHOLE.get(str(one.place[0])):
            yield word(code), _cell(one)


def _table(
    part: str, head: str, columns: dict[str, str], names: Sequence[str], found: Sequence[Compared]
) -> Iterator[ValidationTable]:
    by_row: dict[int, dict[str, Compared]] = {}
    for one in found:
        if one.place[0] == part:
            _part, row, key = one.place
            by_row.setdefault(int(row), {})[word(columns[str(key)])] = one
    heads = tuple(dict.fromkeys(
        word(code) for code in columns.values() if any(word(code) in row for row in by_row.values())
    ))  # fmt: skip
    rows = [
        _ValidationRow(
            names[place],
            tuple(None if one is None else _cell(one) for one in map(values.get, heads)),
        )
        for place, values in by_row.items()
    ]
    if rows:
        yield ValidationTable((head, *heads), tuple(rows))


def _cell(one: Compared) -> _ValidationCell:
    text = display(one.planned)
    if not one.agrees:
        text = word("validation.differs", planned=text, worked=one.worked.text)
    return _ValidationCell(text, one.agrees)
