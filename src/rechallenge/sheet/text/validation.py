"""A validation as text: a line for each order, and under it whatever differs."""

from collections.abc import Iterable, Iterator, Sequence

from rechallenge.model.validation import CaseResult
from rechallenge.sheet.view.validation import CaseView, case_view, summary
from rechallenge.words.lists import with_label

from .layout import labelled, wrapped


def validation_text(done: Sequence[CaseResult], facts: Iterable[tuple[str, str]]) -> str:
    """What came of each order, on what the program runs, and how many agree."""
    cases = [case_view(number, result) for number, result in enumerate(done, 1)]
    parts = [
        "\n".join(line for case in cases for line in _case(case)),
        "\n".join(labelled(facts, indent=0)),
        wrapped(summary(done)),
    ]
    return "\n\n".join(parts) + "\n"


def _case(case: CaseView) -> Iterator[str]:
    yield wrapped(with_label(case.title, case.outcome), 0, 4)
    for problem in case.problems:
        yield wrapped(problem, 4)
    for table in case.tables:
        name, *heads = table.heads
        for row in table.rows:
            for head, cell in zip(heads, row.cells, strict=True):
                if cell is not None and not cell.agrees:
                    yield wrapped(with_label(f"{name} {row.name}", f"{head} {cell.text}"), 4, 6)
    for fact, cell in case.whole:
        if not cell.agrees:
            yield wrapped(with_label(fact, cell.text), 4, 6)
