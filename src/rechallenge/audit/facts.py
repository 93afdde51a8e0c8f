"""What is stated beside a table: `Total time: 4.3 h`, `dose 100 mg`, `in 250 mL`. A text that could
mean two things is no fact."""

import re
from collections.abc import Iterator, Sequence

from rechallenge.words import _, word

from .printed import Printed, Unread
from .roles import Role, scale
from .table import Cell
from .understanding import Bound, Fact, Understanding
from .written import written_unit

FACTS = ("total time", "dose", "total dose", "volume", "bag", "concentration", "undiluted",
         "full rate", "weight", "surface")  # fmt: skip
"""The names that a person is told to give a fact by; they are among those that are read."""
_NAMES = {
    Role.TOTAL_TIME: ("total time", "infusion time", "total infusion time", "total duration",
                      "duration", "duration of infusion", "over", "infuse over", "time in all",
                      "总时间", "输注时间", "总输注时间", "总时长"),
    Role.ORDERED: ("dose", "ordered dose", "prescribed dose", "剂量", "处方剂量"),
    Role.TOTAL_DOSE: ("total dose", "cumulative dose", "dose in all", "总剂量", "累积剂量",
                      "累计剂量"),
    Role.STATED_VOLUME: ("volume", "bag volume", "volume of bag", "final volume", "in",
                         "diluted in", "体积", "总体积", "总液量"),
    Role.STATED_HOLDS: ("", "bag", "solution", "bag contains", "bag holds"),
    Role.STATED_STRENGTH: ("concentration", "final concentration", "浓度", "终浓度"),
    Role.UNDILUTED: ("undiluted", "stock", "stock solution", "stock concentration", "vial",
                     "full strength", "原液"),
    Role.FULL_RATE: ("full rate", "maximum rate", "最大速度"),
    Role.WEIGHT: ("weight", "body weight", "patient weight", "weight of patient", "patient",
                  "patient of", "体重", "患者体重"),
    Role.SURFACE: ("surface", "body surface", "body surface area", "bsa", "体表面积"),
}  # fmt: skip
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names}
_AMOUNT = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_UNIT = r"([A-Za-zµμ\u4e00-\u9fff][A-Za-z0-9µμ²/\u4e00-\u9fff]*(?: per [a-z]+)*)"
_ONE = re.compile(rf"{_AMOUNT} ?{_UNIT}")
_CLOCK = re.compile(
    rf"{_AMOUNT} ?(?:h|hours?|hrs?|小时) ?(?:and )?(\d+) ?(?:min|minutes?|mins?|分钟?)"
)
_PAIR = re.compile(rf"{_AMOUNT} ?{_UNIT} ?(?:in|/|per) ?{_AMOUNT} ?{_UNIT}")
_RANGE = re.compile(rf"{_AMOUNT} ?{_UNIT}? ?(?:to|-|–|至|到|~) ?{_AMOUNT} ?{_UNIT}")
_LEAST = re.compile(
    r"(?i)(?:at least|not less than|minimum|≥|至少|不少于) ?(.*)|(.*?) ?(?:or longer|or more|以上)"
)
_MOST = re.compile(
    r"(?i)(?:at most|up to|not more than|maximum|≤|不超过|至多) ?(.*)|(.*?) ?(?:or less|以内)"
)
_BOUND = "at least|not less than|at most|up to|not more than|≥|≤|至少|不少于|不超过|至多"
_SPLIT = re.compile(rf"([^\d=:：≥≤]*?) ?[=:：]? ?((?:{_BOUND})? ?\d.*)")
_TITLE = re.compile(r"[^\d(（]*[(（]([^()（）]*)[)）]")


class NotAFact(Exception):
    """A text that states nothing that is known: the `text`, and a code for why."""

    def __init__(self, why: str, text: str = "") -> None:
        super().__init__(why)
        self.why, self.text = why, text


def add_facts(found: Understanding, stated: Sequence[tuple[str, str]]) -> None:
    """Take what is stated beside the table, and what a person states by name. Text beside the table
    that has a number and is not understood is listed as not read. Raises NotAFact for what a person
    states."""
    for cell in found.beside:
        try:
            found.facts += _facts(found, cell)
        except NotAFact as no:
            if re.search(r"\d", cell.text):
                found.unread_beside.append(Unread(cell, no.why))
    for name, value in stated:
        role = _ROLE_OF.get(name.strip().lower())
        if role is None:
            raise NotAFact("no-name", name)
        where = _("stated: {name}").format(name=name.strip())
        cell = Cell(f"{name.strip()}={value.strip()}", where)
        try:
            found.facts += _of_value(found, role, value.strip(), cell)
        except NotAFact as no:
            raise NotAFact(no.why, f"{name}={value}") from None


def _facts(found: Understanding, cell: Cell) -> list[Fact]:
    """The facts in a text beside a table. Raises NotAFact."""
    text = " ".join(cell.text.strip(" .。|*_#").split())
    title = _TITLE.fullmatch(text)
    if title:
        # A title with a time in brackets: `Second infusion (4.3 hours)`.
        return _of_value(found, Role.TOTAL_TIME, title[1], cell)
    matched = _SPLIT.fullmatch(text.strip("()（）"))
    name = matched and re.sub(r"^(?:the|a) | (?:is|of|=)$", "", matched[1].strip().lower())
    role = None if name is None else _ROLE_OF.get(name)
    if matched is None or role is None:
        raise NotAFact("no-fact")
    return _of_value(found, role, matched[2], cell)


def _of_value(found: Understanding, role: Role, text: str, cell: Cell) -> list[Fact]:
    bound: Bound = ""
    for pattern, kind in ((_LEAST, "least"), (_MOST, "most")):
        if matched := pattern.fullmatch(text):
            text = next(part for part in matched.groups() if part is not None).strip()
            bound = "least" if kind == "least" else "most"
    if bound and role is not Role.TOTAL_TIME:
        raise NotAFact("no-bound")
    pair = _PAIR.fullmatch(text)
    if role is Role.STATED_HOLDS:
        if not pair:
            raise NotAFact("no-fact")
        other = cell._replace(where=_("{where}, volume").format(where=cell.where))
        return [Fact(_printed(found, role, pair[1], pair[2], cell)),
                Fact(_printed(found, Role.STATED_VOLUME, pair[3], pair[4], other))]  # fmt: skip
    if pair and role in (Role.STATED_STRENGTH, Role.UNDILUTED):
        amount = _printed(found, Role.STATED_HOLDS, pair[1], pair[2], cell)
        volume = _printed(found, Role.STATED_VOLUME, pair[3], pair[4], cell)
        if not volume.value:
            raise NotAFact("no-number")
        digits = word("audit.in", amount=amount.shown, volume=volume.digits)
        value, half = amount.value / volume.value, amount.half / volume.value
        base = f"{amount.base}/mL"
        return [Fact(Printed(cell, role, "", base, value, half, digits, volume.unit))]
    if role is Role.TOTAL_TIME and not bound and (both := _RANGE.fullmatch(text)):
        upper = cell._replace(where=_("{where}, upper end").format(where=cell.where))
        low = _printed(found, role, both[1], both[2] or both[4], cell)
        return [Fact(low, "least"),
                Fact(_printed(found, role, both[3], both[4], upper), "most")]  # fmt: skip
    if role is Role.TOTAL_TIME and (clock := _CLOCK.fullmatch(text)):
        minutes = int(clock[1].replace(",", "")) * 60 + int(clock[2]) if "." not in clock[1] else 0
        number = _printed(found, role, str(minutes), "min", cell)
        return [Fact(number, bound)]
    one = _ONE.fullmatch(text)
    if one is None:
        raise NotAFact("no-number")
    return [Fact(_printed(found, role, one[1], one[2], cell), bound)]


def _printed(
    found: Understanding, role: Role, digits: str, written: str, cell: Cell
) -> Printed:  # fmt: skip
    unit = written_unit(written)
    if not unit:
        raise NotAFact("unknown-unit")
    of = scale(role, unit)
    if of is None or not _alike(found, of.base):
        raise NotAFact("other-unit")
    return Printed.of(cell, role, "", digits, unit, of)


def _alike(found: Understanding, base: str) -> bool:
    """Whether a fact is of the drug as the table has it: what is in mg says nothing of units."""
    measure = base.partition("/")[0]
    of_drug = {unit.partition("/")[0] for unit in _drug_units(found)}
    return measure not in ("mg", "units") or not of_drug or measure in of_drug


def _drug_units(found: Understanding) -> Iterator[str]:
    for number in found.printed():
        if number.base.partition("/")[0] in ("mg", "units"):
            yield number.base
