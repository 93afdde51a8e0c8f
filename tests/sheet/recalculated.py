"""Workbooks calculated from their formulas alone: by an engine in Python, and by LibreOffice."""

import io
import re
import subprocess
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook

from rechallenge import Plan
from rechallenge.sheet.xlsx.layout import book_of
from rechallenge.sheet.xlsx.writing import plan_workbook

EPOCH = datetime(1899, 12, 30)


class Result(NamedTuple):
    """A cell that has a formula: what it was written with, and what it comes out as."""

    place: str
    written: float | str
    found: float | str | None

    @property
    def agrees(self) -> bool:
        """Whether it comes out as it was written, to ten digits."""
        if isinstance(self.written, str) or not isinstance(self.found, float):
            return self.written == self.found
        return abs(self.found - self.written) <= 1e-10 * max(1, abs(self.written))


def without_values(workbook: bytes) -> bytes:
    """The workbook with no result of any formula in it."""
    taken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as file, zipfile.ZipFile(taken, "w") as copy:
        for name in file.namelist():
            content = file.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(r"</f><v>[^<]*</v>", "</f>", content.decode())
                content = re.sub(r'(<c r="[A-Z]+[0-9]+"[^>]*?) t="str">', r"\1>", text).encode()
                content = content if b"<f>" in content else file.read(name)
            copy.writestr(name, content)
    return taken.getvalue()


class Engine:
    """A plan's workbook in the engine `formulas`."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        import formulas

        path = folder / "plan.xlsx"
        path.write_bytes(without_values(plan_workbook(plan, "a4")))
        self.plan = plan
        with warnings.catch_warnings():
            # Its own source warns when it is compiled, and it loads its parts at their first use.
            warnings.simplefilter("ignore", SyntaxWarning)
            self.model = formulas.ExcelModel().loads(str(path)).finish()
        nodes = (name for name in self.model.dsp.data_nodes if isinstance(name, str))
        self.names = {name.upper(): name for name in nodes}

    def results(self, inputs: Mapping[str, float] | None = None) -> list[Result]:
        """All formulas; with other `inputs`, such as `{"Order!B8": 750}`, where stated."""
        given = {self.names[_node(place)]: value for place, value in (inputs or {}).items()}
        solution = self.model.calculate(inputs=given)
        found = {str(name).upper(): one for name, one in solution.items()}

        def value(page: str, at: str) -> Any:
            return found[_node(f"{page}!{at}")].value[0, 0]

        return list(_results(self.plan, value))


def _node(place: str) -> str:
    page, at = place.upper().split("!")
    return f"'[PLAN.XLSX]{page}'!{at}"


def by_libreoffice(plans: Mapping[str, Plan], folder: Path) -> dict[str, list[Result]]:
    """The formulas of many workbooks, as LibreOffice calculates them when it opens each."""
    before, after = folder / "before", folder / "after"
    before.mkdir()
    for name, plan in plans.items():
        (before / f"{name}.xlsx").write_bytes(without_values(plan_workbook(plan, "a4")))
    files = sorted(before.iterdir())
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'user').as_uri()}",
               "--convert-to", "xlsx", "--outdir", str(after)]  # fmt: skip
    # It may end in the middle of a long list without saying so.
    for some in (files[at : at + 20] for at in range(0, len(files), 20)):
        subprocess.run([*command, *map(str, some)], check=True, capture_output=True)
    missing = [path.name for path in files if not (after / path.name).exists()]
    assert missing == [], "LibreOffice has not calculated these"
    return {name: list(_results(plan, _reader(after / f"{name}.xlsx")))
            for name, plan in plans.items()}  # fmt: skip


def _reader(path: Path) -> Any:
    workbook = CalamineWorkbook.from_path(str(path))
    sheets = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
              for name in workbook.sheet_names}  # fmt: skip

    def value(page: str, at: str) -> Any:
        return sheets[page][int(at[1:]) - 1][ord(at[0]) - ord("A")]

    return value


def _results(plan: Plan, value: Any) -> Iterator[Result]:
    for page in book_of(plan)[0].pages:
        for (letter, row), cell in page.cells.items():
            if cell.formula:
                assert cell.value is not None
                written = float(cell.value) if isinstance(cell.value, Fraction) else cell.value
                found = _plain(value(page.name, f"{letter}{row}"))
                yield Result(f"{page.name}!{letter}{row}", written, found)


def _plain(found: Any) -> float | str | None:
    if isinstance(found, datetime):
        return (found - EPOCH).total_seconds() / 86400
    if isinstance(found, date):
        return float((datetime.combine(found, time()) - EPOCH).days)
    if isinstance(found, time):
        return (found.hour * 60 + found.minute) / 1440
    return str(found) if isinstance(found, str) else float(found)
