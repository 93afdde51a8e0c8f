"""What the screen prints can be typed into an order, and is read back without its comma (H-47)."""

import io
import json
from pathlib import Path

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.files.facts import MODELS
from rechallenge.files.find import DRUGS, LINES, MEASURES, PUMPS, Shelves, shipped_folder
from rechallenge.files.reading import UnusableFile, read_entry
from rechallenge.files.site import read_site
from rechallenge.model.stop import Stop
from rechallenge.quantities import Kind
from rechallenge.service.examples import example_problems
from rechallenge.service.order_fields import FieldValue, read_text, units_of
from rechallenge.service.plan_file import read_plan
from rechallenge.sheet.plan_json import fingerprint, plan_fingerprint, plan_json
from rechallenge.tui.state.evaluation import FieldStatus
from tests.cli.running import here, refused
from tests.files import protocol_files
from tests.site.a_site import WHOLE, site_folder
from tests.tui.planning_room import STEPWISE, session

TYPED = (
    "plan",
    "ceftazidime-12-step",
    "--line",
    "20 mL",
    "--primed",
    "diluent",
    "--sets",
    "shared",
)
AMOUNTS = [(name, unit) for name in Order.model_fields for unit in units_of(name)]
AMOUNTS += [("line", "mL"), *(("settings.first_share", kind.unit) for kind in Kind)]


@pytest.mark.parametrize(("key", "unit"), AMOUNTS)
def test_every_amount_of_an_order_may_have_the_comma_that_is_printed(key: str, unit: str) -> None:
    with_comma = read_text(key, f"1,125.5 {unit}")
    assert with_comma == FieldValue(read_text(key, f"1125.5 {unit}").value, None, f"1125.5 {unit}")
    assert with_comma.value is not None


@pytest.mark.parametrize(
    ("key", "text"),
    [("infused", "1,250 mL"), ("hold", "1,440 min"), ("clear_line", "1,200 mL/h"),
     ("volume", "1,000 mL"), ("resume_at", "1,200 mL/h"), ("gave", "paracetamol 1,000 mg PO"),
     ("settings", "1,250 mg")],
)  # fmt: skip
def test_every_amount_of_a_stop_may_have_it_too(key: str, text: str) -> None:
    def stop(written: str) -> Stop:
        value = {"dose": written} if key == "settings" else written
        return Stop.model_validate({"infused": "5 mL", "resume_at": "as planned", key: value})

    assert getattr(stop(text), key) == getattr(stop(text.replace(",", "")), key)


def test_a_plan_typed_with_commas_is_the_same_plan() -> None:
    protocol = read_protocol("cadonilimab-stepwise")
    premed = "paracetamol {} mg PO 30 min before"
    one, other = (
        plan(protocol, Order(dose=f"{dose} mg", volume=f"{dose} mL", premed=premed.format(dose)))
        for dose in ("1,000", "1000")
    )
    assert fingerprint(one) == fingerprint(other)


# Files


def with_comma(path: Path, folder: Path, amount: str, written: str) -> Path:
    text = path.read_text("utf-8")
    assert amount in text
    to = folder / path.name
    to.write_text(text.replace(amount, written, 1), "utf-8")
    return to


@pytest.mark.parametrize(
    ("kind", "name", "amount", "written"),
    [(PUMPS, "generic", "999 mL/h", "1,200 mL/h"), (LINES, "primary-15", "15 mL", "1,500 mL"),
     (MEASURES, "bd-luer-lok", "1000 mL", "1,000 mL"),
     (DRUGS, "cadonilimab", "125 mg", "1,125 mg")],
)  # fmt: skip
def test_a_file_of_facts_with_a_comma_is_refused_with_both_readings(
    kind: str, name: str, amount: str, written: str, tmp_path: Path
) -> None:
    shipped = shipped_folder() / kind / f"{name}.yaml"
    path = with_comma(shipped, tmp_path, f": {amount}", f': "{written}"')
    both = r'a comma can mean thousands or decimals; write ".*" or "'
    with pytest.raises(UnusableFile, match=both):
        read_entry(MODELS[kind], path)


@pytest.mark.parametrize(
    "line",
    ['  - {give: "1,000 mg", over: 30 min}',
     '  - {give: "10 %", over: "1,440 min"}'],
)  # fmt: skip
def test_a_protocol_with_a_comma_is_refused_with_both_readings(line: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="a comma can mean thousands or decimals"):
        read_protocol(protocol_files.write(tmp_path, protocol_files.with_line(11, line)))


def test_the_order_of_an_example_is_in_a_file_and_has_no_comma(tmp_path: Path) -> None:
    shipped = shipped_folder() / "cadonilimab" / "cadonilimab-stepwise.yaml"
    path = with_comma(shipped, tmp_path, "dose: 375 mg", 'dose: "1,375 mg"')
    (problem,) = example_problems(read_protocol(path))
    assert problem.place == ("examples", 0, "order", "dose")
    assert "a comma can mean thousands or decimals" in problem.sentence


@pytest.mark.parametrize(
    ("stated", "written"),
    [("smallest_draw: 0.5 mL", 'smallest_draw: "1,500 mL"'),
     ("premed_lead: 30 min", 'premed_lead: "1,440 min"'),
     ("line: primary-27", 'line: "1,000 mL"'), ("asks_above: 2 %", 'asks_above: "1,000 %"'),
     ("cetirizine 10 mg IV", "cetirizine 1,000 mg IV"), ("dose: 20 mg", 'dose: "1,020 mg"')],
)  # fmt: skip
def test_a_sites_own_file_has_no_comma(stated: str, written: str, tmp_path: Path) -> None:
    assert stated in WHOLE
    site_folder(tmp_path, WHOLE.replace(stated, written, 1))
    with pytest.raises(UnusableFile, match="a comma can mean thousands or decimals"):
        read_site(tmp_path / "site.yaml", Shelves(shipped_folder()))


def test_a_plan_file_with_a_comma_is_refused(tmp_path: Path) -> None:
    order = Order(dose="1000 mg", volume="250 mL")
    tree = json.loads(plan_json(plan(read_protocol("cadonilimab-stepwise"), order)))
    tree["inputs"]["order"]["dose"] = "1,000 mg"
    tree["fingerprint"] = plan_fingerprint(tree)
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(tree), "utf-8")
    with pytest.raises(UnusableFile, match="a comma can mean thousands or decimals"):
        read_plan(path)


# Read back


def test_the_command_line_reads_back_on_stderr_and_writes_the_same_plan() -> None:
    plain = here(*TYPED, "--dose", "2000 mg")
    typed = here(*TYPED, "--dose", "2,000 mg", "--patient", "1,000 mg arm")
    assert (plain.code, typed.code) == (0, 0)
    assert plain.err == ""
    assert typed.err == 'rechallenge: --dose: "2,000 mg" = 2000 mg, not 2 mg\n'
    assert "2,000 mg" in plain.out


def test_a_stop_is_read_back_at_its_options(tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    order = ("--dose", "1500 mg", "--volume", "1500 mL", "--set", "duration=240 min")
    assert here("plan", "extended", *order, "-o", str(saved)).code == 0
    done = here("resume", str(saved), "--infused", "1,250 mL", "--resume-at", "as planned",
                "--gave", "paracetamol 1,000 mg PO", "--grade", "1",
                "--hold", "30 min")  # fmt: skip
    assert done.err == (
        'rechallenge: --infused: "1,250 mL" = 1250 mL, not 1.25 mL\n'
        'rechallenge: --gave: "paracetamol 1,000 mg PO" = 1000 mg, not 1 mg\n'
    )
    assert "1,250 mL" in done.out


def test_the_blind_check_reads_the_same_comma_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    saved = str(tmp_path / "plan.json")
    assert here(*TYPED, "--dose", "2000 mg", "-o", saved).code == 0
    blind = ("verify", saved, "--blind", "--initials", "CD", "--protocol", TYPED[1], *TYPED[2:],
             "--drug", "ceftazidime", "--patient", "", "--start", "", "--dose")  # fmt: skip
    assert "--dose" in refused(here(*blind, "2,00 mg"), "decimals have a point")
    refused(here(*blind, "2 mg"), code=1)
    done = here(*blind, "2,000 mg")
    assert (done.code, "checked by CD" in done.out) == (0, True)
    assert done.err.startswith('rechallenge: --dose: "2,000 mg" = 2000 mg, not 2 mg\n')


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [("dose", "1,125 mg", "1125 mg, not 1.125 mg"),
     ("dose", "1,125 mg/m2", "1125 mg/m2, not 1.125 mg/m2; 2,025 mg = 1,125 mg/m2 x 1.8 m2"),
     ("volume", "1,000 mL", "1000 mL, not 1 mL"), ("volume", "1000 mL", "1,000 mL"),
     ("patient", "1,000 mg arm", "1,000 mg arm")],
)  # fmt: skip
def test_the_planner_reads_back_beside_the_field(key: str, text: str, says: str) -> None:
    state = session(**{**STEPWISE, "bsa": "1.8 m2", key: text}).evaluation.fields[key]
    assert state == (FieldStatus.READ, says)
