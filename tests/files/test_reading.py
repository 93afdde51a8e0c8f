"""What is wrong with a protocol file is said with its line, its column and what to write."""

import re
from pathlib import Path

import pytest

from rechallenge.files.find import NotFound
from rechallenge.files.reading import UnusableFile, read_entry, read_protocol
from rechallenge.model.drug import DrugFacts
from tests.files.protocol_files import LINES, RIGHT, error_at, errors_of, with_line, write


def test_the_file_the_others_are_made_from_is_right(tmp_path: Path) -> None:
    assert read_protocol(write(tmp_path, RIGHT)).title == "Ten then ninety"


# One thing wrong


@pytest.mark.parametrize(
    ("line", "text", "start", "says"),
    [
        (13, "  - {give: rest, over: 90 min, rate: 5 mg/h}", "13:5: infusion[2]: ",
         ("give, rate, over", "leave one out", "exactly two")),
        (13, "  - {give: rest, rate: 5 mg/h, until: 2 h}", "13:5: infusion[2]: ",
         ("give, rate, until", "leave one out", "exactly two")),
        (13, "  - {give: rest}", "13:5: infusion[2]: ", ("only give", "one more", "exactly two")),
        (13, "  - {over: 5 min}", "13:5: infusion[2]: ", ("only over", "one more", "exactly two")),
        (13, "  - {note: careful}", "13:5: infusion[2]: ", ("none of", "exactly two")),
        (13, "  - {rate: 5 mg/h, over: 1 h, until: 2 h}", "13:5: infusion[2]: ",
         ("both over and until", "keep one")),
        (13, "  - {over: 1 h, until: 2 h}", "13:5: infusion[2]: ",
         ("both over and until", "keep one")),
        (13, "  - rest", "13:5: infusion[2]: ", ("must be a mapping",)),
        (13, "  - {give: rest, ovr: 90 min}", "13:18: infusion[2].ovr: ",
         ("unknown key ovr", "did you mean over?")),
        (12, "  - {observe: 30 min, give: 5 mg}", "12:23: infusion[1].give: ",
         ("does not go with observe", "leave one of them out")),
        (12, "  - {observ: 30 min}", "12:6: infusion[1].observ: ", ("did you mean observe?",)),
        (13, "  - {give: rest, over 90 min}", "13:18: infusion[2].over 90 min: ",
         ("no colon after over", '"over: 90 min"')),
        (13, "  - {rate: 5 mL/h, every: 30 min}", "13:20: infusion[2].every: ",
         ("goes with rates", "write over")),
        (13, "  - {form: a tablet}", "13:6: infusion[2].form: ", ("unknown key form",)),
        (13, "  - {form: a tablet, give: 5 mg}", "13:6: infusion[2].form: ",
         ("does not go with give",)),
        (13, "  - {give: rest, rates: 5 mL/h}", "13:6: infusion[2].give: ",
         ("does not go with rates",)),
        (13, "  - {rate: 5 mL/h, increase: 1 mL/h, evry: 1 h, up_to: 9 mL/h, give: rest}",
         "13:38: infusion[2].evry: ", ("did you mean every?",)),
        (6, "scop: Adults", "6:1: scop: ", ("unknown key scop", "did you mean scope?")),
        (7, "source: {citaton: A}", "7:10: source.citaton: ", ("did you mean citation?",)),
        (13, "  - {give: rest, over: 90 mL}", "13:18: infusion[2].over: ",
         ('"90 mL"', "a volume", "a time is needed", "min")),
        (13, "  - {give: 5 h, over: 90 min}", "13:6: infusion[2].give: ",
         ('"5 h"', "a time", "mg")),
        (13, "  - {give: rest, rate: 5 mg}", "13:18: infusion[2].rate: ",
         ('"5 mg"', "an amount of drug", "mg/h", "mL/h")),
        (13, "  - {give: rest, over: 0 min}", "13:18: infusion[2].over: ",
         ('"0 min"', "zero", "above zero")),
        (13, "  - {give: 0 mg, over: 90 min}", "13:6: infusion[2].give: ",
         ('"0 mg"', "zero", "above zero")),
        (13, "  - {give: rest, over: 90}", "13:18: infusion[2].over: ",
         ('"90"', "no unit", '"90 min"')),
        (13, "  - {give: rest, over: $frst_time}", "13:18: infusion[2].over: ",
         ("unknown parameter $frst_time", "did you mean $first_time?")),
        (9, "parameters: {volume: required, first_time: $first_tim}",
         "9:32: parameters.first_time: ", ("unknown parameter $first_tim", "$first_time")),
        (4, "strategy: stepwize", "4:1: strategy: ", ('"stepwize"', "stepwise, ", "titration")),
        (5, "version: one", "5:1: version: ", ("whole number",)),
        (5, "version: 01", "5:1: version: ", ("whole number",)),
        (1, "id: My Protocol", "1:1: id: ", ("lower-case", "hyphens")),
        (2, "title:", "2:1: title: ", ("is empty",)),
        (2, "", "1:1: title: ", ("is missing",)),
        (10, "infusion: []", "10:1: infusion: ", ("empty list", "at least one")),
        (8, "review: {status: approved}", "8:10: review.status: ", ("approved", "unreviewed")),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_stands(
    tmp_path: Path, line: int, text: str, start: str, says: tuple[str, ...]
) -> None:
    content = with_line(line, text)
    if text == "infusion: []":
        content = "\n".join([*LINES[:9], text])
    found = error_at(tmp_path, content, f"mine.yaml:{start}")
    assert all(words in found for words in says), found


def test_a_missing_key_of_a_list_entry_is_named_at_the_entry(tmp_path: Path) -> None:
    content = RIGHT + "premedication:\n  - {drug: famotidine, dose: 20 mg, route: IV}\n"
    assert "missing" in error_at(tmp_path, content, "mine.yaml:15:5: premedication[0].before: ")


def test_a_premedication_time_may_be_unstated_but_not_nonsense(tmp_path: Path) -> None:
    entry = "premedication:\n  - {drug: famotidine, dose: 20 mg, route: IV, before: %s}\n"
    stated = read_protocol(write(tmp_path, RIGHT + entry % "unstated"))
    assert stated.premedication[0].before == "unstated"
    line = error_at(tmp_path, RIGHT + entry % "soon", "mine.yaml:15:48: premedication[0].before: ")
    assert "unstated" in line


@pytest.mark.parametrize(
    ("title", "character"),
    [
        (r'"Ten \x1b[31mred"', "U+001B"), (r'"Ten \x1b]0;owned\x07"', "U+001B"),
        (r'"Ten\x07"', "U+0007"), (r'"Ten \x9b2J"', "U+009B"), (r'"Ten\0"', "U+0000"),
        ("Ten \u202enet", "U+202E"), ("Te\u200bn", "U+200B"), ("Te\u2066n", "U+2066"),
        (r'"Te\u2028n"', "U+2028"),
    ],
)  # fmt: skip
def test_a_hidden_character_in_a_title_is_refused_and_named(
    tmp_path: Path, title: str, character: str
) -> None:
    line = error_at(tmp_path, with_line(2, f"title: {title}"), "mine.yaml:2:1: title: ")
    assert character in line
    assert line.isprintable()


@pytest.mark.parametrize("name", [r'"\x1b[31mred"', r'"a\x07b"', r'"a\u202eb"'])
def test_a_hidden_character_in_a_key_is_shown_and_not_obeyed(tmp_path: Path, name: str) -> None:
    (line,) = errors_of(tmp_path, RIGHT + f"{name}: x\n")
    assert line.startswith("mine.yaml:14:1: ")
    assert line.isprintable()


# More than one


def test_several_mistakes_are_all_reported_in_file_order(tmp_path: Path) -> None:
    lines = [*LINES]
    lines[3] = "strategy: stepwize"
    lines[4] = "version: one"
    lines[11] = "  - {observe: 30 mL}"
    lines[12] = "  - {give: rest, over: 0 min}"
    errors = errors_of(tmp_path, "\n".join(lines))
    places = [re.findall(r"^mine\.yaml:(\d+):(\d+): ", line)[0] for line in errors]
    numbers = [(int(line), int(column)) for line, column in places]
    assert numbers == sorted(numbers)
    for start in ("4:1: strategy: ", "5:1: version: ", "12:6: infusion[1].observe: ",
                  "13:18: infusion[2].over: "):  # fmt: skip
        assert sum(line.startswith(f"mine.yaml:{start}") for line in errors) == 1, errors


# Names


def test_an_id_of_no_protocol_names_the_nearest() -> None:
    with pytest.raises(NotFound, match=r"cadonilimab-stepwize; did you mean cadonilimab-stepwise"):
        read_protocol("cadonilimab-stepwize")


@pytest.mark.parametrize(
    "part", ["cadonilimab-step", "adonilimab-stepwise", "Cadonilimab-stepwise"]
)
def test_part_of_an_id_is_never_completed(part: str) -> None:
    with pytest.raises(NotFound, match="did you mean cadonilimab-stepwise"):
        read_protocol(part)


def test_an_id_that_is_not_the_file_name_is_refused_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rechallenge.files.reading.shipped_folder", lambda: tmp_path)
    path = write(tmp_path, with_line(1, "id: yours"))
    with pytest.raises(UnusableFile) as caught:
        read_protocol("mine")
    assert str(caught.value).startswith(f"{path}:1:1: id: ")
    assert "yours" in str(caught.value)
    assert "mine.yaml" in str(caught.value)


@pytest.mark.parametrize(("name", "what"), [("gone.yaml", "no such file"), (".", "folder")])
def test_a_path_that_cannot_be_opened_is_said_so(tmp_path: Path, name: str, what: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        read_protocol(tmp_path / name)
    assert str(tmp_path) in str(caught.value)
    assert what in str(caught.value)


# Drug files


def test_a_wrong_drug_file_is_located_too(tmp_path: Path) -> None:
    content = "name: famotidine\npremedication:\n  - {dose: 20 mL, route: IV, source: Label}\n"
    path = write(tmp_path, content, "famotidine.yaml")
    with pytest.raises(UnusableFile) as caught:
        read_entry(DrugFacts, path)
    assert f"{path}:3:6: premedication[0].dose: " in str(caught.value)


def test_a_fingerprint_in_the_file_is_refused_since_it_is_worked_out(tmp_path: Path) -> None:
    line = error_at(tmp_path, RIGHT + "fingerprint: abc\n", "mine.yaml:14:1: fingerprint: ")
    assert "leave it out" in line


@pytest.mark.parametrize(
    ("about", "printed", "wrong"),
    [
        ("infusion[7].rate", "5 mg/h", "is not a place in this file"),
        ("infusion[0].rate", "5 mg/h", "is not a place in this file"),
        ("infusion[0].give", "20 %", "is not 20 % in this file"),
        ("parameters.first", "30 min", "is not a place in this file"),
        ("parameters.first_time", "30", "no unit"),
    ],
)
def test_a_doubt_about_a_value_that_does_not_stand_there_is_refused(
    tmp_path: Path, about: str, printed: str, wrong: str
) -> None:
    doubt = f"{{about: '{about}', printed: {printed}, because: It is odd}}"
    content = with_line(7, f"source: {{citation: A journal, doubts: [{doubt}]}}")
    assert wrong in error_at(tmp_path, content, "mine.yaml:7:")


def test_a_doubt_about_a_value_that_stands_there_is_read(tmp_path: Path) -> None:
    doubt = "{about: 'infusion[0].give', printed: 10 %, because: It is odd}"
    content = with_line(7, f"source: {{citation: A journal, doubts: [{doubt}]}}")
    (doubted,) = read_protocol(write(tmp_path, content)).source.doubts
    assert doubted.printed == "10 %"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "hourly",
            "write one of baseline, each rate change, end, or every with a time: every 15 min",
        ),
        ("every 59 s", "every 59 s is more often than anyone can measure; write at least 1 min"),
        ("every 15", "no unit"),
        ("every 15 mL", "a time"),
    ],
)
def test_when_vital_signs_are_taken_is_one_of_the_words_or_a_time_of_a_minute_or_more(
    tmp_path: Path, written: str, said: str
) -> None:
    rule = f"monitoring: {{vitals: [baseline, {written}], source: A journal}}"
    (line,) = errors_of(tmp_path, RIGHT + rule + "\n")
    assert line.startswith("mine.yaml:14:33: monitoring.vitals[1]: ")
    assert said in line


def test_vital_signs_may_be_taken_every_minute(tmp_path: Path) -> None:
    rule = "monitoring: {vitals: [every 1 min, end], source: A journal}\n"
    read = read_protocol(write(tmp_path, RIGHT + rule))
    assert read.monitoring is not None
    assert [str(one) for one in read.monitoring.vitals] == ["every 1 min", "end"]
