"""Workbooks opened by LibreOffice, as a user would: every formula, without the value it was written
with, gives the plan's number. `make test-office`; it takes minutes, and needs LibreOffice."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tools.sweep import orders

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.files.find import Shelves, protocol_paths, shipped_folder
from rechallenge.model.finding import Refused
from rechallenge.model.problems import Unusable
from rechallenge.service.examples import order_of
from rechallenge.service.making import make
from tests.random_examples import tries
from tests.sheet.recalculated import by_libreoffice
from tests.sheet.test_note import stopped_plans
from tests.sheet.workbook_text import workbook_order

EVERY = tuple(path.stem for path in protocol_paths(shipped_folder()))
SHELVES = Shelves(shipped_folder())
LINES = [
    {"line": "20 mL", "primed": primed, "sets": sets, "start": "2026-11-23 22:50"}
    for primed in ("drug", "diluent")
    for sets in ("shared", "fresh")
]
MADE = [
    {"strength": "20 mg/mL", "technique": "add to bag"},
    {"strength": "50 mg/mL", "technique": "withdraw first"},
    {"strength": "10 mg/mL", "technique": "final volume"},
]
PUMPS = [{"pump": name} for name in ("gravity-20", "infusomat-space", "cadd-prizm-pcs-ii")]
CLEARED = [{"line": "20 mL", "primed": "diluent", "sets": sets, "clear_line": "100 mL/h"}
           for sets in ("shared", "fresh")]  # fmt: skip


@pytest.fixture(autouse=True)
def _libreoffice() -> None:
    if shutil.which("soffice") is None:
        pytest.fail(
            "soffice was not found, so nothing was tested. Install LibreOffice Calc "
            "(Debian: apt-get install --no-install-recommends libreoffice-calc-nogui)."
        )


def with_orders(*more: dict[str, str]) -> Iterator[tuple[str, Plan]]:
    """The first worked example of each protocol with more in its order, where that makes a plan:
    one of `more` in turn."""
    for place, name in enumerate(EVERY):
        protocol = read_protocol(name)
        if not protocol.examples:
            continue
        order = order_of(protocol.examples[0]).model_dump(mode="json", exclude_defaults=True)
        its = dict(more[place % len(more)])
        if len(protocol.bags) < 2:
            its.pop("sets", None)
        try:
            yield name, make(protocol, Order.model_validate(order | its), SHELVES)
        except (Refused, Unusable):
            continue


def drawn(count: int) -> Iterator[tuple[str, Plan]]:
    """Plans of random orders, some for each protocol."""
    for name in EVERY:
        protocol = read_protocol(name)
        for number, stated in enumerate(orders(protocol, 44, count) if protocol.examples else ()):
            try:
                yield f"{name}-{number}", make(protocol, Order.model_validate(stated), SHELVES)
            except (Refused, Unusable):
                continue


def begun() -> Iterator[tuple[str, Plan]]:
    """Infusions that began elsewhere, and those that were stopped."""
    stated: dict[str, Any] = {"dose": "700 mg", "given": "633 mg", "left": "67 mL",
                              "start": "2026-11-23 10:00"}  # fmt: skip
    for number, line in enumerate(({}, {"line": "20 mL", "primed": "drug"})):
        order = Order.model_validate(stated | line)
        yield f"begun-{number}", plan(read_protocol("rituximab-first"), order)
    for number, stopped in enumerate(stopped_plans()):
        yield f"stopped-{number}", stopped


KINDS: dict[str, Callable[[], Iterator[tuple[str, Plan]]]] = {
    "as ordered": lambda: with_orders({}),
    "a line": lambda: with_orders(*LINES),
    "a line cleared first": lambda: with_orders(*CLEARED),
    "bags made from vials": lambda: with_orders(*MADE),
    "other pumps": lambda: with_orders(*PUMPS),
    "in the middle": begun,
    "random orders": lambda: drawn(tries(1)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_gives_every_number_of_the_plan(kind: str, tmp_path: Path) -> None:
    plans = dict(KINDS[kind]())
    assert len(plans) > 5
    results = by_libreoffice(plans, tmp_path)
    number = sum(map(len, results.values()))
    wrong = [(name, one) for name, found in results.items() for one in found if not one.agrees]
    print(f"{kind}: {len(plans)} workbooks, {number} formulas")
    assert number > 50 * len(plans) / 2
    assert wrong == []


def test_libreoffice_would_see_a_wrong_formula(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rechallenge.sheet.xlsx.steps_page import StepsPage

    dose = StepsPage._put

    def wrong(page: StepsPage, column: str, *stated: Any, **more: Any) -> None:
        if column == "volume" and len(stated) > 2 and stated[2]:
            stated = (*stated[:2], f"{stated[2]}+0.001")
        dose(page, column, *stated, **more)

    monkeypatch.setattr(StepsPage, "_put", wrong)
    (found,) = by_libreoffice({"wrong": workbook_order()}, tmp_path).values()
    told = {one.place: one.found for one in found if not one.agrees}
    assert "DIFFERS" in str(told["Order!A4"])
    assert "DIFFERS" in {one for place, one in told.items() if place.startswith("Compared!H")}
