"""Bad input: one clear error on stderr, the designed exit code, nothing written."""

import json
from pathlib import Path

import pytest

from tests.cli.running import CASE_2, here, refused

STEPWISE = ("plan", "cadonilimab-stepwise")
VOLUME = ("--volume", "250 mL")
DOSE = ("--dose", "375 mg")
ANY = ("plan", "stepwise", *DOSE, *VOLUME)
CONTROL = ["\x07", "\x1b]0;owned\x07", "\x1b[31m", "\x9b2J", "\u202e", "\r"]

# The paragraph "Bad input" of the issue: orders
ORDERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "no unit": ((*STEPWISE, "--dose", "375", *VOLUME), ("--dose:", '"375"', "no unit", '"375 mg"')),
    "two numbers": (
        (*STEPWISE, "--dose", "37 5 mg", *VOLUME),
        ("--dose:", '"37 5 mg"', "more than one number", "one number and its unit"),
    ),
    "wrong dimension": (
        (*STEPWISE, "--dose", "375 mL", *VOLUME),
        ("--dose:", '"375 mL"', "a volume", "an amount of drug", "mg"),
    ),
    **{
        text: (
            (*STEPWISE, "--dose", text, *VOLUME),
            ("--dose:", f'"{text}"', "not a dose", "the dose in mg", "Calvert"),
        )
        for text in ("AUC 5", "AUC5", "5 AUC", "5 mg AUC")
    },
    "mg/kg without a weight": (
        (*STEPWISE, "--dose", "10 mg/kg", *VOLUME),
        ("--weight:", "per kg", '"48 kg"'),
    ),
    "missing volume": ((*STEPWISE, *DOSE), ("--volume:", "bag", '"250 mL"')),
    "unknown protocol": (
        ("plan", "cadonilimab-stepwize", *DOSE, *VOLUME),
        ("unknown protocol cadonilimab-stepwize", "did you mean cadonilimab-stepwise?"),
    ),
    "unknown parameter": (
        (*ANY, "--set", "frst_share=5 %"),
        ("--set frst_share:", "unknown parameter", "did you mean first_share?"),
    ),
    "a weight of 4800 kg": (
        (*STEPWISE, "--dose", "10 mg/kg", "--weight", "4800 kg", *VOLUME),
        ("--weight:", "4,800 kg", "635 kg", "check the number and its unit"),
    ),
}

FILE = """id: mine
title: Ten then ninety
drug: any
strategy: stepwise
version: 1
scope: Adults
source: {citation: A journal}
review: {status: unreviewed}
parameters: {volume: required}
infusion:
  - {give: 10 %, over: 30 min}
  - {give: rest, over: 90 min}
"""
LAST = "{give: rest, over: 90 min}"

# The same paragraph: protocol files. Content, exit code, what must be said after the path.
FILES: dict[str, tuple[bytes, int, tuple[str, ...]]] = {
    "duplicate key": (
        (FILE + "title: Other\n").encode(), 2, (":13:1: title: ", "twice", "line 2", "keep one")),
    "over-determined step": (
        FILE.replace(LAST, "{give: rest, over: 90 min, rate: 5 mL/h}").encode(), 2,
        (":12:5: infusion[1]: ", "give, rate, over", "leave one out", "exactly two")),
    "under-determined step": (
        FILE.replace(LAST, "{give: rest}").encode(), 2,
        (":12:5: infusion[1]: ", "only give", "one more", "exactly two")),
    "more than the dose": (
        FILE.replace(LAST, "{give: 100 %, over: 90 min}").encode(), 1,
        # 10% and 100% of 375 mg
        (":10:1: infusion: dose-not-delivered", "412.5 mg", "110%", "375 mg", "rest of the dose")),
    "less than the dose": (
        FILE.replace(LAST, "{give: 80 %, over: 90 min}").encode(), 1,
        # 10% and 80% of 375 mg
        (":10:1: infusion: dose-not-delivered", "337.5 mg", "90%", "375 mg", "rest of the dose")),
    "alias": (
        FILE.replace("Adults", "*title").encode(), 2,
        (":6:8: scope: ", "*title", "write the value here")),
    "tab": (
        FILE.replace("  - {give: 10", "\t- {give: 10").encode(), 2, (":11:1: ", "tab", "spaces")),
    "10 MB of text": (b"x" * 10_000_000, 2, (":1:1: ", "10,000,000 bytes", "200,000 at most")),
    "not UTF-8": (
        FILE.replace("A journal", "Caf\u00e9").encode("latin-1"), 2,
        (":7:23: ", "0xe9", "not UTF-8", "save it as UTF-8")),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "says"), ORDERS.values(), ids=ORDERS)
class TestAnOrderThatCannotBeUsed:
    def test_is_one_clear_error_and_no_file(
        self, arguments: tuple[str, ...], says: tuple[str, ...], tmp_path: Path
    ) -> None:
        target = tmp_path / "plan.json"
        error = refused(here(*arguments, "-o", str(target)), *says)
        assert error.count("\n") == 1
        assert list(tmp_path.iterdir()) == []

    def test_leaves_an_existing_file_as_it_is(
        self, arguments: tuple[str, ...], says: tuple[str, ...], tmp_path: Path
    ) -> None:
        target = tmp_path / "plan.txt"
        target.write_text("yesterday's plan")
        refused(here(*arguments, "-o", str(target), "--force"), *says)
        assert target.read_text() == "yesterday's plan"
        assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("content", "code", "says"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_used_is_a_located_error_and_no_output(
    content: bytes, code: int, says: tuple[str, ...], tmp_path: Path
) -> None:
    path, target = tmp_path / "mine.yaml", tmp_path / "plan.json"
    path.write_bytes(content)
    error = refused(here("plan", str(path), *DOSE, *VOLUME, "-o", str(target)), *says, code=code)
    assert f"{path}{says[0]}" in error
    target.write_text("yesterday's plan")
    order = (*DOSE, *VOLUME, "-o", str(target), "--force")
    refused(here("plan", str(path), *order), *says, code=code)
    assert target.read_text() == "yesterday's plan"
    assert sorted(tmp_path.iterdir()) == [path, target]


def test_the_file_the_others_are_made_from_is_right(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(FILE)
    assert here("plan", str(tmp_path / "mine.yaml"), *DOSE, *VOLUME).code == 0


def test_a_weight_of_4_8_kg_makes_a_draft_to_be_confirmed() -> None:
    order = (*STEPWISE, "--dose", "10 mg/kg", "--weight", "4.8 kg", *VOLUME)
    text = here(*order)
    assert (text.code, text.err) == (0, "")
    assert text.out.startswith("DRAFT")
    assert "confirm: child-weight-alone at order.weight" in text.out
    findings = json.loads(here(*order, "--format", "json").out)["findings"]
    (found,) = [f for f in findings if f["code"] == "child-weight-alone"]
    assert found["severity"] == "confirm"
    assert found["numbers"]["weight"]["exact"] == "4.8"
    assert found["source"]


# Beyond the paragraph


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((*STEPWISE, *VOLUME), ("--dose:", "missing")),
        ((*STEPWISE, "--dose", "", *VOLUME), ("--dose:", '""', "nothing was written")),
        ((*STEPWISE, "--dose", "３７５ mg", *VOLUME),
         ("--dose:", '"３７５ mg"', "digits other than 0 to 9", '"375 mg"')),
        ((*STEPWISE, "--dose", "1,5 mg", *VOLUME), ("--dose:", "comma", '"1.5 mg"')),
        ((*STEPWISE, "--dose", "0 mg", *VOLUME), ("--dose:", "zero", "above zero")),
        ((*STEPWISE, "--dose", "-5 mg", *VOLUME), ("--dose:", "sign")),
        ((*STEPWISE, "--dose", "375 Mg", *VOLUME), ("--dose:", "megagram", '"375 mg"')),
        ((*STEPWISE, *DOSE, "--volume", "250 ml"), ("--volume:", "ml", '"250 mL"')),
        ((*STEPWISE, *DOSE, "--volume", "0 mL"), ("--volume:", "zero")),
        ((*STEPWISE, "--dose", "100 mg/m2", *VOLUME),
         ("--bsa:", "per m2", '"1.8 m2"', "height and weight")),
        ((*STEPWISE, "--dose", "100 mg/m2", "--height", "170 cm", *VOLUME),
         ("--weight:", "body surface", "kg")),
        ((*STEPWISE, "--dose", "100 mg/m2", "--bsa", "1.8 m2", "--height", "170 cm", *VOLUME),
         ("--height:", "bsa", "keep the one")),
        ((*STEPWISE, "--dose", "100 mg/m2", "--bsa", "18 m2", *VOLUME),
         ("--bsa:", "18 m2", "check")),
        ((*CASE_2, "--height", "170 m"), ("--height:", "170 m", "272 cm", "check")),
        ((*CASE_2, "--start", "9:00"), ("--start:", '"9:00"', "24-hour", "09:00")),
        ((*CASE_2, "--start", "25:00"), ("--start:", '25:00"', "24-hour", "09:00")),
        ((*CASE_2, "--start", "2026-02-30 09:00"), ("--start:", '"2026-02-30 09:00"')),
        ((*CASE_2, "--start", "tomorrow"), ("--start:", '"tomorrow"', "24-hour")),
        (("plan", "cadonilimab-extended", *DOSE, "--premed-lead", "30 min"),
         ("--premed-lead:", "not needed", "leave it out")),
        ((*ANY, "--premed-lead", "30 min"), ("--premed-lead:", "not needed", "leave it out")),
        ((*CASE_2, "--premed-lead", "30"), ("--premed-lead:", '"30"', '"30 min"')),
        ((*ANY, "--set", "volume=100 mL"), ("--set volume:", "volume")),
        ((*ANY, "--set", "first_share"), ("--set", '"first_share"', "=")),
        ((*ANY, "--set", "=5 %"), ("--set", '"=5 %"')),
        ((*ANY, "--set", "first_share="), ("--set first_share:", '""', "nothing was written")),
        ((*ANY, "--set", "first_time=5 mg"),
         ("--set first_time:", '"5 mg"', "a time is needed", "infusion[0].over")),
        ((*CASE_2, "--drug", "trastuzumab"), ("--drug:", "cadonilimab", "trastuzumab")),
        ((*CASE_2, "--format", "xml"), ("--format", "xml", "text", "json")),
        (("protocols", "--strategy", "stepwize"),
         ("--strategy", "stepwize", "stepwise", "titration")),
        (("plan", "gone.yaml", *DOSE, *VOLUME), ("gone.yaml", "no such file")),
        (("show", "stepwize"), ("unknown protocol stepwize", "stepwise")),
        (("plan", "/", *DOSE, *VOLUME), ("/", "folder")),
        (("plan", "stepwise", "--doze", "5 mg"), ("--doze", "--dose")),
        (("check",), ("FILE",)),
        (("show",), ("PROTOCOL",)),
    ],
)  # fmt: skip
def test_it_says_what_was_understood_and_what_to_write(
    arguments: tuple[str, ...], says: tuple[str, ...]
) -> None:
    refused(here(*arguments), *says)


def test_every_wrong_option_is_reported() -> None:
    order = (*STEPWISE, "--dose", "375", "--volume", "250 mg", "--weight", "48")
    error = refused(here(*order), "--dose:", "--volume:", "--weight:")
    assert error.count("\n") == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [("first_share=5", "first_time=5"), ("frst_share=5 %", "first_tme=5 min")],
)
def test_two_wrong_parameters_are_both_reported(one: str, other: str) -> None:
    flags = [f"--set {text.partition('=')[0]}:" for text in (one, other)]
    error = refused(here(*ANY, "--set", one, "--set", other), *flags)
    assert error.count("\n") == 2


@pytest.mark.parametrize("hidden", CONTROL)
@pytest.mark.parametrize(
    "arguments",
    [
        (*STEPWISE, "--dose", "375{} mg", *VOLUME),
        (*STEPWISE, *DOSE, "--volume", "{}"),
        ("plan", "cadonilimab{}", *DOSE),
        ("plan", "gone{}.yaml", *DOSE),
        ("check", "gone{}.yaml"),
        (*ANY, "--set", "first{}"),
        (*CASE_2, "--format", "a{}b"),
        ("plan{}",),
        (*CASE_2, "--dose{}", "5 mg"),
    ],
)
def test_a_hidden_character_in_an_argument_is_spelled_out(
    arguments: tuple[str, ...], hidden: str
) -> None:
    # `refused` requires a message of printable characters only.
    refused(here(*(text.replace("{}", hidden) for text in arguments)))


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "gone" / "plan.txt"
    refused(here(*CASE_2, "-o", str(missing)), str(missing), "no such file or directory")
    file = tmp_path / "file"
    file.write_text("a file, and no folder")
    refused(here(*CASE_2, "-o", str(file / "plan.txt")), str(file / "plan.txt"), "folder")
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    refused(here(*CASE_2, "-o", str(folder)), str(folder), "folder")
    assert sorted(tmp_path.iterdir()) == [file, folder]
    assert list(folder.iterdir()) == []
