"""Twelve published tables are read as a person pastes them: from a page, a PDF, Word, Excel.

Their texts are in `pasted_tables`, with the headers and numbers of the source and the spaces, tabs
and line breaks of the copy. Where a source was only at hand as numbers, its table is set as the
form named here copies it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from rechallenge.audit.roles import Role as R
from rechallenge.files.tables import read_table
from rechallenge.service.auditing import Corrected, Unclear, audited

_FOLDER = Path(__file__).parent / "pasted_tables"
_STEPS = [R.STEP, R.BAG, R.RATE, R.TIME, R.VOLUME, R.DOSE, R.DOSE_SO_FAR]


class Pasted(NamedTuple):
    """A table: where it is from, and in what form; what a person says of it; what is understood of
    it. `slips` are the cells that may be wrong, as the sentence names them."""

    source: str
    form: str
    roles: list[R]
    steps: int
    bags: int = 0
    slips: Sequence[set[str]] = ()
    unread: Sequence[str] = ()
    corrected: Corrected = Corrected()
    within: str | None = None
    across: int | None = None


TABLES = {
    "ceftazidime-uptodate": Pasted(
        "UpToDate graphic 52381, ceftazidime 2000 mg, 12 steps; medilib.ir/uptodate",
        "a page whose cells have one space between them",
        [R.BAG, R.BAG_VOLUME, R.CONCENTRATION, R.HOLDS, *_STEPS], 12, 3,
        # 250 mL x 7.937 mg/mL is 1984.25 mg.
        [{"line 5, column 2", "line 5, column 3", "line 5, column 4"}],
    ),
    "carboplatin-burches": Pasted(
        "Burches et al, J Cancer Metastasis Treat 2019;5:63, Table 1; f.oaes.cc",
        "a PDF with its layout: cells below one another, bags as rows, one decimal comma",
        [R.STEP, R.DOSE, R.VOLUME, R.RATE, R.TIME, R.TIME_SO_FAR], 12, 0,
        # The other steps of Solution A have 0.1 mg/mL: 0.03125 mg are 0.3125 mL.
        [{"line 4, column 2", "line 4, column 3"}], ["1,25"], Corrected(decimal="point"),
    ),
    "penicillin-cdc": Pasted(
        "CDC 1998 Guidelines for Treatment of STD, Table 1; wonder.cdc.gov",
        "a page of plain text: a header of two lines, rules, thousands commas",
        [R.CONCENTRATION, R.VOLUME, R.DOSE, R.DOSE_SO_FAR], 14,
    ),
    "beta-lactam-mksap": Pasted(
        "aaushi.info A10546, after MKSAP 11 (1998)",
        "a page whose cells have one space between them",
        [R.TIME, R.DOSE, R.DOSE_SO_FAR], 14, 0,
        # 0.35 + 0.4 is 0.75, + 0.8 is 1.55, + 1.6 is 3.15, + 3.2 is 6.35, + 6 is 12.35: the sums of
        # five steps are those of the steps before; the steps after these agree again.
        [{f"line {line}, column 3"} for line in range(7, 12)],
    ),
    "ceftazidime-parmar": Pasted(
        "Parmar and Nasser, Thorax 2005;60:517, supplement, Table 1; studyres.com 14267079",
        "a page with one cell on each line",
        [R.DOSE, R.DOSE_SO_FAR], 7, within="2-17", across=2,
    ),
    "ceftazidime-ghosal-taylor": Pasted(
        "medicalalgorithms.com, Ghosal and Taylor, ceftazidime, day 1, steps 1 to 4",
        "a page with one cell on each line, and no header over the steps",
        [R.STEP, R.CONCENTRATION, R.VOLUME, R.DOSE, R.DOSE_SO_FAR], 4, within="11-49", across=5,
        corrected=Corrected({0: "step", 1: "concentration", 2: "volume", 3: "dose, mg",
                             4: "cumulative dose, mg"}),
    ),
    "amiodarone-michigan": Pasted(
        "University of Michigan, UMHHC Policy 07-01-017, amiodarone 150 mg; vdocuments.mx",
        "a PDF whose cells have one space between them, with units, the bag on its first row only",
        [R.STEP, R.DOSE, R.VOLUME, R.BAG], 11,
    ),
    "ampicillin-marquette": Pasted(
        "Marquette General Health System, ampicillin; paperzz.com 8475137",
        "a PDF whose cells have one space between them, a header of two lines",
        [R.STEP, R.CONCENTRATION, R.VOLUME, R.DOSE, R.DOSE_SO_FAR], 18,
    ),
    "rituximab-hindawi": Pasted(
        "Advances in Hematology 2020, 4231561, Table 1", "Word: tabs, a title, merged cells",
        [R.BAG, R.BAG_VOLUME, R.HOLDS, *_STEPS], 12, 3, corrected=Corrected(decimal="comma"),
    ),
    "cetuximab-won": Pasted(
        "Won et al, Allergy Asthma Respir Dis 2015;3:294, Table 1",
        "Excel: tabs, headers with line breaks",
        [R.STEP, R.RATIO, R.CONCENTRATION, R.RATE, R.TIME, R.VOLUME, R.DOSE], 12, 0,
        # A tenth of 1.73913 mg/mL is 0.173913, printed 0.17235: each bottle is 22 mL in 222 mL.
        [{"line 7, column 2"}, {"line 10, column 2"}, {"line 13, column 2"}],
    ),
    "infliximab-rcuh": Pasted(
        "PMC9163606, Table 8", "Markdown: two tables, units in cells, a total in bold",
        [R.BAG, R.BAG_VOLUME, R.CONCENTRATION, R.HOLDS, *_STEPS], 10, 3,
        # 125 mL/h for 101.5 min is 211.46 mL, printed 212.5; 77 mg + 425 mg is 502 mg, printed 500.
        [{"line 18, column 3", "line 18, column 5"}, {"line 18, column 6"},
         {"line 5, column 2", "line 5, column 4", "line 18, column 5"}],
    ),
    "ocrelizumab-label": Pasted(
        "Ocrelizumab US label, 300 mg; drugs.com/dosage/ocrelizumab.html",
        "Excel: tabs, spaces that no line may break at, `over 30 min`, a footnote",
        [R.RATE, R.TIME], 6, unread=["until complete"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_pasted_table_is_understood_and_its_slips_are_found(name: str) -> None:
    expected = TABLES[name]
    table = read_table(_FOLDER / f"{name}.txt", None, expected.within, expected.across).table
    done = audited(table, expected.corrected)
    assert [column.role for column in done.found.columns] == expected.roles
    assert (len(done.found.lines), len(done.found.bags)) == (expected.steps, expected.bags)
    assert [one.cell.text for one in done.found.unread] == list(expected.unread)
    named = [{way.number.cell.where for way in slip.explanations} for slip in done.slips]
    assert named == list(expected.slips)


def test_every_pasted_table_is_tested() -> None:
    assert {path.stem for path in _FOLDER.iterdir()} == TABLES.keys()
    assert len(TABLES) == 12


@pytest.mark.parametrize("name", ["carboplatin-burches", "rituximab-hindawi"])
def test_a_decimal_comma_in_a_pasted_table_is_asked_about(name: str) -> None:
    with pytest.raises(Unclear, match="may have a decimal comma"):
        audited(read_table(_FOLDER / f"{name}.txt").table, Corrected())
