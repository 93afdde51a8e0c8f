"""The step table as each form of a plan has it, read from the form itself: one mapping a step, with
each cell as it is written."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from rechallenge import Plan
from rechallenge.sheets.pdf.read_back import printed_numbers
from rechallenge.sheets.pdf.render import step_sheet_pdf
from rechallenge.sheets.plan_csv import plan_csv
from rechallenge.sheets.plan_fhir import plan_fhir
from rechallenge.sheets.plan_json import plan_json
from rechallenge.sheets.plan_markdown import plan_markdown
from rechallenge.sheets.plan_text import plan_text

Cells: TypeAlias = list[dict[str, str]]
"""For each step its number and amounts, `142.5 mL/h`; what a form lacks is left out."""


def of_text(plan: Plan) -> Cells:
    """From the lines of the table."""
    text = plan_text(plan)
    table = text[text.index("\nSTEPS\n") :].split("\n\n")[0]
    rows = [re.split(r"  +", line.strip()) for line in table.splitlines()]
    keys = ("number", "rate", "start", "duration", "volume", "dose", "cumulative_dose")
    return [_given(zip(keys, row, strict=False)) for row in rows if re.fullmatch("[0-9]+", row[0])]


def of_markdown(plan: Plan) -> Cells:
    """From the rows between pipes."""
    text = plan_markdown(plan)
    table = text[text.index("\n## Steps\n") :].split("\n\n")[1]
    rows = [re.split(r" \| ", line.strip("| ")) for line in table.splitlines()]
    keys = ("number", "bag", "rate", "start", "duration", "volume", "dose", "cumulative_dose")
    return [
        _given(zip(keys, (cell.replace("\\", "") for cell in row), strict=False))
        for row in rows
        if re.fullmatch("[0-9]+", row[0])
    ]


def of_csv(plan: Plan) -> Cells:
    """From the columns, the unit taken from the head, the exact value where there is one."""
    found = []
    for row in csv.DictReader(io.StringIO(plan_csv(plan), newline="")):
        cells = {"number": row["step"]}
        for head, cell in row.items():
            matched = re.fullmatch(
                r"(start|duration|rate|volume|dose|dose_rate|cumulative_dose)"
                r"_(mL|mg|units|min)(_per_h)?",
                head,
            )
            if matched and cell:
                unit = matched[2] + ("/h" if matched[3] else "")
                cells[matched[1]] = row[f"{head}_exact"] or f"{cell} {unit}"
        found.append(cells)
    return found


def of_fhir(plan: Plan) -> Cells:
    """From the fields that have a code, and the sentence of each instruction for the others."""
    found = []
    for step in json.loads(plan_fhir(plan), parse_float=str, parse_int=str)["dosageInstruction"]:
        said = step["text"].replace("\u00a0", " ")
        cells = {"number": step["sequence"]}
        for key, pattern in (
            ("start", r", (\S+ min)(?: \(([^)]+ min)\))? after the start of step 1"),
            ("duration", r" for (~?\S+ min)(?: \(([^)]+ min)\))?[:;]"),
            ("volume", r"[:] (~?\S+ mL)(?: \(([^)]+ mL)\))?, "),
            ("cumulative_dose", r"Given then: (~?\S+ (?:mg|units?))(?: \(([^)]+)\))?,"),
        ):
            if matched := re.search(pattern, said):
                cells[key] = matched[2] or matched[1].replace(",", "")
        for key in ("dose", "rate"):
            for given in step.get("doseAndRate", []):
                if amount := given.get(f"{key}Quantity"):
                    rounded = "~" if len(amount["value"].partition(".")[2]) >= 6 else ""
                    cells[key] = f"{rounded}{amount['value']} {amount['unit']}"
        found.append(cells)
    return found


def of_json(plan: Plan) -> Cells:
    """From the numbers for readers that cannot take fractions."""
    keys = ("start", "duration", "rate", "dose_rate", "volume", "dose", "cumulative_dose")
    found = []
    for step in json.loads(plan_json(plan), parse_float=str, parse_int=str)["steps"]:
        given = {key: step[key] for key in keys if step[key] is not None}
        cells = {key: _value(amount) for key, amount in given.items()}
        found.append({"number": step["number"]} | cells)
    return found


def of_pdf(plan: Plan) -> Cells:
    """From the printed page."""
    keys = ("number", "bag", "rate", "start", "duration", "volume", "dose", "cumulative_dose")
    rows = printed_numbers(step_sheet_pdf(plan)).steps
    return [_given(zip(keys, row, strict=True)) for row in rows]


FORMS: dict[str, Callable[[Plan], Cells]] = {
    "text": of_text,
    "markdown": of_markdown,
    "csv": of_csv,
    "fhir": of_fhir,
    "json": of_json,
    "pdf": of_pdf,
}


def _value(amount: dict[str, Any]) -> str:
    rounded = "" if amount["value"] == amount["exact"] else "~"
    return f"{rounded}{amount['value']} {amount['unit']}"


def _given(cells: Any) -> dict[str, str]:
    """The cells that hold an amount, without spaces that do not break and without the share."""
    found = {}
    for key, cell in cells:
        plain = re.sub(r"\s*\(?~?[0-9.]+%\)?$", "", cell.replace("\u00a0", " "))
        if key == "number" or re.fullmatch(r"~?[0-9.,]+ (mL/h|mL|mg|min|units?)", plain):
            found[key] = plain
    return found
