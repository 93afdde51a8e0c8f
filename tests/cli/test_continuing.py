"""An order that begins in the middle and a plan that continues another, at the command line."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.running import CASE_2, here, refused
from tests.plain import one_line
from tests.sheet.printed import page_texts

BEGUN = ("plan", "rituximab-first", "--dose", "700 mg", "--given", "633 mg", "--left", "67 mL",
         "--start", "2026-11-23 10:00", "--bag-started", "08:10", "--line", "20 mL", "--primed",
         "drug", "--reaction-rate", "100 mg/h", "--go-on-at", "50 %")  # fmt: skip


@pytest.fixture
def stopped(tmp_path: Path) -> tuple[Path, Path]:
    """A plan, and the one that continues it after 12 mL by another protocol."""
    plan, after = tmp_path / "plan.json", tmp_path / "after.json"
    assert here(*CASE_2, "--start", "2026-11-23 09:00", "-o", str(plan)).code == 0
    done = here(
        "resume", str(plan), "--infused", "12 mL", "--with", "cadonilimab-slow-start", "-o",
        str(after),
    )  # fmt: skip
    assert done.code == 0, done
    return plan, after


@pytest.mark.slow
def test_an_order_that_begins_in_the_middle_is_saved_shown_verified_and_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    path, sheet = str(tmp_path / "plan.json"), str(tmp_path / "sheet.pdf")
    assert here(*BEGUN, "-o", path).code == 0
    story = one_line(here("show", path).out)
    # 20 mL of 1 mg/mL stand in the line: 613 of the 633 mg had reached the vein.
    for said in (
        "633 mg of 700 mg; 67 mg left. None of it is run again.",
        "At the vein 613 mg",
        "67 mL in bag A (1 mg/mL), connected 2026-11-23 08:10",
        "Left in line 20 mL with 20 mg",
        "at 50 mg/h at most (50% of 100 mg/h)",
        "10:00: SET 50 mL/h, START. The contents of the line run first: 20 mL with 20 mg.",
    ):
        assert said in story
    assert "CONNECT bag A" not in story
    assert here("verify", path).code == 0
    assert here("sheet", path, "-o", sheet).code == 0
    assert "the same bytes" in here("verify", path, "--sheet", sheet).out
    pages = page_texts(Path(sheet).read_bytes())
    assert "Begun before this plan" in pages[0]
    assert "Given so far: 633 mg of 700 mg; 67 mg left." in pages[0]
    fhir = here("sheet", path, "--format", "fhir").out
    assert "633 mg of 700 mg" in json.loads(fhir)["text"]["div"] or "633" in fhir
    blind = here(
        "verify", path, "--blind", "--initials", "CD", "--protocol", "rituximab-first", "--drug",
        "rituximab", "--patient", "", *BEGUN[2:],
    )  # fmt: skip
    assert "checked by CD" in blind.out, blind


def test_a_blind_entry_of_another_dose_given_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    path = str(tmp_path / "plan.json")
    assert here(*BEGUN, "-o", path).code == 0
    entered = ["630 mg" if text == "633 mg" else text for text in BEGUN[2:]]
    done = here(
        "verify", path, "--blind", "--initials", "CD", "--protocol", "rituximab-first", "--drug",
        "rituximab", "--patient", "", *entered,
    )  # fmt: skip
    assert done.code != 0
    assert "the entries for Given before differ" in done.err


def test_the_plan_by_another_protocol_says_so(stopped: tuple[Path, Path]) -> None:
    _plan, after = stopped
    story = one_line(here("show", str(after)).out)
    assert "what remains by cadonilimab-slow-start, version" in story
    assert "cadonilimab-stepwise, version 2; since the stop cadonilimab-slow-start" in story
    verified = here("verify", str(after))
    assert verified.code == 0, verified
    text = one_line(here("sheet", str(after), "--format", "text").out)
    assert "After the stop: cadonilimab-slow-start, version" in text


def test_the_plan_that_was_stopped_is_compared(stopped: tuple[Path, Path], tmp_path: Path) -> None:
    plan, after = stopped
    told = here("verify", str(after), "--continues", str(plan))
    assert told.code == 0, told
    # 12 mL at 1.5 mg/mL are 18 mg.
    assert "after stop 1, 18 mg given: fingerprint, protocol, order, facts on file" in told.out
    assert "after stop 1" in here("show", str(after), "--continues", str(plan)).err
    other = tmp_path / "other.json"
    assert here(*CASE_2, "-o", str(other)).code == 0
    for one, said in ((after, "or it is another one"), (plan, "continues no other")):
        differs = here("verify", str(one), "--continues", str(other))
        assert differs.code == 1
        assert said in differs.err


def test_the_protocol_held_in_a_plan_file_is_read_strictly(
    stopped: tuple[Path, Path], tmp_path: Path
) -> None:
    tree = json.loads(stopped[1].read_text())
    del tree["inputs"]["stops"][0]["protocol"]["infusion"]
    damaged = tmp_path / "damaged.json"
    damaged.write_text(json.dumps(tree))
    refused(here("verify", str(damaged)), "inputs.stops[0].protocol")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--with", "nosuch"), "unknown protocol nosuch"),
        (("--with", "rituximab-first"), "--with: rituximab-first is for rituximab"),
        (("--volume", "100 mL"), "--volume: is for another protocol"),
        (("--new-bags",), "--new-bags: is for another protocol"),
        (("--set", "a=1 mg"), "--set: is for another protocol"),
        (("--set", "a"), '--set "a": write a name, =, and a value'),
        (("--with", "cadonilimab-slow-start", "--for-good"), "never does not go with another"),
    ],
)
def test_what_does_not_go_together_says_what_to_write(
    stopped: tuple[Path, Path], options: tuple[str, ...], said: str
) -> None:
    refused(here("resume", str(stopped[0]), "--infused", "12 mL", *options), said)
