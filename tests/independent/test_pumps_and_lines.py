"""The second solver's pumps and lines alone, against numbers worked by hand."""

from fractions import Fraction

import pytest

from tests.independent.lines import Line, at_vein
from tests.independent.pumps import NotOnThisPump, pump
from tests.independent.second_solver import Refused, Schedule, solve

F = Fraction
GENERIC = pump(
    {
        "ends_by": "time",
        "rates": ({"lowest": "0.1 mL/h", "highest": "999 mL/h", "step": "0.1 mL/h"},),
    }
)


@pytest.mark.parametrize(
    ("exact", "set_to"),
    # 75 mL/h x 1/40, 1/16, 1/8 and 1/4; 4.6875 is nearer to 4.7, and 18.75 lies midway.
    [("1.875", "1.9"), ("4.6875", "4.7"), ("9.375", "9.4"), ("18.75", "18.8"), ("999", "999")],
)
def test_rates_are_rounded_half_up(exact: str, set_to: str) -> None:
    assert GENERIC.settable(F(exact)) == F(set_to)


@pytest.mark.parametrize("rate", ["0.0999", "999.0001"])
def test_a_rate_outside_is_not_run(rate: str) -> None:
    with pytest.raises(NotOnThisPump):
        GENERIC.settable(F(rate))


def test_a_gravity_set_runs_whole_drops() -> None:
    # 20 drops/mL: one drop a minute is 3 mL/h. 50 mL/h are 16.67 drops/min: 17 are 51 mL/h.
    assert pump({"ends_by": "time", "drops": "20 drops/mL"}).settable(F(50)) == 51


ALL_OF = (F(1000), F(1000))


def test_a_stated_amount_stands_and_a_stated_time_stands() -> None:
    # 10 mL in 33 min are 18.18 mL/h, set to 18.2: 10 mL take 600 / 18.2 min, or 33 min give 10.01.
    assert GENERIC.run(F(33), F(10), True, ALL_OF) == (F(6000, 182), F(10))
    assert GENERIC.run(F(33), F(10), False, ALL_OF) == (F(33), F("10.01"))


def test_a_pump_set_to_volumes_runs_one_of_them_or_all_that_a_bag_holds() -> None:
    by_volume = pump(
        {"ends_by": "volume", "volumes": ({"lowest": "1 mL", "step": "1 mL"},),
         "rates": ({"lowest": "1 mL/h", "step": "1 mL/h"},)}
    )  # fmt: skip
    # 10 mL/h for 27 min are 4.5 mL: 5 mL, 30 min. Of a bag of 4.7 mL 4 mL, 24 min. Of one of 4.5 mL
    # all. Where 4.2 mL give the rest of the dose, 4 mL.
    assert by_volume.run(F(27), F("4.5"), False, ALL_OF) == (F(30), F(5))
    assert by_volume.run(F(27), F("4.5"), False, (F("4.7"), F(1000))) == (F(24), F(4))
    assert by_volume.run(F(27), F("4.5"), False, (F("4.5"), F(1000))) == (F(27), F("4.5"))
    assert by_volume.run(F(27), F("4.5"), False, (F(1000), F("4.2"))) == (F(24), F(4))
    assert by_volume.to_set(F("4.5")) == 5
    with pytest.raises(NotOnThisPump):
        by_volume.run(F(1), F(1, 6), False, ALL_OF)


def test_a_ramp_ends_before_a_rung_that_is_too_small_to_set() -> None:
    by_volume = pump(
        {"ends_by": "volume", "volumes": ({"lowest": "0.1 mL", "step": "0.1 mL"},),
         "rates": ({"lowest": "1 mL/h", "step": "1 mL/h"},)}
    )  # fmt: skip
    ramp = {"rate": "10 mL/h", "increase": "10 mL/h", "every": "30 min", "up_to": "90 mL/h"}
    protocol = {
        "parameters": {"volume": "required"},
        "infusion": [{**ramp, "give": "15.08 mL"}, {"give": "rest", "rate": "50 mL/h"}],
    }
    # 5 mL, then 10 mL and the 0.08 mL that are left: 10.1 mL.
    made = solve(protocol, {"dose": "100 mg", "volume": "100 mL"}, by_volume)
    assert [step.mL for step in made.steps] == [F(5), F("10.1"), F("84.9")]


def platinum() -> Schedule:
    """2, 5, 10, 20 mL/h, then 5, 10, 20, 40 mL/h, for 15 min each, and the rest of a third bag."""
    protocol = {
        "bags": [
            {"name": "A", "volume": "100 mL", "holds": "1 %"},
            {"name": "B", "volume": "100 mL", "holds": "10 %"},
            {"name": "C", "volume": "100 mL", "holds": "rest"},
        ],
        "infusion": [
            {"bag": "A", "rates": [f"{r} mL/h" for r in (2, 5, 10, 20)], "every": "15 min"},
            {"bag": "B", "rates": [f"{r} mL/h" for r in (5, 10, 20, 40)], "every": "15 min"},
            {"bag": "C", "rate": "80 mL/h", "give": "rest"},
        ],
    }
    return solve(protocol, {"dose": "1000 mg"}, GENERIC)


def test_the_first_drug_comes_through_a_shared_line_at_108_min() -> None:
    found = at_vein(platinum(), Line(F(20), "diluent", fresh=False, clear_at=None))
    assert found.first == 108
    # In step 8 10 mL move; 2 mL of diluent, then 8 mL of bag A at 0.1 mg/mL.
    assert list(found.doses[:8]) == [F(0)] * 7 + [F("0.8")]


def test_through_a_set_for_each_bag_nothing_comes_of_the_first_two() -> None:
    found = at_vein(platinum(), Line(F(20), "diluent", fresh=True, clear_at=None))
    assert list(found.doses[:8]) == [F(0)] * 8
    # Bag C runs from 120 min on; its 20 mL of diluent pass at 80 mL/h in 15 min.
    assert found.first == 135


def test_a_bag_fills_the_line_with_what_doses_at_once_have_left_of_it() -> None:
    protocol = {
        "bags": [{"name": "A", "volume": "100 mL", "holds": "dose"}],
        "infusion": [
            {"at_once": "60 mL"},
            {"give": "10 mL", "over": "10 min"},
            {"at_once": "10 mL"},
            {"give": "rest", "over": "20 min"},
        ],
    }
    made = solve(protocol, {"dose": "100 mg"})
    # 80 mL have left the bag when the last dose has been drawn: a line of 20 mL is filled besides.
    assert sum(at_vein(made, Line(F(20), "drug", fresh=False, clear_at=None)).doses) == 10
    with pytest.raises(Refused, match="cannot fill"):
        at_vein(made, Line(F("20.001"), "drug", fresh=False, clear_at=None))
    # Without that dose 60 mL have, and the line may take all that is left.
    protocol["infusion"] = [protocol["infusion"][0], protocol["infusion"][-1]]
    made = solve(protocol, {"dose": "100 mg"})
    assert sum(at_vein(made, Line(F(40), "drug", fresh=False, clear_at=None)).doses) == 0
    with pytest.raises(Refused, match="cannot fill"):
        at_vein(made, Line(F("40.001"), "drug", fresh=False, clear_at=None))
