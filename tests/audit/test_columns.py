"""Columns are known by the words and units that published tables use."""

from fractions import Fraction as F

import pytest

from rechallenge.audit.columns import understood
from rechallenge.audit.roles import Role
from rechallenge.audit.written import written_unit

from .pasted import audited

_UPTODATE = ("Step|Solution|Rate (mL/hour)|Time (minutes)|Volume infused per step (mL)|"
             "Dose administered with this step (mg)|Cumulative dose (mg)")  # fmt: skip
_ALL = [Role.STEP, Role.BAG, Role.RATE, Role.TIME, Role.VOLUME, Role.DOSE, Role.DOSE_SO_FAR]


def roles(header: str) -> list[Role]:
    return [column.role for column in understood(header.split("|"))]


@pytest.mark.parametrize(
    "header",
    [
        _UPTODATE,
        "步骤|溶液|输注速度 (ml/h)|时间 (分钟)|每步输注量 (ml)|每步剂量 (mg)|累积剂量 (mg)",
        "#|Bag|ml/hr|min|mL|mg|mg so far",
        "No.|Syringe|Flow, mL per hour|Duration, min|Vol. (cc)|Amount (µg)|Running total (µg)",
        "STEP|BOTTLE|RATE mL/h|INTERVAL min|VOLUME mL|DOSE units|TOTAL DOSE units",
    ],
)
def test_headers_of_other_people_are_understood(header: str) -> None:
    assert roles(header) == _ALL


def test_a_list_of_bags_is_told_from_the_steps() -> None:
    header = "Solution|Total volume (mL)|Total dose in solution (mg)|Concentration (mg/mL)"
    assert roles(header) == [Role.BAG, Role.BAG_VOLUME, Role.HOLDS, Role.CONCENTRATION]


@pytest.mark.parametrize(
    ("text", "unit"),
    [("ml/hr", "mL/h"), ("mL per hour", "mL/h"), ("毫升/小时", "mL/h"), ("µg", "mcg"),
     ("IU", "units"), ("分钟", "min"), ("kg", "kg"), ("patients", ""), ("", ""),
     ("mcg per kg per min", "mcg/kg/min"), ("mg/m²/h", "mg/m2/h"), ("mg / mL", "mg/mL")],
)  # fmt: skip
def test_a_unit_is_read_however_it_is_written(text: str, unit: str) -> None:
    assert written_unit(text) == unit


@pytest.mark.parametrize(
    ("header", "role"),
    [("Dose rate (mcg/kg/min)", Role.DOSE_RATE_PER_BODY), ("mL/kg/h", Role.RATE_PER_BODY),
     ("Dose, mg/m²", Role.DOSE_PER_BODY), ("Weight (kg)", Role.WEIGHT), ("BSA (m2)", Role.SURFACE),
     ("% of total dose", Role.SHARE), ("Cumulative %", Role.SHARE_SO_FAR),
     ("Fraction of the dose", Role.SHARE), ("% of the full rate", Role.RATE_SHARE),
     ("Dilution", Role.RATIO), ("稀释", Role.RATIO)],
)  # fmt: skip
def test_shares_ratios_and_what_is_per_body_are_told_by_unit_and_words(
    header: str, role: Role
) -> None:
    assert roles(header) == [role]


@pytest.mark.parametrize("header", ["Concentration (%)", "Cumulative dose (mg/kg)"])
def test_a_header_that_may_mean_two_things_is_not_read(header: str) -> None:
    assert roles(header) == []


def test_a_ratio_is_read_as_a_part_of_its_whole() -> None:
    done = audited("""
Step|Dilution|Share of the dose|Volume (mL)
1|1:10,000|1/100|5
2|1 in 100|10 %|5
3|undiluted|0.89|5""")
    read = [(n.role, n.value) for line in done.found.lines for n in line.numbers.values()]
    ratios = [value for role, value in read if role is Role.RATIO]
    shares = [value for role, value in read if role is Role.SHARE]
    assert ratios == [F("0.0001"), F("0.01"), F(1)]
    assert shares == [F(1), F(10), F(89)]


def test_a_table_in_chinese_is_compared_like_any_other() -> None:
    done = audited("""
步骤|溶液|速度 (ml/h)|时间 (分钟)|体积 (ml)|剂量 (mg)|累积剂量 (mg)
1|A|2|15|0.5|0.04|0.04
2|A|5|15|1.25|0.1|0.41
3|A|10|15|2.5|0.2|0.34
合计|||45|4.25||0.34""")
    # 0.04 mg + 0.1 mg is 0.14 mg, and 0.34 mg - 0.2 mg is 0.14 mg too.
    ((way,),) = (slip.explanations for slip in done.slips)
    assert (way.number.shown, way.number.cell.where) == ("0.41 mg", "3,7")
    assert done.compared["total"] == 3
