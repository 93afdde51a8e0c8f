"""The workbook: its formulas give the plan's numbers, inputs can be changed, texts stay texts."""

import io
import random
import re
import zipfile
from fractions import Fraction
from functools import lru_cache

import pytest

from rechallenge import Plan, read_protocol
from rechallenge.sheet.plan_json import fingerprint, plan_tree
from rechallenge.sheet.view import view_of
from rechallenge.sheet.xlsx.layout import book_of
from rechallenge.sheet.xlsx.pages import Page, Style
from rechallenge.sheet.xlsx.writing import plan_workbook
from tests.planning.making import planned
from tests.service.of_each_kind import with_few_quick
from tests.sheet.orders import GOLDENS
from tests.sheet.recalculated import Engine, without_values
from tests.sheet.test_formats_agree import as_run
from tests.sheet.workbook_text import workbook_order, workbook_text
from tests.tiers import slow_but

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1+1", "=HYPERLINK(\"http://a.example\",\"x\")",
           "=cmd|' /C calc'!A0", "http://a.example", "mailto:a@b.example", "&P&N &L", "1250",
           "_x0041_", "</t><f>1</f>")  # fmt: skip


@lru_cache
def of_golden() -> Plan:
    """375 mg by weight, 20 mL of line primed with diluent, at a time of day."""
    return workbook_order()


def pages(of: Plan) -> dict[str, Page]:
    return {page.name: page for page in book_of(of)[0].pages}


def parts(of: Plan) -> dict[str, str]:
    """The files in the workbook, by name."""
    with zipfile.ZipFile(io.BytesIO(plan_workbook(of, "a4"))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(of_golden(), tmp_path_factory.mktemp("engine"))


def test_the_formulas_alone_give_every_number_that_the_plan_has(engine: Engine) -> None:
    results = engine.results()
    assert len(results) > 150
    assert [one for one in results if not one.agrees] == []


def test_twice_the_ordered_dose_is_twice_every_dose_and_is_seen(engine: Engine) -> None:
    # 10 mg/kg x 37.5 kg = 375 mg. With 20 mg/kg bag and steps hold twice as much; times stay.
    before = {one.place: one for one in engine.results()}
    after = {one.place: one for one in engine.results({"Order!B9": 20.0})}
    steps = pages(of_golden())["Steps"]
    heads = {cell.value: letter for (letter, row), cell in steps.cells.items() if row == 6}
    doses = [f"Steps!{heads[head]}{row}" for head in ("Dose", "Dose so far", "Dose rate")
             for row in (8, 10) if f"Steps!{heads[head]}{row}" in before]  # fmt: skip
    assert len(doses) == 6
    for place in [*doses, "Bags!F8", "Bags!H8", "Delivery!H10", "Delivery!B18"]:
        now, then = after[place].found, before[place].found
        assert isinstance(now, float)
        assert isinstance(then, float)
        assert now == pytest.approx(2 * then, rel=1e-12)
    for head in ("Start", "Clock", "Volume"):
        for row in (8, 10):
            place = f"Steps!{heads[head]}{row}"
            assert place not in after or after[place].found == before[place].found
    assert "DIFFERS" in str(after["Order!A4"].found)
    assert after[f"Steps!{heads['With the plan']}8"].found == "DIFFERS"


@pytest.mark.slow
@pytest.mark.parametrize("seed", slow_but([0], range(4)))
def test_whatever_the_inputs_what_left_the_bag_has_arrived_or_is_in_the_line(
    engine: Engine, seed: int
) -> None:
    draw = random.Random(seed)
    dose, volume, line = draw.uniform(1, 30), draw.uniform(90, 900), draw.uniform(1, 24)
    rate, time = draw.uniform(10, 80), draw.uniform(20, 60)
    given = {"Order!B9": dose, "Order!B11": volume, "Order!B12": line, "Steps!C8": rate,
             "Steps!F8": time}  # fmt: skip
    found = {one.place: one.found for one in engine.results(given)}

    def number(place: str) -> float:
        value = found[place]
        assert isinstance(value, float)
        return value

    # 37.5 kg; the last step takes what step 1 leaves in the bag, so all of the dose is given.
    in_all = dose * 37.5
    assert number("Steps!I11") == pytest.approx(in_all)
    assert number("Steps!I8") == pytest.approx(in_all / volume * rate * time / 60)
    # By the end all but the line has arrived, and the flush of 20 mL brings up to all of that.
    assert number("Delivery!H10") == pytest.approx(in_all * (1 - line / volume))
    assert number("Delivery!B13") == pytest.approx(in_all * line / volume)
    brings = 20 if line > 20 else line
    assert number("Delivery!B17") == pytest.approx(in_all * brings / volume)
    # Diluent comes first: the dead volume at the rate of step 1, where that is enough to pass it.
    if rate * time / 60 > line:
        assert number("Delivery!B12") == pytest.approx(line / rate * 60)


def test_a_number_that_nothing_follows_from_is_not_framed_as_an_input() -> None:
    # The dose is ordered in mg, so that nothing is per kg; the bag holds it in 100 mL.
    of = planned({"give": "rest", "over": "1 h"}, order={"drug": "d", "weight": "50 kg"})
    order = pages(of)["Order"]
    framed = {order.cells["A", row].value: order.cells["B", row].is_input for row in (8, 9, 10)}
    assert framed == {"Weight": False, "Dose to give": True, "Bag volume": True}


def test_nothing_agrees_before_it_is_calculated() -> None:
    # A viewer, or LibreOffice as it opens a file, shows what is stored.
    stored = [
        value
        for name, text in parts(of_golden()).items()
        if "worksheets/sheet" in name
        for value in re.findall(r't="str"><f>.*?</f><v>(.*?)</v>', text)
    ]
    assert len(stored) > 40
    assert {value.partition(" yet")[0].lower() for value in stored} == {"not calculated"}


def test_every_number_of_the_steps_is_that_of_the_json() -> None:
    of = of_golden()
    steps = pages(of)["Steps"]
    heads = {cell.value: letter for (letter, row), cell in steps.cells.items() if row == 6}
    keys = {"Rate": "rate", "Start": "start", "Duration": "duration", "Volume": "volume",
            "Dose": "dose", "Dose so far": "cumulative_dose"}  # fmt: skip
    compared = 0
    for row, step in enumerate(as_run(plan_tree(of)), 8):
        for head, key in keys.items():
            cell = steps.cells[heads[head], row]
            if isinstance(cell.value, Fraction):
                assert cell.value == Fraction(step[key]["exact"]), (row, head)
                compared += 1
    assert compared == 14


def test_the_workbook_of_an_order_is_as_it_was_last_looked_at() -> None:
    assert workbook_text(of_golden()) == (GOLDENS / "workbook.txt").read_text("utf-8")


@pytest.mark.slow
def test_the_same_plan_is_the_same_bytes() -> None:
    assert plan_workbook(of_golden(), "a4") == plan_workbook(of_golden(), "a4")
    assert plan_workbook(of_golden(), "a4") != plan_workbook(of_golden(), "letter")
    # No time of writing is in it.
    said = parts(of_golden())["docProps/core.xml"]
    assert set(re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z", said)) == {"2000-01-01T00:00:00Z"}


@lru_cache
def of_plain_texts() -> dict[str, str]:
    return parts(
        planned(
            {"give": "50 %", "over": "1 h", "note": "n", "bag": "b"},
            {"give": "rest", "over": "1 h", "go_on_if": "g"},
            order={"patient": "p", "drug": "d"}, title="t", scope="s", source={"citation": "c"},
            bags=({"name": "b", "volume": "$volume"},),
        )
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_an_order_or_a_protocol_is_a_formula_or_a_link(text: str) -> None:
    of = planned(
        {"give": "50 %", "over": "1 h", "note": text, "bag": text},
        {"give": "rest", "over": "1 h", "go_on_if": text},
        order={"patient": text, "drug": text}, title=text, scope=text, source={"citation": text},
        bags=({"name": text, "volume": "$volume"},),
    )  # fmt: skip
    files, usual = parts(of), of_plain_texts()
    assert not [name for name in files if "external" in name.lower() or "vba" in name.lower()]
    assert not any("hyperlink" in files[name] for name in files if "sharedStrings" not in name)
    formulas = {name: re.findall(r"<f>[^<]*</f>", text) for name, text in files.items()}
    assert {name: found for name, found in formulas.items() if "sheet" in name} == {
        name: re.findall(r"<f>[^<]*</f>", text) for name, text in usual.items() if "sheet" in name
    }
    names = [cell.value for page in book_of(of)[0].pages for cell in page.cells.values()]
    assert text in names, "the text is shown as it is"


def test_what_begins_like_a_formula_is_marked_as_text_for_whoever_edits_the_cell() -> None:
    of = planned({"give": "rest", "over": "1 h"}, order={"patient": "=1+1", "drug": "d"})
    files = parts(of)
    (formats,) = re.findall(r"<cellXfs.*</cellXfs>", files["xl/styles.xml"])
    marked = [at for at, xf in enumerate(formats.split("<xf ")[1:]) if 'quotePrefix="1"' in xf]
    assert marked
    strings = re.findall(r"<si>.*?</si>", files["xl/sharedStrings.xml"])
    at = next(number for number, one in enumerate(strings) if ">=1+1<" in one)
    cell = re.compile(rf'<c r="[A-Z]+[0-9]+" s="([0-9]+)" t="s"><v>{at}</v></c>')
    cells = cell.findall("".join(files[name] for name in files if "worksheets/sheet" in name))
    assert cells
    assert {int(cell) for cell in cells} <= set(marked)


def test_inputs_can_be_changed_and_nothing_else_and_nothing_is_hidden() -> None:
    files = parts(of_golden())
    (formats,) = re.findall(r"<cellXfs.*</cellXfs>", files["xl/styles.xml"])
    xfs = formats.split("<xf ")[1:]
    for number, page in enumerate(pages(of_golden()).values(), 1):
        text = files[f"xl/worksheets/sheet{number}.xml"]
        assert "<sheetProtection" in text
        assert "password" not in text
        assert "hidden" not in text
        for letter, row, look in re.findall(r'<c r="([A-Z])(\d+)" s="(\d+)"', text):
            cell = page.cells.get((letter, int(row)))
            unlocked = 'locked="0"' in xfs[int(look)]
            assert unlocked is (cell is not None and cell.is_input), (page.name, letter, row)
    assert 'state="hidden"' not in files["xl/workbook.xml"]


@pytest.mark.parametrize("confirmed", [False, True])
def test_each_printed_page_says_draft_as_the_sheet_does_and_has_the_fingerprint(
    confirmed: bool,
) -> None:
    of = of_golden()
    if confirmed:
        of = of.model_copy(update={"findings": ()})
    status = view_of(of).head.status
    assert status.is_draft is not confirmed
    sheets = [text for name, text in parts(of).items() if "worksheets/sheet" in name]
    for text in sheets:
        (head,) = re.findall(r"<oddHeader>(.*?)</oddHeader>", text)
        assert status.line in head
        assert ("DRAFT" in head) is not confirmed
        assert f"plan {fingerprint(of)[:12]}" in head
        (foot,) = re.findall(r"<oddFooter>(.*?)</oddFooter>", text)
        assert "page &amp;P of &amp;N" in foot
        assert 'orientation="landscape"' in text
    assert all(page.cells["A", 2].value == status.line for page in book_of(of)[0].pages)


def test_a_table_repeats_its_heads_on_each_page() -> None:
    names = parts(of_golden())["xl/workbook.xml"]
    for page in ("Order", "Bags", "Steps", "Delivery", "Findings", "Compared"):
        assert f"{page}!$6:$7" in names


def test_nothing_is_left_of_the_values_before_the_formulas_are_calculated_anew() -> None:
    with zipfile.ZipFile(io.BytesIO(without_values(plan_workbook(of_golden(), "a4")))) as file:
        sheets = [file.read(name).decode() for name in file.namelist() if "worksheets/" in name]
    assert sum(text.count("<f>") for text in sheets) > 150
    assert not any("</f><v>" in text for text in sheets)


@pytest.mark.parametrize("named", with_few_quick())
def test_every_protocol_has_a_workbook_that_compares_its_steps(named: str) -> None:
    from rechallenge.planning.planner import work_out
    from rechallenge.service.examples import order_of

    protocol = read_protocol(named)
    of = work_out(protocol, order_of(protocol.examples[0]))
    steps = {page.name: page for page in book_of(of)[0].pages}["Steps"]
    formulas = [cell for cell in steps.cells.values() if cell.formula]
    assert len(formulas) >= len(of.steps)
    assert all(cell.value is not None for cell in formulas)
    numbers = [cell for cell in steps.cells.values() if cell.style is Style.NUMBER]
    assert all(cell.formula or cell.is_input or cell.value is None or cell.places
               for cell in numbers)  # fmt: skip
