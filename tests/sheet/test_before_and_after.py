"""What a nurse needs around the steps: who and when, bedside, premedication to order, reaction."""

from functools import cache

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.pdf.words import bare
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view import (
    Blank,
    Column,
    Label,
    Paragraph,
    Row,
    SectionCode,
    Table,
    Tick,
    view_of,
)
from tests.service.test_plan_file import answered
from tests.sheet.tagged import Tagged, read_tagged
from tests.tiers import slow_but

from .printed import of_steps

STEP = {"give": "rest", "over": "1 h"}
CEFTAZIDIME = plan(
    read_protocol("ceftazidime-12-step"),
    Order(dose="2000 mg", line="20 mL", primed="diluent", sets="shared", start="2026-11-21 09:00"),
)
RITUXIMAB = plan(read_protocol("rituximab-first"), Order(dose="700 mg", volume="500 mL"))


@cache
def ceftazidime_on_paper() -> Tagged:
    """The sheet of the ceftazidime plan, printed once."""
    return read_tagged(step_sheet_pdf(CEFTAZIDIME))


def forms(of: Plan) -> list[str]:
    """The plan as text, as Markdown and on paper, without spaces."""
    paper = read_tagged(step_sheet_pdf(of)).root.text
    return [bare(form) for form in (plan_text(of), plan_markdown(of).replace("\\", ""), paper)]


def table_of(of: Plan, code: SectionCode, number: int = 0) -> Table:
    """A table of a section."""
    return [block for block in view_of(of)[code].blocks if isinstance(block, Table)][number]


def shown(row: Row, *columns: Column) -> list[str]:
    """Cells of a row, a place to write in as an underscore."""
    cells = [row.cells[column] for column in columns]
    return ["_" if isinstance(c, Blank) else c.text.replace("\u00a0", " ") for c in cells]


def test_what_ceftazidime_wants_at_the_bedside_has_a_box_each_before_the_steps() -> None:
    # Instruction 4 of UpToDate graphic 52381, in its order; no dose but that of epinephrine.
    table = table_of(CEFTAZIDIME, SectionCode.BEDSIDE)
    assert [row.text(Column.ITEM).replace("\u00a0", " ") for row in table.rows] == [
        "EPINEPHrine 0.3 mg IM, adults", "oxygen", "normal saline",
        "peak flow meter and blood pressure cuff",
        "albuterol (dose not stated) route not stated",
        "diphenhydrAMINE (dose not stated) by injection",
        "methylPREDNISolone (dose not stated) by injection",
    ]  # fmt: skip
    assert all(isinstance(row.cells[Column.TICK], Tick) for row in table.rows)
    headings = [text for _, text in ceftazidime_on_paper().headings()]
    assert headings.index("At the bedside before step 1") < headings.index("Steps")
    assert "EPINEPHrine0.3mgIM,adults" in bare(ceftazidime_on_paper().pages[0])


@pytest.mark.slow
def test_a_file_without_a_bedside_list_has_a_box_for_epinephrine_and_blank_ones() -> None:
    rows = table_of(RITUXIMAB, SectionCode.BEDSIDE).rows
    assert shown(rows[0], Column.ITEM, Column.DOSE) == ["epinephrine, dose and route:", "_"]
    assert [shown(row, Column.ITEM) for row in rows[1:]] == [["_"]] * 3
    for form in forms(RITUXIMAB):
        assert bare("Not in this file: the site's own list.") in form


def test_a_list_without_epinephrine_gets_a_box_for_it_and_one_with_adrenaline_does_not() -> None:
    item = {"drug": "adrenaline", "dose": "0.5 mg", "route": "IM"}
    for bedside, first in ((("oxygen",), "epinephrine, dose and route:"), (("oxygen", item), "")):
        rows = table_of(of_steps(STEP, bedside=bedside), SectionCode.BEDSIDE).rows
        assert len(rows) == 2
        assert (rows[0].text(Column.ITEM) == "epinephrine, dose and route:") is bool(first)


def test_rescue_drugs_are_boxes_with_their_doses_and_rows_to_order_more() -> None:
    table = table_of(CEFTAZIDIME, SectionCode.REACTION)
    assert [shown(row, Column.DRUG, Column.DOSE, Column.ROUTE) for row in table.rows] == [
        ["EPINEPHrine, adults", "0.3 mg", "IM"],
        ["albuterol", "_", "route not stated"],
        ["diphenhydrAMINE", "_", "by injection"],
        ["methylPREDNISolone", "_", "by injection"],
        ["_", "_", "_"],
        ["_", "_", "_"],
    ]
    reported = table_of(
        plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL")),
        SectionCode.REACTION,
    )
    assert shown(reported.rows[0], Column.DRUG, Column.DOSE) == ["dexamethasone", "10 mg"]


def test_a_drug_both_reported_and_ready_has_one_box() -> None:
    drug = {"drug": "epinephrine", "dose": "0.3 mg", "route": "IM"}
    it = of_steps(STEP, bedside=(drug,), if_reaction=(drug, drug | {"dose": "0.5 mg"}))
    rows = table_of(it, SectionCode.REACTION).rows
    assert [shown(row, Column.DOSE) for row in rows] == [["0.3 mg"], ["0.5 mg"], ["_"], ["_"]]


def test_there_are_three_lines_to_note_a_reaction_and_a_place_for_the_number_to_call() -> None:
    table = table_of(CEFTAZIDIME, SectionCode.REACTION, 1)
    assert [column.head for column in table.columns] == [
        "Stopped at", "Volume infused", "What was seen", "Given", "Restarted at, rate", "Initials",
    ]  # fmt: skip
    assert len(table.rows) == 3
    assert all(isinstance(cell, Blank) for row in table.rows for cell in row.cells.values())
    call = view_of(CEFTAZIDIME)[SectionCode.REACTION].facts[Label.CALL]
    assert isinstance(call.value[0], Blank)
    noted = [t for t in ceftazidime_on_paper().tables() if "Stopped" in t[0][0]]
    assert [len(table) for table in noted] == [1 + 3]


def test_the_restart_rule_is_that_of_the_drugs_file_or_the_prescribers() -> None:
    for form in forms(RITUXIMAB):
        assert bare("at most 50% of the earlier rate, after the symptoms have resolved") in form
        assert bare("Grade 1, 2: interrupt or slow.") in form
    for form in forms(CEFTAZIDIME):
        assert bare("no restart rule on file: prescriber orders") in form


@pytest.mark.parametrize("of", [CEFTAZIDIME, RITUXIMAB])
def test_premedication_that_is_not_in_the_file_is_left_to_the_prescriber(of: Plan) -> None:
    rows = table_of(of, SectionCode.PREMEDICATION).rows
    columns = (Column.DRUG, Column.DOSE, Column.ROUTE, Column.GIVE_AT, Column.INITIALS)
    assert [shown(row, *columns) for row in rows] == [["_"] * 5] * 4
    for form in forms(of):
        assert bare("Not in this file: prescriber orders.") in form
        assert bare("None stated") not in form.partition(bare("Steps"))[0]


def test_what_the_source_says_of_premedication_stands_with_it() -> None:
    for form in forms(RITUXIMAB):
        assert bare("Source: An antihistamine and acetaminophen (RITUXAN") in form
        assert bare("The label of the drug asks for: An antihistamine and acetamin") in form
    none = of_steps(STEP, source={"citation": "Invented", "premedication": "None was given."})
    for form in forms(none):
        assert bare("Source: None was given.") in form


def test_a_source_with_doses_and_more_says_both() -> None:
    it = plan(read_protocol("ocrelizumab-600"), Order(dose="600 mg"))
    said = [b.text for b in view_of(it)[SectionCode.PREMEDICATION].blocks
            if isinstance(b, Paragraph)]  # fmt: skip
    assert len(said) == 1
    assert said[0].startswith("Source: An antihistamine (such as diphenhydramine, no dose printed)")


def test_four_persons_sign_and_there_is_room_for_a_sticker_and_two_identifiers() -> None:
    rows = table_of(CEFTAZIDIME, SectionCode.SIGNATURES).rows
    signing = ["Prescriber", "Pharmacist", "Nurse 1", "Nurse 2"]
    assert [row.text(Column.ROLE) for row in rows] == signing
    (table,) = [t for t in ceftazidime_on_paper().tables() if "Nurse 2" in t[0]]
    assert table == [["Role", *signing], ["Name, signature", *[""] * 4],
                     ["Date and time", *[""] * 4]]  # fmt: skip
    first = bare(ceftazidime_on_paper().pages[0])
    assert bare("Patient sticker Name Born Number") in first


@pytest.mark.parametrize("start", slow_but(["2026-11-21 09:00"], ["2026-11-21 09:00", None]))
def test_the_date_stands_on_every_page_or_is_written_in(start: str | None) -> None:
    order = Order(dose="375 mg", volume="250 mL", start=start)
    pages = read_tagged(step_sheet_pdf(plan(read_protocol("cadonilimab-stepwise"), order))).pages
    dated = "Date:2026-11-21plan" if start else "Date:plan"
    assert all(dated in bare(page) for page in pages)


@pytest.mark.slow
def test_every_page_says_draft_or_confirmed_by_whom_and_when() -> None:
    for it, said in (
        (CEFTAZIDIME, "DRAFT: 6 findings to confirm before use"),
        (answered(CEFTAZIDIME), "CONFIRMED by AB 2026-11-21 09:05"),
    ):
        for page in read_tagged(step_sheet_pdf(it)).pages:
            assert bare(said) in bare(page)
