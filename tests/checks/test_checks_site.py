"""What is asked about values that came from the site's own file."""

from pathlib import Path
from typing import Any

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.model.finding import Finding, Severity
from rechallenge.sheet.finding_text import finding_text
from tests.site.a_site import WHOLE, site_folder

SETS = """premed_sets:
  as-published:
    - {drug: famotidine, dose: 50 mg, route: IV, before: 45 min}
  by-mouth:
    - {drug: famotidine, dose: 50 mg, route: PO, before: 45 min}
  other:
    - {drug: famotidine, dose: 20 mg, route: IV, before: 45 min}
    - {drug: loratadine, dose: 10 mg, route: PO, before: 1 h}
"""


def found(folder: Path, code: str, text: str, **order: Any) -> list[Finding]:
    stated = {"dose": "375 mg", "volume": "250 mL"} | order
    made = plan(
        read_protocol("cadonilimab-stepwise"), Order.model_validate(stated),
        site=site_folder(folder, text),
    )  # fmt: skip
    return [finding for finding in made.findings if finding.code == code]


def test_a_file_that_nobody_has_reviewed_asks(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "site-unreviewed", WHOLE)
    assert finding.severity is Severity.CONFIRM
    assert "nobody has reviewed" in finding_text(finding)


@pytest.mark.parametrize(
    ("chosen", "drugs"),
    [
        # Case 2 of the source: famotidine 50 mg IV, at a time that it does not state.
        ("as-published", []),
        ("by-mouth", ["famotidine"]),
        ("other", ["famotidine"]),
        # A dose that is typed in full was decided on for this drug.
        ("famotidine 20 mg IV 45 min before", []),
    ],
)
def test_a_set_that_takes_the_place_of_another_dose_asks(
    tmp_path: Path, chosen: str, drugs: list[str]
) -> None:
    findings = found(tmp_path, "premedication-set-differs", SETS, premed=chosen)
    assert [finding.numbers["drug"] for finding in findings] == drugs
    for finding in findings:
        assert finding.numbers["set"] == chosen
        assert "The protocol's 50 mg is left out" in finding_text(finding)


def test_a_time_that_is_another_than_the_protocols_asks(tmp_path: Path) -> None:
    # The extended protocol has its premedication 30 min before; with the doses of its file.
    written = read_protocol("cadonilimab-extended").premedication[0]
    dose = f"{written.drug} {written.dose.magnitude} mg {written.route}"
    sets = f"premed_sets:\n  early:\n    - {dose} 2 h before\n"
    made = plan(
        read_protocol("cadonilimab-extended"),
        Order(dose="250 mg", volume="250 mL", premed="early"),
        site=site_folder(tmp_path, sets),
    )
    assert [f.code for f in made.findings if f.code == "premedication-set-differs"]


def test_the_closing_time_of_the_site_is_compared_and_named_as_its_source(tmp_path: Path) -> None:
    # 120 min by the file and 30 min of observation: from 16:00 to 18:30, after 17:30.
    text = "unit: Day unit 4B\nclosing_time: 17:30\n"
    late, early = "2026-11-21 16:00", "2026-11-21 09:00"
    (finding,) = found(tmp_path, "ends-after-closing", text, start=late)
    assert finding.source == "site.yaml: Day unit 4B"
    assert not found(tmp_path, "ends-after-closing", text, start=early)
    (stated,) = found(tmp_path, "ends-after-closing", text, start=late, closing_time="17:00")
    assert stated.source is None
    assert not found(tmp_path, "ends-after-closing", text)
