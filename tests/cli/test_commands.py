"""The commands: protocols, show, check, version, help and completion."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import CASE_2, CASE_4, command, environment, here
from tests.tiers import slow_but

IDS = ["cadonilimab-extended", "cadonilimab-slow-start", "cadonilimab-stepwise",
       "extended", "slow-start", "stepwise"]  # fmt: skip
FOR_ANY = {path.stem for path in (Path(__file__).parents[2] / "protocols/any-drug").glob("*.yaml")}
CHINESE = "卡度尼利单抗"
ESCAPED = r"\u5361\u5ea6\u5c3c\u5229\u5355\u6297"
PROTOCOLS = Path(__file__).parents[2] / "protocols"
SHIPPED = sorted(str(p) for p in PROTOCOLS.glob("*/*.yaml") if p.parent.name != "drugs")


def one_line(text: str | dict[str, str]) -> str:
    return " ".join((text if isinstance(text, str) else text["en"]).split())


def listed(*options: str) -> set[str]:
    outcome = here("protocols", *options, "--format", "json")
    assert outcome.code == 0
    return {entry["id"] for entry in json.loads(outcome.out)}


# protocols


def test_protocols_lists_the_six_of_the_case_series() -> None:
    outcome = here("protocols")
    assert (outcome.code, outcome.err) == (0, "")
    first_words = [line.split()[0] for line in outcome.out.splitlines()]
    assert sorted(word for word in first_words if word in IDS) == IDS


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--drug", "cadonilimab"), {*IDS, *FOR_ANY}),
        (("--drug", "examplumab"), FOR_ANY),
        (("--strategy", "slow-start"), {"slow-start", "cadonilimab-slow-start"}),
        (("--drug", "TAFASITAMAB", "--strategy", "titration"), {"tafasitamab-first"}),
        (("--drug", "cadonilimab", "--strategy", "titration"), set()),
        (("--drug", "examplumab", "--strategy", "extended"), {"extended"}),
        (("--drug", "Cadonilimab", "--strategy", "slow-start"),
         {"slow-start", "cadonilimab-slow-start"}),
    ],
)  # fmt: skip
def test_protocols_are_filtered_by_drug_and_strategy(
    options: tuple[str, ...], expected: set[str]
) -> None:
    assert listed(*options) == expected


def test_protocols_as_json_say_drug_strategy_title_and_file() -> None:
    entries = json.loads(here("protocols", "--format", "json").out)
    (found,) = [e for e in entries if e["id"] == "cadonilimab-stepwise"]
    assert (found["drug"], found["strategy"]) == ("cadonilimab", "stepwise")
    assert found["title"] == "Cadonilimab, 10% then 90%"
    assert Path(found["file"]).name == "cadonilimab-stepwise.yaml"


def test_a_search_without_a_match_says_so_on_stderr() -> None:
    outcome = here("protocols", "--drug", "cadonilimab", "--strategy", "titration")
    assert (outcome.code, outcome.out) == (0, "")
    assert "no protocol matches" in outcome.err


# show


@pytest.mark.parametrize("name", IDS)
def test_show_has_source_whom_it_is_not_for_and_every_parameter(name: str) -> None:
    outcome = here("show", name)
    assert (outcome.code, outcome.err) == (0, "")
    text = one_line(outcome.out)
    tree = json.loads(here("show", name, "--format", "json").out)
    assert tree["id"] == name
    not_for = [one if isinstance(one, str) else one["says"] for one in tree["not_for"]]
    for told in (tree["title"], tree["source"]["citation"], tree["source"]["outcome"],
                 *not_for, *tree["review"]["notes"]):  # fmt: skip
        assert one_line(told) in text
    for parameter in tree["parameters"]:
        assert ("--volume" if parameter == "volume" else f"--set {parameter}=") in text


@pytest.mark.parametrize("name", ["slow-start", "cadonilimab-slow-start"])
def test_show_has_the_doubt_about_the_unit(name: str) -> None:
    text = one_line(here("show", name).out)
    assert "printed as 5 mg/h" in text
    assert "5 mL/h may be meant" in text


def test_show_says_what_a_volume_needs() -> None:
    text = one_line(here("show", "cadonilimab-stepwise").out)
    assert "--volume must be given: the source does not state it" in text
    assert "time not stated by the source" in text


def test_show_as_json_keeps_the_files_own_text() -> None:
    tree = json.loads(here("show", "cadonilimab-stepwise", "--format", "json").out)
    assert tree["infusion"][0] == {"give": "10 %", "over": "30 min"}
    assert tree["version"] == "2"


# check


@pytest.mark.slow
def test_check_passes_every_shipped_file() -> None:
    outcome = here("check", *SHIPPED)
    assert (outcome.code, outcome.err) == (0, "")
    assert [line.partition(": ok")[0] for line in outcome.out.splitlines()] == SHIPPED
    assert len(SHIPPED) >= 6


def test_check_reports_the_good_files_beside_a_bad_one(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: bad\nid: worse\n")
    wrong = tmp_path / "ours.yaml"
    source = (PROTOCOLS / "cadonilimab" / "cadonilimab-extended.yaml").read_text()
    assert source.count("{rate: 125 mL/h") == 1
    ours = source.replace("id: cadonilimab-extended", "id: ours")
    wrong.write_text(ours.replace("{rate: 125 mL/h", "{rate: 126 mL/h"))
    outcome = here("check", SHIPPED[0], str(bad), str(wrong), SHIPPED[1])
    assert outcome.code == 2
    assert [line.partition(": ok")[0] for line in outcome.out.splitlines()] == SHIPPED[:2]
    assert f"{bad}:2:1: id: " in outcome.err
    lines = [line for line in outcome.err.splitlines() if str(wrong) in line]
    assert len(lines) == 1
    assert "examples[0].steps[0].rate: 126 mL/h" in lines[0]
    assert "125 mL/h" in lines[0]


def test_check_takes_ids_too_and_names_the_nearest() -> None:
    outcome = here("check", "stepwise", "stepwize")
    assert outcome.code == 2
    assert outcome.out.rstrip().endswith("stepwise.yaml: ok, 2 worked examples, 3 open points")
    assert "unknown protocol stepwize; did you mean stepwise?" in outcome.err


# Version, help, completion


def test_version() -> None:
    outcome = command("--version")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "rechallenge, version 0.2.0\n"


def test_help_names_every_command_and_exit_code() -> None:
    outcome = command("--help")
    assert (outcome.code, outcome.err) == (0, "")
    for name in ("check", "plan", "protocols", "show"):
        assert f"\n  {name} " in outcome.out
    assert "0 done, 1 refused" in one_line(outcome.out)


def test_without_a_command_the_help_is_shown() -> None:
    outcome = command()
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("Usage: rechallenge")
    assert all(f"\n  {name} " in outcome.out for name in ("check", "plan", "protocols", "show"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rechallenge plan cado", IDS[:3]), ("rechallenge show s", ["slow-start", "stepwise"]),
        ("rechallenge check ext", ["extended"]),
        ("rechallenge plan cadonilimab-sl", ["cadonilimab-slow-start"]),
        ("rechallenge pr", ["protocols"]), ("rechallenge compare cadonilimab-e", IDS[:1]),
        ("rechallenge review cadonilimab-e", IDS[:1]), ("rechallenge plan --dos", ["--dose"]),
        ("rechallenge plan stepwise --dos", ["--dose"]),
    ],
)  # fmt: skip
def test_commands_and_protocol_ids_are_completed(
    words: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    monkeypatch.setenv("_RECHALLENGE_COMPLETE", "bash_complete")
    outcome = here()
    assert (outcome.code, outcome.err) == (0, "")
    assert sorted(line.partition(",")[2] for line in outcome.out.splitlines()) == expected


# Any terminal

COLOURFUL = {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "TERM": "xterm-256color"}


@pytest.mark.parametrize(
    "arguments",
    [("protocols",), ("protocols", "--format", "json"), ("show", "cadonilimab-slow-start"),
     CASE_2, (*CASE_4, "--working", "--start", "23:50"), (*CASE_2, "--format", "json"),
     ("check", "stepwise"), ("--help",), ("plan", "nothing")],
)  # fmt: skip
def test_no_output_has_colour_or_other_control_characters(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in COLOURFUL.items():
        monkeypatch.setenv(name, value)
    outcome = here(*arguments)
    for text in (outcome.out, outcome.err):
        assert all(c.isprintable() or c == "\n" for c in text)


@pytest.mark.parametrize("name", IDS)
def test_text_fits_80_columns(name: str) -> None:
    order = ("--dose", "10 mg/kg", "--weight", "47.3 kg", "--volume", "123 mL", "--start", "23:50")
    for outcome in (here("show", name), here("plan", name, *order, "--working"), here("protocols")):
        assert outcome.code == 0
        assert max(len(line) for line in outcome.out.splitlines()) <= 80


@pytest.fixture
def chinese(tmp_path: Path) -> tuple[str, ...]:
    """The order of case 2, by a file whose drug has a Chinese name."""
    path = tmp_path / "mine.yaml"
    source = (PROTOCOLS / "cadonilimab" / "cadonilimab-stepwise.yaml").read_text("utf-8")
    path.write_text(source.replace("drug: cadonilimab", f"drug: {CHINESE}"), encoding="utf-8")
    return ("plan", str(path), *CASE_2[2:])


def test_a_name_that_a_terminal_cannot_draw_is_printed_as_escapes(chinese: tuple[str, ...]) -> None:
    outcome = command(*chinese, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (outcome.code, outcome.err) == (0, "")
    assert ESCAPED in outcome.out
    assert outcome.out.splitlines()[-1].startswith("Protocol fingerprint")


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    slow_but([(("--help",),)], [((*CASE_2, "--format", "json"),), (("--help",),)]),
)
def test_a_closed_output_gives_no_traceback(arguments: tuple[str, ...], tmp_path: Path) -> None:
    line = ["sh", "-c", '"$@" | head -1', "sh", sys.executable, "-m", "rechallenge", *arguments]
    done = subprocess.run(line, env=environment(), capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    late = ["sh", "-c", '(sleep 0.1; exec "$@") | true', *line[3:]]
    closed = subprocess.run(late, env=environment(), capture_output=True, text=True, check=False)
    for text in (done.stderr, closed.stderr):
        assert "Traceback" not in text
        assert "Exception ignored" not in text
        assert "internal error" not in text
