"""An audit of a table for readers: every cell and sentence of it, worked out once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from rechallenge.audit.agreement import Audit, Disagreement, Explanation
from rechallenge.audit.columns import Role
from rechallenge.audit.intervals import Interval, simplest
from rechallenge.audit.looks import Look, looked_at, notes_of
from rechallenge.audit.network import Claim
from rechallenge.audit.understanding import COUNTED, Printed, Understanding
from rechallenge.quantities import display_number
from rechallenge.words import counted, word

from .audit_looks import look_text, note_text

_OF_ALL = ("stated-time", "stated-time-least", "stated-time-most", "stated-dose", "stated-bag",
           "shares")  # fmt: skip
"""Claims about all steps together."""
_PLAIN_PARTS = {
    "rate-time": (Role.RATE, Role.TIME),
    "volume-strength": (Role.VOLUME, Role.CONCENTRATION),
    "rate-strength": (Role.RATE, Role.CONCENTRATION),
    "bag-holds": (Role.BAG_VOLUME, Role.CONCENTRATION),
    "share": (),
    "rate-share": (),
    "per-body": (),
    "dose-rate-time": (),
}
"""What the numbers before the result are where a claim is told with them alone."""
_PART = "1:"
_PLUS, _PARTS = " + ", ", "
_WITHOUT_STRENGTH = {"volume-strength": "volume-dose", "rate-strength": "rate-dose"}


class ColumnRead(NamedTuple):
    """A column: its number from 1, its header as printed, what it is read as, its unit, and how
    many numbers were read; the last two are empty where there is none."""

    number: str
    header: str
    read_as: str
    unit: str = ""
    numbers: str = ""


class CellPassedOver(NamedTuple):
    """A cell that was not read, or not as its header says: its place, and a sentence on it."""

    where: str
    text: str


class Found(NamedTuple):
    """What does not agree: what the numbers say together, and what would explain it. `wrong` are
    the places of the cells that may be wrong, and `cells` those of all that are compared. It is no
    slip where a number only has fewer digits than its column."""

    claims: tuple[str, ...]
    explained: tuple[str, ...]
    wrong: tuple[str, ...]
    cells: tuple[str, ...]
    is_slip: bool


class Noted(NamedTuple):
    """What is worth a look: its place, and the sentence that says why."""

    where: str
    text: str


class AuditView(NamedTuple):
    """An audit as every front end shows it."""

    name: str
    columns: tuple[ColumnRead, ...]
    steps: str
    own_units: tuple[CellPassedOver, ...]
    not_read: tuple[CellPassedOver, ...]
    compared: tuple[str, ...]
    found: tuple[Found, ...]
    looked: tuple[str, ...]
    notes: tuple[Noted, ...]


def view_of(audit: Audit, looks: Sequence[Look] | None = None) -> AuditView:
    """The view of an audit, with what was looked at: unless it is stated, all that needs neither
    pump nor line."""
    looks = looked_at(audit) if looks is None else looks
    compared = (counted(f"compared.{code}", n, count=n) for code, n in audit.compared.items())
    return AuditView(
        audit.found.table.name,
        columns_read(audit.found),
        word("audit.steps", count=len(audit.found.lines)),
        own_units(audit.found),
        passed_over(audit.found),
        (*(tuple(compared) or (word("audit.nothing-compared"),)), *_alone(audit)),
        tuple(map(_found, audit.disagreements)),
        tuple(map(look_text, looks)),
        tuple(Noted(note.cell.where, note_text(note)) for note in notes_of(looks)),
    )


def _alone(audit: Audit) -> Iterator[str]:
    """What of each column was compared with nothing."""
    total = Counter(number.role for number in audit.found.printed())
    for role, count in Counter(number.role for number in audit.alone).items():
        what = word(f"role.{role}")
        yield counted("compared.alone", total[role], what=what, some=count, count=total[role])


def columns_read(found: Understanding) -> tuple[ColumnRead, ...]:
    """The columns of a table: those that are understood, what is stated beside them, and then the
    columns that are not."""
    units: dict[Role, list[str]] = {}
    for number in found.printed():
        units.setdefault(number.role, []).append(number.unit)
    known = []
    for place, role, unit, header in found.columns:
        numbers = units.get(role, [])
        in_cells = ", ".join(dict.fromkeys(filter(None, numbers)))
        shown = unit or (word("audit.in-cells", units=in_cells) if in_cells else "")
        count = str(len(numbers)) if role in COUNTED else ""
        known.append(ColumnRead(str(place + 1), header, word(f"role.{role}"), shown, count))
    stated = (
        ColumnRead("", number.cell.text, word(f"role.{number.role}"),
                   number.unit, "1")
        for number, _bound in found.facts
    )  # fmt: skip
    none = word("role.none")
    others = (ColumnRead(str(place + 1), header, none) for place, header in found.others)
    return (*known, *stated, *others)


def own_units(found: Understanding) -> tuple[CellPassedOver, ...]:
    """The numbers that were read in the unit of their cell against that of their header."""
    headers = {column.role: column.unit for column in found.columns if column.unit}
    return tuple(
        CellPassedOver(one.cell.where, word("audit.own-unit", where=one.cell.where,
                                            number=one.shown, unit=headers[one.role]))
        for one in found.printed()
        if one.unit and headers.get(one.role, one.unit) != one.unit
    )  # fmt: skip


def passed_over(found: Understanding) -> tuple[CellPassedOver, ...]:
    """The cells that were not read, and texts beside the table that have a number."""
    return tuple(
        CellPassedOver(
            one.cell.where, f"{one.cell.where}: {one.cell.text}: {word(f'unread.{one.why}')}"
        )
        for one in found.passed_over
    )


def _found(one: Disagreement) -> Found:
    claims = tuple(map(claim_text, one.claims)) or (word("claim.together"),)
    wrong = [way.number for way in one.explanations]
    results = [claim.numbers[-1] for claim in one.claims]
    cells = [number for claim in one.claims for number in claim.numbers]
    suspects, all_cells = _places(wrong or results), _places(wrong + cells)
    return Found(claims, tuple(_explained(one)), suspects, all_cells, one.is_slip)


def _places(numbers: Sequence[Printed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number.cell.where for number in numbers))


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
    """What is left of a number: one value, or the one with the fewest digits of several. A number
    without a unit is a part of a whole, and shown like one: 1:10."""
    if not base and left.low and left.high:
        left, base = Interval(1 / left.high, 1 / left.low), _PART
    if left.high is None:
        return word("audit.at-least", low=_shown(left.low, base))
    if not left.low and left.high:
        return word("audit.at-most", high=_shown(left.high, base))
    if left.low == left.high:
        return _shown(left.low, base)
    low, high = _outward(left)
    between = word(
        "audit.between", low=f"{_PART}{low}" if base == _PART else low, high=_shown_text(high, base)
    )
    return word("audit.about", value=_shown(simplest(left), base), between=between)


def _outward(left: Interval) -> tuple[str, str]:
    """Both ends to as many digits as tell them apart."""
    assert left.high is not None
    places = 3
    while places < 9 and _digits(left.low, places) == _digits(left.high, places):
        places += 1
    return _digits(left.low, places), _digits(left.high, places)


def _digits(value: Fraction, places: int) -> str:
    scaled = str(int(value * 10**places + Fraction(1, 2))).rjust(places + 1, "0")
    return f"{scaled[:-places]}.{scaled[-places:]}".rstrip("0").rstrip(".")


def _shown(value: Fraction, base: str) -> str:
    return _shown_text(display_number(value, 6), base)


def _shown_text(digits: str, base: str) -> str:
    return f"{_PART}{digits}" if base == _PART else f"{digits} {base}"


def claim_text(claim: Claim) -> str:
    """What some numbers say together, and what is printed."""
    *parts, printed = claim.numbers
    first, second = ([*parts, printed, printed])[:2]
    code = claim.code
    if code == "ratio":
        return _ratio_text(claim)
    if code in _WITHOUT_STRENGTH and len(parts) == 1:
        code = _WITHOUT_STRENGTH[code]
    elif code not in _OF_ALL and not _is_plain(claim):
        code = "follows"
    return word(
        f"claim.{code}", step=_line(printed), first=first.shown, second=second.shown,
        sum=_sum(parts, _PARTS if code == "follows" else _PLUS), printed=printed.shown,
        worked=_made(claim) if code in (*_OF_ALL, "follows") else _worked(claim),
    )  # fmt: skip


def _ratio_text(claim: Claim) -> str:
    """What a dilution makes of the undiluted drug, and what is printed: a concentration, or a dose
    in a volume."""
    ratio, *_parts, printed = claim.numbers
    shown = printed.shown
    if printed.role is not Role.CONCENTRATION:
        shown = word("audit.in", amount=shown, volume=claim.numbers[-2].shown)
    base = f"{printed.base.partition('/')[0]}/mL"
    worked = word("audit.nothing") if claim.worked is None else _between(claim.worked, base)
    return word("claim.ratio", step=_line(printed), first=ratio.shown, worked=worked, printed=shown)


def _is_plain(claim: Claim) -> bool:
    """Whether a claim is about numbers of one line that are printed as they are compared."""
    *parts, printed = claim.numbers
    roles = _PLAIN_PARTS.get(claim.code)
    if roles is not None:
        return len(parts) <= len(roles) and all(
            part.role is role for part, role in zip(parts, roles, strict=False)
        )
    return all(part.base == printed.base for part in parts)


def _made(claim: Claim) -> str:
    """What the numbers before the result make, as far as it is open."""
    if claim.code == "shares":
        return _shown(sum((one.value for one in claim.numbers), Fraction(0)), "%")
    base = claim.numbers[-1].base
    return word("audit.nothing") if claim.worked is None else _between(claim.worked, base)


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


def _sum(parts: Sequence[Printed], between: str) -> str:
    """The numbers of a sum or a product; of many, the first and the last."""
    shown = [part.shown for part in parts]
    if len(shown) > 4:
        shown = [*shown[:2], "...", shown[-1]]
    return between.join(shown)


def _line(printed: Printed) -> str:
    if printed.role in (Role.BAG_VOLUME, Role.HOLDS):
        return word("audit.bag", bag=printed.line)
    return word("audit.step", step=printed.line)
