"""Small amounts on every form of a plan: mcg where mg would need four decimals."""

import csv
import io
import json

from rechallenge.sheet.plan_csv import plan_csv
from rechallenge.sheet.plan_json import plan_json
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view import Column, SectionCode, view_of
from tests.planning.making import planned

BAGS = (
    {"name": "A", "volume": "100 mL", "concentration": "0.00075 mg/mL"},
    {"name": "B", "volume": "100 mL", "concentration": "0.05 mg/mL"},
)
STEPS = (
    {"bag": "A", "give": "10 mL", "over": "15 min"},
    {"bag": "B", "give": "1.5 mL", "over": "15 min"},
    {"give": "3 mL", "over": "15 min"},
    {"give": "rest", "over": "30 min"},
)
PLAN = planned(*STEPS, bags=BAGS, parameters={}, order={"dose": "1 mg", "volume": None})


def cells(section: SectionCode, column: Column) -> list[str]:
    rows = view_of(PLAN)[section].table.rows
    texts = [row.cells[column].text.replace("\u00a0", " ") for row in rows if column in row.cells]
    return [text.partition(" (")[0] for text in texts]


def test_a_column_goes_from_mcg_to_mg_once_and_each_cell_has_its_unit() -> None:
    # 10 mL x 0.75 mcg/mL = 7.5 mcg, 1.5 mL x 50 mcg/mL = 75 mcg, 3 mL: 150 mcg, the rest of 1 mg.
    assert cells(SectionCode.STEPS, Column.DOSE)[:3] == ["7.5 mcg", "75 mcg", "0.15 mg"]
    # 7.5 + 75 = 82.5 mcg, + 150 = 232.5 mcg = 0.2325 mg, to three decimals 0.233
    assert cells(SectionCode.STEPS, Column.CUMULATIVE)[:3] == ["7.5 mcg", "82.5 mcg", "~0.233 mg"]


def test_the_bags_of_a_plan_have_their_strengths_in_one_unit_wherever_they_stand() -> None:
    assert cells(SectionCode.BAGS, Column.CONCENTRATION) == ["0.75 mcg/mL", "50 mcg/mL"]
    text = plan_text(PLAN).replace("\u00a0", " ")
    assert "CONNECT bag A (0.75 mcg/mL)" in text
    assert "CONNECT bag B (50 mcg/mL)" in text
    assert "0.05 mg/mL" not in text


def test_files_for_programs_stay_in_mg() -> None:
    rows = [row for row in csv.DictReader(io.StringIO(plan_csv(PLAN))) if row["kind"] == "infuse"]
    assert [row["dose_mg"] for row in rows][:3] == ["0.0075", "0.075", "0.15"]
    steps = json.loads(plan_json(PLAN))["steps"]
    assert steps[0]["dose"] == {"exact": "0.0075", "unit": "mg", "value": 0.0075}
