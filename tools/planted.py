"""Plant one slip in each of many random tables, and audit them: `python -m tools.planted 5000`.

A table is clean before: rates and times are as set, all else follows and is printed rounded, in one
of three ways. A slip is one that people make: digits in another order, one digit changed, dropped
or doubled, a point moved. One that is within what rounding allows is none that the numbers show,
and is counted apart: `tools/planted_shown.py`. In a second table, whose rates rise evenly,
something is planted that leaves all numbers in agreement and is only worth a look:
`tools/planted_looks.py`.
"""

import random
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from multiprocessing import Pool
from typing import TYPE_CHECKING, NamedTuple

from rechallenge.audit.agreement import audit
from rechallenge.audit.table import Cell, Table
from rechallenge.audit.understanding import understand

from .planted_shown import shown

if TYPE_CHECKING:
    from .planted_looks import Looked

_RATES = [Fraction(n, 4) for n in (5, 10, 20, 30, 40, 50, 60, 80, 100, 160, 200, 300, 400)]
_HEADS = {"step": "Step", "bag": "Bag", "strength": "Concentration (mg/mL)", "rate": "Rate (mL/h)",
          "time": "Time (min)", "volume": "Volume (mL)", "dose": "Dose (mg)",
          "volume_sum": "Cumulative volume (mL)", "dose_sum": "Cumulative dose (mg)",
          "dose_rate": "Dose rate (mg/h)"}  # fmt: skip
_OPTIONAL = ("strength", "volume_sum", "dose_rate", "dose_sum")
NOT_SHOWN = "that no printed number contradicts, so not looked for"
_DERIVED = ("strength", "volume", "dose", "volume_sum", "dose_sum", "dose_rate")


class Step(NamedTuple):
    """A step as it is set: its bag and what that holds (mg/mL), rate (mL/h) and time (min)."""

    bag: str
    strength: Fraction
    rate: Fraction
    time: Fraction


class Style(NamedTuple):
    """Which columns a table has, and how it rounds."""

    columns: tuple[str, ...]
    rounding: str
    places: int


def steps_at_random(draw: random.Random) -> list[Step]:
    """Steps of one to four bags, each ten times as strong as the one before, at any rates."""
    bags = draw.randint(1, 4)
    dose = Fraction(draw.randint(20, 4000))
    strengths = [dose / 250 / 10 ** (bags - 1 - bag) for bag in range(bags)]
    return [
        Step(chr(ord("A") + bag), strengths[bag], draw.choice(_RATES), time_at_random(draw))
        for bag in range(bags)
        for _ in range(draw.randint(2, 5))
    ]


def time_at_random(draw: random.Random) -> Fraction:
    """A time that tables have, in min."""
    return Fraction(draw.choice((10, 15, 15, 20, 30)))


def style_at_random(draw: random.Random) -> Style:
    """Columns and a way of rounding that tables have."""
    columns = tuple(name for name in _HEADS if name not in _OPTIONAL or draw.random() < 0.6)
    return Style(columns, draw.choice(("zeros", "stripped", "figures")), draw.randint(2, 4))


def rows_of(steps: Sequence[Step], style: Style) -> tuple[list[list[str]], list[list[Fraction]]]:
    """A table whose printed numbers are the true ones, rounded; and the true ones."""
    columns, rounding, places = style
    rows = [[_HEADS[name] for name in columns]]
    true: list[list[Fraction]] = [[]]
    volume_sum, dose_sum = Fraction(0), Fraction(0)
    for bag, strength, rate, time in steps:
        volume = rate * time / 60
        given = volume * strength
        volume_sum, dose_sum = volume_sum + volume, dose_sum + given
        values = {"strength": strength, "rate": rate, "time": time, "volume": volume,
                  "dose": given, "volume_sum": volume_sum, "dose_sum": dose_sum,
                  "dose_rate": rate * strength}  # fmt: skip
        texts = {name: printed(value, rounding if name in _DERIVED else "exact", places)
                 for name, value in values.items()}  # fmt: skip
        texts |= {"step": str(len(rows)), "bag": bag}
        rows.append([texts[name] for name in columns])
        true.append([values.get(name, Fraction(0)) for name in columns])
    return rows, true


def printed(value: Fraction, style: str, places: int) -> str:
    """A number as a table prints it."""
    if style == "exact":
        return _text(value, 3).rstrip("0").rstrip(".")
    if style == "figures":
        whole = len(str(int(value))) if value >= 1 else 0
        return _text(value, max(0, places - whole) if whole else places + _zeros(value))
    text = _text(value, places)
    return text.rstrip("0").rstrip(".") if style == "stripped" else text


def _zeros(value: Fraction) -> int:
    decimals = _text(value, 12).partition(".")[2]
    return len(decimals) - len(decimals.lstrip("0"))


def _text(value: Fraction, places: int) -> str:
    scaled = int(value * 10**places + Fraction(1, 2))
    digits = str(scaled).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def slip(draw: random.Random, text: str, true: Fraction) -> str:
    """A text with one slip of the pen, so that it is no rounding of the true number."""
    while True:
        at = draw.randrange(len(text))
        kind = draw.choice(("digit", "swap", "point", "drop", "double"))
        plain = text.replace(".", "")
        if kind == "digit" and text[at].isdigit():
            new = text[:at] + draw.choice("0123456789") + text[at + 1 :]
        elif kind == "swap" and at + 1 < len(text) and "." not in text[at : at + 2]:
            new = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        elif kind == "point" and len(plain) > 1:
            point = draw.randrange(1, len(plain))
            new = f"{plain[:point]}.{plain[point:]}"
        elif kind == "drop" and len(plain) > 1 and text[at].isdigit():
            new = text[:at] + text[at + 1 :]
        elif kind == "double" and text[at].isdigit():
            new = text[:at] + text[at] + text[at:]
        else:
            continue
        try:
            off = abs(Fraction(new) - true) * 2 * 10 ** len(new.partition(".")[2])
            if new[0] != "." and new[-1] != "." and Fraction(new) and off > 1:
                return new
        except ValueError:
            continue


def table(rows: list[list[str]]) -> Table:
    """The rows as a table that was read."""
    cells = (tuple(Cell(text, f"{row},{column}") for column, text in enumerate(texts))
             for row, texts in enumerate(rows))  # fmt: skip
    return Table("random", tuple(cells))


def outcome(seed: int) -> tuple[bool, str]:
    """Whether anything was found in the clean table of a seed, and how its slip was found, if the
    numbers that are printed show that there is one."""
    draw = random.Random(seed)
    rows, true = rows_of(steps_at_random(draw), style_at_random(draw))
    alarmed = bool(audit(understand(table(rows))).slips)
    column = draw.choice([n for n in range(len(rows[0])) if rows[0][n] not in ("Step", "Bag")])
    row = draw.randrange(1, len(rows))
    rows[row][column] = slip(draw, rows[row][column], true[row][column])
    if not shown(rows):
        return alarmed, NOT_SHOWN
    slips = audit(understand(table(rows))).slips
    named = [{way.number.cell.where for way in one.explanations} for one in slips]
    if named == [{f"{row},{column}"}]:
        return alarmed, "at its cell alone"
    if any(f"{row},{column}" in names for names in named):
        return alarmed, "among equals"
    return alarmed, "another cell" if slips else "not found"


def misses(seeds: Iterable[int]) -> list[int]:
    """The seeds of which the clean table was not clean, or a slip that is shown was not named."""
    right = [(False, how) for how in ("at its cell alone", "among equals", NOT_SHOWN)]
    return [seed for seed in seeds if outcome(seed) not in right]


def _both(seed: int) -> tuple[bool, str, "Looked"]:
    from .planted_looks import outcome_of_look

    return *outcome(seed), outcome_of_look(seed)


def _left_to_the_parent() -> None:
    """Ctrl-C reaches every process of a terminal; SIGTERM is how the parent ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def main() -> None:
    """Audit so many clean tables, and each with a slip and with something to look at; print the
    counts. A run that Ctrl-C or SIGTERM ends prints those so far."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    seeds = range(int(sys.argv[1]))
    alarms, found, looks = Counter[bool](), Counter[str](), Counter["Looked"]()
    with Pool(initializer=_left_to_the_parent) as pool:
        try:
            for alarmed, how, look in pool.imap_unordered(_both, seeds, chunksize=5):
                alarms[alarmed] += 1
                found[how] += 1
                looks[look] += 1
                if not found.total() % 250:
                    print(f"{found.total()} of {len(seeds)}", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            print(f"stopped after {found.total()} of {len(seeds)}", file=sys.stderr)
    print(f"clean tables: nothing found in {alarms[False]}, something in {alarms[True]}")
    print(*(f"slips {how}: {count}" for how, count in found.most_common()), sep="\n")
    even = Counter(look.alarmed for look in looks.elements())
    print(f"even tables: nothing to look at in {even[False]}, something in {even[True]}")
    for kind, noted in sorted({(look.kind, look.noted) for look in looks}):
        count = sum(n for look, n in looks.items() if (look.kind, look.noted) == (kind, noted))
        print(f"{kind}: {'noted at its step' if noted else 'not noted'} in {count}")


if __name__ == "__main__":
    main()
