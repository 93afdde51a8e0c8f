"""Parameters: the order's values take their place, and what does not fit is said at its name."""

import pytest
from pydantic import ValidationError

from rechallenge.model.problems import UnusableOrder, UnusableProtocol

from .making import planned, protocol

STEPS = ({"give": "$first", "over": "$time"}, {"give": "rest", "over": "1 h"})
PARAMETERS = {"volume": "required", "first": "10 %", "time": "30 min"}


def test_a_parameter_has_the_protocols_value_unless_the_order_sets_it() -> None:
    assert planned(*STEPS, parameters=PARAMETERS).steps[0].dose.magnitude == 10
    made = planned(*STEPS, parameters=PARAMETERS, order={"settings": {"first": "20 %"}})
    assert made.steps[0].dose.magnitude == 20


def test_a_parameter_may_be_set_in_any_kind_that_fits_where_it_stands() -> None:
    made = planned(*STEPS, parameters=PARAMETERS, order={"settings": {"first": "25 mL"}})
    assert made.steps[0].dose.magnitude == 25


def test_a_parameter_may_stand_for_another() -> None:
    made = planned(*STEPS, parameters=PARAMETERS | {"time": "$whole", "whole": "45 min"})
    assert made.steps[0].duration.magnitude == 45


def test_the_bag_volume_is_the_parameter_that_volume_sets() -> None:
    made = planned(*STEPS, parameters=PARAMETERS, order={"volume": "50 mL"})
    assert made.bags[0].volume.magnitude == 50


@pytest.mark.parametrize(
    ("order", "message"),
    [
        ({"settings": {"frist": "20 %"}}, r"settings\.frist: unknown parameter.*first"),
        (
            {"settings": {"time": "20 %"}},
            r"settings\.time: .*a time is needed.*infusion\[0\]\.over",
        ),
        ({"settings": {"volume": "100 mL"}}, r"settings\.volume: has a field of its own"),
        ({"volume": None}, r"volume: made-for-a-test needs the bag's final volume"),
    ],
)
def test_a_value_that_does_not_fit_is_an_error_of_the_order(
    order: dict[str, object], message: str
) -> None:
    with pytest.raises(UnusableOrder, match=message):
        planned(*STEPS, parameters=PARAMETERS, order=order)


def test_a_required_parameter_that_is_not_set_is_asked_for_by_name() -> None:
    with pytest.raises(UnusableOrder, match=r"settings\.first: .* needs a value for first"):
        planned(*STEPS, parameters=PARAMETERS | {"first": "required"})


def test_parameters_that_stand_for_one_another_are_refused_with_the_circle() -> None:
    circle = {"volume": "required", "first": "$time", "time": "$first"}
    with pytest.raises(ValidationError, match=r"\$first -> \$time -> \$first"):
        planned(*STEPS, parameters=circle)


def test_a_default_of_the_wrong_kind_is_an_error_of_the_protocol() -> None:
    with pytest.raises(
        UnusableProtocol, match=r"parameters\.time: .*a time is needed.*infusion\[0\]\.over"
    ):
        planned(*STEPS, parameters=PARAMETERS | {"time": "10 %"})


def test_a_drug_other_than_the_protocols_is_refused() -> None:
    made = protocol({"give": "rest", "over": "1 h"}, drug="cadonilimab")
    assert made.drug == "cadonilimab"
    with pytest.raises(UnusableOrder, match=r"cadonilimab, not trastuzumab; choose"):
        planned({"give": "rest", "over": "1 h"}, drug="cadonilimab", order={"drug": "trastuzumab"})


def test_a_setting_that_would_change_nothing_is_refused() -> None:
    spare = PARAMETERS | {"spare": "5 min"}
    assert planned(*STEPS, parameters=spare).steps
    with pytest.raises(UnusableOrder, match=r"settings\.spare: is used nowhere"):
        planned(*STEPS, parameters=spare, order={"settings": {"spare": "6 min"}})
