"""The slips of published tables are found from what their pages print, and nothing else is.

Each page is read three times: the table alone; the table with what the page states beside it; and,
where the page says in words that a column is set and not worked out, with that. What is then not
found does not follow from the page: each of those has the sum that shows it.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from rechallenge.audit.agreement import Audit
from rechallenge.audit.roles import Role
from rechallenge.audit.understanding import Digits
from tests.published.orders import PLANNED
from tests.published.slips import SLIPS
from tests.published.tables import NOT_PRINTED, Raw, tables
from tests.tiers import slow_but

from .pasted import audited, published

Spot = tuple[str, str, str]
_AMIODARONE = "mich-amiodarone-150"
_CETUXIMAB = "rdd12-cetuximab-won2015"
_DOSES_ARE_SET: Mapping[Role, Digits] = {Role.DOSE: "exact"}


class Page(NamedTuple):
    """What a page prints beside its table: `stated` as on the command line, `digits` where it says
    that a column is set; `text` where the page prints a table that is not kept cell by cell. The
    slip is `where`, for the cells of `text` as `row,column`."""

    where: str
    stated: tuple[str, ...] = ()
    digits: Mapping[Role, Digits] = {}
    text: str = ""


_RATES = "Step|Rate (mL/h)|Time (min)\n"
STATED: dict[Spot, Page] = {
    # 7 x 20 min are 140 min, below two and a half hours.
    ("cf-ceftazidime-leeds", '"two and a half to three hours"', "total_minutes"): Page(
        "stated: total time", ("total time=2.5 to 3 h",)
    ),
    # 300 mL in 3 h, and 200 mL at 200 mL/h: 4 h.
    ("label-daratumumab-second", "(4.3 hours)", "total_hours"): Page(
        "1,1",
        text=f"Second infusion (4.3 hours)\nin 500 mL\n{_RATES}1|50|60\n2|100|60\n3|150|60\n4|200|",
    ),
    # 250 mL in 2 h, and 250 mL at 200 mL/h: 3.25 h.
    ("label-daratumumab-later", "(3.5 hours)", "total_hours"): Page(
        "1,1",
        text=f"Subsequent infusions (3.5 hours)\nin 500 mL\n{_RATES}1|100|60\n2|150|60\n3|200|",
    ),
    # 3 mL in 1 h and 97 mL at 38 mL/h take 3 h 33 min; "4 h or longer" is a limit.
    ("jp-galsulfase-20-kg", "over 4 h", "total_minutes"): Page(
        "stated: total time", ("volume=100 mL", "total time=4 h or longer")
    ),
    # 250 mg/h for 30 min and 600 mg/h for 90 min are 1025 mg.
    ("label-rituximab-2-h", "step 2", "minutes"): Page("step 2", ("bag=1 g in 250 mL",)),
    # 7 mg/kg/h of 20 mg/kg in 25 mL are 8.75 mL/h.
    ("label-alglucosidase-2.5-kg", "step 4", "rate_ml_h"): Page(
        "5,2",
        ("bag=20 mg/kg in 25 mL",),
        text="Step|Rate (mL/h)|Dose rate (mg/kg/h)\n1|1.25|1\n2|3.75|3\n3|6.25|5\n4|6.6|7",
    ),
    # 4/20 mg in 5 mL of 1:10 make 40 mg/mL undiluted, not 10 mg/mL.
    ("tmp-smx-oral-gluckstein-ruskin", '200 mg SMZ in 20 mL"', "ml_for_200_mg"): Page(
        "stated: undiluted", ("undiluted=200 mg in 20 mL",)
    ),
    # 0.375 h x 210 mL/h x 10 g / 100 mL is 7.875 g.
    ("ivig-quarter-half-full", "makes 787.5 g", "cumulative_g"): Page(
        "3,4",
        ("full rate=210 mL/h", "concentration=10 g in 100 mL"),
        text="Step|Rate (share of the full rate)|Time (min)|Cumulative dose (g)\n"
        "1|0.25|30|\n2|0.5|30|787.5\n3|1||",
    ),
    # After 1 h, 0.58 mg/kg at 200 mcg/kg/min last 2.9 min; the label has "3 to 4 hours".
    ("label-laronidase-us", '"200 mcg/kg/min"', "dose_rate_mcg_kg_min"): Page(
        "6,2",
        ("dose=0.58 mg/kg", "total time=3 to 4 h"),
        text="Step|Dose rate (mcg/kg/h)|Time (min)\n1|10|15\n2||15\n3||15\n4||15\n"
        "5|200 mcg/kg/min|",
    ),
    # 0.01 + 0.1 + 1 + 10 + 90 is 101.11 %.
    ("oxaliplatin-5-bag-buddiga2012", "Bag 5", "percent"): Page("Bag 5"),
}
"""Slips that are found with what the page states beside the table."""

_DOSES = "Step|Volume (mL)|Dose (mg)"
LARGE = {"infliximab-10-step-rcuh", "rdd12-ceftazidime-2000-uptodate52381", "mich-amiodarone-150"}
_EACH_DOSE = """
1|1|0.01\n2|3|0.03\n3|5|0.05\n4|10|0.1\n5|30|0.3
6|1|1\n7|3|3\n8|5|5\n9|10|10\n10|30|30\n11|100|100"""
SAID: dict[Spot, Page] = {
    # "50 mg/h, 100 mg/h" is the label's rule: 100 / (750 / 560) is 74.667 mL/h, which is not 74.6.
    ("label-rituximab-first", '"74.6"', "rate_ml_h"): Page(
        "3,2",
        ("bag=750 mg in 560 mL",),
        {Role.DOSE_RATE: "exact", Role.RATE: "rounded"},
        "Step|Rate (mL/h)|Dose rate (mg/h)\n1|37.3|50\n2|74.6|100",
    ),
    # Each dose is a volume that is drawn up: 0.49 + 149 mg are 149.49 mg, to the last digit.
    (_AMIODARONE, "step 11", "cumulative_mg"): Page(
        "12,4", (), _DOSES_ARE_SET, f"{_DOSES}|Cumulative dose (mg){_EACH_DOSE}|150"
    ),
    (_AMIODARONE, "table", "dose_mg"): Page(
        "stated: dose", ("dose=150 mg",), _DOSES_ARE_SET, f"{_DOSES}{_EACH_DOSE}"
    ),
    # "7 hours" to the minute is 420 min; the steps take 390 min.
    ("label-daratumumab-first", 'eviQ prints "7 hours"', "total_minutes"): Page(
        "stated: total time",
        ("volume=1000 mL", "total time=7 h"),
        {Role.TOTAL_TIME: "exact"},
    ),
}
"""Slips that are found if a person says that a column is set, or a time is meant to the minute."""

NOT_IN_PRINT: dict[Spot, str] = {
    (_CETUXIMAB, "step 7", "dose_mg"): (
        "33.333 mL x 0.172355 mg/mL, which may be printed 0.17235, is 5.7452 mg, printed 5.75"
    ),
    ("label-idursulfase-us", "1 to 3 hours", "total_minutes"): (
        "105.5 mL take 146.6 min, which is between 1 h and 3 h"
    ),
    ("sample-infliximab-titrated", "table", "total_minutes"): (
        "no volume is printed: 207.5 mL take 120 min"
    ),
}
"""Slips that the page's own numbers do not show, with the sum that explains them."""

KNOWN_BESIDE = {
    _AMIODARONE: {("Bag 2", "volume_ml"), ("Bag 2", "dose_mg")},
    _CETUXIMAB: {("1:1000", "name"), ("1:100", "name"), ("1:10", "name")},
}
"""What does not agree and is no slip of one number. The steps of amiodarone take 149 mL from a bag
of 100 mL: our file has a second bag. The bottles of cetuximab are named 1:10, and each is 22 mL in
222 mL: our file says so."""


def _named(done: Audit, cells: Mapping[str, tuple[str, str]]) -> list[set[str | tuple[str, str]]]:
    """For each slip the cells that explain it."""
    places = [[way.number.cell.where for way in slip.explanations] for slip in done.slips]
    return [{cells.get(where, where) for where in of_slip} for of_slip in places]


def _known(table: str) -> set[tuple[str, str]]:
    return {(place, key) for of, place, key in SLIPS if of == table}


@pytest.mark.parametrize("table", slow_but(tables().keys() - LARGE, sorted(tables())))
def test_what_is_named_in_a_published_table_is_a_known_slip(table: str) -> None:
    text, cells = published(tables()[table], every_column=True)
    named = _named(audited(text), cells)
    known = _known(table) | KNOWN_BESIDE.get(table, set())
    assert all(names & known for names in named), named
    later = STATED.keys() | SAID.keys() | NOT_IN_PRINT.keys()
    missing = {one for one in _known(table) if (table, *one) not in later}
    assert missing <= set().union(*named)


def _stated(table: str, raw: Raw) -> list[str]:
    """What the page of a table, or the order that gives its numbers, states of it."""
    order = PLANNED[table].order if table in PLANNED else {}
    named = (("dose", "dose"), ("weight", "weight"), ("surface", "bsa"), ("volume", "volume"))
    stated = [f"{name}={order[key]}" for name, key in named if key in order]
    total = raw["total_minutes"]
    return stated if total == NOT_PRINTED else [*stated, f"total time={total} min"]


_CLEAN = sorted(tables().keys() - {table for table, _, _ in SLIPS})


@pytest.mark.parametrize("table", _CLEAN)
def test_a_table_without_slips_agrees_with_what_is_stated_of_it(table: str) -> None:
    raw = tables()[table]
    done = audited(published(raw, every_column=True)[0], *_stated(table, raw))
    assert done.slips == ()


def _of_page(spot: Spot, page: Page, digits: Mapping[Role, Digits]) -> bool:
    """Whether a slip is named, alone or among equals, with what its page prints."""
    text, cells = (page.text, {}) if page.text else published(tables()[spot[0]], every_column=True)
    done = audited(text, *page.stated, digits=digits)
    wanted = {page.where, (page.where, spot[2])}
    named = _named(done, cells)
    known = wanted | KNOWN_BESIDE.get(spot[0], set()) | _known(spot[0])
    assert all(names & known for names in named), named
    return any(names & wanted for names in named)


@pytest.mark.parametrize("spot", STATED, ids=lambda spot: spot[0])
def test_a_slip_is_found_with_what_is_stated_beside_the_table(spot: Spot) -> None:
    assert _of_page(spot, STATED[spot], {})


@pytest.mark.parametrize("spot", SAID, ids=lambda spot: f"{spot[0]}, {spot[1]}")
def test_a_slip_is_found_if_a_person_says_how_a_column_is_printed(spot: Spot) -> None:
    page = SAID[spot]
    assert _of_page(spot, page, page.digits)
    assert not _of_page(spot, page, {})


def test_the_slips_that_the_page_does_not_show_are_those_listed() -> None:
    spots = [set(STATED), set(SAID), set(NOT_IN_PRINT)]
    listed = set[Spot]().union(*spots)
    assert listed <= SLIPS.keys()
    counts = [len(of_list) for of_list in spots]
    assert len(listed) == sum(counts)
    assert (len(SLIPS), len(SLIPS) - len(listed), *counts) == (28, 11, 10, 4, 3)


def test_what_the_page_leaves_out_finds_the_last_slips() -> None:
    # 95 mL in 75 min and 155 mL at 150 mL/h are 137 min, if the bag is one of 250 mL.
    infliximab = published(tables()["sample-infliximab-titrated"])[0]
    assert not audited(infliximab).slips
    assert audited(infliximab, "volume=250 mL").slips
    # 90 mL in 135 min and 15.5 mL at 80 mL/h are 146.6 min: 1 h cannot be kept, 3 h can.
    idursulfase = published(tables()["label-idursulfase-us"])[0]
    assert audited(idursulfase, "volume=105.5 mL", "total time=1 h").slips
    assert not audited(idursulfase, "volume=105.5 mL", "total time=1 to 3 h").slips
