"""Plans in Chinese, in every form, and how their goldens are written anew.

python -m tests.sheet.chinese       the goldens, and the pages of the sheet; look at each
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.sheet.note import plan_note
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.plan_csv import plan_csv
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text
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
    """Each form that is text, by the ending of its file."""
    with speaking(book_in(CHINESE)):
        return {
            "txt": plan_text(it, working=True),
            "md": plan_markdown(it),
            "note.txt": plan_note(it),
            "csv": plan_csv(it),
        }


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
