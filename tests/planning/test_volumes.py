"""Volumes to be infused: what is set on the pump, and what then runs, to the last fraction."""

from fractions import Fraction as F
from typing import Any

import pytest
from pydantic import ValidationError

from rechallenge.model.finding import Refused
from rechallenge.model.plan import Plan, Step
from rechallenge.model.problems import problems_of
from rechallenge.model.pump import Pump
from rechallenge.quantities import Quantity, parse
from tests.checks.on_file import planned_with, pump

TENTHS = (("0.1 mL", "9999 mL", "0.1 mL"),)
TENTHS_OF_BOTH = pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h"), volumes=TENTHS)
BANDS = pump(
    ("0.1 mL/h", "9999 mL/h", "0.1 mL/h"),
    volumes=(("0.1 mL", "99.99 mL", "0.01 mL"), ("100 mL", "999.9 mL", "0.1 mL"),
             ("1000 mL", "9999 mL", "1 mL")),
)  # fmt: skip
REST = {"give": "rest", "rate": "50 mL/h"}


def amounts(values: list[Quantity | None], unit: str) -> list[F | None]:
    return [None if value is None else F(value.to(unit).magnitude) for value in values]


def volumes(made: Plan) -> list[F | None]:
    return amounts([step.volume for step in made.steps], "mL")


def to_set(made: Plan) -> list[F | None]:
    return amounts([step.volume_to_set for step in made.steps], "mL")


def holds_together(made: Plan) -> bool:
    """Whether amount = rate x time in every step, and all doses are the total."""

    def agrees(step: Step) -> bool:
        return step.rate is None or step.rate * step.duration == step.volume

    total = sum((step.dose for step in made.steps), start=made.totals.dose * 0)
    return all(map(agrees, made.steps)) and total == made.totals.dose


def test_a_volume_becomes_the_nearest_that_can_be_set_and_dose_and_time_follow() -> None:
    made = planned_with({"rate": "2.088 mL/h", "over": "15 min"}, REST, on=TENTHS_OF_BOTH)
    # 2.088 mL/h for 15 min is 0.522 mL. The rate is set to 2.1 mL/h, which runs 0.525 mL in 15 min;
    # 0.5 mL is set, 0.5 mg of 1 mg/mL, in 0.5 / 2.1 x 60 = 100/7 min. 99.5 mL are left.
    assert volumes(made) == to_set(made) == [F(1, 2), F("99.5")]
    assert amounts([step.dose for step in made.steps], "mg") == [F(1, 2), F("99.5")]
    assert amounts([made.steps[0].duration], "min") == [F(100, 7)]
    assert holds_together(made)
    assert made.totals.dose == parse("100 mg")


@pytest.mark.parametrize(
    ("volume", "runs"),
    [
        ("12.345 mL", "12.35"),  # half up
        ("12.344 mL", "12.34"),
        ("99.994 mL", "99.99"),
        ("99.995 mL", "100"),  # half up, to where the next range begins
        ("123.45 mL", "123.5"),
        ("1234.4 mL", "1234"),
    ],
)
def test_each_range_of_volumes_has_its_own_step(volume: str, runs: str) -> None:
    order = {"dose": "2000 mg", "volume": "2000 mL"}
    made = planned_with({"give": volume, "rate": "60 mL/h"}, REST, on=BANDS, order=order)
    assert volumes(made)[0] == to_set(made)[0] == F(runs)
    assert holds_together(made)


def test_the_last_step_of_a_bag_runs_it_empty_and_is_set_to_the_next_volume_up() -> None:
    order = {"dose": "100 mg", "volume": "100.25 mL"}
    made = planned_with({"give": "10 mL", "rate": "20 mL/h"}, REST, on=TENTHS_OF_BOTH, order=order)
    # 100.25 - 10 = 90.25 mL are in the bag: all of it runs, and 90.3 mL is set
    assert volumes(made) == [10, F("90.25")]
    assert to_set(made) == [10, F("90.3")]
    assert [made.empties_bag(step) for step in made.steps] == [False, True]
    assert made.totals.dose == parse("100 mg")


def test_the_last_step_that_states_an_amount_takes_what_rounding_left() -> None:
    shares = [{"give": "20 %", "rate": "50 mL/h"}] * 5
    order = {"dose": "100 mg", "volume": "208.2 mL"}
    made = planned_with(*shares, on=TENTHS_OF_BOTH, order=order)
    # 20% of 208.2 mL is 41.64 mL, set to 41.6; 4 of them leave 208.2 - 166.4 = 41.8 mL
    assert volumes(made) == to_set(made) == [F("41.6")] * 4 + [F("41.8")]
    assert made.totals.dose == parse("100 mg")
    assert holds_together(made)


def test_a_step_after_others_that_were_rounded_up_runs_no_more_than_the_bag_holds() -> None:
    bags = ({"name": "A", "volume": "10.1 mL", "holds": "10 %"},
            {"name": "B", "volume": "100 mL", "holds": "rest"})  # fmt: skip
    steps = ({"bag": "A", "give": "5 %", "rate": "10 mL/h"}, {"give": "5 %", "rate": "10 mL/h"},
             {"bag": "B", "give": "rest", "rate": "50 mL/h"})  # fmt: skip
    made = planned_with(*steps, bags=bags, on=TENTHS_OF_BOTH, parameters={},
                        order={"volume": None})  # fmt: skip
    # Half of 10.1 mL is 5.05 mL, half up 5.1; 5 mL are left, less than 5.05. All 10 mg are given.
    assert volumes(made) == [F("5.1"), 5, 100]
    assert amounts([made.bags[1].drug], "mg") == [90]
    assert made.totals.dose == parse("100 mg")


@pytest.mark.parametrize(
    ("amount", "rungs"),
    # 10 mL/h and 20 mL/h for 30 min are 5 and 10 mL. 0.04 and 0.08 mL are no rung at 30 mL/h: the
    # second gives 10.04, set to 10 mL, or 10.08, set to 10.1. 0.1 mL can be set.
    [("15.04 mL", ["5", "10"]), ("15.08 mL", ["5", "10.1"]), ("15.1 mL", ["5", "10", "0.1"])],
)
def test_a_ramp_has_no_rung_below_the_smallest_volume(amount: str, rungs: list[str]) -> None:
    ramp = {"rate": "10 mL/h", "increase": "10 mL/h", "every": "30 min", "up_to": "90 mL/h",
            "give": amount}  # fmt: skip
    made = planned_with(ramp, REST, on=TENTHS_OF_BOTH)
    runs = [F(rung) for rung in rungs]
    assert volumes(made) == to_set(made) == [*runs, 100 - sum(runs)]
    rates = amounts([step.rate for step in made.steps], "mL/h")
    assert rates == [*[10, 20, 30][: len(rungs)], 50]
    assert holds_together(made)


@pytest.mark.parametrize(
    ("dose", "runs"),
    # 1 mg/mL. 100.07 mL: 100.1 mL would give more than the dose. 100.04 mL: 100 mL is nearest too.
    [("100.07 mg", "100"), ("100.04 mg", "100"), ("100.1 mg", "100.1")],
)
def test_no_volume_is_rounded_up_above_the_dose(dose: str, runs: str) -> None:
    bag = {"name": "A", "volume": "200 mL", "concentration": "1 mg/mL"}
    made = planned_with({"bag": "A", **REST}, bags=(bag,), parameters={}, on=TENTHS_OF_BOTH,
                        order={"dose": dose, "volume": None})  # fmt: skip
    assert volumes(made) == to_set(made) == [F(runs)]
    assert made.totals.dose == parse(f"{runs} mg")
    assert holds_together(made)
    assert amounts([made.bags[0].discarded], "mL") == [200 - F(runs)]


@pytest.mark.parametrize(
    ("step", "volumes", "side", "limit"),
    [
        ({"give": "0.09 mL", "rate": "2 mL/h"}, TENTHS, "below", "0.1 mL"),
        ({"rate": "2 mL/h", "over": "2 min"}, TENTHS, "below", "0.1 mL"),
        ({"give": "51 mL", "rate": "60 mL/h"}, (("1 mL", "50 mL", "1 mL"),), "above", "50 mL"),
    ],
)
def test_a_volume_outside_the_range_is_refused_and_never_made_one_increment(
    step: dict[str, Any], volumes: tuple[tuple[str, str | None, str], ...], side: str, limit: str
) -> None:
    on = pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h"), volumes=volumes)
    with pytest.raises(Refused) as refused:
        planned_with(step, REST, on=on)
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("volume-out-of-range", "infusion[0]")
    assert (finding.numbers["side"], finding.numbers["limit"]) == (side, parse(limit))


def test_what_is_left_in_a_bag_beyond_the_largest_volume_is_refused_too() -> None:
    on = pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h"), volumes=(("0.1 mL", "99 mL", "0.1 mL"),))
    with pytest.raises(Refused) as refused:
        planned_with(REST, on=on)
    assert [f.code for f in refused.value.findings] == ["volume-out-of-range"]


def test_more_than_an_increment_short_of_the_dose_is_refused() -> None:
    # 50 mL/h for 2 h are the 100 mL; at 42 mL/h, 84 mL
    on = pump(("21 mL/h", "210 mL/h", "21 mL/h"), volumes=TENTHS)
    with pytest.raises(Refused) as refused:
        planned_with({"rate": "50 mL/h", "over": "2 h"}, on=on)
    assert [f.code for f in refused.value.findings] == ["dose-not-delivered-on-pump"]


def test_a_pump_that_ends_by_time_has_no_volume_to_set() -> None:
    on = pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h"))
    made = planned_with({"rate": "2.1 mL/h", "over": "15 min"}, REST, on=on)
    assert volumes(made)[0] == F("0.525")
    assert to_set(made) == [None, None]


# Through a line


def test_a_bag_that_fills_the_line_is_set_to_what_is_left_in_it() -> None:
    order = {"line": "19.75 mL", "primed": "drug"}
    made = planned_with({"give": "10 mL", "rate": "20 mL/h"}, REST, on=TENTHS_OF_BOTH, order=order)
    # 100 - 19.75 - 10 = 70.25 mL are in the bag for step 2, of its 90 mL
    assert volumes(made) == [10, 90]
    assert to_set(made) == [10, F("70.3")]
    assert [made.empties_bag(step) for step in made.steps] == [False, True]


def test_the_line_is_cleared_with_no_more_than_it_holds() -> None:
    order = {"line": "19.79 mL", "primed": "diluent", "clear_line": "60 mL/h"}
    made = planned_with(REST, on=TENTHS_OF_BOTH, order=order)
    assert made.steps[0].clears_line
    assert volumes(made)[0] == to_set(made)[0] == F("19.7")
    assert amounts([made.bags[0].into_line], "mL") == [F("19.7")]
    # 0.09 mL of diluent is left before the drug: 0.09 / 50 h after the 19.7 min
    assert made.delivery is not None
    assert made.delivery.first_drug is not None
    assert amounts([made.delivery.first_drug.at], "min") == [F("19.7") + F("0.09") / 50 * 60]


@pytest.mark.parametrize(
    ("on", "volume"),
    [(TENTHS_OF_BOTH, "19.8"), (pump(("1 mL/h", "99 mL/h", "1 mL/h")), "20")],
)
def test_a_flush_that_only_diluent_follows_is_rounded_up_and_brings_all(
    on: Pump, volume: str
) -> None:
    order = {"line": "19.75 mL", "primed": "diluent"}
    made = planned_with(REST, on=on, order=order)
    assert made.delivery is not None
    flush = made.delivery.flush
    assert flush is not None
    # 19.75 mL of 1 mg/mL are in the line. A tenth of a mL is set on the pump, or whole mL measured.
    assert amounts([flush.volume], "mL") == [F(volume)]
    assert amounts([flush.dose], "mg") == [F("19.75")]
    assert amounts([flush.duration], "min") == [F(volume) / 50 * 60]
    assert made.delivery.delivered + flush.dose == parse("100 mg")


@pytest.mark.parametrize(
    ("on", "volume"),
    [(TENTHS_OF_BOTH, "10.1"), (pump(("1 mL/h", "99 mL/h", "1 mL/h")), "10")],
)
def test_a_flush_that_drug_follows_is_rounded_down_and_brings_no_more_than_the_dose(
    on: Pump, volume: str
) -> None:
    bags = ({"name": "A", "volume": "50 mL", "concentration": "0.5 mg/mL"},
            {"name": "B", "volume": "95 mL", "holds": "rest"})  # fmt: skip
    steps = ({"bag": "A", "give": "10 mL", "rate": "20 mL/h"}, {"bag": "B", **REST})
    order = {"line": "20.25 mL", "primed": "drug", "sets": "shared", "volume": None}
    made = planned_with(*steps, bags=bags, parameters={}, on=on, order=order)
    # 105 mL are pushed: 20.25 + 10 mL of A at 0.5 mg/mL, then 74.75 mL of B at 1 mg/mL arrive, in
    # all 89.875 mg. 10.125 mg are missing, and 20.25 mL of B are in the line.
    assert made.delivery is not None
    flush = made.delivery.flush
    assert flush is not None
    assert amounts([made.delivery.delivered], "mg") == [F("89.875")]
    assert amounts([flush.volume], "mL") == amounts([flush.dose], "mg") == [F(volume)]


# Profiles


@pytest.mark.parametrize(
    ("stated", "place"),
    [
        ({"ends_by": "time"}, "ends_by"),
        ({"volumes": ()}, "ends_by"),
        ({"volumes": ({"lowest": "0 mL", "step": "1 mL"},)}, "volumes[0].lowest"),
        ({"volumes": ({"lowest": "1 mL", "step": "0 mL"},)}, "volumes[0].step"),
        ({"volumes": ({"lowest": "1 mL", "highest": "9 mL", "step": "1 mL"},
                      {"lowest": "20 mL", "step": "1 mL"})}, "volumes[1].lowest"),
        ({"volumes": ({"lowest": "1 mL/h", "step": "1 mL"},)}, "volumes[0].lowest"),
        ({"kvo": ({"rates_from": "10 mL/h", "rate": "3 mL/h", "source": "x"},
                  {"rates_from": "1 mL/h", "rate": "1 mL/h", "source": "x"})}, "kvo[1].rates_from"),
        ({"ends_by": "time", "volumes": (),
          "kvo": ({"rates_from": "1 mL/h", "rate": "1 mL/h", "source": "x"},)}, "kvo"),
    ],
)  # fmt: skip
def test_volumes_that_do_not_go_together_are_refused_in_place(
    stated: dict[str, Any], place: str
) -> None:
    right = {"name": "p", "title": "P", "source": "x", "ends_by": "volume",
             "rates": ({"lowest": "1 mL/h", "step": "1 mL/h"},),
             "volumes": ({"lowest": "1 mL", "step": "1 mL"},)}  # fmt: skip
    Pump.model_validate(right)
    with pytest.raises(ValidationError) as wrong:
        Pump.model_validate(right | stated)
    (problem,) = problems_of(wrong.value)
    assert problem.path == place
