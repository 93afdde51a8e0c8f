"""Give every reader what no person would write, and see that each refuses in its own words:
`python -m tools.fuzz 1000000`.

Amounts are built from a grammar written out here by hand, and damaged; what is accepted must be in
that grammar and state its own number. Files are shipped ones, damaged in their bytes, lines and
words. Anything but the reader's own refusal is a crash; longer than two seconds is a hang.
"""

import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from rechallenge.audit.agreement import audit
from rechallenge.audit.understanding import understand
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import UnusableFile, read_content, read_located, read_source
from rechallenge.files.schema import MODELS
from rechallenge.files.tables import table_of
from rechallenge.model.order import Order
from rechallenge.quantities import QuantityError, parse, parse_fraction
from rechallenge.service.making import make
from rechallenge.service.plan_file import ChangedPlan, read_plan
from rechallenge.sheet.plan_json import plan_json
from rechallenge.tui.state.draft import SCHEMA, BadDraft, read_draft

_HANGS_S = 2
_UNITS = ("mg", "g", "mcg", "ug", "\u00b5g", "\u03bcg", "ng", "units", "unit", "drops", "kg", "m2",
          "cm", "m", "mL", "L", "min", "s", "h", "day", "%")  # fmt: skip
_ODD = (
    "\u00a0", "\u202f", "\u2009", ",", "\uff0c", ".", "..", "e3", "-", "+", "\u2212", "/", "//",
    " ", "  ", "\t", "\n", "\x00", "\u200b", "\u202e", "\u0660", "\uff11", "\u00b2", "U", "IU",
    "ml", "cc", "MG", "Mg", "inf", "nan", "0x1", "_", "1_0", "\U0001d7d9", "a\u0301", "*", "**2",
    "()", "0",
)  # fmt: skip
_WORDS = (
    "$x", "rest", "dose", "~", "[", "]", "{", "}", ":", "- ", "? ", "|", ">", "&a", "*a", "!!int",
    "#", "'", '"', "null", "true", "1e999", "9" * 400, "[" * 60, "{a: " * 60, "\u2028", "\ud800",
    "=1+1", "@", "%TAG", "---", "...", "\r", "\x85", "<<: ", "0.1 mg", "per", "NaN",
)  # fmt: skip


class Hang(Exception):
    """A reader that did not end in time."""


class Target(NamedTuple):
    """A reader: how an input is drawn, and what reads it; it raises for what is wrong with us."""

    draw: Callable[[random.Random], str]
    read: Callable[[str], bool]
    share: int


def amount(draw: random.Random) -> str:
    """An amount by the grammar, damaged half of the time."""
    whole = draw.choice(("0", str(draw.randint(1, 9)), str(draw.randint(10, 999_999_999))))
    decimals = draw.choice(("", "", f".{draw.randint(0, 10**8 - 1):08d}".rstrip("0").rstrip(".")))
    space = draw.choice((" ", " ", ""))
    unit = "/".join(draw.choice(_UNITS) for _ in range(draw.choice((1, 1, 2, 2, 3))))
    text = whole + decimals + space + unit
    for _ in range(draw.choice((0, 0, 1, 1, 2, 4))):
        place = draw.randrange(len(text) + 1)
        kept = text[place + draw.choice((0, 0, 1, 2)) :]
        text = text[:place] + draw.choice((*_ODD, *_UNITS, text[:2])) + kept
    return text


def stated(text: str) -> Fraction | None:
    """The number of an amount that is written by the grammar; None for any other text. This is
    written apart from the reader: character by character."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ").strip(" ")
    digits = "0123456789"
    place = 0
    while place < len(text) and text[place] in digits:
        place += 1
    whole = text[:place]
    if not whole or len(whole) > 9 or (whole[0] == "0" and len(whole) > 1):
        return None
    decimals = ""
    if text[place : place + 1] == ".":
        end = place + 1
        while end < len(text) and text[end] in digits:
            end += 1
        decimals = text[place + 1 : end]
        if not decimals or len(decimals) > 9 or decimals[-1] == "0":
            return None
        place = end
    rest = text[place:].removeprefix(" ")
    if not all(unit in _UNITS for unit in rest.split("/")):
        return None
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def read_amount(text: str) -> bool:
    """Whether it was accepted; an AssertionError where it may not be, or is another number."""
    try:
        read = parse(text)
    except QuantityError:
        return False
    assert Fraction(read.magnitude) == stated(text), f"{text!r} was read as {read}"
    return True


def read_share(text: str) -> bool:
    """The same for a bare fraction."""
    try:
        read = parse_fraction(text)
    except QuantityError:
        return False
    if read is not None:
        above, below = text.strip(" ").split("/")
        assert read == Fraction(int(above), int(below)) <= 1, text
    return read is not None


def share(draw: random.Random) -> str:
    """A bare fraction, damaged half of the time."""
    text = f"{draw.randint(0, 2000)}/{draw.randint(0, 2000)}"
    if draw.random() < 0.5:
        place = draw.randrange(len(text))
        text = text[:place] + draw.choice(_ODD) + text[place:]
    return text


def damaged(draw: random.Random, text: str) -> str:
    """A text with some of its letters, words or lines changed, doubled, moved or left out."""
    for _ in range(draw.choice((1, 1, 2, 5))):
        lines = text.splitlines(keepends=True) or [""]
        at = draw.randrange(len(lines))
        line = lines[at]
        match draw.randrange(7):
            case 0:
                lines[at] = ""
            case 1:
                lines.insert(at, draw.choice(lines))
            case 2:
                place = draw.randrange(len(line) + 1)
                lines[at] = line[:place] + draw.choice((*_ODD, *_WORDS)) + line[place:]
            case 3:
                key, colon, value = line.partition(": ")
                lines[at] = key + colon + draw.choice((*_WORDS, *_ODD, value[::-1])) + "\n"
            case 4:
                lines[at] = " " * draw.randrange(9) + line.lstrip(" ")
            case 5:
                place = draw.randrange(len(line) + 1)
                lines[at] = line[:place] + chr(draw.randrange(1, 0x3000)) + line[place + 1 :]
            case _:
                words = line.split(" ")
                draw.shuffle(words)
                lines[at] = " ".join(words)
        text = "".join(lines)
    return text


@cache
def _files(kind: str) -> Sequence[str]:
    folder = shipped_folder()
    if kind == "protocol":
        paths = sorted(Shelves(folder).paths())
    elif kind == "validation":
        paths = [folder.parent / "validation" / "installation.yaml"]
    else:
        paths = sorted((folder / f"{kind}s").glob("*.yaml"))
    return [path.read_text("utf-8") for path in paths]


_SITE = """\
hospital: A hospital
unit: A ward
telephone: "1234"
pump: generic
line: primary-15
primed: diluent
sets: fresh
closing_time: "18:00"
premed_sets:
  usual: [dexamethasone 10 mg IV 30 min before]
"""
_TABLES = (
    """\
Step,Rate (mL/h),Time (min),Volume (mL),Dose (mg)
1,10,15,2.5,5
2,20,15,5,10
Total,,30,7.5,15
""",
    """\
| Step | Bag | Rate mL/h | min |
|---|---|---|---|
| 1 | A | 5 | 15 |
| 2 | B | 10 | 15 |
""",
    "步骤\t滴速(ml/h)\t时间(分钟)\t体积(ml)\n1\t10\t15\t2,5\n2\t20\t15\t5\n",
)


@cache
def _plans() -> Sequence[str]:
    shelves = Shelves(shipped_folder())
    orders = {
        "cadonilimab-stepwise": Order(dose="375 mg", volume="250 mL", patient="A. B."),
        "desensitization-12-step": Order(
            dose="400 mg", line="15 mL", primed="diluent", sets="shared"
        ),
    }
    return [plan_json(make(read_source(named, shelves).protocol, order, shelves))
            for named, order in orders.items()]  # fmt: skip


def _from(files: Callable[[], Sequence[str]]) -> Callable[[random.Random], str]:
    return lambda draw: damaged(draw, draw.choice(files()))


def _content(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def read_protocol_text(text: str) -> bool:
    """Whether it is a protocol."""
    try:
        read_content(Path("fuzzed.yaml"), _content(text))
    except UnusableFile as error:
        return not str(error)
    return True


def _reads_entry(kind: str) -> Callable[[str], bool]:
    def read(text: str) -> bool:
        path = _scratch("yaml")
        path.write_bytes(_content(text))
        try:
            read_located(MODELS[kind], path)
        except UnusableFile as error:
            return not str(error)
        return True

    return read


def read_plan_text(text: str) -> bool:
    """Whether it is a plan, made again."""
    path = _scratch("json")
    path.write_bytes(_content(text))
    try:
        read_plan(path)
    except (UnusableFile, ChangedPlan):
        return False
    return True


def read_draft_text(text: str) -> bool:
    """Whether it is a draft."""
    try:
        read_draft(text)
    except BadDraft:
        return False
    return True


def read_table_text(text: str) -> bool:
    """Whether it is a table that can be audited."""
    try:
        found = understand(table_of(_content(text), Path("fuzzed.csv")).table)
    except UnusableFile:
        return False
    if found.lines and found.second is None:
        audit(found)
    return bool(found.lines)


@cache
def _scratch(ending: str) -> Path:
    import tempfile

    return Path(tempfile.mkdtemp()) / f"fuzzed.{ending}"


def _draft(draw: random.Random) -> str:
    tree: dict[str, object] = {key: {} for key in ("ticks", "report", "begun")}
    tree |= {"answers": [], "checks": [], "stopped": None, "held": None}
    tree |= {"schema": SCHEMA, "day": "2026-01-01", "texts": {"dose": amount(draw)}}
    return damaged(draw, json.dumps(tree, indent=1))


TARGETS = {
    "amount": Target(amount, read_amount, 780),
    "fraction": Target(share, read_share, 60),
    "table": Target(_from(lambda: _TABLES), read_table_text, 50),
    "draft": Target(_draft, read_draft_text, 50),
    "protocol": Target(_from(lambda: _files("protocol")), read_protocol_text, 24),
    "drug": Target(_from(lambda: _files("drug")), _reads_entry("drug"), 10),
    "pump": Target(_from(lambda: _files("pump")), _reads_entry("pump"), 10),
    "line": Target(_from(lambda: _files("line")), _reads_entry("line"), 4),
    "measure": Target(_from(lambda: _files("measure")), _reads_entry("measure"), 4),
    "site": Target(_from(lambda: (_SITE,)), _reads_entry("site"), 4),
    "validation": Target(_from(lambda: _files("validation")), _reads_entry("validation"), 1),
    "plan": Target(_from(_plans), read_plan_text, 3),
}
"""Every reader, with its share of a thousand inputs."""


def tried(work: tuple[str, int, int]) -> tuple[Counter[tuple[str, str]], list[str]]:
    """What came of so many inputs of a target, and each crash and hang with its input."""
    named, part, count = work
    target = TARGETS[named]
    draw = random.Random(f"{named} {part}")
    outcomes: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    signal.signal(signal.SIGALRM, _hang)
    for _ in range(count):
        text = target.draw(draw)
        signal.setitimer(signal.ITIMER_REAL, _HANGS_S)
        try:
            accepted = target.read(text)
        except Exception as error:
            signal.setitimer(signal.ITIMER_REAL, 0)
            wrong.append(f"{named}: {type(error).__name__}: {error}: {text[:300]!r}")
        else:
            signal.setitimer(signal.ITIMER_REAL, 0)
            outcomes[named, "accepted" if accepted else "refused"] += 1
    return outcomes, wrong


def _hang(number: int, frame: FrameType | None) -> None:
    raise Hang


def main() -> None:
    """Print what came of all inputs; exit code 1 for a crash, a hang, or a wrong acceptance."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    work = [
        (named, part, 50)
        for named, target in TARGETS.items()
        for part in range(max(1, wanted * target.share // 1000 // 50))
    ]
    outcomes: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    begun, number = time.monotonic(), 0
    with Pool() as pool:
        for number, (found, bad) in enumerate(pool.imap_unordered(tried, work), 1):
            outcomes += found
            wrong += bad
            if sys.stderr.isatty():
                left = (time.monotonic() - begun) * (len(work) - number) / number
                print(f"\r{number:,} of {len(work):,}, {left:.0f} s left ", end="", file=sys.stderr)
    print(f"{sum(outcomes.values()) + len(wrong):,} inputs")
    for named in TARGETS:
        print(f"{named:>12}: {outcomes[named, 'accepted']:>9,} accepted, "
              f"{outcomes[named, 'refused']:>9,} refused")  # fmt: skip
    print(f"{len(wrong):,} crashes, hangs and wrong acceptances")
    for line in islice(wrong, 20):
        print(line)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
