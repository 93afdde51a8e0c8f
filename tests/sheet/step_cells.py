"""The step table as each form of a plan has it, read from the form itself: one mapping a step, with
each cell as it is written."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from rechallenge import Plan
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.plan_csv import plan_csv
from rechallenge.sheet.plan_fhir import plan_fhir
from rechallenge.sheet.plan_json import plan_json
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text
from tests.sheet.tagged import read_tagged

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
    rows = [[cell.replace("\\", "") for cell in row] for row in rows]
    return [_given(zip(keys, row, strict=False)) for row in rows if re.fullmatch("[0-9]+", row[0])]


def of_csv(plan: Plan) -> Cells:
    """From the columns, the unit taken from the head, the exact value where there is one."""
    found = []
    for row in csv.DictReader(io.StringIO(plan_csv(plan), newline="")):
        if row["kind"] not in ("flush", "change bag"):
            found.append({"number": row["step"]} | _csv_amounts(row))
    return found


def _csv_amounts(row: dict[str, str]) -> dict[str, str]:
    cells = {}
    for head, cell in row.items():
        matched = re.fullmatch(
            r"(start|duration|rate|volume|dose|dose_rate|cumulative_dose|reaches_vein)"
            r"_(mL|mg|units|min)(_per_h)?",
            head,
        )
        if matched and cell and (matched[1] != "reaches_vein" or row["kind"] == "flush"):
            unit = matched[2] + ("/h" if matched[3] else "")
            cells[matched[1]] = row[f"{head}_exact"] or f"{cell} {unit}"
    return cells


def of_fhir(plan: Plan) -> Cells:
    """From the fields that have a code, and the sentence of each instruction for the others; steps
    in which nothing runs from the sentences beside an instruction."""
    found = []
    for step in json.loads(plan_fhir(plan), parse_float=str, parse_int=str)["dosageInstruction"]:
        cells = {"number": step["sequence"]} | _said_in_fhir(step["text"])
        cells["duration"] = _rounded(step["timing"]["repeat"]["duration"], "min")
        for key in ("dose", "rate"):
            for given in step["doseAndRate"]:
                if amount := given.get(f"{key}Quantity"):
                    cells[key] = _rounded(amount["value"], amount["unit"])
        found.append(cells)
        found += [_said_in_fhir(beside["text"]) for beside in step["additionalInstruction"]
                  if beside["text"].startswith("Step ")]  # fmt: skip
    return sorted(found, key=lambda cells: int(cells["number"]))


def _said_in_fhir(text: str) -> dict[str, str]:
    cells = {}
    for key, pattern in (
        ("number", r"^Step ([0-9]+)()"),
        ("start", r", (\S+ min)(?: \(([^)]+ min)\))? after the start of step 1"),
        ("duration", r"observe for (~?\S+ min)(?: \(([^)]+ min)\))?; nothing runs"),
        ("volume", r"[:] (~?\S+ mL)(?: \(([^)]+ mL)\))?, "),
        ("cumulative_dose", r"Given then: (~?\S+ (?:mg|units?))(?: \(([^)]+)\))?,"),
    ):
        if matched := re.search(pattern, text.replace("\u00a0", " ")):
            cells[key] = matched[2] or matched[1].replace(",", "")
    return cells


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
    keys = ("number", "bag", "rate", "volume", "start", "duration", "dose", "cumulative_dose")
    rows = [row for row in printed_steps(plan) if row[0] != "Flush"]
    cells = [dict(zip(keys, row, strict=True)) for row in rows]
    for row in cells:
        # The dose rate stands under the rate where the protocol or the label speaks of it.
        row["rate"], row["dose_rate"] = _apart(row["rate"])
    return [_given(row.items()) for row in cells]


def _apart(rate: str) -> tuple[str, str]:
    """`125 mL/h` and `125 mg/h` of a cell that has both."""
    matched = re.fullmatch(r"(~?\S+ mL/h) (~?\S+ (?:mg|units)/h)", rate)
    return (matched[1], matched[2]) if matched else (rate, "")


def printed_steps(plan: Plan) -> list[list[str]]:
    """The first eight cells of each row of the printed step table, the flush included, without
    heads, changes of bag, notes and sums; each cell on one line."""
    tables = read_tagged(step_sheet_pdf(plan)).tables()
    table = next(table for table in tables if table[0][0] == "Step")
    rows = [[" ".join(cell.split()) for cell in row[:8]] for row in table[1:-1] if len(row) > 8]
    assert rows
    return rows


FORMS: dict[str, Callable[[Plan], Cells]] = {
    "text": of_text,
    "markdown": of_markdown,
    "csv": of_csv,
    "fhir": of_fhir,
    "json": of_json,
    "pdf": of_pdf,
}


def flush_of_text(plan: Plan) -> dict[str, str]:
    """The flush from its line in the table, and the line below."""
    table = plan_text(plan).partition("\nSTEPS\n")[2].split("\n\n")[0]
    row = next(line for line in table.splitlines() if line.startswith("  Flush "))
    keys = ("number", "rate", "start", "duration", "volume")
    found = dict(zip(keys, re.split(r"  +", row.strip()), strict=True))
    matched = re.search(r"\n +brings (\S+ \S+) from the line", table)
    return found | {"brings": matched[1] if matched else ""}


def flush_of_markdown(plan: Plan) -> dict[str, str]:
    """The flush from its row between pipes."""
    row = next(line for line in plan_markdown(plan).splitlines() if line.startswith("| Flush |"))
    keys = ("number", "bag", "rate", "start", "duration", "volume")
    plain = [cell.replace("\\", "").replace("\u00a0", " ") for cell in row.strip("| ").split(" | ")]
    matched = re.match(r"brings (\S+ \S+) from the line", plain[-1])
    return dict(zip(keys, plain, strict=False)) | {"brings": matched[1] if matched else ""}


def flush_of_csv(plan: Plan) -> dict[str, str]:
    """The flush from its row, the only one without a number."""
    rows = list(csv.DictReader(io.StringIO(plan_csv(plan), newline="")))
    (flush,) = (row for row in rows if row["kind"] == "flush")
    assert flush["step"] == ""
    found = _csv_amounts(flush)
    assert "dose" not in found
    return {("brings" if key == "reaches_vein" else key): cell for key, cell in found.items()}


def flush_of_fhir(plan: Plan) -> dict[str, str]:
    """The flush from what is said beside the last instruction."""
    last = json.loads(plan_fhir(plan))["dosageInstruction"][-1]
    said = next(x["text"] for x in last["additionalInstruction"] if x["text"].startswith("Flush, "))
    number = r"(~?\S+ [a-zA-Z/]+)(?: \([^)]*\))?"
    matched = re.fullmatch(
        rf"Flush, {number} after the start of step 1(?: \(planned for .*, local time\))?: "
        rf"from a bag of diluent, infuse at {number} for {number}: {number}, which delivers "
        rf"{number} from the line\. That dose was (?:counted when it left its bag|"
        rf"not counted in the steps)\.( Stop after .*)?",
        said.replace("\u00a0", " "),
    )
    assert matched is not None, said
    keys = ("start", "rate", "duration", "volume", "brings")
    return dict(zip(keys, matched.groups(), strict=False))


def flush_of_pdf(plan: Plan) -> dict[str, str]:
    """The flush from its printed row."""
    keys = ("number", "bag", "rate", "volume", "start", "duration", "brings", "so far")
    (row,) = (row for row in printed_steps(plan) if row[0] == "Flush")
    return _without_brings(dict(zip(keys, row, strict=True)))


def _without_brings(cells: dict[str, str]) -> dict[str, str]:
    assert cells["brings"].startswith("brings ")
    return cells | {"brings": cells["brings"].removeprefix("brings ")}


FLUSHES: dict[str, Callable[[Plan], dict[str, str]]] = {
    "text": flush_of_text,
    "markdown": flush_of_markdown,
    "csv": flush_of_csv,
    "fhir": flush_of_fhir,
    "pdf": flush_of_pdf,
}


def _rounded(number: str, unit: str) -> str:
    """A decimal that may have been rounded: one of six decimals or more."""
    return f"{'~' if len(number.partition('.')[2]) >= 6 else ''}{number} {unit}"


def _value(amount: dict[str, Any]) -> str:
    rounded = "" if amount["value"] == amount["exact"] else "~"
    return f"{rounded}{amount['value']} {amount['unit']}"


_UNITS = "mL/h|mg/h|units/h|mL|mg|min|units?"


def _given(cells: Any) -> dict[str, str]:
    """The cells that hold an amount, without spaces that do not break and without the share."""
    found = {}
    for key, cell in cells:
        plain = re.sub(r"\s*\(?~?[0-9.]+%\)?$", "", cell.replace("\u00a0", " "))
        if key == "number" or re.fullmatch(
            r"~?[0-9.,]+ (mL/h|mg/h|units/h|mL|mg|min|units?)", plain
        ):
            found[key] = plain
    return found
