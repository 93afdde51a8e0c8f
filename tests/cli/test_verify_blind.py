"""`rechallenge verify --blind`: a second person enters the order of a plan without seeing it."""

import io
import json
import re
import shutil
import stat
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from rechallenge import Order
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.sheet.plan_json import plan_json
from tests.cli.running import Outcome, here, refused
from tests.cli.terminal import Terminal, in_terminal
from tests.service.test_plan_file import answered, planned

ORDER = {
    "patient": "Bed 4",
    "protocol": "cadonilimab-slow-start",
    "drug": "cadonilimab",
    "dose": "10 mg/kg",
    "weight": "48 kg",
    "volume": "250 mL",
    "start": "2026-11-23 08:15",
}
"""What the prescription of the plan states."""
OF_PLAN = ("Bed 4", "slow-start", "cadonilimab", "10", "48", "250", "08:15")
"""What stands in the plan and must not be shown to whoever enters the order."""


@pytest.fixture(autouse=True)
def _nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """No terminal, even where the tests themselves run in one."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """A plan whose findings AB has answered."""
    order = {key: text for key, text in ORDER.items() if key not in ("protocol", "drug")}
    path = tmp_path / "plan.json"
    path.write_text(
        plan_json(answered(planned(ORDER["protocol"], Order.model_validate(order)))), "utf-8"
    )
    return path


def options(**changes: str) -> tuple[str, ...]:
    """The order as options, with some of its values changed or added."""
    stated = ORDER | changes
    return tuple(part for key, text in stated.items() for part in (f"--{key}", text))


def blind(plan_file: Path, *arguments: str, initials: str = "CD") -> Outcome:
    return here("verify", str(plan_file), "--blind", "--initials", initials, *arguments)


def checks_of(plan_file: Path) -> list[dict[str, str]]:
    checks: list[dict[str, str]] = json.loads(plan_file.read_text("utf-8"))["checks"]
    return checks


def test_an_order_entered_equal_is_checked_and_recorded(plan_file: Path) -> None:
    before = plan_file.read_text("utf-8")
    done = blind(plan_file, *options())
    assert done.code == 0
    assert done.out.splitlines()[0] == (
        "checked by CD: the order was entered blind and agrees in Patient, Protocol, Drug, Dose, "
        "Weight, Bag volume, Start"
    )
    (check,) = checks_of(plan_file)
    tree = json.loads(before)
    assert (check["by"], check["fingerprint"]) == ("CD", tree["fingerprint"])
    taken = datetime.now() - datetime.fromisoformat(check["at"])
    assert -1 < taken.total_seconds() < 300
    # Nothing else in the file has changed, to the byte.
    assert '"checks": []' in before
    after = plan_file.read_text("utf-8")
    assert re.sub(r'"checks": \[[^]]*\]', '"checks": []', after) == before
    assert stat.S_IMODE(plan_file.stat().st_mode) == 0o600
    assert [each.name for each in plan_file.parent.iterdir()] == ["plan.json"]


def test_a_recorded_check_is_shown_by_verify_and_on_the_sheet(plan_file: Path) -> None:
    assert blind(plan_file, *options()).code == 0
    assert re.search(
        r"^CONFIRMED by AB 2026-11-21 09:05; checked by CD ",
        here("verify", str(plan_file)).out,
        re.M,
    )
    text = here("sheet", str(plan_file), "--format", "text").out
    assert re.match(r"CONFIRMED by AB 2026-11-21 09:05; checked by CD [-0-9: ]+\n", text)


def test_the_same_person_is_recorded_once_and_another_besides(plan_file: Path) -> None:
    for initials in ("CD", "c.d.", "EF"):
        assert blind(plan_file, *options(), initials=initials).code == 0
    assert [check["by"] for check in checks_of(plan_file)] == ["c.d.", "EF"]


@pytest.mark.parametrize(
    "same",
    [
        {"dose": "0.01 g/kg", "volume": "0.25 L"},
        {"weight": "48000 g"},
        {"drug": "Cadonilimab", "patient": "bed  4"},
    ],
)
def test_the_same_value_written_otherwise_is_equal(same: dict[str, str], plan_file: Path) -> None:
    assert blind(plan_file, *options(**same)).out.startswith("checked by CD")


@pytest.mark.parametrize(
    ("entered", "differs"),
    [
        ({"dose": "100 mg/kg"}, "Dose"),
        # The same dose in all, but ordered otherwise.
        ({"dose": "480 mg"}, "Dose"),
        ({"weight": "84 kg", "volume": "25 mL"}, "Weight, Bag volume"),
        ({"patient": "Bed 5"}, "Patient"),
        ({"patient": ""}, "Patient"),
        ({"protocol": "cadonilimab-stepwise"}, "Protocol"),
        ({"drug": "rituximab"}, "Drug"),
        ({"start": "2026-11-24 09:00"}, "Start"),
        ({"start": ""}, "Start"),
        # What the plan does not have at all.
        ({"height": "170 cm"}, "Height"),
        ({"set": "first_share=5 %"}, "First share"),
    ],
)
def test_what_differs_is_named_and_nothing_of_the_plan_is_shown_or_written(
    entered: dict[str, str], differs: str, plan_file: Path
) -> None:
    before = plan_file.read_bytes()
    said = refused(
        blind(plan_file, *options(**entered)), f"the entries for {differs} differ", code=1
    )
    assert "checked by" not in said
    assert not [value for value in OF_PLAN if value in said]
    assert plan_file.read_bytes() == before


@pytest.mark.parametrize("initials", ["AB", "ab", "A. B.", " a.b "])
def test_who_answered_the_findings_cannot_check_the_plan(initials: str, plan_file: Path) -> None:
    said = refused(
        blind(plan_file, *options(), initials=initials),
        "--initials: ",
        "answered findings of this plan; a second person must check it",
    )
    assert not [value for value in OF_PLAN if value in said]
    assert checks_of(plan_file) == []


def test_the_check_of_a_draft_is_recorded_with_a_word_that_it_will_not_last(
    plan_file: Path,
) -> None:
    order = ("--dose", "375 mg", "--volume", "250 mL")
    made = here("plan", "cadonilimab-stepwise", *order, "-o", str(plan_file), "--force")
    assert made.code == 0
    rest = ("--protocol", "cadonilimab-stepwise", "--drug", "cadonilimab", "--patient", "",
            "--start", "")  # fmt: skip
    done = blind(plan_file, *order, *rest)
    assert "agrees in Protocol, Drug, Dose, Bag volume\n" in done.out
    assert "the check no longer holds once a finding is answered" in done.out


def test_a_read_only_plan_is_refused_before_the_order_is_compared(plan_file: Path) -> None:
    plan_file.chmod(0o400)
    said = refused(blind(plan_file, *options(dose="1 mg/kg")), "plan.json is read-only, so nothing")
    assert "differ" not in said


def test_a_plan_that_changes_while_the_order_is_entered_is_not_marked(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = here("plan", "cadonilimab-stepwise", "--dose", "375 mg", "--volume", "250 mL",
                 "-o", str(plan_file.with_name("other.json")))  # fmt: skip
    assert other.code == 0

    def change(*_: object) -> tuple[str, ...]:
        shutil.copy(plan_file.with_name("other.json"), plan_file)
        return ()

    monkeypatch.setattr("rechallenge.cli.blind.differing", change)
    refused(blind(plan_file, *options()), "was changed meanwhile; do it again")
    assert checks_of(plan_file) == []


def test_settings_are_entered_blind_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    order = ("--dose", "375 mg", "--volume", "250 mL", "--drug", "rituximab")
    made = here("plan", "stepwise", *order, "--set", "first_share=5 %", "-o", str(path))
    assert made.code == 0
    rest = ("--protocol", "stepwise", "--patient", "", "--start", "")
    assert blind(path, *order, *rest, "--set", "first_share=5 %").out.startswith("checked by CD")
    refused(blind(path, *order, *rest, "--set", "first_share=10 %"), "for First share", code=1)
    refused(blind(path, *order, *rest), "--set first_share: is missing")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--blind",), "--initials: is missing"),
        (("--blind", "--initials", " "), "--initials: is empty"),
        (("--blind", "--initials", ".-"), "--initials: has no letter"),
        (("--dose", "5 mg"), "--dose: is for checking an order blind; write --blind too"),
        (("--protocol", "stepwise"), "--protocol: is for checking an order blind"),
        (("--initials", "CD"), "--initials: is for checking an order blind"),
        (("--blind", "--initials", "CD"), "--patient: is missing"),
        (("--blind", "--initials", "CD", *options(dose="5")), "--dose: "),
        (("--blind", "--initials", "CD", *options(dose="")), "--dose: is empty"),
        (
            ("--blind", "--initials", "CD", *options(protocol="cadonilimab-stepwize")),
            "--protocol: unknown protocol",
        ),
        (
            ("--blind", "--initials", "CD", *options(), "--dose", "5 mg"),
            "--dose: is given 2 times",
        ),
    ],
)
def test_an_option_that_cannot_be_used_is_refused_with_what_to_write(
    arguments: tuple[str, ...], says: str, plan_file: Path
) -> None:
    refused(here("verify", str(plan_file), *arguments), says)


ANSWERS = (
    ("Your initials", "CD"),
    ("Patient (label of the patient, as on the prescription)", "Bed 4"),
    ("Protocol", "cadonilimab-slow-start"),
    ("Drug (name of the drug)", "cadonilimab"),
    ("Dose (mg, units, mg/kg, units/kg, mg/m2, units/m2)", "10 mg/kg"),
    ("Weight (kg)", "48 kg"),
    ("Bag volume (mL)", "250 mL"),
    ("Start", "2026-11-23 08:15"),
)


def enter(opened: Terminal, *answers: tuple[str, str]) -> None:
    """Type each answer once its question stands there."""
    for question, answer in answers:
        opened.wait_for(question.encode())
        opened.wait_for(b": ")
        opened.seen = b""
        opened.send(answer.encode() + b"\r")


def at_terminal(plan_file: Path, do: Callable[[Terminal], None]) -> tuple[int, str]:
    """The exit code and all that is left to read when somebody does this at the terminal."""
    with in_terminal("verify", str(plan_file), "--blind") as opened:
        do(opened)
        return opened.wait_for_end(), opened.seen.decode().replace("\u00a0", " ")


def test_everything_is_asked_for_with_its_units_and_read_back(plan_file: Path) -> None:
    def do(opened: Terminal) -> None:
        enter(opened, *ANSWERS[:5])
        opened.wait_for(b"= 10 mg/kg")
        enter(opened, *ANSWERS[5:])
        opened.wait_for(b"= Monday 2026-11-23 08:15")

    code, seen = at_terminal(plan_file, do)
    assert code == 0, seen
    assert "checked by CD: the order was entered blind and agrees in Patient, Protocol" in seen
    assert [check["by"] for check in checks_of(plan_file)] == ["CD"]


@pytest.mark.slow
def test_what_cannot_be_read_is_asked_for_again_at_once(plan_file: Path) -> None:
    def do(opened: Terminal) -> None:
        enter(opened, ("Your initials", "a.b."))
        opened.wait_for(b"answered findings of this plan; a second person must check it")
        enter(opened, *ANSWERS[:2], ("Protocol", "cadonilimab-slow"))
        opened.wait_for(b"did you mean cadonilimab-slow-start?")
        enter(opened, *ANSWERS[2:4], ("Dose", "10"))
        opened.wait_for(b"rechallenge: ")
        enter(opened, ("Dose", ""))
        opened.wait_for(b"is empty; write it")
        enter(opened, *ANSWERS[4:])

    code, seen = at_terminal(plan_file, do)
    assert (code, "checked by CD" in seen) == (0, True), seen


def test_nothing_of_the_plan_is_shown_while_the_order_is_entered(plan_file: Path) -> None:
    everything = ""

    def do(opened: Terminal) -> None:
        nonlocal everything
        for question, _answer in ANSWERS[1:]:
            # Enter alone where that may be; else a protocol and a dose that the plan has not.
            opened.wait_for(question.encode())
            opened.wait_for(b": ")
            everything += opened.seen.decode()
            opened.seen = b""
            wrong = {"Protocol": "ceftazidime-12-step"}.get(question, "")
            opened.send((wrong or ("7 g" if question.startswith("Dose") else "")).encode() + b"\r")

    with in_terminal("verify", str(plan_file), "--blind", "--initials", "CD") as opened:
        do(opened)
        code = opened.wait_for_end()
        everything += opened.seen.decode()
    assert code == 1
    assert (
        "the entries for Patient, Protocol, Drug, Dose, Weight, Bag volume, Start differ"
        in " ".join(everything.split())
    )
    # Every protocol on file is offered, whatever the plan's is.
    left = everything
    for offered in Shelves(shipped_folder()).ids():
        left = re.sub(rf"\b{offered}\b(?!-)", "", left)
    assert not [value for value in OF_PLAN if value in left]
    assert checks_of(plan_file) == []


def test_control_c_ends_it_and_nothing_is_written(plan_file: Path) -> None:
    before = plan_file.read_bytes()
    with in_terminal("verify", str(plan_file), "--blind") as opened:
        enter(opened, *ANSWERS[:4])
        opened.wait_for(b"Dose")
        opened.wait_for(b": ")
        code = opened.wait_for_end(b"\x03")
    assert (code, b"interrupted; nothing was written" in opened.seen) == (130, True)
    assert plan_file.read_bytes() == before
