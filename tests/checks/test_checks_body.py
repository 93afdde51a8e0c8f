"""Weight, height and surface, by age and without one."""

from fractions import Fraction

import pytest

from rechallenge.checks.growth import plausible_at
from rechallenge.model.finding import Severity
from rechallenge.quantities import parse
from tests.planning.making import planned

WHOLE = {"give": "rest", "over": "1 h"}


def asked(**order: str) -> list[str]:
    """The codes of what is asked about the body."""
    ends = ("-implausible", "-for-age", "-alone")
    found = [f for f in planned(WHOLE, order=order).findings if f.code.endswith(ends)]
    assert all(f.severity is Severity.CONFIRM and f.source for f in found)
    return [str(f.code) for f in found]


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        # WHO, 6 years: 13.3 to 34.0 kg, 99.3 to 131.2 cm
        ({"age": "6 years", "weight": "20 kg", "height": "115 cm"}, []),
        ({"age": "6 years", "weight": "13.3 kg"}, []),
        ({"age": "6 years", "weight": "13.2 kg"}, ["weight-implausible-for-age"]),
        ({"age": "6 years", "weight": "34 kg"}, []),
        ({"age": "6 years", "weight": "34.1 kg"}, ["weight-implausible-for-age"]),
        # 20.4 kg is the median; as pounds it is 45
        ({"age": "6 years", "weight": "45 kg"}, ["weight-implausible-for-age"]),
        ({"age": "6 years", "height": "46 cm"}, ["height-implausible-for-age"]),
        ({"age": "6 years", "bsa": "0.8 m2"}, []),
        ({"age": "6 years", "bsa": "6 m2"}, ["bsa-implausible-for-age"]),
        ({"age": "6 years", "bsa": "1.7 m2"}, ["bsa-implausible-for-age"]),
        # between 4 and 6 years, by a straight line: (10.8 + 13.3) / 2 = 12.05
        ({"age": "5 years", "weight": "12.05 kg"}, []),
        ({"age": "5 years", "weight": "12 kg"}, ["weight-implausible-for-age"]),
        ({"age": "10 days", "weight": "3.5 kg"}, []),
        ({"age": "10 days", "weight": "35 kg"}, ["weight-implausible-for-age"]),
        ({"age": "18 months", "weight": "11 kg"}, []),
        ({"age": "17 years", "weight": "60 kg"}, []),
        ({"age": "18 years", "weight": "140 kg"}, []),
        ({"age": "18 years", "weight": "20 kg"}, ["weight-implausible"]),
    ],
)
def test_a_child_is_judged_by_its_age(order: dict[str, str], codes: list[str]) -> None:
    assert asked(**order) == codes


@pytest.mark.parametrize(
    "order",
    [
        {"weight": "18 kg"},
        {"weight": "18 kg", "height": "108 cm"},
        {"weight": "18 kg", "height": "108 cm", "dose": "100 mg/m2"},
    ],
)
def test_a_childs_weight_without_an_age_is_one_question(order: dict[str, str]) -> None:
    assert asked(**order) == ["child-weight-alone"]
    assert asked(age="5 years", **order) == []


def test_a_surface_worked_out_from_a_doubtful_height_is_not_asked_about_too() -> None:
    assert asked(height="108 cm", weight="60 kg", dose="100 mg/m2") == ["height-implausible"]
    assert asked(bsa="0.9 m2") == ["bsa-implausible"]


def test_the_table_ends_at_18_years_and_begins_at_birth() -> None:
    born, last = plausible_at(Fraction(0)), plausible_at(Fraction(215))
    assert born is not None
    assert born.weight == (parse("2 kg"), parse("5.1 kg"))
    assert last is not None
    assert plausible_at(Fraction(216)) is None
