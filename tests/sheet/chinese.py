"""Plans in Chinese, in every form, and how their goldens are written anew.

python -m tests.sheet.chinese       the goldens, and the pages of the sheet; look at each
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.sheet.note import plan_note
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.pdf.words import every_text
from rechallenge.sheet.plan_csv import plan_csv
from rechallenge.sheet.plan_fhir import plan_fhir
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.xlsx.layout import book_of
from rechallenge.words import speaking
from rechallenge.words.languages import CHINESE, book_in
from tests.sheet.printed import images

GOLDENS = Path(__file__).parent / "goldens" / "zh_cn"
ORDERS = {
    "case-1": (
        "cadonilimab-extended",
        Order(dose="250 mg", start="2026-11-23 09:00", patient="李秀英 0048213"),
    ),
    "case-2": (
        "cadonilimab-stepwise",
        Order(
            dose="375 mg", volume="250 mL", start="2026-11-23 09:00", weight="61 kg",
            patient="王小明", line="20 mL", primed="diluent", premed_lead="30 min",
            reaction_grade="2", strength="12.5 mg/mL", technique="withdraw first",
        ),
    ),
    "case-4": (
        "cadonilimab-slow-start",
        Order(dose="10 mg/kg", weight="48 kg", volume="250 mL", start="2026-12-31 23:00"),
    ),
    "twelve-steps": (
        "ceftazidime-12-step",
        Order(dose="2000 mg", line="20 mL", primed="diluent", sets="fresh", clear_line="40 mL/h",
              start="2026-11-23 09:00"),
    ),
}  # fmt: skip
"""The three cases of the series that were given again, and ceftazidime with its line."""
KEPT = "case-2"


@lru_cache
def made(name: str) -> Plan:
    """The plan of an order. It is the same in every language."""
    named, order = ORDERS[name]
    return plan(read_protocol(named), order)


def forms(it: Plan) -> dict[str, str]:
    """Each form, by the ending of its file; of FHIR and of a workbook, the texts."""
    with speaking(book_in(CHINESE)):
        return {
            "txt": plan_text(it, working=True),
            "md": plan_markdown(it),
            "note.txt": plan_note(it),
            "csv": plan_csv(it),
            "fhir.txt": in_chinese(every_text(json.loads(plan_fhir(it)))),
            "xlsx.txt": in_chinese(
                text
                for page in book_of(it)[0].pages
                for text in (f"== {page.name}", *(str(c.value) for c in page.cells.values()))
            ),
        }


def in_chinese(texts: Iterable[str]) -> str:
    """Those of many texts that have a Chinese letter, each once, on a line of its own."""
    return "".join(
        f"{text}\n" for text in dict.fromkeys(texts) if re.search("[\u4e00-\u9fff]", text)
    )


@lru_cache
def sheet(name: str) -> bytes:
    """The sheet of an order."""
    with speaking(book_in(CHINESE)):
        return step_sheet_pdf(made(name))


def written() -> Iterator[tuple[str, str]]:
    """The goldens that are text."""
    for ending, text in forms(made(KEPT)).items():
        yield f"{KEPT}.{ending}", text


if __name__ == "__main__":
    GOLDENS.mkdir(exist_ok=True)
    for name, text in written():
        (GOLDENS / name).write_text(text, "utf-8", newline="")
    for number, image in enumerate(images(sheet(KEPT)), 1):
        image.save(GOLDENS / f"{KEPT}-{number}.png", optimize=True)
