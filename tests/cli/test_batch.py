"""`rechallenge batch`: a day is done row by row, and nothing stale, half or mixed is left."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

import rechallenge.sheet.pdf.day as page
from rechallenge.service.export_formats import export
from tests.cli.running import Outcome, environment, here, here_in, python
from tests.tiers import slow_but

HEADER = "protocol,dose,volume,start,patient,technique"
ONE = "cadonilimab-stepwise,375 mg,250 mL,09:00,A. Smith,add to bag"
TWO = "rituximab-first,700 mg,500 mL,08:30,B. Jones,add to bag"
THREE = "stepwise,10 mg,100 mL,10:00,C. Doe,"
BAD = "cadonilimab-stepwise,375,250 mL,11:00,D. Poe,"


AS_TEXT = """
import rechallenge.service.batch_order as order
import rechallenge.sheet.pdf.day as page
from rechallenge.sheet.text.plan import page_text, plan_text

order.export = lambda plan, form, **how: f"{how}{plan_text(plan)}".encode()
page.day_pdf = lambda day, paper: f"{paper} {page_text(day.title, day.sections)}".encode()
"""
"""Pages as text, which takes a tenth of the time of a PDF."""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def quick(room: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room in which pages are printed as text."""
    monkeypatch.setattr("rechallenge.service.batch_order.export", export)
    monkeypatch.setattr(page, "day_pdf", page.day_pdf)
    exec(AS_TEXT, {})
    return room


def table(*rows: str) -> None:
    Path("orders.csv").write_text("\n".join((HEADER, *rows)), "utf-8")


def batch(*more: str) -> Outcome:
    return here("batch", "orders.csv", "-o", "day", "--day", "2026-11-23", *more)


def written() -> dict[str, bytes]:
    """Every file of the day by its path, but the lock."""
    files = sorted(path for path in Path("day").rglob("*") if path.is_file())
    return {str(p.relative_to("day")): p.read_bytes() for p in files if p.name != ".batch.lock"}


def words_of(name: str) -> str:
    content = Path("day", name).read_bytes()
    if not content.startswith(b"%PDF"):
        return " ".join(content.decode().split())
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_each_order_has_its_folder_and_no_file_names_a_patient(room: Path) -> None:
    table(ONE, TWO)
    outcome = batch()
    assert outcome.code == 0
    assert outcome.out == (
        "002-cadonilimab-stepwise: written; DRAFT: 4 to confirm\n"
        "003-rituximab-first: written; DRAFT: 3 to confirm\n"
    )
    assert list(written()) == [
        *(f"002-cadonilimab-stepwise/{name}" for name in
          ("002-labels.pdf", "002-plan.json", "002-sheet.pdf", "written.json")),
        *(f"003-rituximab-first/{name}" for name in
          ("003-labels.pdf", "003-plan.json", "003-sheet.pdf", "written.json")),
        "summary.pdf", "summary.txt",
    ]  # fmt: skip
    for path in Path("day").rglob("*"):
        assert f"{path.stat().st_mode & 0o777:o}" == ("700" if path.is_dir() else "600")
    assert "A. Smith" in words_of("002-cadonilimab-stepwise/002-sheet.pdf")
    assert "B. Jones" in words_of("003-rituximab-first/003-labels.pdf")
    for page_of_day in (Path("day/summary.txt").read_text("utf-8"), words_of("summary.pdf")):
        assert page_of_day.index("B. Jones") < page_of_day.index("A. Smith")
        assert "At most 2 pumps run at once, first from 09:00 to 11:30." in page_of_day


def test_run_again_a_batch_rewrites_only_what_has_changed(quick: Path) -> None:
    table(ONE, TWO)
    batch()
    before = written()
    again = batch()
    assert again.out.count(": unchanged; ") == 2
    assert written() == before
    table(ONE.replace("375 mg", "380 mg"), TWO)
    changed = batch()
    assert [line.split(";")[0] for line in changed.out.splitlines()] == [
        "002-cadonilimab-stepwise: written", "003-rituximab-first: unchanged",
    ]  # fmt: skip
    assert "380 mg" in words_of("002-cadonilimab-stepwise/002-sheet.pdf")
    assert not Path("day/earlier").exists()


@pytest.mark.slow
def test_run_again_in_another_language_a_batch_prints_each_order_anew(quick: Path) -> None:
    table(ONE, TWO)
    batch()
    plan = written()["002-cadonilimab-stepwise/002-plan.json"]
    chinese = here_in("zh-CN", "batch", "orders.csv", "-o", "day", "--day", "2026-11-23")
    assert chinese.code == 0, chinese
    sheet = "002-cadonilimab-stepwise/002-sheet.pdf"
    assert "translation unreviewed" in words_of(sheet)
    assert written()["002-cadonilimab-stepwise/002-plan.json"] == plan
    # Accepted for one order, by the column of the table or in its file, and kept.
    answer = ("--acknowledge", "translation-unreviewed=Read beside it", "--initials", "LW")
    here_in("zh-CN", "sheet", "day/002-cadonilimab-stepwise/002-plan.json", *answer)
    for _again in range(2):
        here_in("zh-CN", "batch", "orders.csv", "-o", "day", "--day", "2026-11-23")
        assert "Read beside it" in words_of(sheet)
    assert batch().out.count(": written; ") == 2
    assert "translation" not in words_of(sheet)


@pytest.mark.slow
def test_a_day_with_letters_that_no_font_shows_has_its_page_as_text(room: Path) -> None:
    table(THREE, "cadonilimab-stepwise,375 mg,250 mL,09:00,\u0f56\u0f7c\u0f51,")
    outcome = batch()
    assert outcome.code == 2
    assert outcome.err.count("no font at hand can show") == 2
    assert "page of the day was not printed" in outcome.err
    assert "internal error" not in outcome.err
    assert "C. Doe" in Path("day/summary.txt").read_text("utf-8")
    assert Path("day/002-stepwise/002-sheet.pdf").exists()
    assert not Path("day/summary.pdf").exists()


def test_all_pages_are_on_the_paper_of_the_site(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("ours").mkdir()
    Path("ours", "site.yaml").write_text("paper: letter\n", "utf-8")
    monkeypatch.setenv("RECHALLENGE_PROTOCOLS", "ours")
    table(THREE)
    assert batch().code == 0
    assert "'paper': 'letter'" in words_of("002-stepwise/002-sheet.pdf")
    # The sheet of labels that goes with letter.
    assert "'labels': '5164'" in words_of("002-stepwise/002-labels.pdf")
    assert words_of("summary.pdf").startswith("letter ")


def test_pages_for_another_paper_are_printed_again(quick: Path) -> None:
    table(THREE)
    batch()
    outcome = batch("--paper", "letter", "--labels", "5164")
    assert ": written; " in outcome.out
    assert "letter" in words_of("002-stepwise/002-sheet.pdf")
    assert "5164" in words_of("002-stepwise/002-labels.pdf")


def test_a_sites_file_fills_the_blanks_and_a_change_of_it_is_a_change_of_the_order(
    quick: Path,
) -> None:
    Path("site").mkdir()
    site = Path("site/site.yaml")
    site.write_text("unit: Day ward\npump: alaris-gp\n")
    table(THREE)
    assert batch("--protocols", "site").code == 0
    sheet = words_of("002-stepwise/002-sheet.pdf")
    assert "Day ward" in sheet
    assert "Alaris GP" in sheet
    site.write_text("unit: Night ward\npump: alaris-gp\n")
    assert ": written; " in batch("--protocols", "site").out
    assert "Night ward" in words_of("002-stepwise/002-sheet.pdf")


def test_the_same_orders_give_the_same_bytes_in_another_folder(quick: Path) -> None:
    table(ONE)
    batch()
    before = written()
    shutil.rmtree("day")
    batch()
    assert written() == before


def test_a_bad_row_is_named_with_its_line_and_the_others_are_done(quick: Path) -> None:
    table(BAD, ONE)
    outcome = batch()
    assert outcome.code == 2
    assert outcome.err.startswith('orders.csv:2: dose: "375": it has no unit; ')
    assert outcome.out.startswith("003-cadonilimab-stepwise: written")
    assert "D. Poe" in Path("day/summary.txt").read_text("utf-8")


def test_a_refused_order_has_no_sheet_and_the_exit_code_is_that_of_plan(quick: Path) -> None:
    Path("orders.csv").write_text(
        "protocol,dose,volume,reaction_kind\n"
        "stepwise,10 mg,100 mL,\n"
        "cadonilimab-stepwise,375 mg,250 mL,severe-skin\n"
    )
    outcome = batch()
    alone = here("plan", "cadonilimab-stepwise", "--dose", "375 mg", "--volume", "250 mL",
                 "--reaction-kind", "severe-skin")  # fmt: skip
    assert (outcome.code, alone.code) == (1, 1)
    assert "orders.csv:3: refuse: " in outcome.err
    assert not Path("day/003-cadonilimab-stepwise").exists()
    assert "003, cadonilimab-stepwise" in words_of("summary.pdf")


@pytest.mark.parametrize("now", [BAD, "stepwise,10 mg,100 mL,10:00,C. Doe,"])
def test_no_sheet_of_an_earlier_order_is_left_for_a_row(now: str, quick: Path) -> None:
    """Whether its order cannot be planned now, or is by another protocol."""
    table(ONE)
    batch()
    table(now)
    batch()
    assert not Path("day/002-cadonilimab-stepwise").exists()


def test_folders_whose_row_is_gone_are_named_and_left(quick: Path) -> None:
    table(ONE, THREE)
    batch()
    table(ONE)
    outcome = batch()
    assert (
        "these folders have no row in the table any more, and are left as they are: 003-stepwise"
        in (outcome.err)
    )
    assert Path("day/003-stepwise/003-plan.json").is_file()
    assert "003-stepwise" in words_of("summary.pdf")


@pytest.mark.parametrize("name", ["002-plan.json", "002-sheet.pdf"])
def test_a_file_that_was_changed_by_hand_is_made_again_and_the_changed_one_is_kept(
    name: str, quick: Path
) -> None:
    table(THREE)
    batch()
    before = written()
    changed = Path("day/002-stepwise", name)
    changed.write_bytes(changed.read_bytes().replace(b"10", b"90", 1))
    outcome = batch()
    assert ": written; " in outcome.out
    assert f"and is now {Path('day/earlier/002-stepwise')}" in outcome.err
    after = written()
    assert {path: after[path] for path in before} == before
    assert after[f"earlier/002-stepwise/{name}"] != before[f"002-stepwise/{name}"]


def test_a_note_that_claims_a_stale_sheet_is_not_believed(quick: Path) -> None:
    """The files of another order in the place of the first, with a note that vouches for them."""
    table(THREE, THREE.replace("10 mg", "20 mg").replace("C. Doe", "F. Hall"))
    batch()
    right = written()
    note = Path("day/002-stepwise/written.json")
    made_from = json.loads(note.read_bytes())["made_from"]
    for path in Path("day/003-stepwise").iterdir():
        other = Path("day/002-stepwise", path.name.replace("003-", "002-"))
        other.write_bytes(path.read_bytes())
    forged = json.loads(note.read_text().replace("003-", "002-")) | {"made_from": made_from}
    note.write_text(json.dumps(forged))
    batch()
    assert {path: written()[path] for path in right} == right


def test_a_second_check_is_kept_and_printed_and_lapses_with_its_order(quick: Path) -> None:
    table(ONE)
    batch()
    path = Path("day/002-cadonilimab-stepwise/002-plan.json")
    tree = json.loads(path.read_bytes())
    tree["checks"] = [{"by": "CD", "at": "2026-11-23T08:00:00", "fingerprint": tree["fingerprint"]}]
    path.write_text(json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    checked = path.read_bytes()
    outcome = batch()
    assert outcome.code == 0
    assert path.read_bytes() == checked
    assert "checked by CD" in words_of("002-cadonilimab-stepwise/002-sheet.pdf")
    assert ": unchanged; " in batch().out
    table(ONE.replace("375 mg", "380 mg"))
    batch()
    assert b'"CD"' not in path.read_bytes()
    assert "not yet checked" in words_of("002-cadonilimab-stepwise/002-sheet.pdf")


def test_an_unknown_column_is_refused_before_anything_is_made(quick: Path) -> None:
    Path("orders.csv").write_text("protocol,doze\nstepwise,1 mg\n")
    outcome = batch()
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "rechallenge: orders.csv:1:1: unknown column doze; did you mean dose?\n"
    assert not Path("day").exists()


def test_a_folder_of_somebody_else_is_not_touched(quick: Path) -> None:
    Path("day/002-stepwise").mkdir(parents=True)
    Path("day/002-stepwise/mine.txt").write_text("mine")
    table(THREE)
    outcome = batch()
    assert outcome.code == 2
    assert "no batch wrote it; move it away" in outcome.err
    assert Path("day/002-stepwise/mine.txt").read_text() == "mine"


PREPARED = """
import os, signal, sys, time
sys.modules["numpy"] = None  # as the command itself does
{as_text}
import rechallenge.service.batch as many
import rechallenge.service.batch_folder as folders
import rechallenge.service.on_cores as cores
from rechallenge.cli.main import main
from rechallenge.cli.signals import ending_in_order

cores._cores = lambda: 2
many._FEWEST = 1
{prepare}
main(ending_in_order)
"""
SLOW = """
put = folders.put
def slow(folder, files, made_from):
    print("putting", flush=True)
    time.sleep({seconds})
    return put(folder, files, made_from)
import rechallenge.service.batch_order as order
order.put = slow
"""
ARGUMENTS = ("batch", "orders.csv", "-o", "day", "--day", "2026-11-23")


def prepared(prepare: str) -> str:
    return PREPARED.format(prepare=prepare, as_text=AS_TEXT)


@pytest.mark.slow
def test_two_cores_give_the_bytes_of_one(quick: Path) -> None:
    table(ONE, BAD, THREE)
    both = python("-c", prepared(""), *ARGUMENTS)
    on_two = written()
    shutil.rmtree("day")
    alone = batch()
    assert (both.code, both.out, both.err) == (alone.code, alone.out, alone.err)
    assert on_two == written()


def begun(seconds: float) -> subprocess.Popen[bytes]:
    """A batch on two cores that has begun to put its first folder in place."""
    process = subprocess.Popen(
        [sys.executable, "-c", prepared(SLOW.format(seconds=seconds)), *ARGUMENTS],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"putting\n"
    return process


def whole(files: Mapping[str, bytes], right: Mapping[str, bytes]) -> bool:
    """Whether each order's folder is as it should be, or not there at all."""
    folders = {path.partition("/")[0] for path in files if "/" in path}
    return all(
        {path: content for path, content in files.items() if path.startswith(f"{folder}/")}
        == {path: content for path, content in right.items() if path.startswith(f"{folder}/")}
        for folder in folders
        if not folder.startswith(".")
    )


@pytest.mark.parametrize(
    ("end", "code"),
    slow_but(
        [(signal.SIGTERM, 143)],
        [(signal.SIGINT, 130), (signal.SIGHUP, 129), (signal.SIGTERM, 143), (signal.SIGKILL, -9)],
    ),
)
def test_a_batch_that_is_ended_leaves_whole_folders_and_the_next_finishes(
    end: signal.Signals, code: int, quick: Path
) -> None:
    table(ONE, TWO, THREE)
    batch()
    right = written()
    for folder in Path("day").glob("0*"):
        shutil.rmtree(folder)
    process = begun(1)
    process.send_signal(end)
    _out, err = process.communicate(timeout=60)
    assert whole(written(), right)
    assert "summary.pdf" not in written()
    assert process.returncode == code
    if end is not signal.SIGKILL:
        assert (
            b"rechallenge: interrupted: 0 of 3 orders are done, each whole, and 3 are left" in err
        )
        assert not list(Path("day").glob(".batch-*"))
    patience = time.monotonic() + 60
    while (outcome := batch()).err.count("another batch is at work") and (
        time.monotonic() < patience
    ):
        time.sleep(0.05)
    assert outcome.code == 0
    assert written() == right


@pytest.mark.slow
def test_a_second_batch_in_the_same_folder_is_refused(quick: Path) -> None:
    table(THREE, ONE)
    process = begun(60)
    outcome = batch()
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "rechallenge: another batch is at work in day; wait until it ends\n"
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
