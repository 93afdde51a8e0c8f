"""Plant something worth a look in a random table whose rates rise evenly and whose numbers all
agree: steps missing, doubled or exchanged, a rate ten times too high or too low from which all the
rest was worked out, a rate between two of the pump."""

import random
from fractions import Fraction
from typing import NamedTuple

from rechallenge.audit.agreement import audit
from rechallenge.audit.looks import looked_at, notes_of
from rechallenge.audit.understanding import understand
from rechallenge.model.pump import Pump, RateRange
from rechallenge.quantities import parse

from .planted import Step, rows_of, style_at_random, table, time_at_random

_PUMP = Pump(
    name="planted",
    title="A pump of 0.1 to 999 mL/h",
    rates=(RateRange(lowest=parse("0.1 mL/h"), highest=parse("999 mL/h"), step=parse("0.1 mL/h")),),
    ends_by="time",
    source="none",
)
_RISES = ((Fraction(3, 2), Fraction(2)), (Fraction(2), Fraction(5, 2)))
_CODES = {
    "step missing": ("step-missing",),
    "step doubled": ("step-doubled",),
    "steps exchanged": ("step-out-of-order", "step-missing"),
    # With fewer than two other rises nothing is a jump, but the step after it falls.
    "rate ten times too high": ("dose-rate-jumps", "rate-jumps", "dose-rate-falls", "rate-falls"),
    "rate ten times too low": ("dose-rate-falls", "rate-falls"),
    "rate between two of the pump": ("pump-between",),
}
_FASTEST = 300
"""Of an even table; ten times as much is still a rate that tables print."""
_NEAR = 1
"""A note may be at the row after the one that was changed, or before."""


class Looked(NamedTuple):
    """Whether anything was noted in the clean table of a seed, what was planted, and whether it was
    noted at its step."""

    alarmed: bool
    kind: str
    noted: bool


def even_steps(draw: random.Random) -> list[Step]:
    """Five steps or more, whose dose rate rises by one of two factors each, over one to three bags,
    at rates that can be set."""
    rises, rate = draw.choice(_RISES), Fraction(draw.choice((2, 4, 10)))
    strength, steps = Fraction(draw.randint(2, 400), 1000), list[Step]()
    for bag in range(draw.randint(1, 3)):
        for _ in range(draw.randint(5, 6)):
            if rate > _FASTEST:
                break
            steps.append(Step(chr(ord("A") + bag), strength, rate, time_at_random(draw)))
            rate = _settable(rate * draw.choice(rises))
        strength, rate = strength * 10, _settable(rate / 10)
    return steps


def _settable(rate: Fraction) -> Fraction:
    return Fraction(int(rate * 10 + Fraction(1, 2)), 10)


def outcome_of_look(seed: int) -> Looked:
    """What was noted of the table of a seed."""
    draw = random.Random(seed)
    steps, style, kind = even_steps(draw), style_at_random(draw), draw.choice(list(_CODES))
    alarmed = bool(_notes(rows_of(steps, style)[0]))
    at = draw.randrange(1, len(steps) - 1)
    if kind.startswith("rate"):
        rate = steps[at].rate
        rate = {"high": rate * 10, "low": rate / 10}.get(kind[-4:].strip(), rate + Fraction(1, 20))
        steps[at] = steps[at]._replace(rate=rate)
    rows, _ = rows_of(steps, style)
    place = rows[0].index("Step")
    if kind == "step missing":
        del rows[at + 1]
    elif kind == "step doubled":
        for row in rows[at + 2 :]:
            row[place] = str(int(row[place]) - 1)
    elif kind == "steps exchanged":
        rows[at + 1][place], rows[at + 2][place] = rows[at + 2][place], rows[at + 1][place]
    near = range(at + 1 - _NEAR, at + 2 + _NEAR)
    noted = any(code in _CODES[kind] and row in near for code, row in _notes(rows))
    return Looked(alarmed, kind, noted)


def _notes(rows: list[list[str]]) -> list[tuple[str, int]]:
    """The codes of what is noted, each with its row."""
    looks = looked_at(audit(understand(table(rows))), _PUMP)
    return [(note.code, int(note.cell.where.partition(",")[0])) for note in notes_of(looks)]
