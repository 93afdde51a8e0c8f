"""The orders whose sheets are kept as goldens, and how to write them anew: `make goldens`."""

from pathlib import Path

from rechallenge import Order, Plan, Protocol, plan, read_protocol
from rechallenge.audit.looks import looked_at
from rechallenge.files.facts import read_facts
from rechallenge.files.find import PUMPS, Shelves
from rechallenge.model.pump import Pump
from rechallenge.quantities import parse
from rechallenge.sheet.audit_json import audit_json
from rechallenge.sheet.note import plan_note
from rechallenge.sheet.plan_json import plan_json
from rechallenge.sheet.text.audit import audit_text
from rechallenge.sheet.text.plan import page_text, plan_text
from rechallenge.sheet.view.day import day_view
from rechallenge.sheet.view.day_order import NotPlanned, day_order
from rechallenge.sheet.view.protocol import protocol_sections, protocol_title
from tests.audit.pasted import audited
from tests.sheet.workbook_text import workbook_order, workbook_text

WARD_TABLE = """
Step|Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)|Nurse
1|A|2|15|0.5|0.04|
2|A|5.25|15|1.3125|0.105|
3|A|10|15|2.5|0.2|
5|A|25|15|5|0.4|about 20
6|B|5|15|1.25|1|
7|B|10|15|2.5|2.1|
8|B|20|15|5|4|
9|B|40|15|10|8|"""
"""A table with two slips (25 mL/h or 15 min; 2.1 mg), a step that is missing, and a rate between
two of a pump."""
GOLDENS = Path(__file__).parent / "goldens"

ORDERS = {
    "extended-at-nine": ("cadonilimab-extended", Order(dose="250 mg", start="2026-11-23 09:00")),
    "stepwise": ("cadonilimab-stepwise", Order(dose="375 mg", volume="250 mL")),
    "slow-start-over-midnight": (
        "cadonilimab-slow-start",
        Order(dose="10 mg/kg", weight="48 kg", volume="250 mL", start="2026-12-31 23:00"),
    ),
    "any-drug-per-m2": (
        "stepwise",
        Order(
            dose="375 mg/m2", height="170 cm", weight="70 kg", volume="500 mL", drug="rituximab",
            settings={"first_share": "5 %"},
        ),
    ),
}  # fmt: skip


def made(name: str) -> Plan:
    """The plan of a named order."""
    named, order = ORDERS[name]
    return plan(read_protocol(named), order)


def protocol_page(protocol: Protocol) -> str:
    """The page about a protocol as text."""
    return page_text(protocol_title(protocol), protocol_sections(protocol))


DAY = (
    ("cadonilimab-slow-start", ORDERS["slow-start-over-midnight"][1]),
    (
        "rituximab-first",
        Order(dose="650 mg", volume="500 mL", technique="add to bag", patient="C. Doe",
              start="2026-12-31 10:00"),
    ),
    (
        "rituximab-first",
        Order(dose="712.5 mg", volume="500 mL", technique="add to bag", patient="D. Roe",
              start="2026-12-31 09:15", line="20 mL", primed="drug"),
    ),
)  # fmt: skip


def day_text() -> str:
    """The page of a day as text."""
    plans = (plan(read_protocol(named), order) for named, order in DAY)
    orders = [day_order(line, one) for line, one in enumerate(plans, 2)]
    bad = NotPlanned(6, "stepwise", "E. Poe", ("dose: is missing; write it",))
    day = day_view("orders.csv", orders, [bad], ["009-cadonilimab-stepwise"])
    return page_text(day.title, day.sections)


def sheets() -> dict[str, str]:
    """Every golden by its file name."""
    written = {
        "show-cadonilimab-slow-start.txt": protocol_page(read_protocol("cadonilimab-slow-start"))
    }
    written["day.txt"] = day_text()
    written["workbook.txt"] = workbook_text(workbook_order())
    for name in ORDERS:
        it = made(name)
        written[f"{name}.txt"] = plan_text(it, working=True)
        written[f"{name}.json"] = plan_json(it)
        written[f"{name}.note.txt"] = plan_note(it)
    done = audited(WARD_TABLE)
    generic = read_facts(Shelves.found().facts(PUMPS)["generic"], PUMPS)
    assert isinstance(generic, Pump)
    looks = looked_at(done, generic, parse("12 mL"))
    return written | {"audit.txt": audit_text(done, looks), "audit.json": audit_json(done, looks)}


if __name__ == "__main__":
    for file_name, text in sheets().items():
        (GOLDENS / file_name).write_text(text, encoding="utf-8")
