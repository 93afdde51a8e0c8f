"""Worked examples that do not come out are reported at their line, with the computed value."""

from pathlib import Path

import pytest

from rechallenge.files.reading import FileProblem, UnusableFile, read_source
from rechallenge.service.examples import example_problems
from tests.files.protocol_files import LINES, RIGHT, write

ORDER = "  - order: {dose: 375 mg, volume: 250 mL}"
FIRST = "      - {rate: 50 mL/h, duration: 30 min, volume: 25 mL, dose: 37.5 mg}"
SECOND = "      - {observe: 30 min}"
THIRD = "      - {rate: 150 mL/h, dose_rate: 225 mg/h, dose: 337.5 mg, cumulative_dose: 375 mg}"
HEAD = ("examples:", ORDER, "    total: 150 min", "    steps:")


def problems(folder: Path, *lines: str, protocol: str = RIGHT) -> list[str]:
    """The example problems of the right protocol with these lines after it, from line 14 on."""
    source = read_source(write(folder, protocol + "\n".join(lines) + "\n"))
    found = [
        FileProblem(source.path, source.document.spot(p.place), p)
        for p in example_problems(source.protocol)
    ]
    return [str(p).removeprefix(f"{folder}/") for p in found]


def test_an_example_worked_right_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, *HEAD, FIRST, SECOND, THIRD) == []


@pytest.mark.parametrize(
    ("old", "new", "start", "computed"),
    [
        ("total: 150 min", "total: 151 min", "16:5: examples[0].total: ", "150 min"),
        ("rate: 50 mL/h", "rate: 51 mL/h", "18:10: examples[0].steps[0].rate: ", "50 mL/h"),
        ("volume: 25 mL", "volume: 24.9 mL", "18:43: examples[0].steps[0].volume: ", "25 mL"),
        ("duration: 30 min", "duration: 1 h", "18:25: examples[0].steps[0].duration: ", "30 min"),
        ("dose: 37.5 mg", "dose: 37.5 mL", "18:58: examples[0].steps[0].dose: ", "37.5 mg"),
        ("observe: 30 min", "observe: 20 min", "19:10: examples[0].steps[1].observe: ", "30 min"),
        ("225 mg/h", "224 mg/h", "20:26: examples[0].steps[2].dose_rate: ", "225 mg/h"),
        ("375 mg}", "376 mg}", "20:63: examples[0].steps[2].cumulative_dose: ", "375 mg"),
    ],
)
def test_a_wrong_value_is_reported_at_its_line_with_the_computed_one(
    tmp_path: Path, old: str, new: str, start: str, computed: str
) -> None:
    text = "\n".join((*HEAD, FIRST, SECOND, THIRD))
    before, found, after = text.rpartition(old) if old == "375 mg}" else text.partition(old)
    assert found
    (line,) = problems(tmp_path, before + new + after)
    assert line.startswith(f"mine.yaml:{start}"), line
    assert computed in line.removeprefix(f"mine.yaml:{start}").replace(new, "")


def test_every_wrong_value_is_reported(tmp_path: Path) -> None:
    lines = [*HEAD, FIRST.replace("25 mL", "26 mL").replace("50 mL/h", "52 mL/h"), SECOND,
             THIRD.replace("337.5", "337")]  # fmt: skip
    assert len(problems(tmp_path, *lines)) == 3


@pytest.mark.parametrize(
    ("written", "right"),
    [
        # 1 mg in 3 min is 20 mg/h; 1 mg in 300 mL at 7 min: 300/7 mL/min x 60 = 18000/7 mL/h
        # = 2571.428571... mL/h
        ("~2571.4 mL/h", True), ("~2571.43 mL/h", True), ("~2571.429 mL/h", True),
        ("~2571 mL/h", True), ("~2571.42 mL/h", False), ("~2571.5 mL/h", False),
        ("~2572 mL/h", False), ("2571.428571429 mL/h", False), ("~42.857 mL/min", True),
        ("~42.856 mL/min", False),
    ],
)  # fmt: skip
def test_a_tilde_means_right_to_the_digits_written(
    tmp_path: Path, written: str, right: bool
) -> None:
    protocol = "\n".join((*LINES[:10], "  - {give: rest, over: 7 min}")) + "\n"
    found = problems(
        tmp_path,
        "examples:",
        "  - order: {dose: 1 mg, volume: 300 mL}",
        f"    steps: [{{rate: {written}}}]",
        protocol=protocol,
    )
    assert (found == []) is right, found
    assert right or "18000/7" in found[0]


def test_without_a_tilde_a_value_is_exact(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, *HEAD, FIRST.replace("25 mL", "25.000001 mL"), SECOND, THIRD)
    assert "25.000001 mL" in line


def test_an_equal_value_in_another_unit_is_right(tmp_path: Path) -> None:
    assert problems(tmp_path, *HEAD, FIRST.replace("30 min", "0.5 h"), SECOND, THIRD) == []


@pytest.mark.parametrize("steps", [(FIRST,), (FIRST, SECOND, THIRD, THIRD)])
def test_a_wrong_number_of_steps_is_reported(tmp_path: Path, steps: tuple[str, ...]) -> None:
    (line,) = problems(tmp_path, *HEAD, *steps)
    assert line.startswith("mine.yaml:17:5: examples[0].steps: ")
    assert str(len(steps)) in line.partition("steps: ")[2]
    assert "3" in line.partition("steps: ")[2]


NAMED = THIRD.replace("{rate", "{number: 3, rate")


def test_some_steps_are_named_by_their_numbers_beside_the_total(tmp_path: Path) -> None:
    assert problems(tmp_path, *HEAD, NAMED) == []
    assert problems(tmp_path, *HEAD, FIRST.replace("{rate", "{number: 1, rate"), NAMED) == []
    (line,) = problems(tmp_path, *HEAD, NAMED.replace("150 mL/h", "151 mL/h"))
    assert line.startswith("mine.yaml:18:21: examples[0].steps[0].rate: ")


@pytest.mark.parametrize(
    ("lines", "start", "says"),
    [
        ((*HEAD, NAMED.replace("3,", "4,")), "18:10: examples[0].steps[0].number", "has 3 steps"),
        ((*HEAD, NAMED.replace("3,", "2,")), "18:9: examples[0].steps[0]", "is an observation"),
    ],
)
def test_a_named_step_is_one_of_the_plan(
    tmp_path: Path, lines: tuple[str, ...], start: str, says: str
) -> None:
    (line,) = problems(tmp_path, *lines)
    assert line.startswith(f"mine.yaml:{start}: "), line
    assert says in line


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((*HEAD[:2], HEAD[3], NAMED), "total: is missing; an example that names only some"),
        ((*HEAD, NAMED, FIRST), "steps[1].number: is missing; number every step"),
        ((*HEAD, NAMED, NAMED), "steps[1].number: is not above 3"),
        ((*HEAD, NAMED.replace("3,", "x,")), "steps[0].number: write a whole number"),
        (HEAD[:3], "steps: is missing"),
        ((*HEAD[:3], "    steps: []"), "steps: is an empty list"),
    ],
)
def test_an_example_names_all_steps_or_some_and_the_total(
    tmp_path: Path, lines: tuple[str, ...], says: str
) -> None:
    with pytest.raises(UnusableFile) as refused:
        problems(tmp_path, *lines)
    assert f"examples[0].{says}" in str(refused.value)


def test_an_observation_is_not_an_infusing_step(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, *HEAD, FIRST, SECOND.replace("observe", "duration"), THIRD)
    assert line.startswith("mine.yaml:19:9: examples[0].steps[1]: ")


def test_an_example_order_that_is_refused_is_reported_with_what_it_would_deliver(
    tmp_path: Path,
) -> None:
    less = RIGHT.replace("{give: rest, over: 90 min}", "{give: 80 %, over: 90 min}")
    (line,) = problems(tmp_path, *HEAD, FIRST, SECOND, THIRD, protocol=less)
    assert line.startswith("mine.yaml:10:1: infusion: dose-not-delivered for examples[0]: ")
    # 10% and 80% of 375 mg
    assert "337.5 mg" in line
    assert "375 mg" in line.replace("337.5 mg", "")


@pytest.mark.parametrize(
    ("order", "start", "says"),
    [
        ("{dose: 375 mL, volume: 250 mL}", "15:13: examples[0].order.dose: ", '"375 mL"'),
        ("{dose: 375 mg}", "15:5: examples[0].order", "250 mL"),
        ("{dose: 10 mg/kg, volume: 250 mL}", "15:5: examples[0].order", "48 kg"),
        ("{dose: 375 mg, volume: 250 mL, settings: {frst_time: 1 h}}",
         "15:54: examples[0].order.settings.frst_time: ", "first_time"),
    ],
)  # fmt: skip
def test_an_example_order_that_cannot_be_used_is_reported_where_it_stands(
    tmp_path: Path, order: str, start: str, says: str
) -> None:
    (line,) = problems(tmp_path, "examples:", f"  - order: {order}", "    steps:", FIRST)
    assert line.startswith(f"mine.yaml:{start}"), line
    assert says in line
