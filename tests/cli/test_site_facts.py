"""A site's own facts: named in each plan with what differs, reviewed; and what saved plans say."""

import shutil
from pathlib import Path

import pytest

from rechallenge import read_protocol
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import UnusableFile
from rechallenge.model.finding import Severity
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.service.making import make
from tests.cli.running import here

SHIPPED = shipped_folder() / "pumps" / "generic.yaml"
ORDER = ("--dose", "375 mg", "--volume", "250 mL")
CODE = "facts-in-place"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    (folder / "pumps").mkdir(parents=True)
    monkeypatch.setenv("RECHALLENGE_PROTOCOLS", str(folder))
    return folder


@pytest.fixture
def own(site: Path) -> Path:
    """The generic pump with another highest rate, in the site's folder."""
    path = site / "pumps" / "generic.yaml"
    text = SHIPPED.read_text()
    assert "highest: 999 mL/h" in text
    path.write_text(text.replace("highest: 999 mL/h", "highest: 500 mL/h"))
    return path


def planned(site: Path, shipped: Path = SHIPPED.parents[1]) -> Plan:
    order = Order(dose="375 mg", volume="250 mL")
    return make(read_protocol("cadonilimab-stepwise"), order, Shelves(shipped, site))


def severities(plan: Plan) -> list[Severity]:
    return [finding.severity for finding in plan.findings if finding.code == CODE]


def review(path: Path, *more: str) -> None:
    outcome = here("review", str(path), "--by", "A. Pharmacist", "--date", "2025-01-15", *more)
    assert (outcome.code, outcome.err) == (0, "")


def test_a_site_file_in_place_of_a_shipped_one_asks_with_what_differs(
    site: Path, own: Path
) -> None:
    (finding,) = [f for f in planned(site).findings if f.code == CODE]
    assert finding.severity is Severity.CONFIRM
    assert finding.numbers["changes"] == ("rates[0].highest", "999 mL/h", "500 mL/h")
    text = here("plan", "cadonilimab-stepwise", *ORDER).out
    assert "rates[0].highest was 999 mL/h and is 500 mL/h" in " ".join(text.split())


def test_a_site_file_that_says_the_same_or_has_a_name_of_its_own_is_quiet(site: Path) -> None:
    shutil.copy(SHIPPED, site / "pumps")
    shutil.copy(SHIPPED, site / "pumps" / "ours.yaml")
    assert severities(planned(site)) == []


def test_a_reviewed_site_file_is_a_note_with_who_and_when(site: Path, own: Path) -> None:
    review(own, "--checked-by", "B. Nurse")
    assert here("check", str(own)).code == 0
    assert severities(planned(site)) == [Severity.NOTE]
    text = " ".join(here("plan", "cadonilimab-stepwise", *ORDER).out.split())
    assert "Reviewed by A. Pharmacist. The review is of 2025-01-15." in text
    assert "checked_by: B. Nurse" in own.read_text()


def test_a_change_of_either_file_ends_the_review(site: Path, own: Path, tmp_path: Path) -> None:
    review(own)
    changed = tmp_path / "shipped"
    shutil.copytree(SHIPPED.parents[1], changed)
    assert severities(planned(site, changed)) == [Severity.NOTE]
    pump = changed / "pumps" / "generic.yaml"
    pump.write_text(pump.read_text().replace("0.1 mL/h, highest", "0.2 mL/h, highest"))
    assert severities(planned(site, changed)) == [Severity.CONFIRM]
    own.write_text(own.read_text().replace("500 mL/h", "600 mL/h"))
    assert severities(planned(site)) == [Severity.CONFIRM]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A. Pharmacist", "B. Nurse"),
        ("2025-01-15", "2025-01-16"),
        ("The source does not state", "The source states"),
    ],
)
def test_names_date_and_notes_of_a_review_are_signed_too(site: Path, old: str, new: str) -> None:
    path = site / "ours.yaml"
    shipped = shipped_folder() / "cadonilimab" / "cadonilimab-stepwise.yaml"
    text = shipped.read_text().replace("id: cadonilimab-stepwise", "id: ours")
    path.write_text(text.replace("notes:", "notes:\n    - The source does not state all.", 1))
    review(path)
    assert read_protocol(path).is_reviewed
    head, found, tail = path.read_text().partition("review:")
    assert old in tail
    path.write_text(head + found + tail.replace(old, new, 1))
    assert not read_protocol(path).is_reviewed


def test_one_person_is_not_two(site: Path, own: Path) -> None:
    outcome = here("review", str(own), "--by", "A", "--checked-by", "A")
    assert outcome.code == 2
    assert "a second person checks" in outcome.err
    own.write_text(own.read_text() + "review: {status: unreviewed, by: A, checked_by: A}\n")
    with pytest.raises(UnusableFile, match="a second person checks"):
        planned(site)


def test_a_saved_plan_says_what_has_changed_on_file_since(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    assert here("plan", "cadonilimab-stepwise", *ORDER, "-o", str(file)).code == 0
    assert "has changed on file" not in here("verify", str(file)).out
    text = SHIPPED.read_text().replace("highest: 999 mL/h", "highest: 500 mL/h")
    (site / "pumps" / "generic.yaml").write_text(text)
    said = "pumps/generic has changed on file since this plan was made: rates[0].highest was 999"
    opened = here("verify", str(file))
    assert (opened.code, said in opened.out) == (0, True)
    assert said in here("sheet", str(file), "--format", "text").err


def test_a_saved_plan_says_that_its_protocol_has_changed_since(site: Path, tmp_path: Path) -> None:
    shipped = shipped_folder() / "cadonilimab" / "cadonilimab-stepwise.yaml"
    own = site / "ours.yaml"
    own.write_text(shipped.read_text().replace("id: cadonilimab-stepwise", "id: ours"))
    file = tmp_path / "plan.json"
    assert here("plan", "ours", *ORDER, "-o", str(file)).code == 0
    own.write_text(own.read_text().replace("strategy: stepwise", "strategy: extended"))
    said = (
        "ours has changed on file since this plan was made: strategy was stepwise and is extended"
    )
    assert said in here("verify", str(file)).out
