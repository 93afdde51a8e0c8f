"""The findings of a note: with their sentences or, where lines are short, by their codes; an answer
always stands with the finding that it answers."""

from collections.abc import Iterator

from rechallenge.model.finding import Severity
from rechallenge.words import word
from rechallenge.words.lists import clauses, listed, with_label, without_stop

from .view import FindingItem

NOTED, FINDINGS = "noted", "findings"
"""What may be left out: the sentences of what is only noted, and of what asks."""


def finding_sentences(items: tuple[FindingItem, ...], left: tuple[str, ...]) -> Iterator[str]:
    """What asks, what was confirmed and what is noted; `left` names what is left out."""
    asked = [item for item in items if item.severity is Severity.CONFIRM]
    noted = [item for item in items if item.severity is not Severity.CONFIRM]
    groups = (
        ("note.to-confirm", [item for item in asked if item.is_open], FINDINGS),
        ("note.confirmed", [item for item in asked if not item.is_open], FINDINGS),
        ("note.noted", noted, NOTED),
    )
    for code, group, part in groups:
        said = [_finding(item) for item in group]
        if part in left:
            said = [clauses(_in_short(group))] if group else []
        yield from (with_label(word(code), text) for text in said)


def _finding(item: FindingItem) -> str:
    named = word("note.finding", code=item.code, places=item.label)
    return _with_answer(word("note.finding-said", finding=named, text=item.text), item)


def _in_short(items: list[FindingItem]) -> Iterator[str]:
    """The codes, with their places where a person is asked."""
    for code in dict.fromkeys(item.code for item in items):
        alike = [item for item in items if item.code == code]
        if alike[0].severity is not Severity.CONFIRM:
            yield code
        elif alike[0].is_open:
            yield word("note.finding", code=code, places=listed([one.label for one in alike]))
        else:
            for one in alike:
                yield _with_answer(word("note.finding", code=code, places=one.label), one)


def _with_answer(said: str, item: FindingItem) -> str:
    if item.answer is None:
        return said
    return word("note.finding-answered", finding=without_stop(said), answer=item.answer.text)
