"""An audit of a table as text: what it was read as, what was compared, and what disagrees."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from rechallenge.audit.agreement import Audit, Disagreement, Explanation
from rechallenge.audit.intervals import Interval, simplest
from rechallenge.audit.relations import Claim
from rechallenge.audit.understanding import COUNTED, Printed
from rechallenge.quantities import display_number
from rechallenge.words import counted, word

from .grid import grid, line_text
from .layout import wrapped

_WITHOUT_STRENGTH = {"volume-strength": "volume-dose", "rate-strength": "rate-dose"}


def audit_text(audit: Audit) -> str:
    """What was read first, so that a reader can see whether the rest is about their table."""
    parts = [
        (word("audit.heading.understood"), _understood(audit)),
        (word("audit.heading.not-read"), [_unread(audit)]),
        (word("audit.heading.compared"), [_compared(audit)]),
        (word("audit.heading.disagrees"), list(_disagreeing(audit))),
    ]
    blocks = ["\n".join([heading.upper(), *lines]) for heading, lines in parts if any(lines)]
    return "\n\n".join([audit.found.table.name, *blocks]) + "\n"


def _understood(audit: Audit) -> list[str]:
    found = audit.found
    heads = [word(f"audit.{code}") for code in ("column", "header", "read-as", "unit", "numbers")]
    count = Counter(number.role for number in found.printed())
    rows = [
        (str(column.place + 1), column.header, word(f"role.{column.role}"), column.unit,
         str(count[column.role]) if column.role in COUNTED else "")
        for column in found.columns
    ]  # fmt: skip
    none = word("role.none")
    rows += [(str(place + 1), header, none, "", "") for place, header in found.others]
    table = grid(heads, rows)
    lines = [line_text(line) for row in (table.head, *table.rows) for line in row]
    return [*lines, "", f"  {word('audit.steps', count=len(found.lines))}"]


def _unread(audit: Audit) -> str:
    said = (f"{one.cell.where}: {one.cell.text}: {word(f'unread.{one.why}')}"
            for one in audit.found.unread)  # fmt: skip
    return "\n".join(wrapped(line, 2, 4) for line in said)


def _compared(audit: Audit) -> str:
    said = [counted(f"compared.{code}", n, count=n) for code, n in audit.compared.items()]
    return "\n".join(wrapped(line, 2, 4) for line in said or [word("audit.nothing-compared")])


def _disagreeing(audit: Audit) -> Iterator[str]:
    if not audit.disagreements:
        yield wrapped(word("audit.clean"), 2)
    for number, one in enumerate(audit.disagreements, 1):
        lines = [claim_text(claim) for claim in one.claims] or [word("claim.together")]
        first, *rest = [*lines, *_explained(one)]
        yield wrapped(f"{number}. {first}", 2, 5)
        yield from (wrapped(line, 5, 7) for line in rest)


def _explained(one: Disagreement) -> Iterator[str]:
    coarser = [way for way in one.explanations if way.coarser]
    if not one.explanations:
        yield word("audit.unexplained")
    elif coarser:
        for way in coarser:
            number = way.number
            yield word("audit.coarser", number=number.shown, where=number.cell.where)
    elif len(one.explanations) == 1:
        yield _would_be("audit.would-be", one.explanations[0])
    else:
        yield word("audit.one-of")
        yield from (f"- {_would_be('audit.would-be-equal', way)}" for way in one.explanations)


def _would_be(code: str, way: Explanation) -> str:
    number = way.number
    value = _between(way.would_be, number.base)
    return word(code, number=number.shown, where=number.cell.where, value=value)


def _between(left: Interval, base: str) -> str:
    """What is left of a number: one value, or the one with the fewest digits of several."""
    if left.high is None:
        return word("audit.at-least", low=_shown(left.low, base))
    if left.low == left.high:
        return _shown(left.low, base)
    low, high = _outward(left)
    between = word("audit.between", low=low, high=_shown_text(high, base))
    return word("audit.about", value=_shown(simplest(left), base), between=between)


def _outward(left: Interval) -> tuple[str, str]:
    """Both ends to as many digits as tell them apart."""
    assert left.high is not None
    places = 3
    while places < 9 and round(left.low, places) == round(left.high, places):
        places += 1
    return _digits(left.low, places), _digits(left.high, places)


def _digits(value: Fraction, places: int) -> str:
    scaled = str(int(value * 10**places + Fraction(1, 2))).rjust(places + 1, "0")
    return f"{scaled[:-places]}.{scaled[-places:]}".rstrip("0").rstrip(".")


def _shown(value: Fraction, base: str) -> str:
    return f"{display_number(value, 6)} {base}"


def _shown_text(digits: str, base: str) -> str:
    return f"{digits} {base}"


def claim_text(claim: Claim) -> str:
    """What some numbers say together, and what is printed."""
    *parts, printed = claim.numbers
    first, second = ([*parts, printed, printed])[:2]
    worked, code = _worked(claim), claim.code
    if code in _WITHOUT_STRENGTH and len(parts) == 1:
        code = _WITHOUT_STRENGTH[code]
    return word(
        f"claim.{code}", step=_line(printed), first=first.shown, second=second.shown,
        sum=_sum(parts), worked=worked, printed=printed.shown,
    )  # fmt: skip


def _worked(claim: Claim) -> str:
    """What the numbers before the result make, exactly, in the unit of the result."""
    *parts, printed = claim.numbers
    if claim.code == "rate-time":
        return _shown(parts[0].value * parts[1].value / 60, printed.base)
    if claim.code in _WITHOUT_STRENGTH:
        if len(parts) == 1:
            return _shown(printed.value / parts[0].value, _per_ml(printed.base))
        return _shown(parts[0].value * parts[1].value, printed.base)
    if claim.code == "bag-holds":
        return _shown(parts[0].value * parts[1].value, printed.base)
    return _shown(sum((part.value for part in parts), Fraction(0)), printed.base)


def _per_ml(base: str) -> str:
    return f"{base.removesuffix('/h')}/mL"


def _sum(parts: Sequence[Printed]) -> str:
    """The numbers of a sum; of many, the first and the last."""
    shown = [part.shown for part in parts]
    if len(shown) > 4:
        shown = [*shown[:2], "...", shown[-1]]
    return " + ".join(shown)


def _line(printed: Printed) -> str:
    if printed.role.value in ("bag-volume", "holds"):
        return word("audit.bag", bag=printed.line)
    return word("audit.step", step=printed.line)
