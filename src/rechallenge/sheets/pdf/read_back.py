"""A printed sheet read back, and compared with a plan, number by number.

What is printed is read as a number and compared with the exact amount of the plan, not with the
text that a plan would print: a fault in how amounts are written is found too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import get_args

from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import DROPS_PER_MIN, ROUNDED, Quantity, display, in_unit, unit_label
from rechallenge.sheets.plan_json import fingerprint

from .before import label_lines
from .fonts import Unprintable
from .sheet import SHORT, Paper, sheet_data
from .steps import NOT_COUNTED, NOTHING_RUNS, OBSERVE
from .tagged import Tagged, read_tagged
from .words import BREAK, TO_THE_RIGHT, Data, bare, every_text, runs_to_the_left

_FINGERPRINT = re.compile(rf"plan\s*([0-9a-f]{{{SHORT}}})")
_AMOUNT = re.compile(r"(~?)(\d{1,3}(?:,\d{3})*)(?:\.(\d+))?(?: (.+)|(%))")
_STEP_HEADS = ("Step", "Bag", "Rate to set", "Planned start", "Duration", "Volume to infuse",
               "Dose", "Dose so far")  # fmt: skip
_DAY = 24 * 3600
_BAG_HEADS = ("Bag", "Holds", "In", "Used", "Discard", "Label")
_NOT_IN_THE_TEXT = ("paper", "code", "chart", "patient", "protocol", "protocol_print", "software",
                    "plan_print", "title", "draft", "bags", "steps")  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """What a sheet says: the short fingerprint on each page (empty where there is none), the rows
    of its tables of bags and steps as printed, its text without spaces, that of each page with its
    header, and whatever was drawn on it that is no part of it."""

    fingerprints: tuple[str, ...]
    dose: str
    bags: tuple[tuple[str, ...], ...]
    steps: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    text: str
    pages: tuple[str, ...]
    stray: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing printed and what the plan has there; empty where one of them lacks it."""

    where: str
    printed: str
    planned: str
    agrees: bool


def printed_numbers(pdf: bytes) -> PrintedSheet:
    """What a sheet says. Raises Unreadable for a file that is no sheet of ours."""
    return _sheet(read_tagged(pdf))


def is_reprint(plan: Plan, pdf: bytes) -> bool:
    """Whether the file is, byte for byte, what this version prints for the plan."""
    from .render import step_sheet_pdf

    try:
        return any(step_sheet_pdf(plan, paper=paper) == pdf for paper in get_args(Paper))
    except Unprintable:
        return False


def comparisons(plan: Plan, pdf: bytes) -> tuple[Compared, ...]:
    """Everything compared: fingerprints, the dose, every number of bags, steps and totals, and all
    other text with a digit in it. Text in a script written from right to left is not compared: a
    page has its letters in another order. Raises Unreadable."""
    return tuple(_compared(plan, printed_numbers(pdf)))


def differences(plan: Plan, pdf: bytes) -> tuple[Compared, ...]:
    """What does not agree; empty for a sheet of this plan. Raises Unreadable."""
    return tuple(found for found in comparisons(plan, pdf) if not found.agrees)


def _sheet(read: Tagged) -> PrintedSheet:
    prints = [_FINGERPRINT.search(page) for page in read.pages]
    first = next((text for level, text in read.headings() if level == 1), "")
    tables = [[[_plain(cell) for cell in row] for row in table] for table in read.tables()]
    steps = [row for table in tables if tuple(table[0][:8]) == _STEP_HEADS for row in table[1:]]
    bags = [row for table in tables if tuple(table[0]) == _BAG_HEADS for row in table[1:]]
    return PrintedSheet(
        fingerprints=tuple(found[1] if found else "" for found in prints),
        dose=_plain(first),
        bags=tuple(map(tuple, bags)),
        steps=tuple(tuple(row[:8]) for row in steps if len(row) > 8),
        totals=tuple(steps[-1][1:5]) if steps and steps[-1][0] == "Total" else (),
        text=bare(read.root.text),
        pages=tuple(map(bare, read.pages)),
        stray=read.stray,
    )


def _plain(text: str) -> str:
    """Text of a cell on one line, with ordinary spaces."""
    without = text.replace(BREAK, "").replace(TO_THE_RIGHT, "")
    return " ".join(without.replace("\u00a0", " ").split())


def _compared(plan: Plan, sheet: PrintedSheet) -> Iterator[Compared]:
    data = sheet_data(plan, "a4")
    drug = _plain(str(data["drug"]))
    yield from _headers(plan, sheet, drug)
    for text in sheet.stray:
        yield Compared("drawn over the sheet", text, "", agrees=False)
    name, dose = _named_amount(sheet.dose)
    yield _same("drug", name, drug)
    yield _number("dose", dose, plan.totals.dose)
    yield from _bags(plan, sheet)
    for row, step in zip_longest(sheet.steps, plan.steps):
        if row is None or step is None:
            number = step.number if row is None else row[0]
            yield Compared(f"step {number}", " ".join(row or ()), "" if step is None else "a step",
                           agrees=False)  # fmt: skip
        else:
            yield from _step(plan, step, row)
    yield from _totals(plan, sheet)
    yield from _other_text(data, sheet)


def _headers(plan: Plan, sheet: PrintedSheet, drug: str) -> Iterator[Compared]:
    """What stands at the head of every page: the plan, drug and dose, and the patient."""
    own = fingerprint(plan)[:SHORT]
    needed = {"drug and dose": f"{drug} {display(plan.totals.dose)}"}
    if plan.order.patient is not None:
        needed["patient"] = plan.order.patient
    for number, (found, page) in enumerate(zip(sheet.fingerprints, sheet.pages, strict=True), 1):
        yield Compared(f"page {number}, plan", found, own, found == own)
        for what, text in needed.items():
            if not runs_to_the_left(text):
                stands = bare(text) in page
                yield Compared(f"page {number}, {what}", text if stands else "", text, stands)


def _bags(plan: Plan, sheet: PrintedSheet) -> Iterator[Compared]:
    for row, bag in zip_longest(sheet.bags, plan.bags):
        if row is None or bag is None:
            where = f"bag {row[0] if bag is None else bag.name}"
            yield Compared(where, " ".join(row or ()), "" if bag is None else "a bag", agrees=False)
            continue
        name, holds, volume, used, discard, label = row
        where = f"bag {bag.name}"
        yield _same(f"{where}, name", name, bag.name)
        drug, strength = _two(holds)
        yield _number(f"{where}, holds", drug, bag.drug)
        yield _number(f"{where}, concentration", strength, bag.concentration)
        yield _number(f"{where}, volume", volume, bag.volume)
        yield _number(f"{where}, used", used.partition(" of it ")[0], bag.used)
        yield _number(f"{where}, discarded", discard, bag.discarded, zero="none")
        yield _same(f"{where}, label", label, " ".join(label_lines(plan, bag)))


def _same(where: str, printed: str, planned: str) -> Compared:
    """A name beside the plan's; lines may break anywhere in a long one, and a page has the letters
    of a script that runs to the left in another order."""
    ours, theirs = bare(planned), bare(printed)
    same = sorted(ours) == sorted(theirs) if runs_to_the_left(ours) else ours == theirs
    return Compared(where, printed, _plain(planned), same)


def _named_amount(heading: str) -> tuple[str, str]:
    """`cadonilimab 375 mg` as the name and the amount."""
    found = re.fullmatch(r"(.*?) ?(\S+ \S+)", heading)
    return (found[1], found[2]) if found else (heading, "")


def _two(cell: str) -> tuple[str, str]:
    """`375 mg 1.5 mg per mL` as its two amounts."""
    found = re.fullmatch(r"(\S+ \S+) (.+)", cell)
    return (found[1], found[2]) if found else (cell, "")


def _step(plan: Plan, step: Step, row: tuple[str, ...]) -> Iterator[Compared]:
    number, bag, rate, start, duration, volume, dose, given = row
    where = f"step {step.number}"
    yield Compared(where, number, str(step.number), number == str(step.number))
    yield _same(f"{where}, bag", bag.removeprefix("connect "), step.bag or "")
    yield from _rate(plan, step, rate)
    yield from _start(plan, step, start)
    yield _number(f"{where}, duration", duration, step.duration)
    if step.rate is None:
        none = " ".join((volume, dose, given)).strip()
        yield Compared(f"{where}, volume and dose", none, "", none == "")
        return
    yield _number(f"{where}, volume", volume, step.volume)
    if step.clears_line:
        yield Compared(f"{where}, dose", dose, NOT_COUNTED, dose == NOT_COUNTED)
        return
    so_far, share = _two(given)
    yield _number(f"{where}, dose", dose, step.dose)
    yield _number(f"{where}, dose so far", so_far, step.cumulative_dose)
    yield _number(f"{where}, share so far", share, step.cumulative_share)


def _rate(plan: Plan, step: Step, printed: str) -> Iterator[Compared]:
    where = f"step {step.number}, rate"
    if step.rate is None:
        asked = f"{OBSERVE} {NOTHING_RUNS}"
        yield Compared(where, printed, asked, printed == asked)
    elif plan.pump is not None and plan.pump.drops is not None:
        drops, rate = _two(printed)
        yield _number(where, drops, in_unit(step.rate * plan.pump.drops, DROPS_PER_MIN))
        yield _number(where, rate, step.rate)
    else:
        yield _number(where, printed, step.rate)


def _start(plan: Plan, step: Step, printed: str) -> Iterator[Compared]:
    where = f"step {step.number}, planned start"
    if plan.order.start is None:
        yield _number(where, printed, step.start)
        return
    event = next(e for e in plan.timeline if e.what == "step-start" and e.step == step.number)
    assert event.at is not None
    # A clock time is printed to the second, or with its mark to the minute.
    close = 30 if printed.startswith(ROUNDED) else 0
    at = event.at
    agrees = False
    if found := re.match(r"~?(\d\d):(\d\d)(?::(\d\d))?", printed):
        hour, minute, second = (int(part or 0) for part in found.groups())
        apart = abs((hour - at.hour) * 3600 + (minute - at.minute) * 60 + second - at.second)
        agrees = min(apart, _DAY - apart) <= close
    yield Compared(where, printed, f"{at:%H:%M:%S}", agrees)


def _totals(plan: Plan, sheet: PrintedSheet) -> Iterator[Compared]:
    totals = plan.totals
    printed = (*sheet.totals, "", "", "", "")[1:4]
    names = ("duration", "volume", "dose")
    amounts = (totals.duration, totals.volume, totals.dose)
    for name, text, exact in zip(names, printed, amounts, strict=True):
        yield _number(f"total {name}", text, exact)


def _other_text(data: Data, sheet: PrintedSheet) -> Iterator[Compared]:
    """Notes to steps, premedication, worksheet, findings: each text with a digit must stand."""
    places = {name: part for name, part in data.items() if name not in _NOT_IN_THE_TEXT}
    steps = data["steps"]
    assert isinstance(steps, dict)
    rows = steps["rows"]
    assert isinstance(rows, list)
    places["notes"] = [row["notes"] for row in rows if isinstance(row, dict)]
    for where, part in places.items():
        for text in every_text(part):
            if any(c.isdigit() for c in text) and not runs_to_the_left(text):
                stands = bare(text) in sheet.text
                yield Compared(where, _plain(text) if stands else "", _plain(text), stands)


def _number(where: str, printed: str, exact: Quantity, *, zero: str | None = None) -> Compared:
    """A printed amount beside the plan's: equal, or within half of its last digit where it is
    marked as rounded."""
    planned = zero if zero is not None and not exact.magnitude else display(exact)
    return Compared(where, printed, planned, _is(printed, exact, zero))


def _is(printed: str, exact: Quantity, zero: str | None) -> bool:
    value = Fraction(exact.magnitude)
    if zero is not None and not value:
        return printed == zero
    found = _AMOUNT.fullmatch(printed.replace(" per ", "/"))
    if found is None:
        return False
    mark, whole, decimals, unit, percent = found.groups()
    label = unit_label(exact)
    if (unit or percent) not in (label, label.removesuffix("s") if value == 1 else label):
        return False
    number = Fraction(f"{whole.replace(',', '')}.{decimals or 0}")
    half = Fraction(1, 2 * 10 ** len(decimals or ""))
    return abs(number - value) <= half if mark else number == value
