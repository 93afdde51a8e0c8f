"""A table becomes a protocol file that is checked with each number that the table prints."""

from pathlib import Path

import pytest

from rechallenge.audit.agreement import audit
from rechallenge.audit.understanding import understand
from rechallenge.files.reading import read_protocol
from rechallenge.service.checking import check_file
from rechallenge.service.table_protocol import NoProtocol, protocol_text
from tests.audit.pasted import audited, published, table
from tests.published.tables import tables

_PERSON = """\
title: A table
drug: {drug}
strategy: desensitization
scope: Those whom the table is for
"""
_SOURCE = "  citation: The table\n  where: The whole of it\n"
_MONITORING = """\
monitoring: {source: The ward, vitals: [baseline, end], observe_after: 30 min}
"""
MADE = (
    "rdd12-rituximab-hindawi4231561", "cf-ceftazidime-log10-parmar2005",
    "cf-tobramycin-doubling-parmar2005", "cf-ceftazidime-leeds", "cf-ceftazidime-pencf2011",
    "ceftazidime-2day-ghosal-taylor", "iron-sucrose-test-portion",
    "iron-sucrose-injection-leaflet", "rdd12-ceftazidime-2000-uptodate52381",
    "label-iron-dextran-infed",
)  # fmt: skip


def completed(text: str, drug: str) -> str:
    """A written file, with what only a person knows."""
    *before, rest = text.partition("version: 1\nsource:\n")
    lines = [one for one in before[0].splitlines() if not one.startswith("#")]
    after = rest.partition("\n")[2]
    head = "\n".join([*lines, _PERSON.format(drug=f'"{drug}"')])
    return f"{head}version: 1\nsource:\n{_SOURCE}{after}{_MONITORING}"


@pytest.mark.parametrize("named", MADE)
def test_a_published_table_comes_out_of_its_own_file(named: str, tmp_path: Path) -> None:
    raw = tables()[named]
    text, _cells = published(raw)
    path = tmp_path / "our-table.yaml"
    path.write_text(completed(protocol_text(audited(text), "our-table"), raw["drug"]))
    assert check_file(path).problems == ()


def test_slips_are_doubts_and_no_part_of_the_example(tmp_path: Path) -> None:
    text, _cells = published(tables()["rdd12-ceftazidime-2000-uptodate52381"])
    path = tmp_path / "our-table.yaml"
    path.write_text(completed(protocol_text(audited(text), "our-table"), "ceftazidime"))
    read = read_protocol(path)
    assert [one.printed for one in read.source.doubts] == ["2000 mg (4,4)", "339.37 min (18,4)"]
    assert "250 mL of 7.937 mg/mL is 1,984.25 mg" in read.source.doubts[0].because
    # The third bag holds what the first two have not given, 2000 mg - 15.74 mg, in 250 mL.
    assert read.bags[2].holds == "rest"


def test_a_number_that_explains_a_slip_alone_is_taken_as_the_others_have_it() -> None:
    rows = "Step|Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)\n1|A|{}|15|2.50|0.50\n"
    rows += "2|A|20|15|5.00|1.00\n3|A|40|15|10.00|2.00"
    # 10 mL/h for 15 min is 2.5 mL with 0.5 mg, as the bag's 0.2 mg/mL has it; 10.4 is not.
    found = understand(table(rows.format("10.4").replace("|15|2.50", "||2.50")))
    assert audit(found).slips == ()
    text = protocol_text(audit(understand(table(rows.format("10").replace("5.00", "5.10")))), "x")
    assert 'printed: "5.10 mL (3,5)"\n      may_mean: 5 mL' in text


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Step|Rate (mL/h)|Time (min)\n1|2|15", "does not say what the bag holds"),
        ("Step|Bag|Rate (mL/h)|Dose (mg)\n1|A|2|1\n2|A|4|2", "neither rate and time, nor a volume"),
        ("Step|Bag|Time (min)\n1|A|15", "no step of the table states what it gives"),
    ],
)
def test_a_table_that_makes_no_protocol_says_why(rows: str, said: str) -> None:
    with pytest.raises(NoProtocol, match=said):
        protocol_text(audited(rows), "x")
