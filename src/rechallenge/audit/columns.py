"""What a column of a published table is: told from the words and the unit in its header."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from .roles import SUMS, Role, measured_by
from .written import says_hours_minutes, written_unit


class Column(NamedTuple):
    """A column that was understood: its place, its role, and the unit of its header, empty where
    the header has none."""

    place: int
    role: Role
    unit: str
    header: str


_WORDS = {
    Role.STEP: ("step", "steps", "no.", "no", "#", "步骤", "步驟", "步序", "序号", "序號", "阶段",
                "階段"),
    Role.BAG: ("bag", "solution", "syringe", "bottle", "溶液", "药液", "藥液", "袋", "瓶",
               "注射器"),
    Role.CONCENTRATION: ("concentration", "conc", "strength", "浓度", "濃度"),
    Role.RATE: ("rate", "speed", "flow", "速度", "速率", "滴速", "流速", "泵速"),
    Role.TIME: ("time", "duration", "interval", "minutes", "min", "时间", "時間", "时长", "间隔"),
    Role.VOLUME: ("volume", "vol", "体积", "體積", "容量", "液量", "液体量"),
    Role.DOSE: ("dose", "amount", "drug", "holds", "contains", "剂量", "劑量", "药量", "药物量"),
    Role.RATIO: ("dilution", "ratio", "稀释", "稀释度", "稀释比例"),
    Role.SHARE: ("share", "fraction", "percent", "percentage", "proportion", "百分比", "占比"),
}  # fmt: skip
_SO_FAR = ("cumulative", "cumulated", "accumulated", "running", "so far", "total", "elapsed",
           "from start", "since start", "after start", "start time",
           "累积", "累積", "累计", "累計", "累加", "总", "總")  # fmt: skip
_MOMENT = re.compile(r"(?:from|to|starts?|begins?|ends?|until|at)(?: time| at)?(?:\W.*)?")
"""A header that names a moment on a clock that all steps share, if its unit is of time."""
_OF_NO_STEP = ("remaining", "remainder", "left", "residual", "maximum", "max", "minimum", "limit",
               "vital", "vitals", "剩余", "余量", "最大", "上限", "生命体征")  # fmt: skip
"""Words of a column that has a unit of a step and says something else of it."""
_BY_UNIT_ALONE = (Role.RATE, Role.DOSE_RATE, Role.CONCENTRATION, Role.WEIGHT, Role.SURFACE,
                  Role.DOSE_PER_BODY, Role.DOSE_RATE_PER_BODY, Role.RATE_PER_BODY)  # fmt: skip
"""Roles that a unit tells, whatever the words of the header are."""
_OF_BAGS = {
    Role.VOLUME: Role.BAG_VOLUME,
    Role.VOLUME_SO_FAR: Role.BAG_VOLUME,
    Role.DOSE: Role.HOLDS,
    Role.DOSE_SO_FAR: Role.HOLDS,
    Role.SHARE: Role.BAG_SHARE,
    Role.SHARE_SO_FAR: Role.BAG_SHARE,
    Role.DOSE_PER_BODY: Role.HOLDS_PER_BODY,
}


def understood(headers: Sequence[str], below: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns that are understood, each role once: the first column that fits has it. They are
    those of a list of bags where they name bags, and no step, rate or time.

    A header without a unit is understood by the one `below` it, in the cells, if there is one.
    """
    taken: dict[Role, Column] = {}
    units = [_header_unit(header) for header in headers]
    said = [unit or (below[place] if below else "") for place, unit in enumerate(units)]
    # What has a unit is known better than what has none.
    for place in sorted(range(len(headers)), key=lambda place: not said[place]):
        role = _role(headers[place], said[place])
        if role is not None and role in taken and role in SUMS and SUMS[role] not in taken:
            role = None
        if role is not None and role not in taken:
            taken[role] = Column(place, role, units[place], headers[place])
    columns = tuple(sorted(taken.values()))
    if Role.BAG in taken and not {Role.STEP, Role.RATE, Role.TIME} & taken.keys():
        # Of a bag, its volume and dose are not those of a step.
        return tuple(column._replace(role=_OF_BAGS.get(column.role, column.role))
                     for column in columns)  # fmt: skip
    return columns


def _header_unit(header: str) -> str:
    """The unit of a header: in brackets or after a comma before anywhere else."""
    if says_hours_minutes(header):
        return "min"
    for part in (*re.findall(r"[(\[（]([^)\]）]*)[)\]）]", header), header.rpartition(",")[2]):
        if unit := written_unit(part):
            return unit
    return written_unit(header) or ("%" if re.search("(?i)percent|百分比", header) else "")


def _role(header: str, unit: str) -> Role | None:
    text = re.sub(r"[(\[（][^)\]）]*[)\]）]", " ", header).lower().strip()
    if _has(text, _OF_NO_STEP):
        return None
    by_unit = measured_by(unit)
    named = [role for role, words in _WORDS.items() if _has(text, words)]
    if Role.BAG in named and Role.STEP in named and not _has(text, ("step",)):
        # `Bag #` is a bag.
        named.remove(Role.STEP)
    if not unit and _has(header.lower(), _WORDS[Role.SHARE]):
        named.append(Role.SHARE)
    if by_unit is Role.DOSE_PER_BODY and _sum_or([Role.DOSE], text) is not Role.DOSE:
        return None
    if by_unit is Role.TIME and _MOMENT.fullmatch(text):
        return Role.TIME_SO_FAR
    if by_unit in _BY_UNIT_ALONE:
        return by_unit
    if by_unit is Role.SHARE or (by_unit is None and Role.SHARE in named):
        return _share(named, text)
    if by_unit is None:
        return named[0] if named and named[0] in (Role.STEP, Role.BAG) else _sum_or(named, text)
    return _sum_or([by_unit], text)


def _share(named: Sequence[Role], text: str) -> Role | None:
    """What a share is of: the dose, or the full rate. Of a concentration it may be grams in 100 mL
    or a part of full strength, so that is not read."""
    if Role.CONCENTRATION in named:
        return None
    # A share "of the total dose" is no running sum.
    plain = re.sub(r"of (?:the )?total|总", "", text)
    return Role.RATE_SHARE if Role.RATE in named else _sum_or([Role.SHARE], plain)


def _sum_or(roles: Sequence[Role], text: str) -> Role | None:
    """The role, as a running sum where the words say so."""
    if not roles:
        return None
    so_far = _has(text, _SO_FAR)
    return SUMS.get(roles[-1], roles[-1]) if so_far else roles[-1]


def _has(text: str, words: tuple[str, ...]) -> bool:
    return _any_of(words).search(text) is not None


@lru_cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words: one in letters with no letter beside it."""
    return re.compile("|".join(
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else word for word in words
    ))  # fmt: skip
